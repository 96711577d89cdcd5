"""The answers that a space owes, on the desk: each question with its petition's clock, overdue ones first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.operations.question_petitions import file_questions, publish_answers
from rinde.capabilities.dialogue.queries.answers import answer_rows
from rinde.capabilities.dialogue.rules.answers import AnswerStanding
from rinde.capabilities.dialogue.web.opened import space_to_manage, space_to_read
from rinde.capabilities.dialogue.web.presenters.answers import desk_row, tally_of
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def answer_list(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Every question of the space, overdue ones first."""
    space, now = space_to_read(request, space_id), timezone.now()
    rows = answer_rows(space, today=timezone.localdate(now), with_clock=True)
    step = SpaceStep.objects.filter(space=space, kind=StepKind.ANSWERS).first()
    unfiled = sum(1 for one in rows if one.state.standing is AnswerStanding.UNFILED)
    context = page_of(space, by=request.principal, now=now) | {
        "here": "answer_list",
        "rows": [desk_row(one, space, by=request.principal) for one in rows],
        "tally": tally_of(rows),
        "unfiled": unfiled,
        "step": step,
        "may_file": _has_begun(space),
        "may_finish": _may_finish(space, step, rows),
    }
    return render(request, "dialogue/desk/answers.html", context)


def _has_begun(space: DialogueSpace) -> bool:
    return space.status in {SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED}


def _may_finish(space: DialogueSpace, step: SpaceStep | None, rows: Any) -> bool:
    is_waiting = step is not None and step.status == StepStatus.PENDING
    return is_waiting and space.status == SpaceStatus.HELD and all(one.state.is_settled for one in rows)


@desk_page("dialogue.manage")
@require_POST
def answers_file(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:
    """File what was not answered live, or the questions of the numbers that were sent."""
    space = space_to_manage(request, space_id)
    sent = request.POST.getlist("pregunta")
    numbers = [int(one) for one in sent if one.isdecimal() and len(one) < 9] if sent else None
    try:
        filed = file_questions(space_id=space.pk, numbers=numbers, by=request.principal, now=timezone.now())
        messages.success(request, _said(filed.filed, filed.already))
    except NotReady as refusal:
        messages.error(request, " ".join((refusal.message, *refusal.gaps)))
    return redirect("desk:answer_list", entity_slug=entity_slug, space_id=space.pk)


def _said(filed: int, already: int) -> str:
    if not filed:
        return "Ya estaban radicadas." if already else "No hay preguntas por radicar."
    return "Se radicó 1 pregunta como petición." if filed == 1 else f"Se radicaron {filed} preguntas como peticiones."


@desk_page("dialogue.manage")
@require_POST
def answers_finish(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:
    """The step of the answers, once none is missing."""
    space = space_to_manage(request, space_id)
    try:
        step = publish_answers(space_id=space.pk, by=request.principal, now=timezone.now())
        messages.success(request, f"El paso «Publicar las respuestas» quedó hecho. {step.note}")
    except NotReady as refusal:
        messages.error(request, " ".join((refusal.message, *refusal.gaps)))
    return redirect("desk:answer_list", entity_slug=entity_slug, space_id=space.pk)
