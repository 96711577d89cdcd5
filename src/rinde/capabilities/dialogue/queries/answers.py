"""The questions of a space with their petitions: on the desk with the clock, in public without anybody in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from rinde.capabilities.dialogue.choices import AnswerState as LiveState
from rinde.capabilities.dialogue.choices import QuestionStatus
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.rules.answers import (
    AnswerStanding,
    AnswerState,
    QuestionFacts,
    answer_state,
    lateness_in_words,
    order_of,
)
from rinde.capabilities.dialogue.rules.questions import needs_written_answer
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.pqrsd.choices import AnswerStatus, DueBy
from rinde.capabilities.pqrsd.models import Answer, Petition
from rinde.capabilities.pqrsd.queries.petitions import clock_of
from rinde.capabilities.pqrsd.rules.clock import Clock
from rinde.foundations.law import WorkCalendar
from rinde.foundations.text.personal_data import signs_in_text


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question with its petition, how it stands, and the arithmetic of its last day."""

    question: Question
    petition: Petition | None
    state: AnswerState
    due_on: date | None
    clock: Clock | None
    answered_on: date | None
    answer: str  # what went out to everybody; empty where it went to the person alone
    lateness: str

    @property
    def due_by(self) -> str:
        """«Plazo del espacio»: which of the terms ends first; empty where there is none."""
        return str(DueBy(self.clock.due_by).label) if self.clock and self.clock.due_by else ""


def answer_rows(space: DialogueSpace, *, today: date, with_clock: bool = False) -> Sequence[AnswerRow]:
    """Every question of a space, overdue ones first. Two queries, and two for the calendar of the clocks."""
    sent = Prefetch("petition__answers", queryset=Answer.objects.filter(status=AnswerStatus.SENT), to_attr="sent")
    questions = list(
        Question.objects.filter(space=space).select_related("petition__actor", "merged_into").prefetch_related(sent)
    )
    calendar = _calendar(space, questions, today) if with_clock else None
    rows = [_row(one, calendar, today) for one in questions]
    return sorted(rows, key=lambda row: order_of(row.state, row.due_on, row.question.number))


def _calendar(space: DialogueSpace, questions: Sequence[Question], today: date) -> WorkCalendar:
    received = [timezone.localdate(one.received_at) for one in questions]
    first = min([today, *received]).year
    return work_calendar(space.entity, first - 1, today.year + 1)


def _row(question: Question, calendar: WorkCalendar | None, today: date) -> AnswerRow:
    petition: Petition | None = question.petition
    sent: Answer | None = next(iter(petition.sent), None) if petition else None  # type: ignore[attr-defined]
    answered_on = timezone.localdate(sent.sent_at) if sent and sent.sent_at else None
    if petition and answered_on is None and petition.closed_at:
        answered_on = timezone.localdate(petition.closed_at)
    due_on = petition.due_on if petition else None
    facts = QuestionFacts(
        is_answered_live=question.answer == LiveState.LIVE,
        is_joined=question.status == QuestionStatus.MERGED,
        asks_nothing=not needs_written_answer(
            status=question.status, hidden_reason=question.hidden_reason, answer=question.answer
        ),
        petition_status=petition.status if petition else "",
        due_on=due_on,
        answered_on=answered_on,
    )
    state = answer_state(facts, today=today)
    return AnswerRow(
        question=question,
        petition=petition,
        state=state,
        due_on=due_on,
        clock=clock_of(petition, calendar) if petition and calendar else None,
        answered_on=answered_on,
        answer=sent.public_text if sent else "",
        lateness=lateness_in_words(state, due_on=due_on, answered_on=answered_on),
    )


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A question with its answer as everybody may read them: nobody who asked is in it.

    `asked` is empty where the text may not be public: the number stays, so that nothing seems to have vanished.
    """

    number: int
    asked: str
    not_shown: str  # why `asked` is empty
    standing: AnswerStanding
    is_late: bool
    is_soon: bool
    filing_number: str
    kind: str
    unit: str
    received_on: date
    due_on: date | None
    due_by: str
    arithmetic: tuple[tuple[str, str], ...]  # (term, in words) of each term that was counted
    sources: tuple[str, ...]
    answered_on: date | None
    answer: str
    answered_by: str
    lateness: str
    transferred_to: str
    joined_to: int | None


def public_answers(space: DialogueSpace, *, today: date) -> Sequence[PublicAnswer]:
    """The questions of a space with their answers, in the order in which they were asked. Four queries.

    A question that nobody has looked at yet is counted without its text.
    """
    rows = answer_rows(space, today=today, with_clock=True)
    return tuple(_public(one) for one in sorted(rows, key=lambda row: row.question.number))


def _public(row: AnswerRow) -> PublicAnswer:
    question, petition = row.question, row.petition
    asked, why = _asked(question, petition)
    is_live = row.state.standing is AnswerStanding.LIVE
    return PublicAnswer(
        number=question.number,
        asked=asked,
        not_shown=why,
        standing=row.state.standing,
        is_late=row.state.days_late > 0,
        is_soon=row.state.is_soon,
        filing_number=petition.number if petition else "",
        kind=petition.get_kind_display() if petition and petition.kind else "",
        unit=petition.actor.name if petition and petition.actor else "",
        received_on=timezone.localdate(question.received_at),
        due_on=row.due_on,
        due_by=row.due_by,
        arithmetic=tuple((step.label, step.words) for step in row.clock.steps) if row.clock else (),
        sources=tuple(f"{one.citation}: {one.title}" for one in row.clock.sources) if row.clock else (),
        answered_on=timezone.localdate(question.answered_at) if is_live and question.answered_at else row.answered_on,
        answer=question.live_answer if is_live else row.answer,
        answered_by=question.answered_by if is_live else "",
        lateness=row.lateness,
        transferred_to=petition.transferred_to if petition else "",
        joined_to=question.merged_into.number if question.merged_into else None,
    )


def _asked(question: Question, petition: Petition | None) -> tuple[str, str]:
    """What may be read of a question, or why it may not. Once it is a petition, its text for everybody counts."""
    if question.status == QuestionStatus.HIDDEN:
        return "", f"No se muestra porque {question.hidden_reason}."
    if petition and petition.public_text:
        return petition.public_text, ""
    if question.status == QuestionStatus.PENDING:
        return "", "La entidad todavía la revisa."
    if signs_in_text(question.text):
        return "", "Tiene datos de una persona: la entidad escribirá una versión para todos."
    return question.text, ""


def waiting_answers(actors: frozenset[int] | None, *, today: date, soon_until: date) -> Mapping[str, int]:
    """How many questions of spaces wait for their answer: «late» and «soon», of some units or of all. One query."""
    rows = Petition.objects.still_open().filter(origin_key__startswith="dialogue.question:", due_on__lte=soon_until)
    if actors is not None:
        rows = rows.of_actors(actors)
    dates = list(rows.values_list("due_on", flat=True))
    return {"late": sum(1 for one in dates if one < today), "soon": sum(1 for one in dates if one >= today)}
