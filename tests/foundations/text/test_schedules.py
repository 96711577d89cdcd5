"""Schedules: lists, ranges, periods, recurrence, permanence, and dates that do not exist."""

from datetime import date

import pytest

from rinde.foundations.text.schedules import ImpossibleDate, read_bounds, read_schedule

YEAR = 2022


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Abril", "2022-04-01", "2022-04-30"),
        ("ene-17", "2017-01-01", "2017-01-31"),
        ("ago- 23", "2023-08-01", "2023-08-31"),
        ("Febrero a diciembre de 2022", "2022-02-01", "2022-12-31"),
        ("Marzo a dic 2019", "2019-03-01", "2019-12-31"),
        ("enero - junio", "2022-01-01", "2022-06-30"),
        ("22 al 28 de abril", "2022-04-22", "2022-04-28"),
        ("Del 19 al 22 de noviembre de 2023", "2023-11-19", "2023-11-22"),
        ("Entre el 1 y el 15 de marzo", "2022-03-01", "2022-03-15"),
        ("Desde el 1 de febrero hasta el 30 de noviembre de 2022", "2022-02-01", "2022-11-30"),
        ("Inicio: 01/02/2022 Fin: 30/11/2022", "2022-02-01", "2022-11-30"),
        ("Noviembre a febrero de 2023", "2022-11-01", "2023-02-28"),
        ("Noviembre 2022 a enero 2023", "2022-11-01", "2023-01-31"),
        ("Primer trimestre de 2022", "2022-01-01", "2022-03-31"),
        ("II semestre", "2022-07-01", "2022-12-31"),
        ("I cuatrimestre", "2022-01-01", "2022-04-30"),
        ("Trimestre 1", "2022-01-01", "2022-03-31"),
        ("Vigencia 2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_months_spans_and_periods_give_start_and_end(text: str, start: str, end: str) -> None:
    read = read_schedule(text, YEAR)
    assert (read.start, read.end, read.deadlines) == (date.fromisoformat(start), date.fromisoformat(end), ())


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("30 de abril, 31 de agosto y 31 de diciembre", ["2022-04-30", "2022-08-31", "2022-12-31"]),
        ("abril, agosto y diciembre de 2022", ["2022-04-30", "2022-08-31", "2022-12-31"]),
        ("I y II semestre de 2022", ["2022-06-30", "2022-12-31"]),
        ("5, 12 y 19 de mayo", ["2022-05-05", "2022-05-12", "2022-05-19"]),
        ("1-Junio / 2- Diciembre", ["2022-06-01", "2022-12-02"]),
        ("30-jun y 30-dic", ["2022-06-30", "2022-12-30"]),
        ("Informe elaborado: 30/11/2022; publicado: 31/12/2022", ["2022-11-30", "2022-12-31"]),
        ("30/04/22 30/06/22", ["2022-04-30", "2022-06-30"]),
        ("a 30 de junio", ["2022-06-30"]),
        ("primero de marzo", ["2022-03-01"]),
    ],
)
def test_dates_and_lists_give_deadlines(text: str, deadlines: list[str]) -> None:
    read = read_schedule(text, YEAR)
    assert [day.isoformat() for day in read.deadlines] == deadlines
    assert (read.start, read.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Semestralmente 2022", "SEMIANNUAL"),
        ("Cada trimestre de 2022", "QUARTERLY"),
        ("Mensual", "MONTHLY"),
        ("cada dos meses", "BIMONTHLY"),
        ("Cuatrimestral", "FOUR_MONTHLY"),
        ("anual", "ANNUAL"),
        ("una vez por semana", "WEEKLY"),
    ],
)
def test_recurrence_words_give_no_dates(text: str, recurrence: str) -> None:
    read = read_schedule(text, YEAR)
    assert (read.recurrence, read.start, read.end, read.deadlines) == (recurrence, None, None, ())


def test_a_span_may_recur() -> None:
    read = read_schedule("Febrero a diciembre de 2022 (trimestralmente)", YEAR)
    assert (read.start, read.end, read.recurrence) == (date(2022, 2, 1), date(2022, 12, 31), "QUARTERLY")


@pytest.mark.parametrize("text", ["PERMANENTE", "Durante toda la vigencia", "Todo el año", "Actividad continua"])
def test_permanent_words_give_no_dates(text: str) -> None:
    read = read_schedule(text, YEAR)
    assert (read.permanent, read.start, read.end, read.deadlines) == (True, None, None, ())


@pytest.mark.parametrize(
    ("text", "kept", "wrong", "suggestion"),
    [
        ("30/02/2022", [], "30/02/2022", date(2022, 2, 28)),
        ("29/02/23", [], "29/02/23", date(2023, 2, 28)),
        ("31/04", [], "31/04", date(2022, 4, 30)),
        ("1/11/232", [], "1/11/232", date(2022, 11, 1)),
        ("31/03/2022, 31/06/2022", [date(2022, 3, 31)], "31/06/2022", date(2022, 6, 30)),
    ],
)
def test_impossible_dates_stay_text_with_a_proposal(text: str, kept: list[date], wrong: str, suggestion: date) -> None:
    read = read_schedule(text, YEAR)
    assert list(read.deadlines) == kept
    assert read.impossible == (ImpossibleDate(wrong, suggestion),)
    assert read.text == text


def test_an_impossible_end_leaves_its_side_empty() -> None:
    read = read_schedule("01/02/2022 a 30/02/2022", YEAR)
    assert (read.start, read.end) == (date(2022, 2, 1), None)


def test_read_bounds_takes_each_column_for_its_side() -> None:
    read = read_bounds("3/02/23", "29/02/23")
    assert (read.start, read.end, read.text) == (date(2023, 2, 3), None, "3/02/23 29/02/23")
    months = read_bounds("Febrero", "noviembre", YEAR)
    assert (months.start, months.end) == (date(2022, 2, 1), date(2022, 11, 30))


def test_the_year_comes_from_the_neighbours_before_the_argument() -> None:
    assert read_schedule("15 de mayo y 30 de junio de 2019", YEAR).deadlines == (date(2019, 5, 15), date(2019, 6, 30))
    assert read_schedule("15 de mayo", None).deadlines == ()


@pytest.mark.parametrize("text", ["", "   ", "Según agenda del alcalde", "Por definir"])
def test_what_says_no_time_is_empty(text: str) -> None:
    assert read_schedule(text, YEAR).is_empty
