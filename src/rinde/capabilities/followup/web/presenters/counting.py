"""A year of totals as its page prints it: month by month, beside its goal, and what it says of each date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.followup.queries.counters import Counted
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.counters import by_month, month_in_words
from rinde.capabilities.followup.web.presenters.reporting import Proof, cell_address, proof_in_words
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.measures import figure


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month that has something, channel by channel in the order of `CountersPage.channels`; None: nothing counted."""

    month: date
    name: str
    totals: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date of the plan with the sum of its months, beside what is expected."""

    due_on: date
    counted: int
    expected: str
    url: str


@dataclass(frozen=True, slots=True)
class CountersPage:
    label: str
    what: str
    who: str
    channels: tuple[str, ...]
    months: tuple[MonthRow, ...]
    by_channel: tuple[int, ...]
    total: int
    goal: str
    share: int | None  # of the goal, in percent points, rounded down: 99.9 is not all
    dates: tuple[DateRow, ...]
    samples: tuple[tuple[str, str, Proof], ...]  # month, channel and proof


def counters_page(counted: Counted, plan: Plan, slug: str, actor_id: int | None) -> CountersPage:
    """Lay a year out. Only channels and months with something are columns and rows."""
    first, found = counted.cells[0], by_month(counted.totals)
    used = [channel for channel in Channel if any(channel in totals for totals in found.values())]
    rows = tuple(
        MonthRow(month, month_in_words(month), tuple(totals.get(one) for one in used), sum(totals.values()))
        for month, totals in sorted(found.items())
    )
    goal = counted.goal
    return CountersPage(
        label=first.label,
        what=first.what,
        who=first.actor_name,
        channels=tuple(str(one.label) for one in used),
        months=rows,
        by_channel=tuple(sum(totals.get(one, 0) for totals in found.values()) for one in used),
        total=counted.total,
        goal=figure(goal) if goal else "",
        share=int(Decimal(counted.total) / goal * 100) if goal else None,
        dates=tuple(
            DateRow(
                due_on=cell.due_on,
                counted=counted.of_cell(cell, plan.period_start),
                expected=figure(cell.expected) if cell.expected is not None else "",
                url=cell_address(
                    "report_cell", slug, CellKey(cell.key.deliverable_id, cell.key.milestone_id, actor_id)
                ),
            )
            for cell in counted.cells
        ),
        samples=tuple(
            (month_in_words(one.month), str(Channel(one.channel).label), proof_in_words(one.evidence, slug))
            for one in counted.samples
        ),
    )
