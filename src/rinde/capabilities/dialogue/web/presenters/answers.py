"""How the answer to a question is said: in a word with its icon, with its last day and where that comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.queries.answers import AnswerRow, PublicAnswer
from rinde.capabilities.dialogue.rules.answers import AnswerStanding
from rinde.capabilities.dialogue.rules.telling import days_in_words
from rinde.capabilities.dialogue.web.presenters.words import State
from rinde.services.access import Principal

_STATES: dict[AnswerStanding, State] = {
    AnswerStanding.LIVE: State("ok", "Respondida en el espacio"),
    AnswerStanding.UNFILED: State("due", "Por radicar"),
    AnswerStanding.WAITING: State("info", "En plazo"),
    AnswerStanding.ANSWERED: State("ok", "Respondida"),
    AnswerStanding.TRANSFERRED: State("info", "Trasladada a otra entidad"),
    AnswerStanding.ENDED: State("off", "Cerrada con un acto"),
    AnswerStanding.JOINED: State("off", "Unida a otra pregunta"),
    AnswerStanding.LEFT_OUT: State("off", "No pregunta nada"),
}


def state_of(standing: AnswerStanding, *, is_late: bool, is_soon: bool, days_late: int = 0) -> State:
    """«Vencida hace 5 días», «Respondida tarde»."""
    if standing is AnswerStanding.WAITING and is_late:
        return State("late", f"Vencida hace {days_in_words(days_late)}" if days_late else "Vencida")
    if standing is AnswerStanding.WAITING and is_soon:
        return State("due", "Vence pronto")
    if standing is AnswerStanding.ANSWERED and is_late:
        return State("late", "Respondida tarde")
    return _STATES[standing]


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term that was counted, with where it comes from."""

    label: str
    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """A question on the page of answers of the desk."""

    row: AnswerRow
    state: State
    petition_url: str  # empty for whoever may not open it
    terms: tuple[TermLine, ...]
    is_unfiled: bool
    may_file: bool  # by its number, also where it was answered live


def desk_row(row: AnswerRow, space: DialogueSpace, *, by: Principal) -> DeskAnswer:
    """A question with the words of its state and its arithmetic. No query."""
    state = row.state
    steps = row.clock.steps if row.clock else ()
    return DeskAnswer(
        row=row,
        state=state_of(state.standing, is_late=state.days_late > 0, is_soon=state.is_soon, days_late=state.days_late),
        petition_url=_petition_url(row, space, by),
        terms=tuple(
            TermLine(one.label, one.words, tuple(f"{each.citation}: {each.title}" for each in one.sources))
            for one in steps
        ),
        is_unfiled=state.standing is AnswerStanding.UNFILED,
        may_file=row.petition is None and state.standing in {AnswerStanding.LIVE, AnswerStanding.JOINED},
    )


def _petition_url(row: AnswerRow, space: DialogueSpace, by: Principal) -> str:
    if row.petition is None or not any(by.may_somewhere(one) for one in ("pqrsd.read", "pqrsd.answer")):
        return ""
    place = {"entity_slug": space.entity.slug, "petition_id": row.petition.pk}
    return reverse("desk:petition_detail", kwargs=place)


def tally_of(rows: Iterable[AnswerRow]) -> list[tuple[str, int]]:
    """How many questions there are and how they stand, for the head of the page."""
    found = list(rows)
    standings = [one.state.standing for one in found]
    late = sum(1 for one in found if one.state.standing is AnswerStanding.WAITING and one.state.days_late)
    told = (
        ("Preguntas", len(found)),
        ("Vencidas", late),
        ("Por radicar", standings.count(AnswerStanding.UNFILED)),
        ("En plazo", standings.count(AnswerStanding.WAITING) - late),
        ("Respondidas por escrito", standings.count(AnswerStanding.ANSWERED)),
        ("Respondidas en el espacio", standings.count(AnswerStanding.LIVE)),
    )
    return [one for one in told if one[1] or one[0] == "Preguntas"]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question with its answer on the public page."""

    one: PublicAnswer
    state: State
    due_on: date | None


def shown_answers(rows: Sequence[PublicAnswer]) -> list[ShownAnswer]:
    """Questions with the words of their state. No query."""
    return [
        ShownAnswer(one, state_of(one.standing, is_late=one.is_late, is_soon=one.is_soon), one.due_on) for one in rows
    ]


def public_tally(rows: Sequence[PublicAnswer]) -> str:
    """«8 preguntas: 6 con respuesta, 1 en plazo y 1 vencida.»"""
    counted = [one for one in rows if one.standing not in {AnswerStanding.JOINED, AnswerStanding.LEFT_OUT}]
    open_ones = [one for one in counted if one.standing in {AnswerStanding.UNFILED, AnswerStanding.WAITING}]
    late = sum(1 for one in open_ones if one.is_late)
    waiting = len(open_ones) - late
    parts = [f"{len(counted) - len(open_ones)} con respuesta"]
    parts += [f"{waiting} en plazo"] if waiting else []
    parts += [f"{late} vencida{'s' if late > 1 else ''}"] if late else []
    said = " y ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{len(counted)} pregunta{'s' if len(counted) != 1 else ''}: {said}."
