"""A unit's sheet: what is late, what comes month by month, what is done, on one letter page."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.walls import MOST_DONE, MOST_LATE, MOST_ROWS, WallRow, wall_of

TODAY = date(2026, 7, 6)


def wall(*states):
    return wall_of("Hacienda", [(WallRow(1, "PTEP 2026", one.cell), one) for one in states], today=TODAY)


def due(days, **more):
    return a_state(due_on=TODAY + timedelta(days=days), **more)


DONE = a_report(status="ACCEPTED")


@pytest.mark.parametrize(
    ("state", "late", "to_come", "done", "no_case"),
    [
        (due(-1), 1, 0, 0, 0),
        (due(0), 0, 1, 0, 0),  # until its midnight
        (due(40), 0, 1, 0, 0),
        (due(-1, said=DONE), 0, 0, 1, 0),
        (due(-1, said=DONE, proofs=0), 1, 0, 0, 0),  # without a proof it is not done
        (due(9, said=DONE), 0, 0, 1, 0),
        (due(-9, said=a_report(outcome="NO_CASE")), 0, 0, 0, 1),
        (due(9, open=a_report(status="RETURNED", returned_reason="x")), 0, 1, 0, 0),  # why it came back is internal
        (due(-9, open=a_report(status="RETURNED", returned_reason="x")), 1, 0, 0, 0),
    ],
)
def test_each_cell_is_in_one_place(state, late, to_come, done, no_case):
    found = wall(state)
    assert (found.late_count, found.to_come, found.done_count, found.no_case) == (late, to_come, done, no_case)
    assert found.total == 1


def test_months_are_in_order_and_late_ones_oldest_first():
    found = wall(due(40), due(3), due(-9), due(-2), due(5), due(200))
    assert [row.cell.due_on for row in found.late] == [TODAY - timedelta(days=9), TODAY - timedelta(days=2)]
    assert [(month.first, month.count) for month in found.months] == [
        (date(2026, 7, 1), 2),
        (date(2026, 8, 1), 1),
        (date(2027, 1, 1), 1),
    ]


def test_a_full_sheet_counts_what_it_has_no_room_for():
    room = MOST_ROWS - MOST_LATE - MOST_DONE
    found = wall(
        *[due(-one) for one in range(1, MOST_LATE + 4)],
        *[due(one) for one in range(room)],
        due(60),
        due(61),
        *[due(-one, said=DONE) for one in range(1, MOST_DONE + 3)],
    )
    assert (len(found.late), found.late_left) == (MOST_LATE, 3)
    assert sum(len(month.rows) for month in found.months) == room
    assert [(month.first, month.left) for month in found.later] == [(date(2026, 9, 1), 2)]
    assert (len(found.done), found.done_count) == (MOST_DONE, MOST_DONE + 2)
    assert found.done[0].cell.due_on == TODAY - timedelta(days=1)  # the newest first


def test_where_nothing_is_late_more_of_what_comes_is_told():
    found = wall(*[due(0) for _ in range(MOST_ROWS + 1)])
    assert (len(found.months[0].rows), found.months[0].left) == (MOST_ROWS, 1)


def test_the_plan_of_most_is_named_once():
    cells = [(WallRow(1, "PTEP", due(1).cell), due(1)), (WallRow(2, "PAAC", due(2).cell), due(2))]
    assert wall_of("Hacienda", [*cells, cells[1]], today=TODAY).plan == "PAAC"
    assert wall_of("Hacienda", [], today=TODAY).plan == ""


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-90, 300), st.sampled_from(["", "done", "no_case"])), max_size=60))
def test_nothing_is_lost_between_the_parts(drawn):
    said = {"": None, "done": DONE, "no_case": a_report(outcome="NO_CASE")}
    found = wall(*[due(days, said=said[what]) for days, what in drawn])
    assert found.late_count + found.to_come + found.done_count + found.no_case == found.total == len(drawn)
