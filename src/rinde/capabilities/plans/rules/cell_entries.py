"""What somebody types in one cell of the plan's table, and what it makes of an activity. Pure.

A cell is one fact of an activity (code, name…) or of one of its deliverables (target, dates…). Nothing else changes,
save the quantity of a target, which is taken from its words as in the form.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.measures import quantity_in_words
from rinde.capabilities.plans.rules.responsibles import Person, read_responsibles
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period, read_dates
from rinde.foundations.refusals import NotReady
from rinde.foundations.text.quantities import read_quantity

OF_ACTIVITY = {"code": "Código", "name": "Actividad", "description": "Descripción"}
OF_DELIVERABLE = {
    "task": "Tarea",
    "target": "Meta",
    "product": "Producto",
    "indicator": "Indicador",
    "resources": "Recursos",
    "responsible": "Responsables",
    "dates": "Fechas",
}
CELLS = OF_ACTIVITY | OF_DELIVERABLE
LONGEST = {"code": 30}
LONGEST_TEXT = 5000
NOT_SAVED = "No se guardó la celda."
_NEGATIVE = re.compile(r"^\W*[-−]\s*\d")


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What was typed. `deliverable_id` is None for a cell of the activity, and for the first deliverable to come."""

    cell: str
    text: str
    deliverable_id: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the words of a cell are read against."""

    period: Period
    people: Sequence[Person] = ()
    standing: Sequence[tuple[str, Assignee]] = ()  # who answers for this deliverable now, by the names shown


@dataclass(frozen=True, slots=True)
class Entered:
    """The activity with the cell written, and in words what was understood where that is not plain."""

    values: ActivityValues
    understood: str = ""


def enter(values: ActivityValues, entry: CellEntry, around: Surroundings) -> Entered:
    """Write one cell.

    Raises:
        NotReady: with everything that is wrong with what was typed.
    """
    text = entry.text.replace("\r\n", "\n").strip()
    _refuse(*_gaps(entry.cell, text))
    if entry.cell in OF_ACTIVITY:
        return Entered(_with_activity_text(values, entry.cell, text))
    place = _place(values, entry.deliverable_id)
    standing = values.deliverables[place] if place < len(values.deliverables) else DeliverableValues()
    written, understood = _WRITERS.get(entry.cell, _write_text(entry.cell))(standing, text, around)
    deliverables = (*values.deliverables[:place], written, *values.deliverables[place + 1 :])
    return Entered(replace(values, deliverables=deliverables), understood)


def says(values: ActivityValues, entry: CellEntry, around: Surroundings) -> bool:
    """Tell whether a cell says these words already: to write them would change nothing."""
    try:
        written = enter(values, entry, around).values
    except NotReady:
        return False
    return len(written.deliverables) == len(values.deliverables) and _unworded(written, values) == values


def _unworded(written: ActivityValues, standing: ActivityValues) -> ActivityValues:
    """Without the words that only the page gives to a quantity or to dates that nobody wrote in words."""
    pairs = zip(written.deliverables, standing.deliverables, strict=True)
    return replace(
        written,
        deliverables=tuple(
            replace(
                new,
                target=new.target if old.target or old.quantity is None else "",
                schedule_text=new.schedule_text if old.schedule_text or not old.milestones else "",
            )
            for new, old in pairs
        ),
    )


def _refuse(*gaps: str) -> None:
    if gaps:
        raise NotReady(NOT_SAVED, gaps)


def _gaps(cell: str, text: str) -> tuple[str, ...]:
    if cell not in CELLS:
        return ("Esa columna no existe. Recargue la página.",)
    gap = text_gap(cell, text)
    return (gap,) if gap else ()


def text_gap(cell: str, text: str) -> str:
    """Say in Spanish what a cell cannot say, wherever it is typed: in the table or in a sheet. Empty where it can."""
    longest = LONGEST.get(cell, LONGEST_TEXT)
    if len(text) > longest:
        return f"«{CELLS[cell]}» admite {longest} caracteres y lo escrito tiene {len(text)}. Acórtelo."
    if cell == "name" and not any(map(str.isalnum, text)):
        return "Escriba qué se va a hacer. Para quitar la fila, elimínela."
    if cell == "target" and _NEGATIVE.match(text):
        return "La cantidad no puede ser negativa. Escríbala sin el signo menos."
    return ""


def _with_activity_text(values: ActivityValues, cell: str, text: str) -> ActivityValues:
    if cell == "code":
        return replace(values, code=text)
    return replace(values, name=text) if cell == "name" else replace(values, description=text)


def _place(values: ActivityValues, deliverable_id: int | None) -> int:
    """Where the deliverable stands; after the last for the first one of an activity that has none."""
    places = [place for place, one in enumerate(values.deliverables) if one.id == deliverable_id]
    if not places and (values.deliverables or deliverable_id is not None):
        _refuse("Ese producto ya no está en la actividad. Recargue la página.")
    return places[0] if places else 0


Written = tuple[DeliverableValues, str]
Writer = Callable[[DeliverableValues, str, Surroundings], Written]


def _write_text(cell: str) -> Writer:
    field = "description" if cell == "task" else cell

    def write(standing: DeliverableValues, text: str, _around: Surroundings) -> Written:
        changed: dict[str, str] = {field: text}
        return replace(standing, **changed), ""  # type: ignore[arg-type]  # only texts come here

    return write


def with_target(standing: DeliverableValues, text: str) -> DeliverableValues:
    """Write the words of a target with the quantity that they state.

    Words without a quantity leave alone one that somebody entered beside them, and take along one that the old words
    had given: «2 informes» that becomes «varios informes» no longer says two.
    """
    read, before = read_quantity(text), read_quantity(standing.target)
    if read:
        unit = MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT
        by_hand = standing.per_actor and not (before and before.per_unit)
        per_actor = read.per_unit or by_hand
        quantity = Decimal(str(read.value))
        return replace(standing, target=text, quantity=quantity, unit=unit.value, per_actor=per_actor)
    said_so = before is not None and standing.quantity == Decimal(str(before.value))
    if said_so or not text:
        return replace(standing, target=text, quantity=None, unit="", per_actor=False)
    return replace(standing, target=text)


def _write_target(standing: DeliverableValues, text: str, _around: Surroundings) -> Written:
    written = with_target(standing, text)
    if written.quantity is None:
        return written, "Sin cantidad." if text else ""
    return written, f"{quantity_in_words(written.quantity, written.unit, per_actor=written.per_actor)}."


def _write_responsible(standing: DeliverableValues, text: str, around: Surroundings) -> Written:
    assignees = read_responsibles(text, standing=around.standing, people=around.people)
    unknown = [one.text for one in assignees if not (one.actor_id or one.group_id)]
    said = f"No está en el organigrama: {'; '.join(unknown)}." if unknown else ""
    return replace(standing, assignees=assignees), said


def _write_dates(standing: DeliverableValues, text: str, around: Surroundings) -> Written:
    entered = read_dates(text, around.period)
    _refuse(*entered.problems)
    written = replace(
        standing,
        schedule_text=text,
        milestones=entered.dates,
        recurrence=entered.recurrence,
        permanent=entered.permanent,
    )
    days = [f"{one.due_on:%d/%m/%Y}" for one in entered.dates]
    if not days:
        return written, ""
    return written, f"1 fecha: {days[0]}." if len(days) == 1 else f"{len(days)} fechas: de {days[0]} a {days[-1]}."


_WRITERS: dict[str, Writer] = {"target": _write_target, "responsible": _write_responsible, "dates": _write_dates}
