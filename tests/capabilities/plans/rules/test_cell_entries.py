from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.cell_entries import CELLS, CellEntry, Surroundings, enter
from rinde.capabilities.plans.rules.responsibles import Person, read_responsibles, write_responsibles
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.refusals import NotReady

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PLANNING = Person("Secretaría de Planeación", ("SP", "Planeación"), actor_id=1)
EVERYBODY = Person("Todas las dependencias", group_id=9)
PEOPLE = (PLANNING, EVERYBODY, Person("Control Interno", ("Planeación",), actor_id=2))


def written(cell: str, text: str, one: DeliverableValues | None = None) -> DeliverableValues:
    values = ActivityValues(1, "Rendir", deliverables=(one or DeliverableValues(id=7),))
    return enter(values, CellEntry(cell, text, 7), Surroundings(YEAR, PEOPLE)).values.deliverables[0]


@pytest.mark.parametrize("cell", ["code", "name", "description"])
def test_cell_of_the_activity_changes_that_alone(cell: str) -> None:
    values = ActivityValues(1, "Rendir", "1.1", "Ante todos", (DeliverableValues(product="Acta", id=7),), (4,))

    entered = enter(values, CellEntry(cell, " Otra \r\ncosa ", 7), Surroundings(YEAR)).values

    changed = {name for name in ("name", "code", "description") if getattr(entered, name) != getattr(values, name)}
    assert (changed, getattr(entered, cell)) == ({cell}, "Otra \ncosa")
    assert (entered.deliverables, entered.objectives) == (values.deliverables, (4,))


@pytest.mark.parametrize(
    ("cell", "field"), [("task", "description"), ("product", "product"), ("indicator", "indicator"), ("resources",) * 2]
)
def test_cell_of_a_deliverable_changes_that_alone(cell: str, field: str) -> None:
    before = DeliverableValues(id=7, target="2 actas", quantity=Decimal(2), indicator_formula="a/b")

    after = written(cell, "Nuevo", before)

    assert getattr(after, field) == "Nuevo"
    assert {name for name in before.__slots__ if getattr(after, name) != getattr(before, name)} == {field}


