"""One letter sheet that says what a unit owes: late, month by month, done. For the wall of a town without mail. Pure.

Anybody who passes reads it, so it tells only what is public: what came back for correction is late or still to come.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.standing import CellState, Standing, standing_of

# What a letter sheet holds at a size that is read from a step away: rows of two lines. What is late comes first.
MOST_ROWS, MOST_LATE, MOST_DONE = 16, 8, 4


@dataclass(frozen=True, slots=True)
class WallRow:
    """One thing with its date, and the plan that promised it."""

    plan_id: int
    plan_title: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Month:
    """What falls due in a month. `first` is its first day; `left` counts those for which the sheet has no room."""

    first: date
    rows: tuple[WallRow, ...]
    left: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + self.left


@dataclass(frozen=True, slots=True)
class Wall:
    """The sheet of one unit. Rows of «late» and of the months oldest first, of «done» newest first."""

    name: str
    late: tuple[WallRow, ...]
    late_left: int
    months: tuple[Month, ...]
    done: tuple[WallRow, ...]
    done_count: int
    no_case: int
    total: int  # everything that the unit promised, what had no case included
    plan: str = ""  # in which it owes most: named once, and on the rows only where it is another

    @property
    def later(self) -> tuple[Month, ...]:
        """The months of which the sheet only says how much they bring."""
        return tuple(month for month in self.months if not month.rows)

    @property
    def late_count(self) -> int:
        return len(self.late) + self.late_left

    @property
    def to_come(self) -> int:
        return sum(month.count for month in self.months)


def wall_of(name: str, rows: Iterable[tuple[WallRow, CellState]], *, today: date) -> Wall:
    """Lay out what a unit owes on a day.

    Args:
        rows: its cells in every plan, each with how it stands.
    """
    seen = sorted(rows, key=lambda pair: (pair[0].cell.due_on, pair[0].plan_title, pair[0].cell.activity_code))
    plans = Counter(row.plan_title for row, _ in seen)
    done = [row for row, state in seen if _is_done(state, today)]
    open_rows = [row for row, state in seen if not (_is_done(state, today) or state.has_no_case)]
    late = [row for row in open_rows if row.cell.due_on < today]
    coming = [row for row in open_rows if row.cell.due_on >= today]
    return Wall(
        name=name,
        late=tuple(late[:MOST_LATE]),
        late_left=max(0, len(late) - MOST_LATE),
        months=_months(coming, MOST_ROWS - min(len(late), MOST_LATE) - min(len(done), MOST_DONE)),
        done=tuple(reversed(done[-MOST_DONE:])),
        done_count=len(done),
        no_case=sum(state.has_no_case for _, state in seen),
        total=len(seen),
        plan=plans.most_common(1)[0][0] if plans else "",
    )


def _is_done(state: CellState, today: date) -> bool:
    return standing_of(state, today=today) is Standing.DONE


def _months(coming: Sequence[WallRow], room: int) -> tuple[Month, ...]:
    """Month by month; when the sheet is full, later ones are only counted."""
    months = []
    for first, found in groupby(coming, key=lambda row: row.cell.due_on.replace(day=1)):
        rows = tuple(found)
        shown = rows[: max(0, room)]
        room -= len(shown)
        months.append(Month(first, shown, len(rows) - len(shown)))
    return tuple(months)
