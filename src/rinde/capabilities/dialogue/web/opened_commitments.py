"""The commitment that an address names, what its forms let people choose from, and the way back to its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from rinde.capabilities.dialogue.choices import QuestionStatus
from rinde.capabilities.dialogue.models import Commitment, DialogueSpace, Question, SpaceSeries
from rinde.capabilities.dialogue.permissions import READ
from rinde.capabilities.dialogue.queries.commitments import (
    STATES,
    CommitmentFilter,
    commitment_numbered,
    commitments_of,
)
from rinde.capabilities.dialogue.web.presenters.commitments import desk_url
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotAllowed

_QUESTION = 90  # characters of a question in a list


def commitment_to_read(request: DeskRequest, commitment_id: int) -> Commitment:
    """The commitment of a desk address, for whoever may read it; 404 where the entity has none of that number."""
    rows = commitments_of(request.entity).select_related("question", "space__entity", "series__entity")
    commitment: Commitment = get_object_or_404(rows, pk=commitment_id)
    if not request.principal.may_somewhere(READ):
        raise NotAllowed("Usted no tiene acceso a los compromisos en el escritorio. Lea su página pública.")
    return commitment


def public_commitment(request: HttpRequest, number: int) -> Commitment:
    """The commitment of a public address; 404 for one that is not public."""
    found = commitment_numbered(request.entity, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay un compromiso publicado con ese número.")
    return found


def back_to_commitment(
    request: DeskRequest, commitment: Commitment, said: str, *, is_error: bool = False
) -> HttpResponse:
    """The desk page of a commitment, which says what was done."""
    (messages.error if is_error else messages.success)(request, said)
    return redirect(desk_url(commitment))


def form_choices(origin: DialogueSpace | SpaceSeries) -> dict[str, Any]:
    """The units and the questions from which the form of a commitment chooses. Two queries."""
    of = {"space": origin} if isinstance(origin, DialogueSpace) else {"space__series": origin}
    questions = Question.objects.filter(**of).exclude(status=QuestionStatus.HIDDEN).order_by("space", "number")
    return {
        "actors": [(one.pk, one.name) for one in actors_on(timezone.localdate())],
        "questions": [(one.pk, f"{one.number}. {_short(one.text)}") for one in questions],
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUESTION else f"{line[: _QUESTION - 1].rstrip()}…"


def wanted_of(request: HttpRequest, *, with_drafts: bool) -> CommitmentFilter:
    """What a list was asked for; whatever makes no sense asks for everything."""
    state, year, actor = (request.GET.get(name, "") for name in ("estado", "vigencia", "dependencia"))
    return CommitmentFilter(
        state=state if state in STATES else "todos",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        actor_id=int(actor) if actor.isdecimal() and len(actor) < 12 else None,
        words=request.GET.get("q", "").strip()[:100],
        with_drafts=with_drafts,
    )
