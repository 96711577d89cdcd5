from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.carrying import (
    carried_date,
    carried_day,
    carried_deliverable,
    carried_from,
    carrying_gaps,
    source_words,
)
from rinde.capabilities.plans.rules.rows import DeliverableValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, expand, read_dates

OLD, NEW = Period(date(2025, 1, 1), date(2025, 12, 31)), Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2025, 6, 15), 1, date(2026, 6, 15)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2027, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 28), 1, date(2029, 2, 28)),
        (date(2025, 12, 31), 4, date(2029, 12, 31)),
    ],
)
def test_day_goes_on_and_month_ends_stay_month_ends(day: date, years: int, expected: date) -> None:
    assert carried_day(day, years) == expected


_planned = st.builds(
    lambda due, length, name, quantity: PlannedDate(due, due - timedelta(length) if length else None, name, quantity),
    st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    st.integers(0, 500),
    st.sampled_from(["", "elaborado", "publicado"]),
    st.none() | st.decimals(0, 10**6, places=2),
)


@given(_planned, st.integers(1, 8))
def test_carried_date_stays_in_its_month_and_in_order(one: PlannedDate, years: int) -> None:
    carried = carried_date(one, years)

    assert (carried.due_on.year, carried.due_on.month) == (one.due_on.year + years, one.due_on.month)
    assert (carried.name, carried.quantity) == (one.name, one.quantity)
    assert (carried.starts_on is None) == (one.starts_on is None)
    assert carried.starts_on is None or carried.starts_on <= carried.due_on


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.dates(date(2020, 1, 1), date(2032, 12, 31)))
def test_dates_keep_their_order(one: date, other: date) -> None:
    first, second = sorted((one, other))

    assert carried_day(first, 1) <= carried_day(second, 1)


@given(st.lists(_planned, max_size=5).map(tuple))
def test_words_of_carried_dates_say_those_dates(dates: tuple[PlannedDate, ...]) -> None:
    carried = carried_deliverable(DeliverableValues(id=7, milestones=dates), old=OLD, new=NEW)

    assert carried.id is None
    assert set(read_dates(carried.schedule_text, NEW).dates) == set(carried.milestones)


@given(st.sampled_from(Recurrence.values), st.none() | st.decimals(1, 99, places=0))
def test_recurrence_is_expanded_for_the_new_period(recurrence: str, quantity: Decimal | None) -> None:
    dates = tuple(replace(one, quantity=quantity) for one in expand(period=OLD, recurrence=recurrence))
    values = DeliverableValues(recurrence=recurrence, milestones=dates)

    carried = carried_deliverable(values, old=OLD, new=NEW)

    wanted = [one.due_on for one in expand(period=NEW, recurrence=recurrence)]
    assert [(one.due_on, one.quantity) for one in carried.milestones] == [(day, quantity) for day in wanted]


def test_permanent_owes_a_proof_in_each_year_of_a_longer_period() -> None:
    values = DeliverableValues(permanent=True, milestones=expand(period=OLD, permanent=True))

    carried = carried_deliverable(values, old=OLD, new=Period(date(2026, 1, 1), date(2027, 12, 31)))

    assert [one.due_on for one in carried.milestones] == [date(2026, 12, 31), date(2027, 12, 31)]


def test_recurrence_whose_dates_somebody_chose_moves_date_by_date() -> None:
    chosen = (PlannedDate(date(2025, 5, 10)), PlannedDate(date(2025, 11, 10)))
    values = DeliverableValues(recurrence="SEMIANNUAL", milestones=chosen, schedule_text="Semestral")

    carried = carried_deliverable(values, old=OLD, new=NEW)

    assert [one.due_on for one in carried.milestones] == [date(2026, 5, 10), date(2026, 11, 10)]
    assert carried.schedule_text == "10/05/2026\n10/11/2026"


def test_words_that_still_say_it_stay_and_words_of_last_year_go() -> None:
    quarterly = DeliverableValues(
        recurrence="QUARTERLY", milestones=expand(period=OLD, recurrence="QUARTERLY"), schedule_text="Trimestralmente"
    )
    dated = DeliverableValues(milestones=(PlannedDate(date(2025, 6, 30)),), schedule_text="30 de junio de 2025")

    assert carried_deliverable(quarterly, old=OLD, new=NEW).schedule_text == "Trimestralmente"
    assert carried_deliverable(dated, old=OLD, new=NEW).schedule_text == "30/06/2026"


@pytest.mark.parametrize(
    ("instrument", "title", "expected"),
    [
        ("PTEP", "Programa de Transparencia 2025", "PTEP 2025"),
        ("RDC", "La estrategia", "Estrategia de rendición de cuentas 2025"),
        ("OTHER", "Plan de integridad 2025", "Plan de integridad 2025"),
    ],
)
def test_origin_in_words(instrument: str, title: str, expected: str) -> None:
    assert source_words(instrument, title, OLD) == expected


def test_activity_says_where_it_comes_from() -> None:
    assert carried_from("PTEP 2025", code="3.1.2", name="X") == "PTEP 2025, actividad 3.1.2"
    assert carried_from("PTEP 2025", code="", name="Publicar") == "PTEP 2025, actividad «Publicar»"
    assert len(carried_from("P" * 150, code="", name="muy larga " * 30)) <= 160


def test_new_period_must_be_later() -> None:
    header = PlanHeader("PTEP", "T", OLD.start, OLD.end)

    assert carrying_gaps(header, OLD) == (
        "La vigencia nueva debe empezar después de la del plan de origen, que es 2025.",
    )
    assert carrying_gaps(replace(header, period_start=NEW.start, period_end=NEW.end), OLD) == ()
