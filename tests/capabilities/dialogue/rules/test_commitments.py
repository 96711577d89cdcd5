from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.dialogue.rules.commitments import (
    CommitmentValues,
    ReportFacts,
    Standing,
    closing_gaps,
    due_of,
    late_since_after_move,
    move_gaps,
    report_gaps,
    standing_of,
    value_gaps,
)
from rinde.capabilities.dialogue.rules.words import first_status, new_code, plain_code, word_gaps
from rinde.foundations.law import WorkCalendar, national_holidays
from rinde.foundations.law.terms import TermUnit

TUESDAY = date(2026, 5, 12)
CALENDAR = WorkCalendar(
    {day: name for year in (2026, 2027) for day, name in national_holidays(year).items()}, {}, years=(2026, 2027)
)


def _values(**fields: Any) -> CommitmentValues:
    defaults: dict[str, Any] = {
        "text": "Arreglar el puente",
        "obtained_by": "Junta de Acción Comunal de La Palma",
        "evidence_expected": "Acta de entrega",
        "actor_id": 1,
        "made_on": TUESDAY,
        "due_on": date(2026, 6, 30),
    }
    return CommitmentValues(**defaults | fields)


def test_whole_commitment_has_no_gaps() -> None:
    assert value_gaps(_values()) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "a qué se comprometió"),
        ({"obtained_by": ""}, "qué comunidad o colectivo"),
        ({"obtained_by": "María Pérez, C.C. 52.418.903"}, "un número de identificación"),
        ({"text": "Llamar al celular 310 555 12 34"}, "un número de celular"),
        ({"evidence_expected": ""}, "con qué se sabrá"),
        ({"text": "x" * 2_001}, "caben 2.000"),
        ({"made_on": None}, "el día en que se hizo"),
        ({"due_on": None}, "la fecha límite, o el plazo"),
        ({"days": 5}, "una de las dos cosas"),
        ({"due_on": date(2026, 5, 11)}, "es anterior al día"),
        ({"due_on": date(2062, 6, 30)}, "más de cinco años"),
        ({"due_on": None, "days": 0}, "va de 1 a 1000"),
        ({"due_on": None, "days": 5, "unit": "MONTHS"}, "días hábiles o en días calendario"),
    ],
)
def test_commitment_says_what_is_missing(fields: dict[str, Any], said: str) -> None:
    (gap,) = value_gaps(_values(**fields))
    assert said in gap


@pytest.mark.parametrize(
    ("days", "unit", "due_on"),
    [
        (1, TermUnit.BUSINESS_DAYS, date(2026, 5, 13)),
        (4, TermUnit.BUSINESS_DAYS, date(2026, 5, 19)),  # Monday 18 May is a holiday
        (15, TermUnit.BUSINESS_DAYS, date(2026, 6, 3)),
        (30, TermUnit.CALENDAR_DAYS, date(2026, 6, 11)),
    ],
)
def test_date_in_days_is_counted_from_the_day_after(days: int, unit: TermUnit, due_on: date) -> None:
    due = due_of(_values(due_on=None, days=days, unit=unit), CALENDAR)
    assert due.due_on == due_on
    assert due.in_words.startswith("Desde el 12 de mayo de 2026, que no cuenta. Día 1 = miércoles 13 de mayo de 2026")


