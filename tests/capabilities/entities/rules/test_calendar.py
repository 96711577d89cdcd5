from datetime import date

import pytest

from rinde.capabilities.entities.rules.calendar import months_of, readable_year, years_to_keep
from rinde.foundations.law import WorkCalendar, national_holidays

CALENDAR = WorkCalendar(national_holidays(2026), {date(2026, 8, 31): "Decreto 041", date(2026, 8, 29): "Decreto 041"})


def test_year_has_twelve_months_and_all_its_working_days() -> None:
    months = months_of(2026, CALENDAR, {})

    assert [month.first.month for month in months] == list(range(1, 13))
    assert sum(month.working_days for month in months) == CALENDAR.working_days_between(
        date(2025, 12, 31), date(2026, 12, 31)
    )


def test_month_names_holidays_and_own_days_in_order() -> None:
    august = months_of(2026, CALENDAR, {date(2026, 8, 31): 7})[7]

    assert [(day.on.day, day.what, day.own_id, day.on_weekend) for day in august.days_off] == [
        (7, "Batalla de Boyacá", None, False),
        (17, "Asunción de la Virgen", None, False),
        (29, "Decreto 041", None, True),
        (31, "Decreto 041", 7, False),
    ]
    assert august.working_days == 18


def test_years_to_keep_are_three_back_and_three_ahead() -> None:
    assert list(years_to_keep(date(2026, 11, 21))) == [2023, 2024, 2025, 2026, 2027, 2028, 2029]


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025", 2025), ("", 2026), ("1900", 2026), ("2100", 2026), ("-3", 2026), ("20255", 2026), ("²⁰²⁵", 2026)],
)
def test_year_of_an_address(text: str, year: int) -> None:
    assert readable_year(text, today=date(2026, 11, 21)) == year
