"""The library against dates that were checked by hand: a wrong list of holidays is a wrong term for everybody."""

from datetime import date, timedelta

import pytest

from rinde.foundations.law import national_holidays

# Sundays; the movable feasts hang from them.
EASTER = {
    2020: date(2020, 4, 12),
    2021: date(2021, 4, 4),
    2022: date(2022, 4, 17),
    2023: date(2023, 4, 9),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
}
FIXED = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
MOVED = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _by_the_law_of_1983(year: int) -> set[date]:
    fixed = {date(year, *month_day) for month_day in FIXED}
    moved = {_monday_from(date(year, *month_day)) for month_day in MOVED}
    return fixed | moved | {EASTER[year] + timedelta(days=days) for days in (-3, -2, 43, 64, 71)}


@pytest.mark.parametrize("year", [year for year in EASTER if year < 2026])
def test_holidays_are_those_of_the_law(year: int) -> None:
    assert set(national_holidays(year)) == _by_the_law_of_1983(year)


@pytest.mark.parametrize("year", [year for year in EASTER if year >= 2026])
def test_holidays_since_2026_add_one_monday_of_july(year: int) -> None:
    assert set(national_holidays(year)) == _by_the_law_of_1983(year) | {_monday_from(date(year, 7, 9))}


def test_2025_has_seventeen_dates_because_two_holidays_share_one() -> None:
    found = national_holidays(2025)

    assert len(found) == 17
    assert found[date(2025, 6, 30)] == "Sagrado Corazón y San Pedro y San Pablo"


def test_holy_week_of_2025() -> None:
    found = national_holidays(2025)

    assert (found[date(2025, 4, 17)], found[date(2025, 4, 18)]) == ("Jueves Santo", "Viernes Santo")
    assert not {date(2025, 4, 10), date(2025, 4, 11)} & set(found)


def test_holiday_of_july_begins_in_2026() -> None:
    assert national_holidays(2026)[date(2026, 7, 13)] == "Virgen de Chiquinquirá"
    assert date(2027, 7, 12) in national_holidays(2027)
    assert date(2025, 7, 14) not in national_holidays(2025)


def test_palm_sunday_and_easter_are_no_holidays() -> None:
    assert not {date(2026, 3, 29), date(2026, 4, 5)} & set(national_holidays(2026))


@pytest.mark.parametrize("year", [2010, 2024, 2026, 2045])
def test_names_are_spanish_and_without_the_librarys_marks(year: int) -> None:
    assert [name for name in national_holidays(year).values() if "(" in name or ";" in name or not name] == []
    assert "Ascensión del Señor" in national_holidays(year).values()


@pytest.mark.parametrize("year", [1983, 2101, 0])
def test_year_outside_the_law_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="1984 to 2100"):
        national_holidays(year)
