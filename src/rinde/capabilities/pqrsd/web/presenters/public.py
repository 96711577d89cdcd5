"""What whoever asks reads of their petition, and what everybody reads of all. No query, nobody's data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rinde.capabilities.pqrsd.choices import CompletionKind, DeliveryWay, EventKind, PetitionKind
from rinde.capabilities.pqrsd.models import Petition, PetitionEvent
from rinde.capabilities.pqrsd.queries.public import PublicPetition
from rinde.capabilities.pqrsd.web.presenters.states import State, term_state
from rinde.foundations.design.spanish import spanish_date


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step that whoever asks is told of."""

    at: datetime
    words: str
    note: str


def steps_of(petition: Petition, events: Iterable[PetitionEvent]) -> list[PublicStep]:
    """The story of a petition for whoever asked: what was decided, never who of the staff did it."""
    told = ((event, _words(petition, event)) for event in events)
    return [PublicStep(event.at, words, _note(event)) for event, words in told if words]


def _words(petition: Petition, event: PetitionEvent) -> str:
    facts: dict[str, Any] = event.facts
    if event.kind == EventKind.FILED:
        return f"Se radicó con el número {petition.number}."
    if event.kind == EventKind.CLASSIFIED:
        due = f" Se responde a más tardar el {_day(facts.get('due_on'))}." if facts.get("due_on") else ""
        return f"Se clasificó: {PetitionKind(facts['kind']).label.lower()}.{due}"
    if event.kind == EventKind.COMPLETION_ASKED:
        what = "aclare qué pide" if facts.get("kind") == CompletionKind.UNCLEAR else "complete su petición"
        return f"Le pedimos que {what}. Tiene hasta el {_day(facts.get('until'))}."
    if event.kind == EventKind.COMPLETION_EXTENDED:
        return f"Tiene más tiempo para completarla: hasta el {_day(facts.get('until'))}."
    if event.kind == EventKind.COMPLETED:
        due = f" La respuesta se debe el {_day(facts.get('due_on'))}." if facts.get("due_on") else ""
        return f"Recibimos lo que faltaba el {_day(facts.get('completed_on'))}.{due}"
    if event.kind == EventKind.EXTENDED:
        return f"Se prorrogó el plazo hasta el {_day(facts.get('to_on'))}."
    return _of_the_end(petition, event)


def _of_the_end(petition: Petition, event: PetitionEvent) -> str:
    facts: dict[str, Any] = event.facts
    if event.kind == EventKind.TRANSFERRED:
        return f"Se trasladó a {petition.transferred_to}, que es la entidad competente."
    if event.kind in {EventKind.WITHDRAWN, EventKind.ARCHIVED}:
        return f"Se cerró sin respuesta, con {facts.get('act', 'un acto motivado')}."
    if event.kind == EventKind.ANSWERED:
        return "Se envió la respuesta." if facts.get("in_time") else "Se envió la respuesta, después del plazo."
    if event.kind == EventKind.DELIVERED:
        return f"Entrega: {DeliveryWay(facts['way']).label.lower()}, {_day(facts.get('on'))}."
    return ""


def _note(event: PetitionEvent) -> str:
    """Reasons that are addressed to the person; a reviewer's are not."""
    told = {EventKind.COMPLETION_ASKED, EventKind.EXTENDED, EventKind.TRANSFERRED}
    ends = {EventKind.WITHDRAWN, EventKind.ARCHIVED}
    return event.note if event.kind in told | ends else ""


def _day(text: object) -> str:
    return spanish_date(date.fromisoformat(str(text)), "long") if text else ""


@dataclass(frozen=True, slots=True)
class ShownPublicly:
    """A row of the public list."""

    petition: PublicPetition
    state: State


def shown_publicly(one: PublicPetition, today: date) -> ShownPublicly:
    """A public petition with its state in a word."""
    if one.answered_on:
        word = State("late", "Respondida tarde") if one.is_late else State("ok", "Respondida")
        return ShownPublicly(one, word)
    if one.transferred_to:
        return ShownPublicly(one, State("info", "Trasladada"))
    if not one.is_open:
        return ShownPublicly(one, State("off", "Cerrada"))
    return ShownPublicly(one, term_state(one.due_on, today))
