"""What falls due of a plan, whose it is, and how much."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment, any_plan
from rinde.capabilities.followup.rules.cells import CellKey, cells_of
from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent, MilestoneContent, PlanContent

JUNE, DECEMBER = MilestoneContent(date(2026, 6, 30), id=61), MilestoneContent(date(2026, 12, 15), id=62)


def plan_of(*deliverables: DeliverableContent) -> PlanContent:
    return a_plan(an_activity("1.1", id=5, deliverables=deliverables))


def delivering(**fields: object) -> DeliverableContent:
    return a_deliverable(**{"id": 9, "milestones": (JUNE, DECEMBER)} | fields)


def test_cells_are_deliverable_by_actor_by_date() -> None:
    both = an_assignment("Salud", "Planeación")
    cells = cells_of(plan_of(delivering(assignments=(both,))))
    assert [(one.key, one.actor_name) for one in cells] == [
        (CellKey(9, 61, 1), "Salud"),
        (CellKey(9, 62, 1), "Salud"),
        (CellKey(9, 61, 2), "Planeación"),
        (CellKey(9, 62, 2), "Planeación"),
    ]


def test_who_supports_answers_for_no_cell_where_somebody_leads() -> None:
    lead, support = an_assignment("Salud"), an_assignment("Salud", "Planeación", role="SUPPORT")
    cells = cells_of(plan_of(delivering(milestones=(JUNE,), assignments=(lead, support))))
    assert [one.actor_name for one in cells] == ["Salud"]


def test_who_supports_answers_where_nobody_leads() -> None:
    cells = cells_of(plan_of(delivering(milestones=(JUNE,), assignments=(an_assignment("Salud", role="SUPPORT"),))))
    assert [one.actor_name for one in cells] == ["Salud"]


def test_an_actor_named_alone_and_through_a_group_has_one_cell() -> None:
    group = an_assignment("Salud", "Planeación", text="Todas", group="Todas las dependencias")
    cells = cells_of(plan_of(delivering(milestones=(JUNE,), assignments=(an_assignment("Salud"), group))))
    assert [(one.actor_name, one.group) for one in cells] == [("Salud", ""), ("Planeación", "Todas las dependencias")]


def test_somebody_whom_nobody_matched_has_a_cell_without_number() -> None:
    cells = cells_of(plan_of(delivering(milestones=(JUNE,), assignments=(an_assignment(text="Enlace TIC"),))))
    assert [(one.key.actor_id, one.actor_name) for one in cells] == [(None, "Enlace TIC")]


def test_nobody_named_still_falls_due() -> None:
    assert [one.key.actor_id for one in cells_of(plan_of(delivering(milestones=(JUNE,), assignments=())))] == [None]


def test_a_deliverable_without_date_has_no_cell() -> None:
    assert cells_of(plan_of(delivering(milestones=(), permanent=True))) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"target_quantity": Decimal(4), "target_unit": "COUNT"}, [2, 2]),  # «4 informes» over two dates
        ({"target_quantity": Decimal(5), "target_unit": "COUNT"}, [None, None]),  # 5 does not divide by two
        ({"target_quantity": Decimal(100), "target_unit": "PERCENT"}, [100, 100]),
        ({"target_quantity": Decimal(4), "target_unit": "COUNT", "indicator_accumulation": "LAST"}, [4, 4]),
        ({}, [None, None]),
        ({"target_quantity": Decimal(4), "milestones": (MilestoneContent(date(2026, 6, 30), id=61,
          expected_quantity=Decimal(3)), MilestoneContent(date(2026, 12, 1), id=62, expected_quantity=Decimal(1)))},
         [3, 1]),
    ],
)  # fmt: skip
def test_expected_of_each_date(fields: dict[str, object], expected: list[int | None]) -> None:
    assert [one.expected for one in cells_of(plan_of(delivering(**fields)))] == expected


def test_two_per_unit_is_two_for_each_of_the_group() -> None:
    group = an_assignment("Salud", "Planeación", "Obras", text="Todas", group="Todas")
    fields = {"milestones": (JUNE,), "target_quantity": Decimal(2), "target_unit": "COUNT", "target_per_actor": True}
    cells = cells_of(plan_of(delivering(assignments=(group,), **fields)))
    assert [one.expected for one in cells] == [2, 2, 2]


def test_a_target_of_all_together_is_nobody_s_own() -> None:
    fields = {"milestones": (JUNE,), "target_quantity": Decimal(2), "target_unit": "COUNT"}
    cells = cells_of(plan_of(delivering(assignments=(an_assignment("Salud", "Obras"),), **fields)))
    assert [one.expected for one in cells] == [None, None]


def test_an_own_target_counts_before_the_common_one() -> None:
    fields = {"milestones": (JUNE,), "target_quantity": Decimal(10), "target_unit": "COUNT"}
    cells = cells_of(plan_of(delivering(assignments=(an_assignment("Salud", own_target=Decimal(7)),), **fields)))
    assert [one.expected for one in cells] == [7]


def _expected_cells(activity: ActivityContent) -> int:
    return sum(
        sum(milestone.id is not None for milestone in one.milestones)
        for one in activity.deliverables
        if one.id is not None and activity.id is not None
    )


@given(any_plan)
def test_any_plan_has_at_least_a_cell_for_each_date_of_a_known_row(content: PlanContent) -> None:
    found = cells_of(content)
    least = sum(_expected_cells(placed.activity) for placed in content.placed())
    assert len(found) >= least
    assert all(one.expected is None or one.expected >= 0 for one in found)
