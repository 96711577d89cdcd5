"""Components, subcomponents and announced actions: adding, editing, deleting, scheduling.

Nothing goes at the first click: a page says what goes, and its button carries `SURE`.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.models import Announcement, PlanNode
from rinde.capabilities.plans.operations import (
    add_announcement,
    add_node,
    announcement_to_activity,
    delete_announcement,
    delete_node,
    edit_announcement,
    edit_node,
)
from rinde.capabilities.plans.queries import node_choices
from rinde.capabilities.plans.web.forms import AnnouncementForm, NodeForm, ScheduleForm, save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, found_or_404, plan_to_edit
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import desk_page

SURE = "seguro"


@desk_page("plans.edit")
def node_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    place = request.GET.get("en", "")
    parent = found_or_404(PlanNode.objects.filter(plan=plan, pk=place).first()) if place.isdecimal() else None
    form = NodeForm(request.POST or None)
    if form.is_valid():
        values = form.values(parent.pk if parent else None)
        saved = save_or_explain(
            form, lambda: add_node(plan_id=plan.pk, values=values, by=request.principal, now=timezone.now())
        )
        if saved:
            return back_to_plan(request, plan, f"Se agregó «{saved}».")
    context = {"plan": plan, "form": form, "parent": parent, "node": None}
    return render(request, "plans/node_edit.html", context, status=status_of(form))


@desk_page("plans.edit")
def node_edit(request: DeskRequest, entity_slug: str, plan_id: int, node_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    node = found_or_404(PlanNode.objects.filter(plan=plan, pk=node_id).first())
    form = NodeForm.of(node, request.POST or None)
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: edit_node(
                node_id=node.pk,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=node.edited_at,
        )
        if saved:
            return back_to_plan(request, plan, f"Se guardó «{saved}».")
    context = {"plan": plan, "form": form, "parent": node.parent, "node": node}
    return render(request, "plans/node_edit.html", context, status=status_of(form))


@desk_page("plans.edit")
def node_delete(request: DeskRequest, entity_slug: str, plan_id: int, node_id: int) -> HttpResponse:
    plan = plan_to_edit(request, plan_id)
    node = found_or_404(PlanNode.objects.filter(plan=plan, pk=node_id).first())
    if request.method != "POST" or SURE not in request.POST:
        return render(request, "plans/node_delete.html", {"plan": plan, "node": node})
    try:
        delete_node(node_id=node.pk, by=request.principal, now=timezone.now())
        messages.success(request, f"Se eliminó «{node}».")
    except TransitionNotAllowed as refusal:
        messages.error(request, f"No se eliminó «{node}». {refusal.message}")
    return redirect("desk:plan_detail", entity_slug=entity_slug, plan_id=plan.pk)


@desk_page("plans.edit")
def announcement_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    form = AnnouncementForm(request.POST or None)
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: add_announcement(plan_id=plan.pk, values=form.values(), by=request.principal, now=timezone.now()),
        )
        if saved:
            return back_to_plan(request, plan, "Se agregó la acción anunciada.")
    context = {"plan": plan, "form": form, "announcement": None}
    return render(request, "plans/announcement_edit.html", context, status=status_of(form))


@desk_page("plans.edit")
def announcement_edit(request: DeskRequest, entity_slug: str, plan_id: int, announcement_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    announcement = found_or_404(Announcement.objects.filter(plan=plan, pk=announcement_id).first())
    form = AnnouncementForm.of(announcement, request.POST or None)
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: edit_announcement(
                announcement_id=announcement.pk,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=announcement.edited_at,
        )
        if saved:
            return back_to_plan(request, plan, "Se guardó la acción anunciada.")
    context = {"plan": plan, "form": form, "announcement": announcement}
    return render(request, "plans/announcement_edit.html", context, status=status_of(form))


@desk_page("plans.edit")
def announcement_delete(request: DeskRequest, entity_slug: str, plan_id: int, announcement_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    announcement = found_or_404(Announcement.objects.filter(plan=plan, pk=announcement_id).first())
    if request.method != "POST" or SURE not in request.POST:
        return render(request, "plans/announcement_delete.html", {"plan": plan, "announcement": announcement})
    delete_announcement(announcement_id=announcement.pk, by=request.principal, now=timezone.now())
    return back_to_plan(request, plan, "Se eliminó la acción anunciada.")


@desk_page("plans.edit")
def announcement_schedule(request: DeskRequest, entity_slug: str, plan_id: int, announcement_id: int) -> HttpResponse:
    """Makes an activity of it, and goes on to the activity's form for its date and responsible."""
    plan = plan_to_edit(request, plan_id)
    announcement = found_or_404(Announcement.objects.filter(plan=plan, pk=announcement_id).first())
    form = ScheduleForm(request.POST or None, nodes=node_choices(plan))
    if form.is_valid():
        activity = save_or_explain(
            form,
            lambda: announcement_to_activity(
                announcement_id=announcement.pk,
                node_id=form.cleaned_data["node"],
                by=request.principal,
                now=timezone.now(),
            ),
        )
        if activity:
            messages.success(request, "La acción anunciada ya es una actividad. Diga cuándo y quién responde.")
            return redirect("desk:activity_edit", entity_slug=entity_slug, plan_id=plan.pk, activity_id=activity.pk)
    context = {"plan": plan, "announcement": announcement, "form": form}
    return render(request, "plans/announcement_schedule.html", context, status=status_of(form))
