"""How a question of a space stands until it is answered: in a word, with its delay. Pure.

A question at a hearing is a petition (CPACA art. 13) and is answered in writing within the event's own term as well
(Ley 1757/2015 art. 56): the one that ends first counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rinde.foundations.law.terms import plain_day

SOON = timedelta(days=5)


class AnswerStanding(StrEnum):
    """Where the answer to a question is."""

    LIVE = "LIVE"  # answered at the space
    UNFILED = "UNFILED"  # to be filed as a petition
    WAITING = "WAITING"
    ANSWERED = "ANSWERED"
    TRANSFERRED = "TRANSFERRED"
    ENDED = "ENDED"  # withdrawn or archived, with a reasoned act
    JOINED = "JOINED"  # said by another question, which is answered
    LEFT_OUT = "LEFT_OUT"  # taken out of view, and it asked nothing that could be answered


SETTLED: frozenset[AnswerStanding] = frozenset(AnswerStanding) - {AnswerStanding.UNFILED, AnswerStanding.WAITING}


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question as the rules see it. `petition_status` and the dates are empty where it was not filed."""

    is_answered_live: bool
    is_joined: bool = False
    asks_nothing: bool = False
    petition_status: str = ""
    due_on: date | None = None
    answered_on: date | None = None  # or the day on which it was closed otherwise


@dataclass(frozen=True, slots=True)
class AnswerState:
    """`days_late` counts days of the calendar after the last day; 0 where it was or is in time."""

    standing: AnswerStanding
    days_late: int = 0
    is_soon: bool = False

    @property
    def is_settled(self) -> bool:
        return self.standing in SETTLED


_OF_PETITION = {"ANSWERED": AnswerStanding.ANSWERED, "TRANSFERRED": AnswerStanding.TRANSFERRED}
_OPEN = {"RECEIVED", "IN_PROGRESS", "INCOMPLETE"}


def answer_state(facts: QuestionFacts, *, today: date) -> AnswerState:
    """Tell how a question stands. A petition that was made of it counts before anything that was said aloud."""
    if facts.petition_status:
        return _of_petition(facts, today)
    if facts.is_answered_live:
        return AnswerState(AnswerStanding.LIVE)
    if facts.is_joined:
        return AnswerState(AnswerStanding.JOINED)
    if facts.asks_nothing:
        return AnswerState(AnswerStanding.LEFT_OUT)
    return AnswerState(AnswerStanding.UNFILED)


def _of_petition(facts: QuestionFacts, today: date) -> AnswerState:
    is_open = facts.petition_status in _OPEN
    until = today if is_open else (facts.answered_on or today)
    late = max(0, (until - facts.due_on).days) if facts.due_on else 0
    if is_open:
        is_soon = not late and facts.due_on is not None and facts.due_on <= today + SOON
        return AnswerState(AnswerStanding.WAITING, late, is_soon)
    return AnswerState(_OF_PETITION.get(facts.petition_status, AnswerStanding.ENDED), late)


def lateness_in_words(state: AnswerState, *, due_on: date | None, answered_on: date | None) -> str:
    """«Vencía el 3 de junio de 2026 y se respondió el 8 de junio de 2026: 5 días después.» Empty where in time."""
    if not state.days_late or due_on is None:
        return ""
    days = "1 día después" if state.days_late == 1 else f"{state.days_late} días después"
    if state.standing is AnswerStanding.WAITING:
        passed = "lleva 1 día vencida" if state.days_late == 1 else f"lleva {state.days_late} días vencida"
        return f"Vencía el {plain_day(due_on)}: {passed}."
    if answered_on is None:
        return ""
    verb = "se respondió" if state.standing is AnswerStanding.ANSWERED else "se cerró"
    return f"Vencía el {plain_day(due_on)} y {verb} el {plain_day(answered_on)}: {days}."


def order_of(state: AnswerState, due_on: date | None, number: int) -> tuple[int, int, int]:
    """The order of the desk: overdue first, then what has no petition, then by last day, then what is settled."""
    if state.standing is AnswerStanding.WAITING:
        group = 0 if state.days_late else 2
        return (group, due_on.toordinal() if due_on else 9_999_999, number)
    return (1 if state.standing is AnswerStanding.UNFILED else 3, 0, number)


def publishing_gaps(open_numbers: Iterable[int]) -> tuple[str, ...]:
    """List in Spanish what keeps the answers of a space from being complete."""
    numbers = sorted(open_numbers)
    if not numbers:
        return ()
    named = ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
    if len(numbers) == 1:
        return (f"Falta la respuesta de la pregunta {named}.",)
    return (f"Faltan las respuestas de {len(numbers)} preguntas: {named}.",)


def told(*, live: int, written: int, others: int) -> str:
    """«7 preguntas: 2 respondidas en el espacio y 5 por escrito.» What the step says once it is done."""
    total = live + written + others
    if not total:
        return "Nadie hizo preguntas en este espacio."
    parts = [f"{live} respondida{'s' if live > 1 else ''} en el espacio"] if live else []
    parts += [f"{written} por escrito"] if written else []
    parts += [f"{others} trasladada{'s' if others > 1 else ''} o cerrada{'s' if others > 1 else ''}"] if others else []
    said = " y ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{total} pregunta{'s' if total > 1 else ''}: {said}."
