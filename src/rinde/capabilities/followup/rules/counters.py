"""Counting what is too many to report one by one: totals by month and channel, and what they say of a cell. Pure.

«5.000 publicaciones» are no 5,000 proofs: they are twelve monthly totals per channel with a few samples
(domain.md §12, V19).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.choices import Accumulation, MeasureUnit
from rinde.capabilities.plans.rules.content import DeliverableContent
from rinde.capabilities.plans.rules.sheet.figures import read_figure
from rinde.capabilities.plans.rules.sheet.texts import CellProblem
from rinde.foundations.text.dates import MONTHS

HIGHEST = 10_000_000  # of one channel in one month: what is more is a slip of the finger
COUNTED_FROM = 20  # from how many on a cell may be easier told by its months


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """How many in a month on a channel. `month` is its first day."""

    month: date
    channel: str
    total: int


@dataclass(frozen=True, slots=True)
class CounterGap:
    """What is wrong with the total of a channel; `channel` empty: with the month."""

    channel: str
    message: str


def is_counted_by_months(cell: Cell) -> bool:
    """Whether a cell may be many: a quantity that is large, or of which the plan does not say how large."""
    is_count = cell.unit == MeasureUnit.COUNT and not cell.universe
    return is_count and (cell.expected is None or cell.expected >= COUNTED_FROM)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of every month that two days touch, both included."""
    months, month = [], month_of(first)
    while month <= last:
        months.append(month)
        month = month_of(month + timedelta(days=31))
    return tuple(months)


def month_in_words(month: date) -> str:
    """«junio de 2026»"""
    return f"{MONTHS[month.month - 1]} de {month.year}"


def read_totals(typed: Mapping[str, str]) -> tuple[dict[str, int | None], tuple[CounterGap, ...]]:
    """Read what was typed for each channel; None for an empty box, which means that nothing is counted there.

    Returns the totals and everything that is wrong with them, at once.
    """
    totals: dict[str, int | None] = {}
    gaps: list[CounterGap] = []
    for channel, text in typed.items():
        try:
            value = read_figure(text)
        except CellProblem as problem:
            gaps.append(CounterGap(channel, f"{_called(channel)}: {problem.reason}"))
            continue
        totals[channel] = None if value is None else int(value)
        gaps += [CounterGap(channel, gap) for gap in _total_gaps(channel, value)]
    return totals, tuple(gaps)


def _total_gaps(channel: str, value: Decimal | None) -> Iterator[str]:
    if channel not in Channel.values:
        yield "Ese canal no existe. Escójalo de la lista."
    elif value is not None and value != value.to_integral_value():
        yield f"{_called(channel)}: escriba un número entero, sin decimales."
    elif value is not None and value > HIGHEST:
        yield f"{_called(channel)}: es demasiado para un mes. Revise si sobran cifras."


def _called(channel: str) -> str:
    return str(Channel(channel).label) if channel in Channel.values else channel[:40]


def month_gaps(month: date, *, period_start: date, today: date) -> tuple[CounterGap, ...]:
    """Find why a month cannot be counted: it has not begun, or the plan had not."""
    if month.day != 1:
        return (CounterGap("", "Escoja el mes de la lista."),)
    if month > today:
        return (CounterGap("", f"{month_in_words(month).capitalize()} todavía no empieza. Escoja un mes que ya pasó."),)
    if month < month_of(period_start):
        return (CounterGap("", f"El plan empezó en {month_in_words(period_start)}. Escoja un mes desde ahí."),)
    return ()


def months_of_cell(cell: Cell, deliverable: DeliverableContent, *, period_start: date) -> tuple[date, ...]:
    """The months whose totals make up a cell.

    Where the values of several dates add up, each date has the months after the one before it; else all up to its own.
    """
    days = sorted(one.due_on for one in deliverable.milestones)
    adds_up = deliverable.target_unit != MeasureUnit.PERCENT and deliverable.indicator_accumulation == Accumulation.SUM
    months = months_between(period_start, cell.due_on)
    earlier = [day for day in days if month_of(day) < month_of(cell.due_on)]
    if not adds_up or not earlier:
        return months
    return tuple(month for month in months if month > month_of(earlier[-1]))


def cell_of_month(cells: Sequence[Cell], deliverable: DeliverableContent, month: date, *, period_start: date) -> Cell:
    """The cell, of those of one actor, that a month counts for; after the last date, the last of them."""
    order = sorted(cells, key=lambda one: one.due_on)
    return next(
        (one for one in order if month in months_of_cell(one, deliverable, period_start=period_start)), order[-1]
    )


def sum_of(totals: Iterable[MonthTotal], months: Iterable[date]) -> int:
    """Add up the totals of some months, over every channel."""
    wanted = frozenset(months)
    return sum(one.total for one in totals if one.month in wanted)


def yearly_goal(cell: Cell, cells: Sequence[Cell], deliverable: DeliverableContent) -> Decimal | None:
    """What one actor owes over all the dates of a deliverable; None where the plan does not say."""
    own = [one.expected for one in cells if one.key.actor_id == cell.key.actor_id]
    if not own or any(one is None for one in own):
        alone = len({one.key.actor_id for one in cells}) == 1
        return deliverable.target_quantity if alone or deliverable.target_per_actor else None
    known = [one for one in own if one is not None]
    adds_up = deliverable.indicator_accumulation == Accumulation.SUM
    return sum(known, Decimal(0)) if adds_up else max(known)


def by_month(totals: Iterable[MonthTotal]) -> dict[date, dict[str, int]]:
    """The totals of each channel, month by month."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for one in totals:
        found[one.month][one.channel] = one.total
    return dict(found)
