"""What keeps a report from being sent: everything at once, each with the field where it is put right."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_samples import a_cell
from rinde.capabilities.followup.rules.report_values import (
    Mark,
    ReportValues,
    marks_of,
    names_among,
    read_values,
    with_list,
)
from rinde.capabilities.followup.rules.reporting import (
    LONGEST_TEXT,
    asks_quantity,
    is_late,
    return_gaps,
    sending_gaps,
)

DUE = date(2026, 6, 30)
START = date(2026, 1, 1)
TODAY = date(2026, 6, 29)
FIVE = a_cell(unit="COUNT", expected=Decimal(5))
SHARE = a_cell(unit="PERCENT", expected=Decimal(100))
MAPS = ("Contratación", "Tesorería", "Trámites")
LISTED = a_cell(unit="PERCENT", expected=Decimal(100), universe=MAPS)


def values(**fields: Any) -> ReportValues:
    """A report that says «se cumplió» of a cell without figures, in time."""
    defaults: dict[str, Any] = {
        "outcome": "DONE",
        "text": "Se publicó el informe en la página.",
        "happened_on": TODAY,
    }
    return ReportValues(**defaults | fields)


def gaps(given_values: ReportValues, cell: Any = None, today: date = TODAY) -> dict[str, str]:
    found = sending_gaps(given_values, cell or a_cell(), period_start=START, today=today)
    return {gap.field: gap.message for gap in found}


def test_a_whole_report_lacks_nothing() -> None:
    assert gaps(values()) == {}


def test_an_empty_report_is_told_what_to_choose_first() -> None:
    assert set(gaps(ReportValues())) == {"outcome"}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = values(text="", happened_on=None, unread={"quantity": "cinco"}, difficulties="x" * (LONGEST_TEXT + 1))
    assert set(gaps(wrong, FIVE)) == {"text", "happened_on", "quantity", "difficulties"}


@pytest.mark.parametrize("outcome", ["", "TAL_VEZ"])
def test_outcome_that_is_none_of_the_list_is_refused(outcome: str) -> None:
    assert "outcome" in gaps(values(outcome=outcome))


@pytest.mark.parametrize("text", ["", "Listo", "listo listo listo", "ok ok"])
def test_a_word_is_no_sentence(text: str) -> None:
    assert set(gaps(values(text=text))) == {"text"}


@pytest.mark.parametrize("outcome", ["NOT_DONE", "NO_CASE"])
def test_what_was_not_done_needs_its_reason_and_no_sentence_nor_day(outcome: str) -> None:
    bare = values(outcome=outcome, text="", happened_on=None)
    assert set(gaps(bare, FIVE)) == {"reason"}
    assert gaps(replace(bare, reason="La obra no se contrató este año."), FIVE) == {}


@pytest.mark.parametrize(
    ("day", "today", "late"),
    [
        (DUE, DUE, False),
        (DUE, DUE + timedelta(days=9), False),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), True),
    ],
)
def test_what_was_done_is_late_by_the_day_of_the_fact_not_of_the_telling(day: date, today: date, late: bool) -> None:
    said = values(happened_on=day)
    assert is_late(said, a_cell(), today=today) is late
    assert ("reason" in gaps(said, today=today)) is late


@pytest.mark.parametrize(("today", "late"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_progress_that_is_not_all_is_late_once_its_day_is_over(today: date, late: bool) -> None:
    said = values(outcome="PARTIAL", quantity=Decimal(3))
    assert set(gaps(said, FIVE, today)) == ({"reason"} if late else set())


def test_late_report_with_its_reason_goes() -> None:
    said = values(happened_on=DUE + timedelta(days=2), reason="El proveedor entregó tarde.")
    assert gaps(said, today=DUE + timedelta(days=3)) == {}


@pytest.mark.parametrize(
    ("day", "field"),
    [(TODAY, None), (TODAY + timedelta(days=1), "happened_on"), (START, None), (date(2025, 12, 31), "happened_on")],
)
def test_fact_is_neither_in_the_future_nor_before_the_plan(day: date, field: str | None) -> None:
    assert set(gaps(values(happened_on=day))) == ({field} if field else set())


@pytest.mark.parametrize(
    ("unit", "expected", "asks"),
    [("COUNT", 5, True), ("COUNT", 1, False), ("PERCENT", 100, True), ("PERCENT", 1, True), ("", None, False)],
)
def test_a_figure_is_asked_for_where_one_is_expected(unit: str, expected: int | None, asks: bool) -> None:
    cell = a_cell(unit=unit, expected=None if expected is None else Decimal(expected))
    assert asks_quantity(cell) is asks
    assert set(gaps(values(), cell)) == ({"quantity"} if asks else set())


@pytest.mark.parametrize(
    ("quantity", "field"),
    [("4", "outcome"), ("4.99", "outcome"), ("5", None), ("6", None), ("500", None), ("50000", "quantity")],
)
def test_done_with_less_than_expected_is_told_to_say_so(quantity: str, field: str | None) -> None:
    found = gaps(values(quantity=Decimal(quantity)), FIVE)
    assert set(found) == ({field} if field else set())
    if field == "outcome":
        assert "Se avanzó" in found["outcome"]


def test_partial_may_say_less_and_an_unmeasured_cell_anything() -> None:
    assert gaps(values(outcome="PARTIAL", quantity=Decimal(2)), FIVE) == {}
    assert gaps(values(quantity=Decimal(999_999))) == {}


def test_nothing_done_with_a_figure_contradicts_itself() -> None:
    said = values(outcome="NOT_DONE", quantity=Decimal(2), reason="No hubo presupuesto.")
    assert set(gaps(said, FIVE)) == {"outcome"}


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        ({"quantity": 100}, set()),
        ({"quantity": 101}, {"quantity"}),
        ({"quantity": 60}, {"outcome"}),
        ({"numerator": 39, "denominator": 39}, set()),
        ({"numerator": 30, "denominator": 39}, {"outcome"}),
        ({"numerator": 45, "denominator": 39}, {"numerator"}),
        ({"numerator": 39}, {"denominator"}),
        ({"denominator": 39}, {"numerator"}),
        ({"numerator": 39, "denominator": 39, "quantity": 100}, set()),
        ({"numerator": 39, "denominator": 39, "quantity": 80}, {"quantity"}),
    ],
)
def test_share_is_told_whole(figures: dict[str, int], fields: set[str]) -> None:
    said = values(**{name: Decimal(value) for name, value in figures.items()})
    assert set(gaps(said, SHARE)) == fields


def test_marks_give_the_figures_and_what_does_not_apply_leaves_the_whole() -> None:
    marks = marks_of(MAPS, done=["Contratación", "Tesorería"], left_out={"Trámites": "No hay trámites propios"})
    said = with_list(values(marks=marks), LISTED)
    assert (said.numerator, said.denominator, said.percent) == (2, 2, 100)
    assert gaps(said, LISTED) == {}


def test_list_without_a_mark_asks_for_them() -> None:
    assert set(gaps(values(), LISTED)) == {"universe"}


def test_marks_that_cannot_stand_are_told_one_by_one() -> None:
    marks = (
        Mark("De otra lista", is_done=True),
        Mark("Contratación", is_done=True, is_not_applicable=True, reason="x"),
        Mark("Tesorería", is_not_applicable=True),
    )
    said = with_list(values(marks=marks), LISTED)
    found = sending_gaps(said, LISTED, period_start=START, today=TODAY)
    assert [gap.field for gap in found].count("universe") == 3


def test_list_in_which_nothing_applies_is_no_case() -> None:
    marks = marks_of(MAPS, left_out=dict.fromkeys(MAPS, "No aplica este año"))
    found = gaps(with_list(values(marks=marks), LISTED), LISTED)
    assert "No se presentó el caso" in found["outcome"]


def test_all_done_leaves_out_what_does_not_apply() -> None:
    marks = marks_of(MAPS, left_out={"Trámites": "No hay"}, all_done=True)
    assert [(one.is_done, one.is_not_applicable) for one in marks] == [(True, False), (True, False), (False, True)]


def test_pasted_names_are_found_whatever_their_accents_and_the_others_are_kept() -> None:
    found, unknown = names_among("CONTRATACION\n\n  tramites \nOtra cosa\ncontratación", MAPS)
    assert (found, unknown) == (("Contratación", "Trámites"), "Otra cosa")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), ("1.234,5", Decimal("1234.5")), (" 80 % ", 80), ("", None), ("5.000", 5000)],
)
def test_figures_are_read_as_people_write_them(typed: str, value: Decimal | None) -> None:
    read = read_values({"quantity": typed})
    assert (read.quantity, read.unread) == (value, {})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("quantity", "cinco"),
        ("quantity", "-3"),
        ("quantity", "9999999999999999"),
        ("numerator", "12,3456"),
        ("denominator", "0"),
        ("happened_on", "31/02/2026"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(field: str, typed: str) -> None:
    read = read_values({"outcome": "DONE", "text": "Se hizo la feria.", field: typed})
    assert read.unread == {field: typed}
    assert gaps(read, SHARE)[field]


@pytest.mark.parametrize(("typed", "day"), [("2026-06-15", 15), ("15/06/2026", 15), ("15-06-2026", 15)])
def test_day_is_read_from_the_browser_and_as_in_colombia(typed: str, day: int) -> None:
    assert read_values({"happened_on": typed}).happened_on == date(2026, 6, day)


def test_texts_have_a_limit_that_is_told_with_what_is_over() -> None:
    assert gaps(values(text="una palabra " * 833)) == {}
    assert "Quite 8" in gaps(values(text="una palabra " * 834))["text"]


@pytest.mark.parametrize("reason", ["", "Mal", "corregir", "x y " * 5_000])
def test_return_without_a_reason_that_helps_is_refused(reason: str) -> None:
    assert len(return_gaps(reason)) == 1


def test_return_that_says_what_to_put_right_goes() -> None:
    assert return_gaps("Falta el enlace al informe.") == ()


@given(
    done=st.sets(st.sampled_from(MAPS)),
    left_out=st.sets(st.sampled_from(MAPS)),
    outcome=st.sampled_from(["DONE", "PARTIAL"]),
)
def test_what_may_be_sent_is_never_above_all_or_done_with_less(
    done: set[str], left_out: set[str], outcome: str
) -> None:
    marks = marks_of(MAPS, done=done, left_out=dict.fromkeys(left_out, "No aplica"))
    said = with_list(values(outcome=outcome, marks=marks), LISTED)
    if not gaps(said, LISTED):
        assert said.percent is not None
        assert 0 <= said.percent <= 100
        assert outcome == "PARTIAL" or said.percent == 100
