"""Both numbers of the follow-up, by domain.md §1.3."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.figures import figures_of, mean_of_components, shown_percent, totals_of
from rinde.capabilities.followup.rules.standing import CellState

APRIL, AUGUST = date(2026, 4, 30), date(2026, 8, 31)


def test_only_what_was_due_by_the_cut_off_counts() -> None:
    states = [a_state(due_on=APRIL, said=a_report()), a_state(due_on=AUGUST, proofs=0)]
    figures = figures_of("1-1", states, until=APRIL)
    assert (figures.due, figures.done, figures.is_done) == (1, 1, True)
    assert figures_of("1-1", states, until=AUGUST).is_done is False


def test_the_day_of_the_cut_off_itself_counts() -> None:
    assert figures_of("1-1", [a_state(due_on=APRIL)], until=APRIL).due == 1
    assert figures_of("1-1", [a_state(due_on=APRIL)], until=date(2026, 4, 29)).due == 0


def test_an_earlier_year_of_a_programme_does_not_count() -> None:
    states = [a_state(due_on=date(2025, 12, 31)), a_state(due_on=date(2026, 1, 1))]
    assert figures_of("1-1", states, until=APRIL, since=date(2026, 1, 1)).due == 1


def test_one_cell_of_28_not_done_is_an_activity_not_done() -> None:
    states = [a_state(due_on=APRIL, said=a_report()) for _ in range(27)] + [a_state(due_on=APRIL, proofs=0)]
    figures = figures_of("1-1", states, until=APRIL)
    assert (figures.is_done, figures.ratio) == (False, Decimal(27) / 28)


def test_nothing_due_is_neither_nought_nor_a_hundred() -> None:
    totals = totals_of([figures_of("1-1", [a_state(due_on=AUGUST)], until=APRIL)])
    assert (totals.official, totals.quantitative) == (None, None)


def test_no_case_leaves_the_denominator() -> None:
    states = [a_state(due_on=APRIL, said=a_report()), a_state(due_on=APRIL, said=a_report(outcome="NO_CASE"))]
    figures = figures_of("1-1", states, until=APRIL)
    assert (figures.counted, figures.is_done) == (1, True)
    alone = figures_of("1-1", states[1:], until=APRIL)
    assert (alone.is_scheduled, alone.is_done) == (False, False)


def test_the_official_number_counts_activities_and_the_other_one_cells() -> None:
    one = figures_of("1", [a_state(due_on=APRIL, said=a_report())], until=APRIL)
    half = [a_state(due_on=APRIL, said=a_report()), a_state(due_on=APRIL, proofs=0)]
    totals = totals_of([one, figures_of("2", half, until=APRIL)])
    assert (totals.official, totals.quantitative) == (Decimal(1) / 2, Decimal(2) / 3)


def test_mean_of_components_leaves_out_those_with_nothing_due() -> None:
    done = totals_of([figures_of("1", [a_state(due_on=APRIL, said=a_report())], until=APRIL)])
    late = totals_of([figures_of("2", [a_state(due_on=APRIL, proofs=0)], until=APRIL)])
    idle = totals_of([figures_of("3", [a_state(due_on=AUGUST)], until=APRIL)])
    assert mean_of_components([done, late, idle]) == Decimal(1) / 2
    assert mean_of_components([idle]) is None


@st.composite
def states(draw: st.DrawFn) -> CellState:
    outcome = draw(st.sampled_from(["DONE", "PARTIAL", "NOT_DONE", "NO_CASE"]))
    quantity = draw(st.none() | st.decimals(0, 200, places=2, allow_nan=False))
    said = draw(st.none() | st.just(a_report(outcome=outcome, quantity=quantity)))
    expected = draw(st.none() | st.decimals(0, 100, places=2, allow_nan=False))
    day = draw(st.sampled_from([APRIL, AUGUST]))
    return a_state(due_on=day, said=said, expected=expected, proofs=draw(st.integers(0, 2)))


@given(st.lists(st.lists(states(), max_size=5), max_size=6), st.integers(0, 6))
def test_parts_add_up_to_the_whole_and_every_ratio_lies_between_0_and_1(
    activities: list[list[CellState]], place: int
) -> None:
    figures = [figures_of(str(number), ones, until=APRIL) for number, ones in enumerate(activities)]
    whole, left, right = totals_of(figures), totals_of(figures[:place]), totals_of(figures[place:])
    assert (whole.scheduled, whole.done, whole.cells) == (
        left.scheduled + right.scheduled,
        left.done + right.done,
        left.cells + right.cells,
    )
    assert whole.ratio_sum == left.ratio_sum + right.ratio_sum
    ratios = [whole.official, whole.quantitative, *(one.ratio for one in figures)]
    assert all(0 <= one <= 1 for one in ratios if one is not None)
    assert all(one.done <= one.counted for one in figures)


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (None, None),
        ("0", "0"),
        ("1", "100"),
        ("0.5956", "59.6"),
        ("0.66666666", "66.7"),
        ("0.9999", "99.9"),
        ("0.0001", "0.1"),
        ("0.00049", "0.1"),
    ],
)
def test_percent_for_people_never_shows_less_than_all_as_all(ratio: str | None, shown: str | None) -> None:
    assert shown_percent(None if ratio is None else Decimal(ratio)) == (None if shown is None else Decimal(shown))
