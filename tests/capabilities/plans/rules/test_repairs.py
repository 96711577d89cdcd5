"""A repair written into the values of an activity."""

from datetime import date
from decimal import Decimal

import pytest

from rinde.capabilities.plans.rules.cell_entries import Surroundings
from rinde.capabilities.plans.rules.repairs import can_repair, repaired
from rinde.capabilities.plans.rules.review import Field, Place, Repair
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.refusals import NotReady

AROUND = Surroundings(Period(date(2026, 1, 1), date(2026, 12, 31)))
VALUES = ActivityValues(
    node_id=1,
    name="Publicar el informe",
    deliverables=(
        DeliverableValues(id=7, target="Dos informes", product="Dos informes", quantity=Decimal(2), unit="COUNT"),
        DeliverableValues(id=8, target="Video", product="Video publicado"),
    ),
)


def write(field: Field, after: str, *, deliverable: int | None = 0, before: str = "") -> ActivityValues:
    ids = {0: 7, 1: 8, None: None}
    place = Place(field, "actividad 1.1", "1-1", 1, ids.get(deliverable, 99), deliverable=deliverable)
    return repaired(VALUES, place, Repair(field, before, after, "Cambiar"), AROUND)


@pytest.mark.parametrize(
    ("field", "name", "after"),
    [
        (Field.PRODUCT, "product", "Informe"),
        (Field.INDICATOR, "indicator", "Número"),
        (Field.RESOURCES, "resources", "$"),
    ],
)
def test_text_goes_to_its_cell_alone(field: Field, name: str, after: str):
    first, second = write(field, after).deliverables
    assert getattr(first, name) == after
    assert first.target == "Dos informes"
    assert second == VALUES.deliverables[1]


def test_a_target_takes_its_quantity_along_and_the_product_that_said_the_same():
    first, _ = write(Field.TARGET, "Tres (3) informes", before="Dos informes").deliverables
    assert (first.target, first.product, first.quantity) == ("Tres (3) informes", "Tres (3) informes", Decimal(3))
    _, second = write(Field.TARGET, "Un (1) video", deliverable=1, before="Video").deliverables
    assert (second.target, second.product) == ("Un (1) video", "Video publicado")


@pytest.mark.parametrize(
    ("after", "quantity", "unit", "per_actor"),
    [("4", 4, "COUNT", False), ("100 %", 100, "PERCENT", False), ("2 por dependencia", 2, "COUNT", True)],
)
def test_quantity_is_read_as_typed(after: str, quantity: int, unit: str, per_actor: bool):
    first, _ = write(Field.QUANTITY, after).deliverables
    assert (first.quantity, first.unit, first.per_actor) == (quantity, unit, per_actor)
    assert first.target == "Dos informes"


def test_quantity_may_go():
    first, _ = write(Field.QUANTITY, " ").deliverables
    assert (first.quantity, first.unit) == (None, "")


def test_evidence_is_one_alternative_a_line():
    first, _ = write(Field.EVIDENCE, "Acta\n\n Totales de asistencia ").deliverables
    assert first.expected_evidence == ("Acta", "Totales de asistencia")


def test_dates_are_read_as_a_person_types_them():
    first, _ = write(Field.DATES, "28/02/2026").deliverables
    assert [one.due_on for one in first.milestones] == [date(2026, 2, 28)]


def test_description_of_a_product_is_its_task():
    changed = write(Field.DESCRIPTION, "Revisar")
    assert (changed.description, changed.deliverables[0].description) == ("", "Revisar")
    assert write(Field.DESCRIPTION, "Revisar", deliverable=None).description == "Revisar"


@pytest.mark.parametrize(("field", "after"), [(Field.QUANTITY, "muchos"), (Field.DATES, "ayer"), (Field.NAME, "")])
def test_what_a_cell_does_not_take_is_refused(field: Field, after: str):
    with pytest.raises(NotReady) as refused:
        write(field, after)
    assert refused.value.gaps


@pytest.mark.parametrize("field", [Field.QUANTITY, Field.PRODUCT])
def test_a_product_that_is_gone_is_refused(field: Field):
    with pytest.raises(NotReady):
        write(field, "4", deliverable=5)


def test_only_cells_of_an_activity_are_repaired():
    assert can_repair(Place(Field.DATES, "actividad 1.1", "1-1"))
    assert not can_repair(Place(Field.HEADER, "datos del plan"))
    assert not can_repair(Place(Field.NARRATIVE, "Componente 1", node_id=3))
