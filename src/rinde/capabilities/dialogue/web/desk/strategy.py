"""The accountability strategy of a year: its stages, and the communication component."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import Stage
from rinde.capabilities.dialogue.models import CommunicationAction
from rinde.capabilities.dialogue.operations.outreach import drop_action, keep_action, write_stage
from rinde.capabilities.dialogue.permissions import can_set_up, check_set_up
from rinde.capabilities.dialogue.queries.listing import years_of
from rinde.capabilities.dialogue.queries.outreach import actions_of, groups_of, plans_of_year, stages_of
from rinde.capabilities.dialogue.web.desk.groups import year_asked
from rinde.capabilities.dialogue.web.forms.outreach import ActionForm, StageForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.presenters.strategy import stage_card
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def strategy(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """What is told of the strategy of a year."""
    year = year_asked(request)
    plans = plans_of_year(request.entity, year)
    plan = plans[0] if plans else None
    context = {
        "year": year,
        "years": sorted({*years_of(request.entity), timezone.localdate().year, year}, reverse=True),
        "plan": plan,
        "stages": [stage_card(one) for one in stages_of(plan)],
        "actions": actions_of(request.entity, year),
        "may_set_up": can_set_up(request.entity, by=request.principal),
    }
    return render(request, "dialogue/desk/strategy.html", context)


def _back(request: DeskRequest, year: int, said: str) -> HttpResponse:
    messages.success(request, said)
    page = redirect("desk:strategy", entity_slug=request.entity.slug)
    page["Location"] += f"?vigencia={year}"
    return page


@desk_page("dialogue.manage")
def stage_edit(request: DeskRequest, entity_slug: str, stage: str) -> HttpResponse:  # noqa: ARG001
    """Tell what was done in a stage."""
    check_set_up(request.entity, by=request.principal)
    year = year_asked(request)
    plans = plans_of_year(request.entity, year)
    if stage not in Stage.values or not plans:
        raise Http404("Esa etapa no existe, o el año todavía no tiene un plan.")
    told = next(one for one in stages_of(plans[0]) if one.stage == stage)
    initial = {"text": told.row.text, "done_on": told.row.done_on} if told.row else {}
    form = StageForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = {"entity_id": request.entity.pk, "plan_id": plans[0].pk, "stage": stage, **form.cleaned_data}
        if tried(form, lambda: write_stage(by=request.principal, now=timezone.now(), **given)):
            return _back(request, year, f"«{Stage(stage).label}» quedó guardada.")
    context = {"form": form, "year": year, "label": Stage(stage).label, "plan": plans[0]}
    return render(request, "dialogue/desk/stage.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
def action_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Write down a line of the communication component."""
    return _action(request, None, year_asked(request))


@desk_page("dialogue.manage")
def action_edit(request: DeskRequest, entity_slug: str, communication_id: int) -> HttpResponse:  # noqa: ARG001
    """Change a line, or say that it was done."""
    action = get_object_or_404(CommunicationAction, entity=request.entity, pk=communication_id)
    return _action(request, action, action.year)


def _action(request: DeskRequest, action: CommunicationAction | None, year: int) -> HttpResponse:
    check_set_up(request.entity, by=request.principal)
    groups = [(str(one.pk), one.name) for one in groups_of(request.entity)]
    initial = ActionForm.initial_of(action) if action else {}
    form = ActionForm(request.POST or None, groups=groups, initial=initial)
    if form.is_valid():
        entity_id, values = request.entity.pk, form.values()
        number = action.pk if action else None
        kept = tried(
            form,
            lambda: keep_action(
                entity_id=entity_id,
                year=year,
                values=values,
                action_id=number,
                by=request.principal,
                now=timezone.now(),
            ),
        )
        if kept:
            return _back(request, year, "La acción de comunicación quedó guardada.")
    context = {"form": form, "year": year, "action": action}
    return render(request, "dialogue/desk/action.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
@require_POST
def action_drop(request: DeskRequest, entity_slug: str, communication_id: int) -> HttpResponse:  # noqa: ARG001
    """Take out a line of the communication component."""
    action = get_object_or_404(CommunicationAction, entity=request.entity, pk=communication_id)
    drop_action(entity_id=request.entity.pk, action_id=action.pk, by=request.principal, now=timezone.now())
    return _back(request, action.year, "La acción de comunicación se quitó.")
