"""How a space and its steps are said: when, where, in what state, since what source."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from rinde.capabilities.dialogue.choices import Mode, SpaceStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.rules.agenda import SOON
from rinde.capabilities.dialogue.rules.spaces import may_be_skipped
from rinde.capabilities.dialogue.rules.terms import is_late
from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.law import Certainty, long_day, source

OWN_TERM = "Plazo que puso la entidad"
HABIT = "Costumbre, se puede cambiar"


@dataclass(frozen=True, slots=True)
class State:
    """A word of the design's status with its kind."""

    kind: str
    word: str


_STATES: dict[str, str] = {
    SpaceStatus.DRAFT: "draft",
    SpaceStatus.CALLED: "info",
    SpaceStatus.LIVE: "due",
    SpaceStatus.HELD: "info",
    SpaceStatus.CLOSED: "ok",
    SpaceStatus.CANCELLED: "off",
}


def state_of(space: DialogueSpace) -> State:
    """«Convocado», with its icon."""
    return State(_STATES[space.status], str(SpaceStatus(space.status).label))


def when_of(starts_at: datetime, ends_at: datetime) -> str:
    """«Martes 12 de mayo de 2026, de 9:00 a. m. a 12:00 p. m.», on Bogotá's clock."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    first = f"{long_day(starts.date()).capitalize()}, de {spanish_date(starts, 'clock')}"
    if starts.date() == ends.date():
        return f"{first} a {spanish_date(ends, 'clock')}"
    return f"{first} al {long_day(ends.date())}, {spanish_date(ends, 'clock')}"


def where_of(space: DialogueSpace) -> str:
    """«Salón comunal, calle 5 # 4-32, Villa Aurora»; «Por Internet» where there is no place."""
    place = ", ".join(filter(None, (space.place, space.territory)))
    if space.mode == Mode.VIRTUAL:
        return "Por Internet" + (f" ({space.territory})" if space.territory else "")
    place = place or "Lugar por definir"
    return f"{place}, y por Internet" if space.mode == Mode.HYBRID else place


@dataclass(frozen=True, slots=True)
class StepSource:
    """Where the day of a step comes from. Only what was read in a norm is told as law."""

    text: str
    note: str = ""
    is_law: bool = False


def source_of(key: str) -> StepSource:
    """The source of a term as people read it."""
    if not key:
        return StepSource(OWN_TERM)
    found = source(key)
    if found.certainty is Certainty.LAW:
        return StepSource(f"{found.citation}: {found.title}", found.note, is_law=True)
    note = (found.note or found.title).removesuffix(" Se puede cambiar.")
    return StepSource(HABIT, note if note.endswith(".") else f"{note}.")


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as a page prints it."""

    kind: str
    label: str
    state: State
    due_on: date
    counting: str
    source: StepSource
    done_on: date | None
    note: str
    is_asked: bool
    is_pending: bool
    may_be_left: bool


def step_line(step: SpaceStep, *, space_kind: str, today: date) -> StepLine:
    """A step with its state in a word."""
    return StepLine(
        kind=step.kind,
        label=str(StepKind(step.kind).label),
        state=_state_of_step(step, today),
        due_on=step.due_on,
        counting=step.counting,
        source=source_of(step.source_key),
        done_on=step.done_on,
        note=step.note,
        is_asked=step.is_asked,
        is_pending=step.status == StepStatus.PENDING,
        may_be_left=step.status == StepStatus.PENDING and may_be_skipped(space_kind, step.kind),
    )


def _state_of_step(step: SpaceStep, today: date) -> State:
    late = is_late(due_on=step.due_on, status=step.status, done_on=step.done_on, today=today)
    if step.status == StepStatus.SKIPPED:
        return State("off", "No aplica")
    if step.status == StepStatus.DONE:
        return State("late", "Hecho tarde") if late else State("ok", "Hecho")
    if not step.is_asked:
        return State("draft", "Si quiere hacerlo")
    if late:
        return State("late", "Vencido")
    if step.due_on == today:
        return State("due", "Es hoy")
    return State("due", "Vence pronto") if step.due_on <= today + SOON else State("draft", "Pendiente")
