"""What a verdict needs, and how verdicts add up."""

from decimal import Decimal
from typing import Any

import pytest

from rinde.capabilities.followup.rules.verdicts import Judged, VerdictValues, cells_say, verdict_gaps, verdict_lines

REASON = "El acta no está firmada por el comité."


@pytest.mark.parametrize(
    ("due", "no_case", "done", "says"),
    [(2, 0, 2, True), (2, 0, 1, False), (2, 1, 1, True), (1, 1, 0, None), (0, 0, 0, None), (28, 0, 27, False)],
)
def test_activity_is_done_when_every_cell_that_counts_is(due: int, no_case: int, done: int, says: bool | None) -> None:
    assert cells_say(due, no_case, done) is says


def gaps(says: bool | None, **values: Any) -> list[str]:
    return list(verdict_gaps(VerdictValues(**{"is_done": True} | values), says))


def test_verdict_as_the_cells_say_needs_no_reason() -> None:
    assert gaps(True) == gaps(False, is_done=False) == []


@pytest.mark.parametrize(("says", "is_done"), [(True, False), (False, True), (None, True), (None, False)])
def test_verdict_that_says_otherwise_gives_its_reason(says: bool | None, is_done: bool) -> None:
    (gap,) = gaps(says, is_done=is_done)
    assert "Escriba por qué" in gap
    assert gaps(says, is_done=is_done, reason=REASON) == []
    assert "muy corto" in gaps(says, is_done=is_done, reason="no")[0]


@pytest.mark.parametrize(("ratio", "fine"), [("0", True), ("1", True), ("1.0001", False), ("-0.01", False)])
def test_own_percentage_lies_between_0_and_100(ratio: str, fine: bool) -> None:
    assert (gaps(True, ratio=Decimal(ratio)) == []) is fine


def test_texts_have_an_end() -> None:
    assert gaps(True, observation="x" * 4000, recommendation="x" * 4000, reason="x" * 1000) == []
    assert len(gaps(True, observation="x" * 4001, recommendation="x" * 4001, reason="x" * 1001)) == 3


def test_official_number_by_verdicts_waits_until_all_is_decided() -> None:
    half, _ = verdict_lines([Judged("A", True, True), Judged("A", False)])
    assert (half.scheduled, half.decided, half.undecided, half.official) == (2, 1, 1, None)
    whole, _ = verdict_lines([Judged("A", True, True), Judged("A", False, False)])
    assert whole.official == Decimal("0.5")


def test_what_had_no_case_counts_only_where_internal_control_puts_it_back() -> None:
    left_out, _ = verdict_lines([Judged("A", True, True), Judged("A", None)])
    assert (left_out.scheduled, left_out.official) == (1, 1)
    put_back, _ = verdict_lines([Judged("A", True, True), Judged("A", None, False)])
    assert (put_back.scheduled, put_back.official, put_back.differing) == (2, Decimal("0.5"), 1)


def test_nothing_scheduled_has_no_number() -> None:
    total, components = verdict_lines([Judged("A", None)])
    assert (total.official, components[0].official) == (None, None)


def test_components_add_up_and_own_percentages_are_averaged_apart() -> None:
    total, parts = verdict_lines(
        [
            Judged("A", True, False, Decimal("0.5")),
            Judged("B", True, True, Decimal(1)),
            Judged("B", False, False),
        ]
    )
    assert [(one.component, one.scheduled, one.done, one.differing) for one in parts] == [
        ("A", 1, 0, 1),
        ("B", 2, 1, 0),
    ]
    assert (total.own_ratios, total.mean_ratio) == (2, Decimal("0.75"))
    assert total.done == sum(one.done for one in parts)
