"""The moderators' page: what waits, what is before the hall, and what became of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus, ScreenState
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.queries.questions import counts_of, joined_to, questions_to_moderate, revision_of
from rinde.capabilities.dialogue.rules.questions import QuestionCount
from rinde.capabilities.dialogue.web.presenters.question_words import joined_in_words, state_markup, supports_in_words
from rinde.foundations.design.spanish import spanish_date


@dataclass(frozen=True, slots=True)
class ModeratedRow:
    """A question as the moderators' page prints it, with what may be done with it now."""

    question: Question
    state: SafeString
    line: str  # when, how, by whom it was typed in, how many support it
    joined: str
    is_pending: bool
    is_shown: bool
    is_hidden: bool
    is_merged: bool
    is_now: bool
    is_next: bool
    waits: bool  # for an answer
    was_left: bool  # answered, or left for writing: it may wait again
    is_filed: bool  # a petition by now: its answer goes in writing


def moderated_rows(rows: Sequence[Question]) -> list[ModeratedRow]:
    """The rows with the numbers of those that were joined to each. One query."""
    joined: Mapping[int, tuple[int, ...]] = joined_to(rows) if rows else {}
    return [_row(one, joined.get(one.pk, ())) for one in rows]


def _row(one: Question, joined: Iterable[int]) -> ModeratedRow:
    return ModeratedRow(
        question=one,
        state=state_markup(status=one.status, screen=one.screen, answer=one.answer),
        line=" · ".join(filter(None, _facts(one))),
        joined=joined_in_words(joined),
        is_pending=one.status == QuestionStatus.PENDING,
        is_shown=one.status == QuestionStatus.SHOWN,
        is_hidden=one.status == QuestionStatus.HIDDEN,
        is_merged=one.status == QuestionStatus.MERGED,
        is_now=one.screen == ScreenState.NOW,
        is_next=one.screen == ScreenState.NEXT,
        waits=one.answer == AnswerState.WAITING,
        was_left=one.answer != AnswerState.WAITING and one.petition_id is None,
        is_filed=one.petition_id is not None,
    )


def _facts(one: Question) -> Iterable[str]:
    yield supports_in_words(one.supports)
    yield spanish_date(one.received_at, "time")
    yield one.get_channel_display()
    if one.asked_by:
        yield one.asked_by if one.shows_name else f"{one.asked_by} (pidió no mostrar su nombre)"
    if one.entered_by:
        yield f"la escribió {one.entered_by}"


LISTS: tuple[tuple[str, str, str, str], ...] = (
    ("", "En la sala", "", ""),
    ("respondidas", "Respondidas en vivo", QuestionStatus.SHOWN, AnswerState.LIVE),
    ("escritas", "Para responder por escrito", QuestionStatus.SHOWN, AnswerState.WRITTEN),
    ("unidas", "Unidas a otra", QuestionStatus.MERGED, ""),
    ("retiradas", "Retiradas", QuestionStatus.HIDDEN, ""),
)


@dataclass(frozen=True, slots=True)
class Room:
    """What is live: who waits to be read, what is on the screen, in the queue, and in view."""

    pending: list[ModeratedRow]
    now: list[ModeratedRow]  # one at most
    following: list[ModeratedRow]
    in_view: list[ModeratedRow]


def room_of(space: DialogueSpace) -> Room:
    """The live lists of a space. Two queries."""
    waiting = [
        one
        for one in questions_to_moderate(space)
        if one.status == QuestionStatus.PENDING
        or (one.status == QuestionStatus.SHOWN and (one.answer == AnswerState.WAITING or one.screen == ScreenState.NOW))
    ]
    rows = moderated_rows(waiting)
    following = [row for row in rows if row.is_next]
    return Room(
        pending=sorted((row for row in rows if row.is_pending), key=lambda row: row.question.number),
        now=[row for row in rows if row.is_now],
        following=sorted(following, key=lambda row: (row.question.position or 0, row.question.number)),
        in_view=[row for row in rows if row.is_shown and not row.is_now and not row.is_next],
    )


def new_rows(space: DialogueSpace, after: int) -> list[ModeratedRow]:
    """The waiting questions that came in after a number. Two queries."""
    rows = [one for one in questions_to_moderate(space, status=QuestionStatus.PENDING) if one.number > after]
    return moderated_rows(rows)


def listed(space: DialogueSpace, chosen: str) -> list[ModeratedRow]:
    """One of the other lists. Two queries."""
    _, _, status, answer = next(one for one in LISTS if one[0] == chosen)
    return moderated_rows(questions_to_moderate(space, status=status, answer=answer))


def poll_context(space: DialogueSpace, *, last: int) -> dict[str, Any]:
    """What the page needs to ask for what is new: the last number that it holds, and how it all stood. Two queries."""
    return {"count": counts_of(space), "last": last, "revision": revision_of(space.pk)}


def is_over(count: QuestionCount, step_status: str) -> bool:
    """Tell whether the questions of a space were closed and nothing came since."""
    return step_status == "DONE" and not count.pending
