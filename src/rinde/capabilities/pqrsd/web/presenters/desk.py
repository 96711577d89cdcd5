"""Shapes of a petition's page on the desk that templates only print. No query."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from rinde.capabilities.pqrsd.choices import (
    AnswerStatus,
    CompletionKind,
    DeliveryWay,
    EventKind,
    PetitionKind,
    PetitionStatus,
)
from rinde.capabilities.pqrsd.models import Answer, Petition, Petitioner, PetitionEvent
from rinde.capabilities.pqrsd.permissions import can_answer, can_approve, can_triage
from rinde.capabilities.pqrsd.web.presenters.states import answer_markup
from rinde.foundations.design.spanish import spanish_date
from rinde.services.access import Principal

_LABELS = (
    ("name", "Nombre"),
    ("organization", "Organización"),
    ("id_number", "Documento"),
    ("email", "Correo"),
    ("phone", "Teléfono"),
    ("address", "Dirección"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as this reader may know. `said` explains what is not shown."""

    facts: tuple[tuple[str, str], ...] = ()
    said: str = ""
    is_masked: bool = False


def person_of(petition: Petition, *, shows: bool, opened: Petitioner | None = None) -> Person:
    """What a reader sees of whoever asks.

    Args:
        shows: they may read people's data.
        opened: a protected identity that was opened this once.
    """
    if opened is not None:
        return Person(_facts(opened), said="Identidad reservada. Se le muestra esta vez y quedó escrito que la abrió.")
    if petition.is_anonymous:
        return Person(said="No dio su nombre. Se le responde por aviso y en la consulta con su código.")
    row: Petitioner | None = getattr(petition, "petitioner", None)
    if row is None or row.erased_at is not None:
        return Person(said="Sus datos se borraron al terminar el tiempo que se guardan.")
    if row.is_protected:
        return Person(said="Identidad reservada: no se muestra.", is_masked=True)
    if not shows:
        return Person(said="Los datos los tiene quien atiende a la ciudadanía. Rinde pone el saludo en la respuesta.")
    return Person(_facts(row))


def is_protected(petition: Petition) -> bool:
    """Whether who asks is masked. No query on a petition that was read with its petitioner."""
    row: Petitioner | None = getattr(petition, "petitioner", None)
    return row is not None and row.is_protected


def _facts(row: Petitioner) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for name, label in _LABELS if (value := getattr(row, name)))


@dataclass(frozen=True, slots=True)
class Act:
    """Something that this person may do now."""

    label: str
    icon: str
    url: str
    is_main: bool = False


def acts_of(petition: Petition, newest: Answer | None, *, by: Principal) -> list[Act]:
    """Every move that is open to this person, the next one first."""
    return list(_acts(petition, newest, by))


def _acts(petition: Petition, newest: Answer | None, by: Principal) -> Iterator[Act]:
    attends, answers, approves = (can(petition, by=by) for can in (can_triage, can_answer, can_approve))
    status = petition.status
    if attends and status == PetitionStatus.RECEIVED:
        yield _act(petition, "Clasificar y asignar", "tag", "petition_triage", is_main=True)
    if status == PetitionStatus.IN_PROGRESS:
        yield from _acts_of_answer(petition, newest, answers, approves)
    if attends and status == PetitionStatus.INCOMPLETE:
        yield from _acts_of_waiting(petition)
    if attends and status == PetitionStatus.IN_PROGRESS:
        yield _act(petition, "Cambiar tipo o responsable", "tag", "petition_triage")
        if petition.extended_to is None:
            yield _act(petition, "Prorrogar", "calendar", "petition_extend")
        if petition.completion_asked_on is None:
            yield _act(petition, "Pedir que la complete", "arrow-uturn-left", "petition_ask")
    if attends and status in {PetitionStatus.RECEIVED, PetitionStatus.IN_PROGRESS}:
        yield _act(petition, "Trasladar a otra entidad", "arrow-right-circle", "petition_transfer")
    if status == PetitionStatus.ANSWERED and (answers or approves):
        yield _act(petition, "Registrar la entrega", "inbox-arrow-down", "answer_delivery")


def can_submit(petition: Petition, newest: Answer | None, *, by: Principal) -> bool:
    """Whether this person may ask somebody to look at the newest version."""
    is_draft = newest is not None and newest.status == AnswerStatus.DRAFT
    return is_draft and petition.status == PetitionStatus.IN_PROGRESS and can_answer(petition, by=by)


def _acts_of_answer(petition: Petition, newest: Answer | None, answers: bool, approves: bool) -> Iterator[Act]:
    standing = newest.status if newest else ""
    if approves and standing == AnswerStatus.APPROVED:
        yield _act(petition, "Enviar la respuesta", "paper-airplane", "answer_send", is_main=True)
    if approves and standing in {AnswerStatus.DRAFT, AnswerStatus.IN_REVIEW}:
        is_main = standing == AnswerStatus.IN_REVIEW
        yield _act(petition, "Revisar la respuesta", "clipboard-document-check", "answer_review", is_main=is_main)
    if answers:
        label = "Escribir otra versión" if newest else "Proyectar la respuesta"
        is_main = standing in {"", AnswerStatus.RETURNED}
        yield _act(petition, label, "pencil-square", "petition_answer", is_main=is_main)


def _acts_of_waiting(petition: Petition) -> Iterator[Act]:
    yield _act(petition, "La persona la completó", "check", "petition_complete", is_main=True)
    if petition.completion_kind == CompletionKind.INCOMPLETE and not petition.completion_is_extended:
        yield _act(petition, "Dar más tiempo", "clock", "petition_more_time")
    ends = "Archivar" if petition.completion_kind == CompletionKind.UNCLEAR else "Cerrar por desistimiento"
    yield _act(petition, ends, "archive-box", "petition_close")


def _act(petition: Petition, label: str, icon: str, name: str, *, is_main: bool = False) -> Act:
    place = {"entity_slug": petition.entity.slug, "petition_id": petition.pk}
    return Act(label, icon, reverse(f"desk:{name}", kwargs=place), is_main)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A version with its state as icon and word."""

    answer: Answer
    status: SafeString


def shown_answers(answers: Sequence[Answer]) -> list[ShownAnswer]:
    return [ShownAnswer(one, answer_markup(one.status)) for one in answers]


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """Something that happened, for colleagues."""

    at: datetime
    words: str
    note: str
    by: str


def told_events(events: Iterable[PetitionEvent]) -> list[ToldEvent]:
    """The story of a petition, newest first."""
    told = [ToldEvent(one.at, _words(one), one.note, str(one.by) if one.by else "") for one in events]
    return told[::-1]


def _words(event: PetitionEvent) -> str:
    said = str(EventKind(event.kind).label)
    facts = event.facts
    if event.kind == EventKind.TRANSFERRED and not facts.get("in_time", True):
        return f"{said}, después de los cinco días"
    if event.kind == EventKind.ANSWERED and not facts.get("in_time", True):
        return f"{said}, después del plazo"
    if event.kind == EventKind.APPROVED and facts.get("own"):
        return f"{said}: la revisó quien la escribió"
    if event.kind == EventKind.CLASSIFIED:
        return f"{said}: {PetitionKind(facts['kind']).label.lower()}"
    if event.kind == EventKind.DELIVERED:
        return f"{said}: {DeliveryWay(facts['way']).label.lower()}"
    if facts.get("to_on"):
        return f"{said} hasta el {spanish_date(datetime.fromisoformat(facts['to_on']).date(), 'long')}"
    if facts.get("version"):
        return f"{said} (versión {facts['version']})"
    return said
