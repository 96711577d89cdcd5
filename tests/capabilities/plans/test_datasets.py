from datetime import date
from decimal import Decimal

import pytest

from plan_contents import FIFTY_SIX, a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.plans.datasets import (
    CELL_COLUMNS,
    DELIVERABLE_COLUMNS,
    cells_dataset,
    deliverables_dataset,
)
from rinde.capabilities.plans.rules.content import MilestoneContent, PlanContent
from rinde.services.reporting import Column, Table


def rows_of(table: Table) -> list[dict[str, object]]:
    return [dict(zip((column.key for column in table.columns), row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("columns", [DELIVERABLE_COLUMNS, CELL_COLUMNS])
def test_every_column_is_described_and_its_key_is_unique(columns: tuple[Column, ...]) -> None:
    assert [column.key for column in columns if not column.description] == []
    assert len({column.key for column in columns}) == len(columns)


def test_each_deliverable_is_a_row_with_plain_values() -> None:
    content = a_plan(
        an_activity("3.1", deliverables=(a_deliverable(), a_deliverable(target_quantity=Decimal(2), permanent=True)))
    )

    first, second = rows_of(deliverables_dataset(content))

    assert (first["activity_key"], first["deliverable"], first["due_on"], first["permanent"]) == (
        "3-1",
        1,
        "2026-06-30",
        "no",
    )
    assert (second["deliverable"], second["target_quantity"], second["permanent"]) == (2, Decimal(2), "sí")


def test_each_cell_is_a_row() -> None:
    content = a_plan(an_activity(deliverables=(FIFTY_SIX,)))

    rows = rows_of(cells_dataset(content))

    assert len(rows) == 28
    assert {(row["due_on"], row["expected"]) for row in rows} == {(date(2026, 6, 30), Decimal(2))}


def test_first_day_of_the_first_period_is_told() -> None:
    spans = (
        MilestoneContent(date(2026, 6, 30), date(2026, 2, 1)),
        MilestoneContent(date(2026, 12, 31), date(2026, 8, 1)),
    )
    content = a_plan(an_activity(deliverables=(a_deliverable(milestones=spans),)))

    (row,) = rows_of(deliverables_dataset(content))

    assert (row["starts_on"], row["due_on"]) == (date(2026, 2, 1), "2026-06-30 2026-12-31")


def test_unmatched_responsible_is_named_by_the_text_of_the_plan() -> None:
    content: PlanContent = a_plan(
        an_activity(deliverables=(a_deliverable(assignments=(an_assignment(text="Enlace TIC"),)),))
    )

    assert [row["actor"] for row in rows_of(cells_dataset(content))] == ["Enlace TIC"]
