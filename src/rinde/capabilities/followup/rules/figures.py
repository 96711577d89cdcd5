"""The two numbers of follow-up, never one under the other's name. Pure.

The official number counts activities, and an activity is done or it is not (format of internal control's follow-up to
the PAAC). The quantitative one averages how far each cell came. Every figure keeps the list that it counts.
Source: domain.md §1.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rinde.capabilities.followup.rules.standing import CellState

ZERO = Decimal(0)
_TENTH, _HUNDRED = Decimal("0.1"), Decimal(100)


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """An activity at a day: its cells that were due by then. `no_case` of them left the count, with their reason."""

    activity_key: str
    due: int
    done: int
    no_case: int
    ratio_sum: Decimal  # of the cells that count, each 0–1

    @property
    def counted(self) -> int:
        """The cells in the denominator."""
        return self.due - self.no_case

    @property
    def is_scheduled(self) -> bool:
        """Whether anything was due that could be done: only then the activity enters the official number."""
        return self.counted > 0

    @property
    def is_done(self) -> bool:
        """Done ⇔ every cell due is done and evidenced."""
        return self.is_scheduled and self.done == self.counted

    @property
    def ratio(self) -> Decimal | None:
        """Quantitative progress 0–1; None where nothing was scheduled."""
        return self.ratio_sum / self.counted if self.counted else None


@dataclass(frozen=True, slots=True)
class Totals:
    """Some activities together. Ratios 0–1; None where nothing was scheduled: neither 0 % nor 100 %."""

    scheduled: int  # activities with something due
    done: int
    cells: int  # that count
    ratio_sum: Decimal

    @property
    def official(self) -> Decimal | None:
        """Activities done / activities scheduled."""
        return Decimal(self.done) / self.scheduled if self.scheduled else None

    @property
    def quantitative(self) -> Decimal | None:
        """Mean progress of the cells due."""
        return self.ratio_sum / self.cells if self.cells else None


def figures_of(
    activity_key: str, states: Iterable[CellState], *, until: date, since: date | None = None
) -> ActivityFigures:
    """Count one activity's cells that were due by a day, itself included.

    Args:
        since: the first day that counts, for a programme of several years evaluated year by year.
    """
    due = [one for one in states if one.cell.due_on <= until and (since is None or one.cell.due_on >= since)]
    no_case = sum(one.has_no_case for one in due)
    return ActivityFigures(
        activity_key=activity_key,
        due=len(due),
        done=sum(one.is_done for one in due),
        no_case=no_case,
        ratio_sum=sum((one.ratio for one in due if not one.has_no_case), ZERO),
    )


def totals_of(activities: Iterable[ActivityFigures]) -> Totals:
    """Add activities up. The parts of a plan always add up to the plan."""
    ones = tuple(activities)
    return Totals(
        scheduled=sum(one.is_scheduled for one in ones),
        done=sum(one.is_done for one in ones),
        cells=sum(one.counted for one in ones),
        ratio_sum=sum((one.ratio_sum for one in ones), ZERO),
    )


def mean_of_components(parts: Sequence[Totals]) -> Decimal | None:
    """The plan's other lawful number: the mean of the components' official ratios, those with nothing due left out."""
    ratios = [one.official for one in parts if one.official is not None]
    return sum(ratios, ZERO) / len(ratios) if ratios else None


def shown_percent(ratio: Decimal | None) -> Decimal | None:
    """A ratio 0–1 as percent points with one decimal, for people; None where nothing was scheduled.

    Less than all is never shown as 100, nor more than nothing as 0: a promise would look kept, or forgotten.
    """
    if ratio is None:
        return None
    rounded = (ratio * _HUNDRED).quantize(_TENTH, ROUND_HALF_UP)
    if rounded == _HUNDRED and ratio < 1:
        return _HUNDRED - _TENTH
    return _TENTH if rounded == 0 and ratio > 0 else rounded
