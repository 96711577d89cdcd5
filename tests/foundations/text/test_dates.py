"""Dates: every way of writing one that plans use reads back."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.text.dates import MONTHS, find_dates, full_year, month_number, proposed_date
from rinde.foundations.text.schedules import read_schedule

FORMS = (
    "{d:02}/{m:02}/{y}",
    "{d}/{m}/{y}",
    "{d:02}/{m:02}/{yy:02}",
    "{d:02}-{m:02}-{y}",
    "{d:02}.{m:02}.{yy:02}",
    "{d}/ {m:02}/{y}",
    "{y}-{m:02}-{d:02}",
    "{d} de {month} de {y}",
    "{d} DE {MONTH} DE {y}",
    "{d} {month} de {y}",
    "{d} de {month} {y}",
    "{d}-{short}-{yy:02}",
    "{d}/{short}/{y}",
    "{month} {d} de {y}",
    "{month} {d} / {y}",
    "{month} {d}, {y}",
    "a {d} de {month} de {y}",
    "Hasta el {d} de {month} del {y}",
    "({d}) de {month} de {y}",
)


@given(st.dates(date(2010, 1, 1), date(2039, 12, 31)), st.sampled_from(FORMS))
def test_any_date_in_any_form_reads_back(day: date, form: str) -> None:
    month = MONTHS[day.month - 1]
    text = form.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, month=month, MONTH=month.upper(), short=month[:3]
    )
    assert read_schedule(text).deadlines == (day,)


@given(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.sampled_from(("{m} {y}", "{m} de {y}", "{M}-{yy}", "{s}-{yy}"))
)
def test_any_month_in_any_form_gives_its_first_and_last_day(day: date, form: str) -> None:
    month = MONTHS[day.month - 1]
    if day.year % 100 > 29 and "yy" in form:
        return  # «dic-31» is a day
    read = read_schedule(form.format(m=month, M=month.capitalize(), s=month[:3], y=day.year, yy=day.year % 100))
    assert (read.start, read.end) == (
        day.replace(day=1),
        day.replace(day=monthrange(day.year, day.month)[1]),
    )


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 12, 31)), min_size=3, max_size=6, unique=True))
def test_any_list_of_dates_reads_back_sorted(days: list[date]) -> None:
    for separator in (" ", "\n", ", ", "; ", " y ", " / ", " - "):
        text = separator.join(f"{day:%d/%m/%Y}" for day in days)
        assert read_schedule(text).deadlines == tuple(sorted(days))


@given(st.dates(date(2020, 1, 1), date(2029, 12, 31)), st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_any_range_of_dates_reads_back(one: date, other: date) -> None:
    start, end = sorted((one, other))
    for form in ("{} a {}", "{} al {}", "{} hasta {}", "Desde {} hasta {}", "{} - {}", "Del {} al {}", "{} – {}"):
        read = read_schedule(form.format(f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}"))
        assert (read.start, read.end, read.deadlines) == (start, end, ())


@pytest.mark.parametrize(
    ("word", "number"),
    [("enero", 1), ("Feb.", 2), ("SEPT", 9), ("setiembre", 9), ("Febero", 2), ("Novienbre", 11), ("dic", 12)],
)
def test_month_number_reads_short_and_misspelt_names(word: str, number: int) -> None:
    assert month_number(word) == number


@pytest.mark.parametrize("word", ["mayor", "marca", "abrir", "novedad", "junta", "x", "setenta"])
def test_month_number_refuses_other_words(word: str) -> None:
    assert month_number(word) is None


@pytest.mark.parametrize(
    ("figures", "year"), [("22", 2022), ("79", 2079), ("80", 1980), ("2023", 2023), ("232", None), ("0202", None)]
)
def test_full_year_reads_two_and_four_figures(figures: str, year: int | None) -> None:
    assert full_year(figures) == year


def test_proposed_date_is_the_last_day_of_the_month() -> None:
    assert proposed_date(2023, 2, 30) == date(2023, 2, 28)
    assert proposed_date(2024, 2, 31) == date(2024, 2, 29)


def test_month_first_is_read_only_where_it_is_the_sole_reading() -> None:
    assert read_schedule("12/31/2022").deadlines == (date(2022, 12, 31),)
    assert read_schedule("03/04/2022").deadlines == (date(2022, 4, 3),)


def test_find_dates_overlaps_nothing() -> None:
    mentions = find_dates("Del 19 al 22 de noviembre de 2023 y 30/11/2023")
    assert [(m.day, m.month, m.year) for m in mentions] == [(19, 11, 2023), (22, 11, 2023), (30, 11, 2023)]