def test_written_date_has_no_arithmetic() -> None:
    assert due_of(_values(), CALENDAR).in_words == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"today": date(2026, 6, 30)}, Standing(False, 0, is_soon=True)),  # midnight of the last day is in time
        ({"today": date(2026, 7, 1)}, Standing(True, 1)),
        ({"today": date(2026, 6, 1)}, Standing(False, 0)),
        ({"status": "DRAFT", "today": date(2027, 1, 1)}, Standing(False, 0)),
        # Kept after its day: late by those days for ever.
        ({"outcome": "KEPT", "done_on": date(2026, 7, 10), "today": date(2027, 1, 1)}, Standing(True, 10)),
        ({"outcome": "KEPT", "done_on": date(2026, 6, 30), "today": date(2027, 1, 1)}, Standing(False, 0)),
        # Moved once it was late: the first date counts.
        ({"due_on": date(2026, 9, 30), "late_since": date(2026, 6, 30), "today": date(2026, 7, 5)}, Standing(True, 5)),
        # What is kept in part is not done yet, until it is closed so.
        ({"outcome": "PARTLY", "done_on": date(2026, 6, 29), "today": date(2026, 7, 5)}, Standing(True, 5)),
        (
            {"status": "CLOSED", "outcome": "PARTLY", "done_on": date(2026, 6, 29), "today": date(2026, 7, 5)},
            Standing(False, 0),
        ),
        # Closed as not kept: late until that day, however long ago it is.
        (
            {"status": "CLOSED", "outcome": "NOT", "closed_on": date(2026, 7, 2), "today": date(2027, 7, 2)},
            Standing(True, 2),
        ),
    ],
)
def test_late_stays_late(fields: dict[str, Any], expected: Standing) -> None:
    defaults: dict[str, Any] = {
        "status": "OPEN", "outcome": "", "due_on": date(2026, 6, 30), "late_since": None, "done_on": None,
    }  # fmt: skip
    assert standing_of(**defaults | fields) == expected


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_moving_a_date_never_makes_a_late_commitment_less_late(due_on: date, today: date) -> None:
    since = late_since_after_move(due_on=due_on, late_since=None, today=today)
    facts: dict[str, Any] = {"status": "OPEN", "outcome": "", "done_on": None, "today": today}
    before = standing_of(due_on=due_on, late_since=None, **facts)
    after = standing_of(due_on=date(2028, 1, 1), late_since=since, **facts)
    assert (after.is_late, after.days_late) == (before.is_late, before.days_late)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"new_due_on": date(2026, 6, 30)}, "la misma"),
        ({"new_due_on": date(2026, 5, 31)}, "ya pasó"),
        ({"new_due_on": date(2099, 1, 1)}, "más de cinco años"),
        ({"reason": ""}, "por qué cambia la fecha"),
        ({"reason": "x" * 501}, "caben 500"),
    ],
)
def test_move_says_what_is_missing(fields: dict[str, Any], said: str) -> None:
    defaults: dict[str, Any] = {
        "due_on": date(2026, 6, 30), "new_due_on": date(2026, 8, 31), "made_on": TUESDAY, "reason": "Llovió.",
        "today": date(2026, 6, 1),
    }  # fmt: skip
    assert move_gaps(**defaults) == ()
    (gap,) = move_gaps(**defaults | fields)
    assert said in gap


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "qué se hizo"),
        ({"text": "Firmó Luz, cédula 52.418.903"}, "un número de identificación"),
        ({"happened_on": None}, "el día en que se cumplió"),
        ({"happened_on": date(2026, 6, 2)}, "todavía no llega"),
        ({"happened_on": date(2026, 5, 1)}, "anterior al compromiso"),
        ({"without_proof": ""}, "Agregue una prueba"),
        ({"outcome": "MAYBE"}, "de la lista"),
    ],
)
def test_report_says_what_is_missing(fields: dict[str, Any], said: str) -> None:
    defaults: dict[str, Any] = {
        "text": "Se hizo.", "outcome": "KEPT", "happened_on": date(2026, 5, 28), "without_proof": "En imprenta.",
    }  # fmt: skip
    check: dict[str, Any] = {"made_on": TUESDAY, "today": date(2026, 6, 1), "proofs": 0}
    assert report_gaps(ReportFacts(**defaults), **check) == ()
    (gap,) = report_gaps(ReportFacts(**defaults | fields), **check)
    assert said in gap


def test_report_that_goes_on_needs_neither_day_nor_proof() -> None:
    going_on = ReportFacts("Se contrató la obra.", "", None)
    assert report_gaps(going_on, made_on=TUESDAY, today=date(2026, 6, 1), proofs=0) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"outcome": ""}, "si se cumplió"),
        ({"done_on": None}, "el día en que se cumplió"),
        ({"done_on": date(2026, 6, 2)}, "todavía no llega"),
        ({"done_on": date(2026, 5, 1)}, "anterior al compromiso"),
        ({"text": ""}, "por qué lo cierra así"),
    ],
)
def test_closing_says_what_is_missing(fields: dict[str, Any], said: str) -> None:
    defaults: dict[str, Any] = {
        "outcome": "KEPT", "text": "Entregado.", "done_on": date(2026, 5, 28), "made_on": TUESDAY,
        "today": date(2026, 6, 1),
    }  # fmt: skip
    assert closing_gaps(**defaults) == ()
    (gap,) = closing_gaps(**defaults | fields)
    assert said in gap


def test_word_needs_an_outcome_and_fits() -> None:
    assert word_gaps(outcome="PARTLY", comment="") == ()
    assert [gap[:25] for gap in word_gaps(outcome="", comment="x" * 2_001)] == [
        "Escoja si se cumplió, se ",
        "Su comentario tiene 2.001",
    ]


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("Falta la baranda.", "VISIBLE"),
        ("", "VISIBLE"),
        ("Mire " + "https://ejemplo.org " * 4, "PENDING"),
        ("Pregunten a Luz, cédula 52.418.903", "PENDING"),
    ],
)
def test_comment_waits_where_it_seems_to_identify_somebody(comment: str, status: str) -> None:
    assert first_status(comment) == status


def test_code_is_read_whatever_was_typed_between_its_letters() -> None:
    code = new_code()
    assert len(code) == 14
    assert plain_code(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")
