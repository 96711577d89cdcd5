"""Monthly totals by channel: of one deliverable and one of those who answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rinde.capabilities.followup.models import Counter, Evidence
from rinde.capabilities.followup.queries.cells import plan_cells
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.counters import MonthTotal, months_of_cell, sum_of, yearly_goal
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.content import DeliverableContent


@dataclass(frozen=True, slots=True)
class Sample:
    """A proof of a few of what was counted in a month on a channel."""

    month: date
    channel: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a deliverable by one who answers for it, and what it says of the cells that they have."""

    deliverable: DeliverableContent
    cells: tuple[Cell, ...]  # of this actor, by date
    totals: tuple[MonthTotal, ...]
    marks: dict[date, datetime]  # by month, its newest save
    goal: Decimal | None
    samples: tuple[Sample, ...]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.totals)

    def of_cell(self, cell: Cell, period_start: date) -> int:
        """The sum of the months that make up a cell."""
        return sum_of(self.totals, months_of_cell(cell, self.deliverable, period_start=period_start))


def counted_of(plan: Plan, deliverable_id: int, actor_id: int | None) -> Counted | None:
    """Everything that was counted; None where the version has no such deliverable of this actor. Three queries."""
    found = plan_cells(plan)
    content = found.content if found else None
    deliverables = [one for placed in content.placed() for one in placed.activity.deliverables] if content else []
    deliverable = next((one for one in deliverables if one.id == deliverable_id), None)
    everybody = [cell for cell in found.cells if cell.key.deliverable_id == deliverable_id] if found else []
    cells = tuple(sorted((one for one in everybody if one.key.actor_id == actor_id), key=lambda one: one.due_on))
    if deliverable is None or not cells:
        return None
    rows = Counter.objects.filter(deliverable_id=deliverable_id, actor_id=actor_id)
    return _counted(deliverable, cells, everybody, tuple(rows.order_by("month", "channel").prefetch_related("samples")))


def _counted(
    deliverable: DeliverableContent, cells: tuple[Cell, ...], everybody: Sequence[Cell], rows: Sequence[Counter]
) -> Counted:
    marks: dict[date, datetime] = {}
    for one in rows:
        marks[one.month] = max(marks.get(one.month, one.edited_at), one.edited_at)
    return Counted(
        deliverable=deliverable,
        cells=cells,
        totals=tuple(MonthTotal(one.month, one.channel, one.total) for one in rows),
        marks=marks,
        goal=yearly_goal(cells[0], everybody, deliverable),
        samples=tuple(
            Sample(one.month, one.channel, proof)
            for one in rows
            for proof in one.samples.all()
            if proof.withdrawn_at is None
        ),
    )


def counted_for(plan: Plan, key: CellKey) -> int | None:
    """What the months say of a cell; None where nothing was counted for it. Three queries."""
    found = counted_of(plan, key.deliverable_id, key.actor_id)
    cell = next((one for one in found.cells if one.key == key), None) if found else None
    if found is None or cell is None or not found.totals:
        return None
    return found.of_cell(cell, plan.period_start)
