"""What a space must say before it can be kept, before people are called to it, and before it is closed. Pure."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rinde.capabilities.dialogue.choices import (
    Accessibility,
    Approach,
    Mode,
    SpaceKind,
    SpaceStatus,
    StepKind,
    StepStatus,
)
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.foundations.text.typed import length_gap

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 200, 8_000, 500
MOST_CAPACITY = 100_000
LONGEST_EVENT = timedelta(days=31)  # a fair of some weeks; longer is a slip of the key
FIRST_YEAR, LAST_YEAR = 2000, 2098  # the holidays around any of them are known
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that two people read differently: no 0/O, 1/I/L
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class SpaceValues:
    """What a person writes about a space. Times carry their zone; codes are those of `choices`."""

    kind: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    purpose: str = ""
    mode: str = Mode.IN_PERSON
    place: str = ""
    territory: str = ""
    link: str = ""
    capacity: int | None = None
    how_to_take_part: str = ""
    accessibility: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    is_for_minors: bool = False
    actor_id: int | None = None
    plan_id: int | None = None
    series_id: int | None = None
    topic_ids: tuple[int, ...] = ()
    group_ids: tuple[int, ...] = ()
    registration_closes_at: datetime | None = None
    shows_questions_at_once: bool = False


def value_gaps(values: SpaceValues) -> tuple[str, ...]:
    """List in Spanish what keeps a space from being written down."""
    return tuple(_value_gaps(values))


def _value_gaps(values: SpaceValues) -> Iterator[str]:
    if values.kind not in SpaceKind.values:
        yield "Escoja qué clase de espacio es."
    if values.mode not in Mode.values:
        yield "Escoja si es presencial, virtual o de los dos modos."
    if not values.title.strip():
        yield "Escriba cómo se llama el espacio."
    for text, most, name in (
        (values.title, LONGEST_TITLE, "El nombre"),
        (values.purpose, LONGEST_TEXT, "El propósito"),
        (values.how_to_take_part, LONGEST_TEXT, "Cómo participar"),
        (values.place, LONGEST_TITLE, "El lugar"),
        (values.territory, 160, "El territorio"),
        (values.link, 500, "El enlace"),
    ):
        if len(text) > most:
            yield length_gap(text, most=most, name=name, rest="o cuéntelo en un documento del espacio")
    if values.link.strip() and not values.link.strip().startswith(("https://", "http://")):
        yield "El enlace empieza por https://. Cópielo completo de la barra del navegador."
    yield from _time_gaps(values)
    if values.capacity is not None and not 1 <= values.capacity <= MOST_CAPACITY:
        yield "El cupo es un número de personas, desde 1. Déjelo vacío si caben todas las que lleguen."
    if set(values.accessibility) - set(Accessibility.values) or set(values.approaches) - set(Approach.values):
        yield "Escoja la accesibilidad y los enfoques de la lista."


def _time_gaps(values: SpaceValues) -> Iterator[str]:
    if values.starts_at is None or values.ends_at is None:
        yield "Escriba el día y las horas en que empieza y termina."
        return
    if not FIRST_YEAR <= values.starts_at.year <= LAST_YEAR:
        yield f"Revise el año: un espacio va de {FIRST_YEAR} a {LAST_YEAR}, y usted escribió {values.starts_at.year}."
    if values.ends_at <= values.starts_at:
        yield "El espacio termina antes de empezar. Revise las horas."
    elif values.ends_at - values.starts_at > LONGEST_EVENT:
        yield "El espacio duraría más de un mes. Revise el año de las fechas, o haga una serie con un espacio por día."
    if values.registration_closes_at and values.registration_closes_at > values.ends_at:
        yield "Las inscripciones cerrarían después de que el espacio termine. Escriba un momento anterior."


def call_gaps(values: SpaceValues, *, now: datetime) -> tuple[str, ...]:
    """List in Spanish what is missing before people are called: where, when and how they take part.

    Args:
        values: as they are written down, which `value_gaps` has nothing against.
    """
    return tuple(_call_gaps(values, now))


def _call_gaps(values: SpaceValues, now: datetime) -> Iterator[str]:
    if values.starts_at is not None and values.starts_at <= now:
        yield "La fecha ya pasó: no se puede convocar a un día anterior. Cambie la fecha, o márquelo como realizado."
    if values.mode != Mode.VIRTUAL and not values.place.strip():
        yield "Escriba el lugar y la dirección: quien quiera ir debe saber a dónde."
    if values.mode != Mode.IN_PERSON and not values.link.strip():
        yield "Escriba el enlace de la transmisión o de la sala virtual."
    if not values.purpose.strip():
        yield "Escriba para qué es el espacio, en palabras de la gente."


def closing_gaps(steps: Iterable[tuple[str, str, bool]]) -> tuple[str, ...]:
    """List in Spanish the steps that keep a space from being closed.

    Args:
        steps: (kind, status, is asked) of each.
    """
    return tuple(
        f"Falta el paso «{StepKind(kind).label}». Hágalo, o diga por qué no aplica."
        for kind, status, is_asked in steps
        if is_asked and status == StepStatus.PENDING
    )


def may_be_skipped(kind: str, step: str) -> bool:
    """Tell whether a step may be left with a reason: the law asks every hearing for its written answers."""
    return not (kind == SpaceKind.PUBLIC_HEARING and step == StepKind.ANSWERS)


def takes_registrations(
    status: str, *, kind: str, starts_at: datetime, closes_at: datetime | None, now: datetime
) -> bool:
    """Tell whether somebody can still register: once people were called, until it closes or the space begins."""
    has_step = StepKind.REGISTRATION in steps_of_kind(kind).all
    return has_step and status == SpaceStatus.CALLED and now < (closes_at or starts_at)


def new_code() -> str:
    """A short code of a space, to be said aloud or typed from a poster: 31⁶, about 890 million of them."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
