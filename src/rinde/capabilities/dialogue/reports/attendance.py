"""What attendance prints: the restricted list of names, the empty model of one, and who was trained in a year."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from rinde.capabilities.dialogue.choices import AgeBand
from rinde.capabilities.dialogue.models import Attendee, DialogueSpace
from rinde.capabilities.dialogue.queries.attendance import Cells, TrainedYear
from rinde.capabilities.dialogue.rules.attendance_sheet import MODEL_HEADINGS
from rinde.capabilities.entities.models import Entity
from rinde.services.reporting.tree import Column, Report, Section, Table, Value

RESERVED = "Reservada: trae datos personales. No se publica ni se reenvía. Bórrela cuando haya servido."
_AGES = {band.value: str(band.label) for band in AgeBand}
_COLUMNS = (
    Column("numero", "Número", "number", 8, "Número de la persona en la lista del espacio"),
    Column("nombre", "Nombre", "text", 32, "Vacío si ya se borró"),
    Column("grupo", "Grupo de valor", "text", 24),
    Column("dependencia", "Dependencia", "text", 28),
    Column("territorio", "Territorio", "text", 24),
    Column("edad", "Edad", "text", 16),
    Column("como", "Cómo se registró", "text", 24),
    Column("llego", "Llegó", "text", 18, "Día y hora en Bogotá"),
)
_DIFFERENT = (
    Column("nombre", "Nombre", "text", 40),
    Column("personas", "Personas distintas", "number", 12),
)


def names_report(space: DialogueSpace, arrivals: Iterable[Attendee], *, made_on: date) -> Report:
    """Who came to a space, by name. Restricted: an address is not in it, nor anything that only organising needed."""
    table = Table("Asistencia", _COLUMNS, [_row(one) for one in arrivals])
    day = timezone.localtime(space.starts_at).date()
    return Report(
        title="Lista de asistencia",
        subtitle=space.title,
        entity=space.entity.name,
        facts=(("Fecha", day.strftime("%d/%m/%Y")), ("Uso", RESERVED)),
        sections=(Section("Asistencia", tables=(table,)),),
        made_on=made_on,
    )


def _row(one: Attendee) -> list[Value]:
    own = one.registration
    group = (own.group if own else None) or one.group
    return [
        one.number,
        own.name if own else one.name,
        str(group or ""),
        str(one.unit or ""),
        one.territory,
        _AGES.get(one.age_band, ""),
        one.get_source_display(),
        timezone.localtime(one.came_at).strftime("%d/%m/%Y %H:%M"),
    ]


def list_model() -> Report:
    """An empty list of attendance with the headings that are understood."""
    columns = tuple(Column(f"c{place}", heading, "text", 22) for place, heading in enumerate(MODEL_HEADINGS))
    return Report(title="", sections=(Section("", tables=(Table("Lista", columns, [["" for _ in columns]]),)),))


def trained_report(entity: Entity, counted: TrainedYear, *, made_on: date) -> Report:
    """How many different people were trained in a year: numbers only."""
    trainings: list[list[Value]] = [[space.title, people] for space, people in counted.trainings]
    return Report(
        title=f"Personas capacitadas en {counted.year}",
        entity=entity.name,
        facts=(("Personas distintas en el año", str(counted.people)),),
        sections=(
            Section("Por dependencia", tables=(_different("Dependencias", counted.by_unit),)),
            Section("Por territorio", tables=(_different("Territorios", counted.by_territory),)),
            Section("Por capacitación", tables=(Table("Capacitaciones", _DIFFERENT, trainings),)),
        ),
        made_on=made_on,
    )


def _different(name: str, cells: Cells) -> Table:
    return Table(name, _DIFFERENT, [[label, people] for label, people in cells])
