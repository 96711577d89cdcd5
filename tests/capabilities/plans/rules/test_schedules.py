from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.schedules import (
    Period,
    PlannedDate,
    expand,
    read_dates,
    schedule_text,
    write_dates,
)

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FOUR_YEARS = Period(date(2025, 1, 1), date(2028, 12, 31))


def days(dates: tuple[PlannedDate, ...]) -> list[str]:
    return [f"{one.due_on:%m-%d}" for one in dates]


def test_deadlines_come_in_order_each_once() -> None:
    found = expand(period=YEAR, deadlines=[date(2026, 6, 30), date(2026, 3, 31), date(2026, 6, 30)])

    assert days(found) == ["03-31", "06-30"]


def test_span_is_due_on_its_last_day() -> None:
    found = expand(period=YEAR, start=date(2026, 2, 1), end=date(2026, 9, 30))

    assert found == (PlannedDate(date(2026, 9, 30), date(2026, 2, 1)),)


def test_span_without_end_lasts_to_the_end_of_the_period() -> None:
    assert expand(period=YEAR, start=date(2026, 4, 1)) == (PlannedDate(date(2026, 12, 31), date(2026, 4, 1)),)


def test_span_that_begins_after_the_period_ends_with_its_year() -> None:
    assert expand(period=YEAR, start=date(2027, 2, 1)) == (PlannedDate(date(2027, 12, 31), date(2027, 2, 1)),)


def test_span_without_beginning_is_a_deadline() -> None:
    assert expand(period=YEAR, end=date(2026, 4, 30)) == (PlannedDate(date(2026, 4, 30)),)


def test_marked_months_fall_due_on_their_last_day() -> None:
    assert days(expand(period=YEAR, months=(11, 2, 4))) == ["02-28", "04-30", "11-30"]


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (Recurrence.BIMONTHLY, ["02-28", "04-30", "06-30", "08-31", "10-31", "12-31"]),
        (Recurrence.QUARTERLY, ["03-31", "06-30", "09-30", "12-31"]),
        (Recurrence.FOUR_MONTHLY, ["04-30", "08-31", "12-31"]),
        (Recurrence.SEMIANNUAL, ["06-30", "12-31"]),
        (Recurrence.ANNUAL, ["12-31"]),
    ],
)
def test_recurrence_falls_due_at_the_end_of_each_stretch(recurrence: str, expected: list[str]) -> None:
    assert days(expand(period=YEAR, recurrence=recurrence)) == expected


@pytest.mark.parametrize(
    ("recurrence", "count"),
    [(Recurrence.DAILY, 12), (Recurrence.MONTHLY, 12), (Recurrence.BIWEEKLY, 24), (Recurrence.WEEKLY, 53)],
)
def test_short_recurrences_fill_the_year(recurrence: str, count: int) -> None:
    assert len(expand(period=YEAR, recurrence=recurrence)) == count


def test_recurrence_within_a_span_ends_with_the_span() -> None:
    found = expand(period=YEAR, recurrence="QUARTERLY", start=date(2026, 2, 1), end=date(2026, 11, 15))

    assert days(found) == ["03-31", "06-30", "09-30", "11-15"]


def test_recurrence_in_a_window_shorter_than_its_stretch_falls_due_once() -> None:
    found = expand(period=YEAR, recurrence="SEMIANNUAL", start=date(2026, 2, 1), end=date(2026, 3, 15))

    assert days(found) == ["03-15"]


def test_recurrence_of_a_programme_of_four_years_runs_through_them() -> None:
    found = expand(period=FOUR_YEARS, recurrence="SEMIANNUAL")

    assert [one.due_on.year for one in found] == [2025, 2025, 2026, 2026, 2027, 2027, 2028, 2028]


def test_permanent_owes_a_proof_at_the_end_of_every_year() -> None:
    assert [one.due_on for one in expand(period=FOUR_YEARS, permanent=True)] == [
        date(year, 12, 31) for year in range(2025, 2029)
    ]


