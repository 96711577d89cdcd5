"""Pages of the desk about the org chart: the tree, one actor, groups, a file."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.entities import operations, queries
from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.permissions import EDIT, can_edit_entity
from rinde.capabilities.entities.rules.actors import validity_in_words
from rinde.capabilities.entities.web.forms import ActorForm, CloseActorForm, GroupForm
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

HISTORY = "historia"


def today() -> date:
    return timezone.localdate()


def show_gaps(form: BaseForm, refusal: NotReady) -> None:
    """Put everything that a rule refused above the form."""
    for gap in refusal.gaps or (refusal.message,):
        form.add_error(None, gap)


@desk_page("desk.open")
def org_chart(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The org chart as a tree: today's, or with everybody who ever was."""
    search, with_history = request.GET.get("q", "").strip()[:200], request.GET.get("ver") == HISTORY
    rows = queries.org_chart(today(), search=search, with_history=with_history)
    context = {
        "rows": [(row, validity_in_words(row.actor.valid_from, row.actor.valid_to, today())) for row in rows],
        "found": sum(row.is_found for row in rows),
        "search": search,
        "with_history": with_history,
        "can_edit": can_edit_entity(request.entity, by=request.principal),
    }
    return render(request, "entities/org_chart.html", context)


@desk_page(EDIT)
def actor_new(request: Any, entity_slug: str) -> HttpResponse:
    """Add an actor."""
    form = ActorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, position = form.cleaned_data["email"], form.cleaned_data["position"]
        try:
            actor = operations.create_actor(
                entity=request.entity,
                values=form.values(),
                email=email,
                position=position,
                by=request.principal,
                now=timezone.now(),
            )
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, f"«{actor.name}» ya está en el organigrama.")
            return redirect("desk:org_chart", entity_slug=entity_slug)
    return render(request, "entities/actor.html", {"form": form})


@desk_page(EDIT)
def actor_edit(request: Any, entity_slug: str, actor_id: int) -> HttpResponse:
    """Change an actor, its other names and its validity."""
    actor = get_object_or_404(Actor.objects.prefetch_related("aliases"), pk=actor_id)
    form = ActorForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        email, position = form.cleaned_data["email"], form.cleaned_data["position"]
        try:
            operations.update_actor(
                actor_id=actor.pk,
                values=form.values(),
                email=email,
                position=position,
                by=request.principal,
                now=timezone.now(),
            )
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, f"«{form.cleaned_data['name']}» quedó guardada.")
            return redirect("desk:org_chart", entity_slug=entity_slug)
    context = {"form": form, "actor": actor, "is_open": actor.valid_to is None}
    return render(request, "entities/actor.html", context)


@desk_page(EDIT)
def actor_close(request: Any, entity_slug: str, actor_id: int) -> HttpResponse:
    """End an actor on a day; it stays in the history."""
    actor = get_object_or_404(Actor, pk=actor_id)
    form = CloseActorForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            operations.close_actor(actor_id=actor.pk, last_day=last_day, by=request.principal, now=timezone.now())
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, f"«{actor.name}» existe hasta el {last_day:%d/%m/%Y}.")
            return redirect("desk:org_chart", entity_slug=entity_slug)
    return render(request, "entities/actor_close.html", {"form": form, "actor": actor})


@desk_page("desk.open")
def groups(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The groups, each with who belongs to it today."""
    context = {
        "groups": queries.groups_on(today()),
        "today": today(),
        "can_edit": can_edit_entity(request.entity, by=request.principal),
    }
    return render(request, "entities/groups.html", context)


@desk_page(EDIT)
def group_new(request: Any, entity_slug: str) -> HttpResponse:
    """Add a group."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = operations.create_group(
                entity=request.entity, by=request.principal, now=timezone.now(), **form.cleaned_data
            )
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, f"El grupo «{group.name}» quedó creado.")
            return redirect("desk:groups", entity_slug=entity_slug)
    return render(request, "entities/group.html", {"form": form})


@desk_page(EDIT)
def group_edit(request: Any, entity_slug: str, group_id: int) -> HttpResponse:
    """Change a group."""
    group = get_object_or_404(ActorGroup.objects.prefetch_related("members"), pk=group_id)
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_group(group_id=group.pk, by=request.principal, now=timezone.now(), **form.cleaned_data)
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, f"El grupo «{form.cleaned_data['name']}» quedó guardado.")
            return redirect("desk:groups", entity_slug=entity_slug)
    members = queries.group_members(group, today())
    return render(request, "entities/group.html", {"form": form, "group": group, "members": members})
