"""What is known of a group of value, what a line of the communication component says, and a stage's text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.dialogue.choices import Approach
from rinde.capabilities.followup.choices import Channel
from rinde.foundations.text.typed import length_gap

LONGEST_NAME, LONGEST_SOURCE, LONGEST_TEXT, LONGEST_MESSAGE = 160, 200, 4_000, 500
MOST_PEOPLE = 60_000_000  # more than the country has is a slip of the key


@dataclass(frozen=True, slots=True)
class GroupValues:
    """A group as a person describes it. `channels` are codes of followup's Channel, the preferred one first."""

    name: str
    description: str = ""
    size: int | None = None
    size_source: str = ""
    territory: str = ""
    channels: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ActionValues:
    """A line of the communication component. `group_id` None: everybody."""

    channel: str
    message: str
    group_id: int | None = None
    planned_on: date | None = None
    done_on: date | None = None


def group_gaps(values: GroupValues) -> tuple[str, ...]:
    """List in Spanish what keeps a group from being kept."""
    return tuple(_group_gaps(values))


def _group_gaps(values: GroupValues) -> Iterator[str]:
    if not values.name.strip():
        yield "Escriba cómo se llama el grupo."
    for text, most, name in (
        (values.name, LONGEST_NAME, "El nombre"),
        (values.description, LONGEST_TEXT, "La descripción"),
        (values.size_source, LONGEST_SOURCE, "La fuente"),
        (values.territory, LONGEST_NAME, "El territorio"),
    ):
        if len(text) > most:
            yield length_gap(text, most=most, name=name, rest="o cuéntelo en menos palabras")
    if values.size is not None and not 1 <= values.size <= MOST_PEOPLE:
        yield "Escriba cuántas personas son, desde 1; déjelo vacío si no se sabe."
    if values.size is not None and not values.size_source.strip():
        yield "Diga de dónde sale el número de personas: quién las contó y cuándo."
    if set(values.channels) - set(Channel.values) or set(values.approaches) - set(Approach.values):
        yield "Escoja los canales y los enfoques de la lista."


def action_gaps(values: ActionValues, *, today: date) -> tuple[str, ...]:
    """List in Spanish what keeps a line of the communication component from being kept."""
    gaps = []
    if values.channel not in Channel.values:
        gaps.append("Escoja el canal.")
    if not values.message.strip():
        gaps.append("Escriba qué se cuenta.")
    if len(values.message) > LONGEST_MESSAGE:
        gaps.append(length_gap(values.message, most=LONGEST_MESSAGE, name="El mensaje", rest="o haga dos acciones"))
    if values.done_on is not None and values.done_on > today:
        gaps.append("El día en que se hizo todavía no llega.")
    return tuple(gaps)


def stage_gaps(text: str, done_on: date | None, *, today: date) -> tuple[str, ...]:
    """List in Spanish what is wrong with what is told of a stage."""
    gaps = []
    if len(text) > LONGEST_TEXT:
        gaps.append(length_gap(text, most=LONGEST_TEXT, name="El texto", rest="o enlace un documento"))
    if done_on is not None and done_on > today:
        gaps.append("El día en que terminó la etapa todavía no llega.")
    if done_on is not None and not text.strip():
        gaps.append("Cuente qué se hizo en la etapa antes de darla por terminada.")
    return tuple(gaps)