def test_permanent_in_a_period_that_ends_early_is_due_with_it() -> None:
    period = Period(date(2026, 1, 1), date(2026, 11, 30))

    assert expand(period=period, permanent=True) == (PlannedDate(date(2026, 11, 30)),)


def test_deadlines_count_before_what_is_said_in_general() -> None:
    found = expand(period=YEAR, deadlines=[date(2026, 5, 4)], recurrence="MONTHLY", permanent=True)

    assert days(found) == ["05-04"]


def test_nothing_said_gives_no_dates() -> None:
    assert expand(period=YEAR) == ()


@given(st.sampled_from(Recurrence.values), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_recurring_dates_lie_in_their_window_rise_and_reach_its_end(recurrence: str, start: date, length: int) -> None:
    window = Period(start, date.fromordinal(start.toordinal() + length))

    found = [one.due_on for one in expand(period=window, recurrence=recurrence)]

    assert found == sorted(set(found))
    assert all(day in window for day in found)
    assert found[-1] == window.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/06/2026", (PlannedDate(date(2026, 6, 30)),)),
        ("30/06/2026\n31/03/2026", (PlannedDate(date(2026, 3, 31)), PlannedDate(date(2026, 6, 30)))),
        ("Febrero a junio de 2026", (PlannedDate(date(2026, 6, 30), date(2026, 2, 1)),)),
        ("publicado: 31/12/2026", (PlannedDate(date(2026, 12, 31), None, "publicado"),)),
        (
            "elaborado: 30/11/2026; publicado: 31/12/2026",
            (PlannedDate(date(2026, 11, 30), None, "elaborado"), PlannedDate(date(2026, 12, 31), None, "publicado")),
        ),
        ("", ()),
        ("publicado: 31/12/2026 (3)", (PlannedDate(date(2026, 12, 31), None, "publicado", Decimal(3)),)),
        ("31/12/2026 (1.500,5)", (PlannedDate(date(2026, 12, 31), None, "", Decimal("1500.5")),)),
        ("31/12/2026 (50 %)", (PlannedDate(date(2026, 12, 31), None, "", Decimal(50)),)),
        ("Primer semestre (2026)", (PlannedDate(date(2026, 6, 30), date(2026, 1, 1)),)),
        ("Informe 2, final: 30/11/2026", (PlannedDate(date(2026, 11, 30), None, "Informe 2, final"),)),
        ("Entrega del informe: 30/11/2026", (PlannedDate(date(2026, 11, 30), None, "Entrega del informe"),)),
        ("Fecha final: 30/11/2026", (PlannedDate(date(2026, 11, 30)),)),
        ("A las 10:30 del 3 de mayo de 2026", (PlannedDate(date(2026, 5, 3)),)),
    ],
)
def test_lines_are_read_one_by_one(text: str, expected: tuple[PlannedDate, ...]) -> None:
    entered = read_dates(text, YEAR)

    assert (entered.dates, entered.problems) == (expected, ())


def test_words_of_a_span_are_not_a_label() -> None:
    entered = read_dates("Desde: 01/02/2026 hasta 30/06/2026", YEAR)

    assert entered.dates == (PlannedDate(date(2026, 6, 30), date(2026, 2, 1)),)


def test_recurrence_in_words_is_kept_and_expanded() -> None:
    entered = read_dates("Semestralmente", YEAR)

    assert (entered.recurrence, days(entered.dates)) == ("SEMIANNUAL", ["06-30", "12-31"])


