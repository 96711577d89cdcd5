from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.change_requests.late import Deadline, is_late, late_dates, remembered_moves
from rinde.capabilities.plans.rules.content import LateMove

TODAY = date(2026, 5, 4)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
AUGUST = date(2026, 8, 31)


@pytest.mark.parametrize(("due_on", "late"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False)])
def test_deadline_is_late_from_the_day_after(due_on: date, late: bool) -> None:
    assert is_late(due_on, on=TODAY) is late


@pytest.mark.parametrize(("due_on", "expected"), [(YESTERDAY, (YESTERDAY,)), (TODAY, ()), (TOMORROW, ())])
def test_only_what_had_passed_counts_as_late(due_on: date, expected: tuple[date, ...]) -> None:
    before, after = [Deadline(1, 1, due_on)], [Deadline(1, 1, AUGUST)]

    assert late_dates(before, after, asked_on=TODAY) == expected


def test_deadline_that_stays_is_not_late_whatever_its_day() -> None:
    standing = [Deadline(1, 1, YESTERDAY)]

    assert late_dates(standing, standing, asked_on=TODAY) == ()


def test_deadline_written_anew_on_its_own_day_has_not_moved() -> None:
    assert late_dates([Deadline(1, 1, YESTERDAY)], [Deadline(2, 1, YESTERDAY)], asked_on=TODAY) == ()


def test_deadline_taken_out_is_late_too() -> None:
    before = [Deadline(1, 1, YESTERDAY), Deadline(2, 1, AUGUST)]

    assert late_dates(before, before[1:], asked_on=TODAY) == (YESTERDAY,)


def test_late_move_is_remembered_with_its_days() -> None:
    before, after = [Deadline(1, 1, YESTERDAY)], [Deadline(1, 1, AUGUST)]

    assert remembered_moves(before, after, asked_on=TODAY) == {1: (LateMove(YESTERDAY, TODAY),)}


def test_move_before_its_day_leaves_no_memory() -> None:
    before, after = [Deadline(1, 1, TODAY)], [Deadline(1, 1, AUGUST)]

    assert remembered_moves(before, after, asked_on=TODAY) == {}


def test_memory_passes_to_the_nearest_date_of_the_same_deliverable() -> None:
    old = LateMove(date(2026, 2, 1), date(2026, 3, 1))
    before = [Deadline(1, 1, date(2026, 4, 30), (old,)), Deadline(2, 1, AUGUST), Deadline(3, 2, YESTERDAY)]
    after = [Deadline(2, 1, AUGUST), Deadline(3, 2, YESTERDAY), Deadline(4, 1, date(2026, 12, 1))]

    assert remembered_moves(before, after, asked_on=TODAY) == {2: (old, LateMove(date(2026, 4, 30), TODAY))}


def test_memory_passes_to_another_deliverable_where_its_own_went() -> None:
    old = LateMove(date(2026, 2, 1), date(2026, 3, 1))

    assert remembered_moves([Deadline(1, 1, AUGUST, (old,))], [Deadline(9, 2, AUGUST)], asked_on=TODAY) == {9: (old,)}


_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_moves = st.lists(st.builds(LateMove, _days, _days), max_size=2).map(tuple)


@given(
    st.dictionaries(st.integers(1, 6), st.tuples(st.integers(1, 2), _days, _moves), min_size=1),
    st.dictionaries(st.integers(1, 9), st.tuples(st.integers(1, 2), _days), min_size=1),
    _days,
)
def test_nothing_remembered_is_ever_lost(before: dict, after: dict, asked_on: date) -> None:
    """Rows that stay keep what the database holds of them; whatever else happens, every late move is still said."""
    old = [Deadline(row, *facts) for row, facts in before.items()]
    new = [Deadline(row, *facts, before[row][2] if row in before else ()) for row, facts in after.items()]

    changed = remembered_moves(old, new, asked_on=asked_on)

    said = Counter(move for one in new for move in changed.get(one.row, one.late_moves))
    owed = Counter(move for one in old for move in one.late_moves)
    owed.update(LateMove(day, asked_on) for day in late_dates(old, new, asked_on=asked_on))
    assert owed <= said
