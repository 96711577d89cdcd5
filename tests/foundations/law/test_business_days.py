"""The arithmetic of legal terms against hand-checked vectors and against its own laws."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.law import (
    SOURCE_OF_DAYS,
    SOURCE_OF_HOLIDAYS,
    SOURCE_OF_MIDNIGHT,
    SOURCE_OF_SATURDAYS,
    UnknownYear,
    WorkCalendar,
    first_moment,
    last_moment,
    national_holidays,
    source,
)

YEARS = range(2021, 2029)
HOLIDAYS = {day: name for year in YEARS for day, name in national_holidays(year).items()}
COUNTRY = WorkCalendar(HOLIDAYS, {}, saturday_is_working=False)
DAY = timedelta(days=1)

starts = st.dates(date(2021, 6, 1), date(2026, 12, 31))
lengths = st.integers(1, 60)
own_days = st.dictionaries(st.dates(date(2021, 6, 1), date(2027, 6, 30)), st.just("Decreto 045"), max_size=12)
calendars = st.builds(WorkCalendar, st.just(HOLIDAYS), own_days, st.booleans())


@pytest.mark.parametrize(
    ("cut_off", "due"),
    [
        ("2022-04-30", "2022-05-13"),
        ("2022-08-31", "2022-09-14"),
        ("2022-12-31", "2023-01-16"),
        ("2025-04-30", "2025-05-15"),
        ("2025-08-31", "2025-09-12"),
        ("2025-12-31", "2026-01-16"),
        ("2026-04-30", "2026-05-15"),
        ("2026-08-31", "2026-09-14"),
        ("2026-12-31", "2027-01-18"),
    ],
)
def test_tenth_business_day_after_a_cut_off(cut_off: str, due: str) -> None:
    assert COUNTRY.add_business_days(date.fromisoformat(cut_off), 10).due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-04-01", 10, "2026-04-17"),
        ("2026-04-01", 15, "2026-04-24"),
        ("2026-04-01", 30, "2026-05-19"),
        ("2026-12-18", 10, "2027-01-05"),
        ("2026-12-18", 15, "2027-01-13"),
        ("2026-12-18", 30, "2027-02-03"),
        ("2025-06-27", 10, "2025-07-14"),
        ("2025-06-27", 15, "2025-07-21"),
        ("2022-03-25", 15, "2022-04-19"),
        ("2022-03-25", 30, "2022-05-10"),
        ("2022-11-30", 10, "2022-12-15"),
        ("2022-11-30", 15, "2022-12-22"),
    ],
)
def test_term_of_a_filing(start: str, days: int, due: str) -> None:
    assert COUNTRY.add_business_days(date.fromisoformat(start), days).due_on == date.fromisoformat(due)


def test_term_of_a_filing_in_2022_skips_every_holiday_of_its_month() -> None:
    skipped = COUNTRY.add_business_days(date(2022, 3, 25), 15).skipped

    assert [(day.on, day.reason) for day in skipped if not day.is_weekend] == [
        (date(2022, 4, 14), "festivo: Jueves Santo"),
        (date(2022, 4, 15), "festivo: Viernes Santo"),
    ]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 5, 15), ""),
        (date(2026, 5, 16), "sábado"),
        (date(2026, 5, 17), "domingo"),
        (date(2026, 4, 2), "festivo: Jueves Santo"),
        (date(2026, 8, 31), "Decreto 045 de 2026"),
        (date(2025, 7, 20), "domingo"),  # a holiday as well: the week's reason comes first
    ],
)
def test_why_a_day_does_not_count(day: date, why: str) -> None:
    calendar = WorkCalendar(HOLIDAYS, {date(2026, 8, 31): "Decreto 045 de 2026"})

    assert calendar.why_not(day) == why
    assert calendar.is_working(day) is not bool(why)


def test_saturday_counts_where_the_entity_works_on_it() -> None:
    calendar = WorkCalendar(HOLIDAYS, {}, saturday_is_working=True)

    assert calendar.add_business_days(date(2026, 5, 14), 2).due_on == date(2026, 5, 16)
    assert COUNTRY.add_business_days(date(2026, 5, 14), 2).due_on == date(2026, 5, 19)


def test_holiday_on_a_working_saturday_does_not_count() -> None:
    """20 July 2024 was a Saturday."""
    assert WorkCalendar(HOLIDAYS, {}, saturday_is_working=True).why_not(date(2024, 7, 20)) == (
        "festivo: Día de la Independencia"
    )


def test_arithmetic_in_words() -> None:
    assert COUNTRY.add_business_days(date(2026, 4, 30), 10).in_words == (
        "Día 1 = lunes 4 de mayo de 2026. No cuentan: 2 fines de semana y el 1 de mayo (Día del Trabajo). "
        "Día 10 = viernes 15 de mayo de 2026."
    )


def test_arithmetic_over_new_year_names_the_years() -> None:
    assert COUNTRY.add_business_days(date(2026, 12, 18), 10).in_words == (
        "Día 1 = lunes 21 de diciembre de 2026. No cuentan: 3 fines de semana, el 25 de diciembre de 2026 (Navidad) "
        "y el 1 de enero de 2027 (Año Nuevo). Día 10 = martes 5 de enero de 2027."
    )


def test_collective_holidays_stand_as_one_stretch() -> None:
    closed = {date(2026, 12, day): "Resolución 310 de 2026" for day in (21, 22, 23, 24, 28, 29, 30, 31)}
    words = WorkCalendar(HOLIDAYS, closed).add_business_days(date(2026, 12, 18), 1).in_words

    assert words == (
        "Día 1 = lunes 4 de enero de 2027, que es también el último. No cuentan: 3 fines de semana, "
        "del 21 al 24 de diciembre de 2026 (Resolución 310 de 2026), el 25 de diciembre de 2026 (Navidad), "
        "del 28 al 31 de diciembre de 2026 (Resolución 310 de 2026) y el 1 de enero de 2027 (Año Nuevo)."
    )


def test_long_list_is_condensed_and_kept_whole() -> None:
    term = COUNTRY.add_business_days(date(2026, 1, 2), 120)

    assert "y 4 días más." in term.in_words
    assert len([day for day in term.skipped if not day.is_weekend]) == 9


def test_term_that_skips_nothing_says_so() -> None:
    assert COUNTRY.add_business_days(date(2026, 5, 11), 3).in_words == (
        "Día 1 = martes 12 de mayo de 2026. No hay que saltar ningún día. Día 3 = jueves 14 de mayo de 2026."
    )


def test_only_one_skipped_day_is_said_in_the_singular() -> None:
    assert COUNTRY.add_business_days(date(2026, 7, 12), 1).in_words == (
        "Día 1 = martes 14 de julio de 2026, que es también el último. No cuenta: el 13 de julio "
        "(Virgen de Chiquinquirá)."
    )


def test_lone_sundays_are_counted_where_saturday_works() -> None:
    words = WorkCalendar(HOLIDAYS, {}, saturday_is_working=True).add_business_days(date(2026, 2, 2), 12).in_words

    assert "No cuentan: 2 domingos." in words


def test_term_in_days_of_the_calendar_does_not_move() -> None:
    term = COUNTRY.calendar_days(date(2026, 12, 31), 30)

    assert (term.day_one, term.due_on) == (date(2027, 1, 1), date(2027, 1, 30))  # a Saturday
    assert term.in_words == (
        "Día 1 = viernes 1 de enero de 2027. Cuentan todos los días del calendario. "
        "Día 30 = sábado 30 de enero de 2027."
    )


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-31", 1, "2026-03-02"),  # 28 February is a Saturday
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-13", 1, "2026-04-13"),
        ("2026-03-03", 1, "2026-04-06"),  # Good Friday and the weekend after it
        ("2026-11-15", 2, "2027-01-15"),
        ("2026-12-01", 1, "2027-01-04"),
    ],
)
def test_term_in_months_ends_on_a_working_day(start: str, months: int, due: str) -> None:
    assert COUNTRY.add_months(date.fromisoformat(start), months).due_on == date.fromisoformat(due)


def test_months_in_words() -> None:
    assert COUNTRY.add_months(date(2026, 1, 31), 1).in_words == (
        "1 mes desde el 31 de enero de 2026 = sábado 28 de febrero de 2026. Ese día no es hábil (sábado): vence el "
        "lunes 2 de marzo de 2026."
    )
    assert COUNTRY.add_months(date(2026, 3, 13), 2).in_words == (
        "2 meses desde el 13 de marzo de 2026 = miércoles 13 de mayo de 2026."
    )


def test_working_day_before_a_sunday_is_friday() -> None:
    assert COUNTRY.working_day_before(date(2027, 1, 31)) == date(2027, 1, 29)


def test_working_days_between_counts_neither_the_start_nor_days_off() -> None:
    assert COUNTRY.working_days_between(date(2026, 4, 30), date(2026, 5, 15)) == 10
    assert COUNTRY.working_days_between(date(2026, 5, 15), date(2026, 5, 15)) == 0
    assert COUNTRY.working_days_between(date(2026, 5, 15), date(2026, 4, 30)) == 0


@pytest.mark.parametrize("days", [0, -3])
def test_term_without_days_is_refused(days: int) -> None:
    for count in (COUNTRY.add_business_days, COUNTRY.calendar_days, COUNTRY.add_months):
        with pytest.raises(ValueError, match="at least one"):
            count(date(2026, 1, 2), days)


def test_year_without_holidays_is_refused_rather_than_guessed() -> None:
    calendar = WorkCalendar(HOLIDAYS, {}, years=(2025, 2026))

    assert calendar.add_business_days(date(2026, 12, 30), 1).due_on == date(2026, 12, 31)
    with pytest.raises(UnknownYear, match="2025 to 2026"):
        calendar.add_business_days(date(2026, 12, 30), 2)
    with pytest.raises(UnknownYear):
        calendar.is_working(date(2024, 12, 31))


def test_term_ends_at_midnight_in_bogota() -> None:
    assert first_moment(date(2026, 5, 15)) == datetime(2026, 5, 15, 5, 0, tzinfo=UTC)
    assert last_moment(date(2026, 5, 15)) == datetime(2026, 5, 16, 4, 59, 59, 999999, tzinfo=UTC)
    assert datetime(2026, 5, 16, 4, 59, tzinfo=UTC) <= last_moment(date(2026, 5, 15)) < first_moment(date(2026, 5, 16))


def test_sources_of_the_arithmetic_are_in_the_register() -> None:
    assert [source(key).certainty for key in (SOURCE_OF_DAYS, SOURCE_OF_MIDNIGHT, SOURCE_OF_HOLIDAYS)] == ["law"] * 3
    assert source(SOURCE_OF_SATURDAYS).certainty == "memory"


@given(calendars, starts, lengths)
def test_term_ends_on_a_working_day_after_exactly_so_many(calendar: WorkCalendar, start: date, days: int) -> None:
    term = calendar.add_business_days(start, days)

    assert calendar.is_working(term.due_on)
    assert calendar.working_days_between(start, term.due_on) == days
    assert start < term.day_one <= term.due_on
    assert [day.on for day in term.skipped] == [
        start + DAY * step
        for step in range(1, (term.due_on - start).days + 1)
        if not calendar.is_working(start + DAY * step)
    ]


@given(calendars, starts, lengths)
def test_term_grows_with_its_length_and_its_start(calendar: WorkCalendar, start: date, days: int) -> None:
    due = calendar.add_business_days(start, days).due_on

    assert due < calendar.add_business_days(start, days + 1).due_on
    assert due <= calendar.add_business_days(start + DAY, days).due_on


@given(calendars, starts, lengths, st.integers(1, 90))
def test_day_off_never_makes_a_term_end_earlier(
    calendar: WorkCalendar, start: date, days: int, days_later: int
) -> None:
    off = start + DAY * days_later
    shorter = WorkCalendar(
        calendar.holidays, {**calendar.non_working, off: "Decreto 046"}, calendar.saturday_is_working
    )

    assert shorter.add_business_days(start, days).due_on >= calendar.add_business_days(start, days).due_on


@given(calendars, starts, st.integers(1, 24))
def test_term_in_months_ends_on_the_first_working_day_from_its_date(
    calendar: WorkCalendar, start: date, months: int
) -> None:
    calendar = WorkCalendar(
        {day: name for year in range(2021, 2031) for day, name in national_holidays(year).items()},
        calendar.non_working,
        calendar.saturday_is_working,
    )
    term = calendar.add_months(start, months)
    nominal = term.skipped[0].on if term.skipped else term.due_on

    assert (nominal.year - start.year) * 12 + nominal.month - start.month == months
    assert nominal.day <= start.day
    assert calendar.is_working(term.due_on)
    assert not any(calendar.is_working(day.on) for day in term.skipped)


@given(calendars, starts)
def test_working_day_before_has_no_working_day_in_between(calendar: WorkCalendar, day: date) -> None:
    before = calendar.working_day_before(day)

    assert calendar.is_working(before)
    assert calendar.working_days_between(before, day - DAY) == 0