def test_every_line_that_is_no_date_is_a_problem() -> None:
    entered = read_dates("30/02/2026\ncuando se pueda ver\n30/06/2026", YEAR)

    assert entered.problems == (
        "La fecha «30/02/2026» no existe. ¿Quiso decir 28/02/2026?",
        "No se entiende la fecha «cuando se pueda ver». Escriba, por ejemplo, 30/06/2026 o febrero a junio de 2026.",
    )


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("publicado: 30/04/2026 (-3)", "3"),
        ("30/04/2026 (- 3)", "3"),
        ("30/04/2026(−3,5)", "3,5"),
        ("30/04/2026 (–1.000 %)", "1.000"),
        ("febrero a junio de 2026 (menos 2)", "2"),
        ("cada trimestre (-2)", "2"),
        ("permanente (-0)", "0"),
        ("30/04/2026 (-3) (4)", "3"),
    ],
)
def test_quantity_below_zero_is_a_problem(line: str, amount: str) -> None:
    entered = read_dates(f"30/06/2026 (2)\n{line}", YEAR)

    assert entered.problems == (
        f"La cantidad de «{line}» no puede ser negativa. Escríbala sin el signo menos: ({amount}).",
    )


@pytest.mark.parametrize(
    "line", ["30/04/2026 (3)", "30/04/2026 (0)", "primer semestre (2026)", "30-04-2026", "Etapa (-3): 30/04/2026"]
)
def test_what_is_no_negative_quantity_is_no_problem(line: str) -> None:
    assert read_dates(line, YEAR).problems == ()


_planned = st.builds(
    lambda due, length, name, quantity: PlannedDate(
        due, date.fromordinal(due.toordinal() - length) if length else None, name, quantity
    ),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(["", "publicado", "Informe elaborado", "Entrega del informe 2", "Acta final"]),
    st.none() | st.decimals(0, 10**9, places=2),
)


@given(st.sets(_planned, max_size=8))
def test_written_dates_read_back_the_same(dates: set[PlannedDate]) -> None:
    entered = read_dates(write_dates(tuple(dates)), YEAR)

    assert (set(entered.dates), entered.problems) == (dates, ())


def test_words_of_the_plan_stay_where_they_say_the_same() -> None:
    text = schedule_text(
        expand(period=YEAR, recurrence="QUARTERLY"), as_written="Cada trimestre", period=YEAR, recurrence="QUARTERLY"
    )

    assert text == "Cada trimestre"


def test_quantity_on_every_date_of_a_recurrence_is_written_once() -> None:
    each = tuple(replace(one, quantity=Decimal(3)) for one in expand(period=YEAR, recurrence="QUARTERLY"))

    text = schedule_text(each, as_written="", period=YEAR, recurrence="QUARTERLY")

    assert (text, read_dates(text, YEAR).dates) == ("Cada trimestre (3)", each)


def test_words_with_a_number_that_nobody_meant_as_quantity_give_way_to_the_recurrence() -> None:
    text = schedule_text(
        expand(period=YEAR, recurrence="SEMIANNUAL"), as_written="Semestral (2)", period=YEAR, recurrence="SEMIANNUAL"
    )

    assert text == "Cada semestre"


def test_dates_with_and_without_quantity_have_an_order() -> None:
    day = date(2026, 6, 30)
    ones = [PlannedDate(day, quantity=Decimal(1)), PlannedDate(day, date(2026, 1, 1)), PlannedDate(day)]

    assert sorted(ones) == [ones[2], ones[0], ones[1]]


def test_words_of_the_plan_yield_to_dates_that_were_edited() -> None:
    text = schedule_text((PlannedDate(date(2026, 7, 1)),), as_written="30/06/2026", period=YEAR)

    assert text == "01/07/2026"


def test_impossible_date_never_stands_beside_the_date_that_replaced_it() -> None:
    text = schedule_text((PlannedDate(date(2026, 2, 28)),), as_written="30/02/2026", period=YEAR)

    assert text == "28/02/2026"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (YEAR, "2026"),
        (FOUR_YEARS, "2025 a 2028"),
        (Period(date(2026, 3, 1), date(2026, 12, 31)), "01/03/2026 a 31/12/2026"),
    ],
)
def test_period_in_words(period: Period, expected: str) -> None:
    assert period.in_words == expected
