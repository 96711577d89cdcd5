from datetime import date

import pytest

from rinde.capabilities.plans.rules.change_requests.moving import odd_days, with_moved_date
from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, expand

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
QUARTERS = DeliverableValues(
    schedule_text="Trimestral", recurrence="QUARTERLY", milestones=expand(period=YEAR, recurrence="QUARTERLY")
)


def test_moved_date_leaves_everything_else_as_it_was() -> None:
    one = DeliverableValues(target="Uno", milestones=(PlannedDate(date(2026, 6, 30), name="acta"),), resources="Dos")

    moved = with_moved_date(one, 0, date(2026, 8, 31), YEAR)

    assert moved.milestones == (PlannedDate(date(2026, 8, 31), name="acta"),)
    assert (moved.target, moved.resources) == ("Uno", "Dos")


@pytest.mark.parametrize(
    ("recurrence", "was", "day", "expected"),
    [
        ("QUARTERLY", date(2026, 6, 30), date(2026, 6, 15), "QUARTERLY"),
        ("QUARTERLY", date(2026, 6, 30), date(2026, 7, 1), ""),
        ("MONTHLY", date(2026, 6, 30), date(2026, 6, 1), "MONTHLY"),
        ("ANNUAL", date(2026, 6, 30), date(2027, 1, 1), ""),
        ("WEEKLY", date(2026, 6, 28), date(2026, 6, 26), "WEEKLY"),
        ("WEEKLY", date(2026, 6, 28), date(2026, 6, 29), ""),
        ("BIWEEKLY", date(2026, 6, 15), date(2026, 6, 12), "BIWEEKLY"),
        ("BIWEEKLY", date(2026, 6, 15), date(2026, 6, 16), ""),
    ],
)
def test_recurrence_stays_while_the_date_stays_in_its_stretch(
    recurrence: str, was: date, day: date, expected: str
) -> None:
    one = DeliverableValues(recurrence=recurrence, milestones=(PlannedDate(was),))

    assert with_moved_date(one, 0, day, YEAR).recurrence == expected


@pytest.mark.parametrize(("day", "stays"), [(date(2026, 11, 30), True), (date(2027, 1, 31), False)])
def test_permanent_stays_while_the_date_stays_in_its_year(day: date, stays: bool) -> None:
    one = DeliverableValues(permanent=True, schedule_text="Permanente", milestones=(PlannedDate(date(2026, 12, 31)),))

    assert with_moved_date(one, 0, day, YEAR).permanent is stays


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Según el cronograma", "Según el cronograma"), ("30 de junio de 2026", ""), ("30/06/2026", "")],
)
def test_words_stay_while_they_say_no_other_day(words: str, expected: str) -> None:
    one = DeliverableValues(schedule_text=words, milestones=(PlannedDate(date(2026, 6, 30)),))

    assert with_moved_date(one, 0, date(2026, 8, 31), YEAR).schedule_text == expected


def test_name_of_a_recurrence_goes_from_the_words_once_a_date_is_another() -> None:
    moved = with_moved_date(QUARTERS, 1, date(2026, 6, 15), YEAR)

    assert (moved.recurrence, moved.schedule_text) == ("QUARTERLY", "")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 5, 4), []),
        (date(2026, 12, 31), []),
        (date(2026, 5, 3), ["es anterior al día en que se pidió (4 de mayo de 2026)"]),
        (date(2027, 1, 1), ["queda fuera de la vigencia del plan (2026)"]),
        (date(2025, 12, 31), ["queda fuera", "es anterior"]),
    ],
)
def test_odd_dates_are_said(day: date, said: list[str]) -> None:
    found = odd_days([day, day], YEAR, on=date(2026, 5, 4))

    assert len(found) == len(said)
    assert all(words in text for words, text in zip(said, found, strict=True))
