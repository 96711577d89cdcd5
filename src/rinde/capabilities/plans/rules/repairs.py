"""A repair of the review written into the values of its activity, as if a person had typed it in the cell. Pure."""

from dataclasses import replace
from decimal import Decimal

from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.cell_entries import NOT_SAVED, CellEntry, Surroundings, enter
from rinde.capabilities.plans.rules.review import Field, Place, Repair
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.foundations.refusals import NotReady
from rinde.foundations.text.quantities import read_quantity

# The cells of the plan's table by the field of a place; quantity and evidence are not in the table.
_CELLS = {
    Field.CODE: "code",
    Field.NAME: "name",
    Field.DESCRIPTION: "description",
    Field.TARGET: "target",
    Field.PRODUCT: "product",
    Field.INDICATOR: "indicator",
    Field.RESOURCES: "resources",
    Field.RESPONSIBLE: "responsible",
    Field.DATES: "dates",
}


def can_repair(place: Place) -> bool:
    """Whether the cell of a place can be written by a repair: any cell of an activity."""
    return bool(place.activity_key) and (place.field in _CELLS or place.field in {Field.QUANTITY, Field.EVIDENCE})


def repaired(values: ActivityValues, place: Place, repair: Repair, around: Surroundings) -> ActivityValues:
    """Write a repair into the cell that its place names.

    Raises:
        NotReady: where the cell does not take what the repair proposes, as if a person had typed it.
    """
    if repair.field in {Field.QUANTITY, Field.EVIDENCE}:
        return _with_deliverable(values, place, repair)
    if repair.field is Field.TARGET:
        values = _with_same_product(values, place, repair)
    cell = _CELLS[repair.field]
    if cell == "description" and place.deliverable is not None:
        cell = "task"
    return enter(values, CellEntry(cell, repair.after, place.deliverable_id), around).values


def _with_same_product(values: ActivityValues, place: Place, repair: Repair) -> ActivityValues:
    """A column «Meta o producto» fills both: what mends the target mends the product that says the same."""
    deliverables = list(values.deliverables)
    position = place.deliverable or 0
    if position < len(deliverables) and deliverables[position].product == repair.before:
        deliverables[position] = replace(deliverables[position], product=repair.after)
    return replace(values, deliverables=tuple(deliverables))


def _with_deliverable(values: ActivityValues, place: Place, repair: Repair) -> ActivityValues:
    position = place.deliverable or 0
    if position >= len(values.deliverables):
        raise NotReady(NOT_SAVED, ["Ese producto ya no está en la actividad. Recargue la página."])
    write = _with_quantity if repair.field is Field.QUANTITY else _with_evidence
    written = write(values.deliverables[position], repair.after)
    return replace(
        values, deliverables=(*values.deliverables[:position], written, *values.deliverables[position + 1 :])
    )


def _with_evidence(standing: DeliverableValues, text: str) -> DeliverableValues:
    return replace(standing, expected_evidence=tuple(filter(None, map(str.strip, text.splitlines()))))


def _with_quantity(standing: DeliverableValues, text: str) -> DeliverableValues:
    if not text.strip():
        return replace(standing, quantity=None, unit="", per_actor=False)
    read = read_quantity(text)
    if read is None:
        raise NotReady(NOT_SAVED, [f"No se entiende la cantidad «{text}»."])
    unit = MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT
    return replace(standing, quantity=Decimal(str(read.value)), unit=unit.value, per_actor=read.per_unit)