@pytest.mark.parametrize(
    ("before", "text", "quantity", "unit", "per_actor"),
    [
        (DeliverableValues(), "2 informes", Decimal(2), "COUNT", False),
        (DeliverableValues(), "100 % de los mapas", Decimal(100), "PERCENT", False),
        (DeliverableValues(), "Dos por dependencia", Decimal(2), "COUNT", True),
        (DeliverableValues(target="2 informes", quantity=Decimal(2)), "3 informes", Decimal(3), "COUNT", False),
        (DeliverableValues(target="2 informes", quantity=Decimal(2), unit="COUNT"), "Varios informes", None, "", False),
        (DeliverableValues(target="Informes", quantity=Decimal(5), unit="COUNT"), "Actas", Decimal(5), "COUNT", False),
        (
            DeliverableValues(target="2", quantity=Decimal(2), unit="COUNT", per_actor=True),
            "3",
            Decimal(3),
            "COUNT",
            True,
        ),
        (
            DeliverableValues(target="2 por dependencia", quantity=Decimal(2), per_actor=True),
            "3",
            Decimal(3),
            "COUNT",
            False,
        ),
        (DeliverableValues(target="x", quantity=Decimal(5), unit="COUNT"), "", None, "", False),
    ],
)
def test_quantity_follows_the_words_of_the_target(
    before: DeliverableValues, text: str, quantity: Decimal | None, unit: str, per_actor: bool
) -> None:
    after = written("target", text, DeliverableValues(**{n: getattr(before, n) for n in before.__slots__} | {"id": 7}))

    assert (after.target, after.quantity, after.unit, after.per_actor) == (text, quantity, unit, per_actor)


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("name", " ", "Escriba qué se va a hacer"),
        ("code", "9" * 31, "admite 30 caracteres"),
        ("product", "x" * 10_000, "admite 5000 caracteres"),
        ("target", "-3", "no puede ser negativa"),
        ("target", "−3 informes", "no puede ser negativa"),
        ("dates", "31/02/2026", "no existe"),
        ("dates", "pronto", "No se entiende"),
        ("dates", "publicado: 30/04/2026 (-3)", "no puede ser negativa"),
        ("salario", "1", "Esa columna no existe"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(cell: str, text: str, said: str) -> None:
    with pytest.raises(NotReady) as refused:
        written(cell, text)

    assert said in " ".join(refused.value.gaps)


def test_deliverable_of_another_activity_is_refused() -> None:
    values = ActivityValues(1, "Rendir", deliverables=(DeliverableValues(id=7),))

    for number in (8, None):
        with pytest.raises(NotReady):
            enter(values, CellEntry("product", "Acta", number), Surroundings(YEAR))


def test_first_cell_makes_the_first_deliverable() -> None:
    entered = enter(ActivityValues(1, "Rendir"), CellEntry("product", "Acta"), Surroundings(YEAR)).values

    assert entered.deliverables == (DeliverableValues(product="Acta"),)


def test_dates_are_read_and_said_back() -> None:
    values = ActivityValues(1, "Rendir", deliverables=(DeliverableValues(id=7),))

    entered = enter(values, CellEntry("dates", "Cada trimestre", 7), Surroundings(YEAR))

    one = entered.values.deliverables[0]
    assert (len(one.milestones), one.recurrence, one.schedule_text) == (4, "QUARTERLY", "Cada trimestre")
    assert entered.understood == "4 fechas: de 31/03/2026 a 31/12/2026."


def test_names_find_whom_they_mean() -> None:
    text = "secretaria de planeacion; SP (apoyo); Todas las dependencias (28) (apoyo)\nEnlace TIC"

    found = read_responsibles(text, standing=(), people=PEOPLE)

    assert [(one.actor_id, one.group_id, one.role) for one in found] == [
        (1, None, "LEAD"),
        (None, 9, "SUPPORT"),
        (None, None, "LEAD"),
    ]


def test_name_that_two_share_is_left_for_a_person() -> None:
    (one,) = read_responsibles("Planeación", standing=(), people=PEOPLE)

    assert (one.actor_id, one.text) == (None, "Planeación")


def test_name_that_stays_keeps_what_is_theirs() -> None:
    standing = Assignee("Así dice el plan", actor_id=55, own_target=Decimal(3), conditional=True)

    (one,) = read_responsibles(
        "Oficina que ya no está (apoyo)", standing=[("Oficina que ya no está", standing)], people=()
    )

    assert (one.actor_id, one.own_target, one.conditional, one.role) == (55, Decimal(3), True, "SUPPORT")


def test_unmatched_names_are_said() -> None:
    values = ActivityValues(1, "Rendir", deliverables=(DeliverableValues(id=7),))

    entered = enter(values, CellEntry("responsible", "SP; Enlace TIC", 7), Surroundings(YEAR, PEOPLE))

    assert entered.understood == "No está en el organigrama: Enlace TIC."


_names = st.from_regex(r"[A-Za-zñáé]{3,12}( [A-Za-z]{3,8})?", fullmatch=True)


@given(
    st.lists(
        st.tuples(_names, st.sampled_from(["LEAD", "SUPPORT"])), unique_by=lambda one: one[0].casefold(), max_size=5
    )
)
def test_what_is_written_reads_back(pairs: list[tuple[str, str]]) -> None:
    people = [Person(name, actor_id=number) for number, (name, _role) in enumerate(pairs, start=1)]
    text = write_responsibles([name for name, _ in pairs], [role for _, role in pairs])

    found = read_responsibles(text, standing=[], people=people)

    assert [(one.text, one.role) for one in found] == pairs


@given(st.sampled_from(sorted(CELLS)), st.text(max_size=60))
def test_any_text_is_written_or_refused_with_reasons(cell: str, text: str) -> None:
    assert _outcome(cell, text)


def _outcome(cell: str, text: str) -> object:
    try:
        return written(cell, text)
    except NotReady as refusal:
        return refusal.gaps
