"""The page of a space as a place of work: what it is, how far it is, and what may be done now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import (
    Accessibility,
    Approach,
    DocumentKind,
    SpaceStatus,
    StepKind,
    StepStatus,
)
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.permissions import can_manage
from rinde.capabilities.dialogue.queries.spaces import days_of
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.states import EDITABLE
from rinde.capabilities.dialogue.web.presenters.words import StepLine, state_of, step_line, when_of, where_of
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class Button:
    """Something that may be done to the space now. `is_main`: what most people come for."""

    label: str
    url: str
    icon: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class WorkStep:
    """A step with where it is done: the part's own page, or a button here."""

    line: StepLine
    place_url: str
    place_label: str
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """The steps before the space, on its day, or after it."""

    title: str
    steps: tuple[WorkStep, ...]


# Where a step is done by doing it, instead of saying so by hand: name of the page and the words of its link.
_PLACES: dict[str, tuple[str, str]] = {
    StepKind.INFORMATION: ("space_documents", "Subir y publicar el informe"),
    StepKind.MINUTES: ("space_documents", "Subir y publicar el acta"),
    StepKind.EVENT_REPORT: ("space_documents", "Subir y publicar el informe del espacio"),
    StepKind.SURVEY: ("space_survey", "Preparar o abrir la encuesta"),
    StepKind.REGISTRATION: ("registration_list", "Ver las inscripciones"),
    StepKind.CHECK_IN: ("check_in", "Registrar la asistencia"),
    StepKind.LIVE_QUESTIONS: ("question_list", "Moderar las preguntas"),
    StepKind.ANSWERS: ("answer_list", "Responder las preguntas"),
    StepKind.COMMITMENTS: ("improvement_plan", "Hacer el plan de mejoramiento"),
    StepKind.RESULTS: ("results_mail", "Contar los resultados"),
}
_DOCUMENT_OF_STEP: dict[str, str] = {
    StepKind.INFORMATION: DocumentKind.REPORT,
    StepKind.MINUTES: DocumentKind.MINUTES,
    StepKind.EVENT_REPORT: DocumentKind.EVENT_REPORT,
}


def page_of(space: DialogueSpace, *, by: Principal, now: datetime) -> dict[str, Any]:
    """What every desk page of a space prints above its content. No query."""
    may_manage = can_manage(space, by=by)
    return {
        "space": space,
        "state": state_of(space),
        "when": when_of(space.starts_at, space.ends_at),
        "where": where_of(space),
        "may_manage": may_manage,
        "is_editable": space.status in EDITABLE,
        "is_public": space.called_at is not None,
        "has_public_page": steps_of_kind(space.kind).is_public,
        "is_over": now >= space.starts_at and space.status not in {SpaceStatus.DRAFT, SpaceStatus.CANCELLED},
    }


def phases_of(space: DialogueSpace, steps: Sequence[SpaceStep], *, today: date) -> list[Phase]:
    """The steps of a space in their order, by phase, each with where it is done. No query."""
    order = list(StepKind)
    ordered = sorted(steps, key=lambda one: (one.due_on, order.index(StepKind(one.kind))))
    waiting = (one.kind for one in ordered if one.is_asked and one.status == StepStatus.PENDING)
    next_kind = next(waiting, "") if space.status in EDITABLE else ""
    first_day, last_day = days_of(space)
    told: dict[str, list[WorkStep]] = {"Antes": [], "Ese día": [], "Después": []}
    for one in ordered:
        phase = "Antes" if one.due_on < first_day else "Ese día" if one.due_on <= last_day else "Después"
        told[phase].append(_work_step(space, one, today, is_next=one.kind == next_kind))
    return [Phase(title, tuple(found)) for title, found in told.items() if found]


def _work_step(space: DialogueSpace, step: SpaceStep, today: date, *, is_next: bool) -> WorkStep:
    name, label = _PLACES.get(step.kind, ("", ""))
    url = _at(space, name) if name else ""
    if name and (kind := _DOCUMENT_OF_STEP.get(step.kind)):
        url += f"?clase={kind}"
    if step.kind == StepKind.CALL and space.status == SpaceStatus.DRAFT:
        url, label = _at(space, "space_turn", turn="convocar"), "Convocar"
    return WorkStep(step_line(step, space_kind=space.kind, today=today), url, label, is_next=is_next)


def _at(space: DialogueSpace, name: str, **more: str) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk, **more})


def buttons_of(space: DialogueSpace, steps: Sequence[SpaceStep], *, now: datetime) -> list[Button]:
    """What may be done to the space as a whole at this moment, the usual thing first. No query."""
    waits = any(one.is_asked and one.status == StepStatus.PENDING for one in steps)
    return list(_buttons(space, now, waits=waits))


def _buttons(space: DialogueSpace, now: datetime, *, waits: bool) -> Iterator[Button]:
    def turn(name: str, label: str, icon: str, *, is_main: bool = False) -> Button:
        return Button(label, _at(space, "space_turn", turn=name), icon, is_main)

    is_called_kind = steps_of_kind(space.kind).is_public
    has_begun = now >= space.starts_at
    is_today = timezone.localdate(now) >= timezone.localdate(space.starts_at)
    if space.status == SpaceStatus.DRAFT and is_called_kind and not has_begun:
        yield turn("convocar", "Convocar", "megaphone", is_main=True)
    if space.status == SpaceStatus.CALLED and is_today and now <= space.ends_at:
        yield turn("abrir", "Abrir el espacio", "play", is_main=True)
    if space.status == SpaceStatus.LIVE:
        yield turn("realizado", "Terminar el espacio", "stop", is_main=True)
    needs_call = StepKind.CALL in steps_of_kind(space.kind).asked
    may_be_held = space.status == SpaceStatus.CALLED or (space.status == SpaceStatus.DRAFT and not needs_call)
    if may_be_held and has_begun:
        yield turn("realizado", "Marcar como realizado", "check", is_main=now > space.ends_at or not is_called_kind)
    if space.status == SpaceStatus.HELD:
        yield turn("cerrar", "Cerrar el espacio", "lock-closed", is_main=not waits)
    if space.status in EDITABLE:
        yield Button("Cambiar los datos", _at(space, "space_edit"), "pencil-square")
    if space.status == SpaceStatus.CALLED and not has_begun:
        yield Button("Cambiar la fecha", _at(space, "space_move"), "calendar-days")
    if space.status in {SpaceStatus.DRAFT, SpaceStatus.CALLED}:
        yield Button("Cancelar el espacio", _at(space, "space_cancel"), "x-circle")


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing known of the space, for the list of facts."""

    name: str
    text: str


def facts_of(space: DialogueSpace, *, topics: Sequence[str], groups: Sequence[str]) -> list[Fact]:
    """What is written about a space and says something. No query."""
    told = (
        ("Organiza", space.actor.name if space.actor else "Toda la entidad"),
        ("Cupo", f"{space.capacity} personas" if space.capacity else ""),
        ("Temas", "; ".join(topics)),
        ("Grupos de valor", "; ".join(groups)),
        ("Enfoques", _labels(Approach, space.approaches)),
        ("Accesibilidad", _labels(Accessibility, space.accessibility)),
    )
    return [Fact(name, text) for name, text in told if text]


def _labels(choices: Any, codes: Sequence[str]) -> str:
    known = dict(choices.choices)
    return ", ".join(str(known.get(code, code)) for code in codes)
