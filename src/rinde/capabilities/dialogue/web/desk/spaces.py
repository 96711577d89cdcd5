"""The list of spaces, writing one down, its page, and changing what is written."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceKind, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.spaces import edit_space, make_space, values_of
from rinde.capabilities.dialogue.permissions import MANAGE
from rinde.capabilities.dialogue.queries.listing import LATE, SpaceQuestion, listed_spaces, years_of
from rinde.capabilities.dialogue.queries.serving import served_cells
from rinde.capabilities.dialogue.rules.spaces import FIRST_YEAR, LAST_YEAR, SpaceValues
from rinde.capabilities.dialogue.web.forms.spaces import SpaceForm
from rinde.capabilities.dialogue.web.opened import back_to_space, space_to_manage, space_to_read
from rinde.capabilities.dialogue.web.presenters.choosing import kind_choices, space_choices
from rinde.capabilities.dialogue.web.presenters.panels_of import desk_panels
from rinde.capabilities.dialogue.web.presenters.space_page import buttons_of, facts_of, page_of, phases_of
from rinde.capabilities.dialogue.web.presenters.words import state_of, when_of, where_of
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

STATES = [(LATE, "Con pasos vencidos"), *SpaceStatus.choices]


@desk_page("dialogue.read")
def space_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every space of the entity, those with late steps first."""
    question = _asked(request)
    rows = [
        {
            "one": one,
            "state": state_of(one.space),
            "when": when_of(one.space.starts_at, one.space.ends_at),
            "where": where_of(one.space),
        }
        for one in listed_spaces(request.entity, question, today=timezone.localdate())
    ]
    context = {
        "rows": rows,
        "question": question,
        "is_filtered": question != SpaceQuestion(),
        "years": years_of(request.entity),
        "states": STATES,
        "kinds": SpaceKind.choices,
        "may_make": request.principal.may_somewhere(MANAGE),
        "today": timezone.localdate(),
    }
    return render(request, "dialogue/desk/list.html", context)


def _asked(request: HttpRequest) -> SpaceQuestion:
    asked = request.GET.get("vigencia", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return SpaceQuestion(
        year=year if FIRST_YEAR <= year <= LAST_YEAR else None,
        status=request.GET.get("estado", ""),
        kind=request.GET.get("clase", ""),
    )


@desk_page("dialogue.manage")
def space_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The kind first; then the few fields that a first note needs."""
    kind = request.GET.get("clase", "")
    if kind not in SpaceKind.values:
        return render(request, "dialogue/desk/kinds.html", {"kinds": kind_choices()})
    now = timezone.now()
    today = timezone.localdate(now)
    choices = space_choices(request.entity, by=request.principal, year=today.year, today=today)
    initial = {"mode": "IN_PERSON", "plan_id": choices.plans[0][0] if choices.plans else ""}
    form = SpaceForm(request.POST or None, kind=kind, choices=choices, short=True, initial=initial)
    if form.is_valid():
        entity_id, values = request.entity.pk, form.values()
        made = save_or_explain(
            form, lambda: make_space(entity_id=entity_id, values=values, by=request.principal, now=now)
        )
        if made:
            return back_to_space(request, made, "El espacio quedó en preparación, con sus pasos y sus fechas.")
    context = {"form": form, "kind_label": SpaceKind(kind).label}
    return render(request, "dialogue/desk/new.html", context, status=status_of(form))


@desk_page("dialogue.read")
def space_detail(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The page of a space as a place of work."""
    space, now = space_to_read(request, space_id), timezone.now()
    page = page_of(space, by=request.principal, now=now)
    topics = list(space.topics.values_list("name", flat=True))
    groups = list(space.groups.values_list("name", flat=True))
    steps = list(space.steps.all())
    context = page | {
        "here": "space_detail",
        "phases": phases_of(space, steps, today=timezone.localdate(now)),
        "buttons": buttons_of(space, steps, now=now) if page["may_manage"] else [],
        "facts": facts_of(space, topics=topics, groups=groups),
        "moves": list(space.moves.all()),
        "panels": desk_panels(space, request.principal),
        "served_labels": [one.found.cell.label if one.found else one.row.plan.title for one in served_cells(space)],
    }
    return render(request, "dialogue/desk/space.html", context)


@desk_page("dialogue.manage")
def space_edit(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Everything that is written about a space."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = _edit_form(request, space)
    if form.is_valid():
        values = form.values(_before(space, form))
        saved = save_or_explain(
            form,
            lambda: edit_space(
                space_id=space.pk, values=values, seen=form.cleaned_data["seen"], by=request.principal, now=now
            ),
            DialogueSpace.objects.values_list("edited_at", flat=True).get(pk=space.pk),
        )
        if saved:
            return back_to_space(request, saved, "Los datos del espacio quedaron guardados.")
    context = page_of(space, by=request.principal, now=now) | {"form": form, "here": "space_edit"}
    return render(request, "dialogue/desk/edit.html", context, status=status_of(form))


def _edit_form(request: DeskRequest, space: DialogueSpace) -> SpaceForm:
    year, today = timezone.localtime(space.starts_at).year, timezone.localdate()
    choices = space_choices(request.entity, by=request.principal, year=year, today=today)
    initial = SpaceForm.initial_of(values_of(space)) | {"seen": space.edited_at}
    return SpaceForm(
        request.POST or None,
        kind=_kind_asked(request, space),
        choices=choices,
        is_called=space.status != SpaceStatus.DRAFT,
        initial=initial,
    )


def _kind_asked(request: DeskRequest, space: DialogueSpace) -> str:
    """Another kind for a space to which nobody was called yet: `?clase=`."""
    kind = request.GET.get("clase", "")
    return kind if kind in SpaceKind.values and space.status == SpaceStatus.DRAFT else space.kind


def _before(space: DialogueSpace, form: SpaceForm) -> SpaceValues:
    return replace(values_of(space), kind=form.kind)
