"""What a cell is on a day, and how far it came."""

from datetime import date
from decimal import Decimal

import pytest

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.standing import Standing, ratio_of, standing_of

DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 6, 15), Standing.UPCOMING),
        (date(2026, 6, 16), Standing.DUE_SOON),  # fourteen days before
        (date(2026, 6, 30), Standing.DUE_SOON),  # kept until its midnight
        (date(2026, 7, 1), Standing.LATE),
    ],
)
def test_cell_without_report_by_day(today: date, standing: Standing) -> None:
    assert standing_of(a_state(due_on=DUE, proofs=0), today=today) is standing


def test_done_and_proved_is_done_after_its_date() -> None:
    assert standing_of(a_state(due_on=DUE, said=a_report()), today=date(2026, 12, 1)) is Standing.DONE


def test_done_without_proof_is_not_done() -> None:
    state = a_state(due_on=DUE, said=a_report(), proofs=0)
    assert (standing_of(state, today=date(2026, 12, 1)), state.is_done) == (Standing.UNPROVED, False)


def test_a_returned_report_is_said_before_being_late() -> None:
    state = a_state(due_on=DUE, proofs=0, open=a_report(status="RETURNED"))
    assert standing_of(state, today=date(2026, 12, 1)) is Standing.RETURNED


def test_a_draft_does_not_keep_a_cell_from_being_late() -> None:
    state = a_state(due_on=DUE, proofs=0, open=a_report(status="DRAFT"))
    assert standing_of(state, today=date(2026, 7, 1)) is Standing.LATE


def test_progress_before_the_date_is_in_progress() -> None:
    said = a_report(outcome="PARTIAL")
    assert standing_of(a_state(due_on=DUE, said=said), today=date(2026, 3, 1)) is Standing.IN_PROGRESS


def test_done_with_less_than_expected_is_not_claimed() -> None:
    state = a_state(said=a_report(quantity=Decimal(3)), expected=Decimal(4), unit="COUNT")
    assert not state.is_claimed
    assert state.ratio == Decimal("0.75")


def test_no_case_is_neither_done_nor_late() -> None:
    state = a_state(due_on=DUE, proofs=0, said=a_report(outcome="NO_CASE"))
    assert (standing_of(state, today=date(2026, 12, 1)), state.is_done) == (Standing.NO_CASE, False)


@pytest.mark.parametrize(
    ("report", "cell", "ratio"),
    [
        ({"outcome": "DONE"}, {}, 1),
        ({"outcome": "PARTIAL"}, {}, 0),  # progress without a figure is not guessed
        ({"outcome": "NOT_DONE", "quantity": Decimal(4)}, {"expected": Decimal(4)}, 0),
        ({"quantity": Decimal(9)}, {"expected": Decimal(4), "unit": "COUNT"}, 1),  # capped
        ({"numerator": Decimal(30), "denominator": Decimal(40)}, {"expected": Decimal(100), "unit": "PERCENT"}, "0.75"),
        ({"quantity": Decimal(90)}, {"expected": Decimal(90), "unit": "PERCENT"}, 1),
        ({"numerator": Decimal(0), "denominator": Decimal(40)}, {"expected": Decimal(100), "unit": "PERCENT"}, 0),
    ],
)
def test_ratio_of_a_cell(report: dict[str, object], cell: dict[str, object], ratio: object) -> None:
    state = a_state(said=a_report(**report), **cell)
    assert ratio_of(state.cell, state.said) == Decimal(str(ratio))
