"""Questions of a space become petitions, each once; and the step of the answers is done when none is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import QuestionStatus, SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, Question, SpaceStep
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.queries.answers import answer_rows
from rinde.capabilities.dialogue.queries.spaces import days_of, terms_of
from rinde.capabilities.dialogue.rules.answers import AnswerStanding, publishing_gaps, told
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.questions import needs_written_answer
from rinde.capabilities.pqrsd.choices import PetitionChannel
from rinde.capabilities.pqrsd.operations.filing import EventTerm, Petitioner, file_petition
from rinde.foundations.law.terms import plain_day
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.personal_data import signs_in_text
from rinde.services.access import Principal

ORIGIN = "dialogue.question"
_BEGUN = {SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED}
_SUBJECT, _ORIGIN = 150, 300


@dataclass(frozen=True, slots=True)
class FiledQuestions:
    """How many petitions this made, and how many of the questions asked for had one already."""

    filed: int
    already: int


def origin_key_of(question_id: int) -> str:
    """Names for ever what a petition was made of."""
    return f"{ORIGIN}:{question_id}"


@transaction.atomic
def file_questions(
    *, space_id: int, numbers: Collection[int] | None = None, by: Principal, now: datetime
) -> FiledQuestions:
    """File the questions of a space that were not answered live, or those of some numbers whatever they are.

    Each becomes one petition, filed as received when it was asked, with the space's own term beside the legal one.
    Asked again, nothing is filed twice. What was joined to another is answered with it, and filed only by its number.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: before the space has begun, or once it was cancelled.
        NotReady: for a number that no question of the space has.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status not in _BEGUN:
        raise TransitionNotAllowed("Las preguntas se radican desde que el espacio empieza.")
    questions = _asked_for(space, numbers)
    term = _event_term(space)
    new = [_file(space, one, term, by=by, now=now) for one in questions]
    if any(new):
        note(space, "questions_file", by=by, now=now, filed=sum(new))
    return FiledQuestions(sum(new), len(new) - sum(new))


def _asked_for(space: DialogueSpace, numbers: Collection[int] | None) -> Sequence[Question]:
    rows = Question.objects.filter(space=space).order_by("number")
    if numbers is None:
        return [one for one in rows.filter(petition__isnull=True) if _needs_answer(one)]
    found = list(rows.filter(number__in=numbers))
    unknown = sorted(set(numbers) - {one.number for one in found})
    named = ", ".join(map(str, unknown))
    refuse_gaps("No se radicó.", *((f"Este espacio no tiene la pregunta {named}.",) if unknown else ()))
    return found


def _needs_answer(question: Question) -> bool:
    return needs_written_answer(status=question.status, hidden_reason=question.hidden_reason, answer=question.answer)


def _event_term(space: DialogueSpace) -> EventTerm | None:
    """The term of the space's own step; none for a kind of space that promises no answers."""
    if StepKind.ANSWERS not in steps_of_kind(space.kind).all:
        return None
    term = terms_of(space.entity, space.kind)[StepKind.ANSWERS]
    last_day = days_of(space)[1]
    return EventTerm(
        days=term.days,
        unit=str(term.unit),
        starts_on=last_day,
        source_key=term.source_key,
        label=f"Desde el espacio del {plain_day(last_day)}",
    )


def _file(space: DialogueSpace, question: Question, term: EventTerm | None, *, by: Principal, now: datetime) -> bool:
    """File one question; give whether it was new."""
    is_shown = question.status in {QuestionStatus.SHOWN, QuestionStatus.MERGED}
    subject = f"Pregunta {question.number}: {space.title}"
    filed = file_petition(
        entity_id=space.entity_id,
        text=question.text,
        channel=PetitionChannel.EVENT,
        received_at=min(question.received_at, now),
        origin=f"{space.title}, {plain_day(days_of(space)[0])}"[:_ORIGIN],
        origin_key=origin_key_of(question.pk),
        petitioner=Petitioner(name=question.asked_by, email=question.email),
        subject=subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1].rstrip()}…",
        event_term=term,
        # What seems to identify somebody is written anew by whoever classifies it.
        public_text=question.text if is_shown and not signs_in_text(question.text) else "",
        by=by,
        now=now,
    )
    if question.petition_id != filed.petition.pk:
        Question.objects.filter(pk=question.pk).update(petition=filed.petition)
    return filed.is_new


@transaction.atomic
def publish_answers(*, space_id: int, by: Principal, now: datetime) -> SpaceStep:
    """Say that every question of a space has its answer: its step is done, late or not. Again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: before the space took place, after it was closed, or where it has no such step.
        NotReady: with the numbers of the questions that still wait.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if space.status != SpaceStatus.HELD:
        raise TransitionNotAllowed("Las respuestas se completan cuando el espacio ya se hizo.")
    rows = answer_rows(space, today=timezone.localdate(now))
    refuse_gaps(
        "El paso sigue pendiente.", *publishing_gaps(one.question.number for one in rows if not one.state.is_settled)
    )
    by_standing = [one.state.standing for one in rows]
    live, written = by_standing.count(AnswerStanding.LIVE), by_standing.count(AnswerStanding.ANSWERED)
    others = by_standing.count(AnswerStanding.TRANSFERRED) + by_standing.count(AnswerStanding.ENDED)
    text = told(live=live, written=written, others=others)
    return step_done(space, StepKind.ANSWERS, by=by, now=now, text=text)
