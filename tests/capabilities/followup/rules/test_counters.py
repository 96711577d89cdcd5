"""Monthly totals: what may be written, and what they say of a cell."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_samples import a_cell
from plan_contents import a_deliverable
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.counters import (
    MonthTotal,
    by_month,
    cell_of_month,
    month_gaps,
    months_between,
    months_of_cell,
    read_totals,
    sum_of,
    yearly_goal,
)
from rinde.capabilities.plans.rules.content import MilestoneContent

START, TODAY = date(2026, 1, 1), date(2026, 6, 29)
QUARTERS = tuple(MilestoneContent(date(2026, month, day)) for month, day in ((3, 31), (6, 30), (9, 30), (12, 15)))


def months(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, number, 1) for number in numbers)


def deliverable(**fields: Any) -> Any:
    return a_deliverable(**{"target_quantity": Decimal(5000), "target_unit": "COUNT", "milestones": QUARTERS} | fields)


def test_months_between_two_days_include_both() -> None:
    assert months_between(date(2025, 12, 31), date(2026, 2, 1)) == (date(2025, 12, 1), *months(1, 2))
    assert months_between(date(2026, 5, 2), date(2026, 4, 1)) == ()


@pytest.mark.parametrize(("due", "wanted"), [((3, 31), (1, 2, 3)), ((6, 30), (4, 5, 6)), ((12, 15), (10, 11, 12))])
def test_dates_that_add_up_have_the_months_since_the_one_before(due: tuple[int, int], wanted: tuple[int, ...]) -> None:
    cell = a_cell(due_on=date(2026, *due))
    assert months_of_cell(cell, deliverable(), period_start=START) == months(*wanted)


@pytest.mark.parametrize(
    "fields", [{"indicator_accumulation": "LAST"}, {"target_unit": "PERCENT"}, {"milestones": QUARTERS[1:2]}]
)
def test_other_cells_have_every_month_up_to_their_own(fields: dict[str, Any]) -> None:
    cell = a_cell(due_on=date(2026, 6, 30))
    assert months_of_cell(cell, deliverable(**fields), period_start=START) == months(1, 2, 3, 4, 5, 6)


@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["WEB", "X", "RADIO"]), st.integers(0, 9_999))))
def test_the_dates_of_a_year_add_up_to_its_total(entries: list[tuple[int, str, int]]) -> None:
    totals = [MonthTotal(date(2026, month, 1), channel, total) for month, channel, total in entries]
    parts = [
        sum_of(totals, months_of_cell(a_cell(due_on=one.due_on), deliverable(), period_start=START)) for one in QUARTERS
    ]
    assert sum(parts) == sum(total for _, _, total in entries)


def test_totals_are_read_and_an_empty_box_counts_nothing() -> None:
    totals, gaps = read_totals({"FACEBOOK": "1.240", "X": " ", "RADIO": "0"})
    assert (totals, gaps) == ({"FACEBOOK": 1240, "X": None, "RADIO": 0}, ())


def test_every_wrong_total_is_told_with_its_channel() -> None:
    _, gaps = read_totals({"FACEBOOK": "muchas", "X": "-3", "RADIO": "2,5", "WEB": "99.999.999", "TIKTOK": "4"})
    assert [gap.channel for gap in gaps] == ["FACEBOOK", "X", "RADIO", "WEB", "TIKTOK"]
    assert all(gap.message for gap in gaps)


@pytest.mark.parametrize(
    ("month", "refused"),
    [(months(6)[0], False), (months(7)[0], True), (months(1)[0], False), (date(2025, 12, 1), True),
     (date(2026, 5, 2), True)],
)  # fmt: skip
def test_only_months_of_the_plan_that_have_begun_are_counted(month: date, refused: bool) -> None:
    assert bool(month_gaps(month, period_start=START, today=TODAY)) is refused


def test_month_in_which_the_plan_began_counts() -> None:
    assert month_gaps(date(2026, 1, 1), period_start=date(2026, 1, 20), today=TODAY) == ()


def test_goal_of_the_year_is_what_one_actor_owes_over_all_dates() -> None:
    def of(actor: int, expected: int | None) -> Any:
        owed = None if expected is None else Decimal(expected)
        return a_cell(key=CellKey(1, expected or 0, actor), expected=owed)

    mine = [of(1, 100), of(1, 200)]
    assert yearly_goal(mine[0], [*mine, of(2, 999)], deliverable()) == 300
    assert yearly_goal(mine[0], mine, deliverable(indicator_accumulation="LAST")) == 200
    assert yearly_goal(of(1, None), [of(1, None)], deliverable()) == 5000
    assert yearly_goal(of(1, None), [of(1, None), of(2, None)], deliverable()) is None


def test_totals_are_laid_out_by_month_and_channel() -> None:
    totals = [MonthTotal(months(5)[0], "X", 3), MonthTotal(months(5)[0], "WEB", 4), MonthTotal(months(6)[0], "X", 1)]
    assert by_month(totals) == {months(5)[0]: {"X": 3, "WEB": 4}, months(6)[0]: {"X": 1}}


@pytest.mark.parametrize(("month", "due"), [(1, 3), (3, 3), (4, 6), (12, 12)])
def test_month_counts_for_the_date_that_it_makes_up(month: int, due: int) -> None:
    cells = [a_cell(due_on=one.due_on) for one in QUARTERS]
    found = cell_of_month(cells, deliverable(), months(month)[0], period_start=START)
    assert found.due_on.month == due


def test_month_after_the_last_date_counts_for_the_last() -> None:
    cells = [a_cell(due_on=date(2026, 3, 31)), a_cell(due_on=date(2026, 6, 30))]
    found = cell_of_month(cells, deliverable(milestones=QUARTERS[:2]), months(11)[0], period_start=START)
    assert found.due_on == date(2026, 6, 30)
