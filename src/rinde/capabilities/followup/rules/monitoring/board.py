"""What a board counts, and the list behind each count. Pure.

A count and its list come from the same question (`Look`), so that a number never opens to another list than the one
that it counted.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.figures import ActivityFigures, Totals, figures_of, totals_of
from rinde.capabilities.followup.rules.standing import CellState, Standing, standing_of

# What presses comes first: «vencidas primero».
PRESSING_ORDER: tuple[Standing, ...] = (
    Standing.LATE,
    Standing.RETURNED,
    Standing.UNPROVED,
    Standing.DUE_SOON,
    Standing.IN_PROGRESS,
    Standing.UPCOMING,
    Standing.DONE,
    Standing.NO_CASE,
)
_RANK = {standing: place for place, standing in enumerate(PRESSING_ORDER)}


class Mark(StrEnum):
    """What a cell may be besides its standing."""

    DUE = "due"  # its date has come, whatever became of it
    TO_REVIEW = "to_review"  # sent, and planning has neither accepted nor returned it
    IN_HAND = "in_hand"  # the unit has begun a draft
    SELF_MONITORED = "self_monitored"  # the unit that reports is the one that monitors


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell as it is looked at on a day. `is_due`: its date is not after the last day of what is looked at."""

    state: CellState
    standing: Standing
    is_due: bool
    is_self_monitored: bool = False

    @property
    def cell(self) -> Cell:
        return self.state.cell

    @property
    def is_to_review(self) -> bool:
        return self.state.said is not None and self.state.said.status == ReportStatus.SENT

    @property
    def is_in_hand(self) -> bool:
        return self.state.open is not None and self.state.open.status == ReportStatus.DRAFT


def board_cells(
    states: Iterable[CellState], *, today: date, until: date, soon_days: int, monitored_by: int | None
) -> tuple[BoardCell, ...]:
    """Look at cells on a day.

    Args:
        until: the last day of what is looked at; what falls due later is not due.
        monitored_by: the unit that monitors the plan; None where nobody has said who does.
    """
    return tuple(
        BoardCell(
            state=one,
            standing=standing_of(one, today=today, soon_days=soon_days),
            is_due=one.cell.due_on <= until,
            is_self_monitored=is_self_monitored(one, monitored_by),
        )
        for one in states
    )


def is_self_monitored(state: CellState, monitored_by: int | None) -> bool:
    """Whether who reports a cell also monitors it: by the plan's policy, or by what was sent under an earlier one."""
    own_unit = monitored_by is not None and state.cell.key.actor_id == monitored_by
    return own_unit or (state.said is not None and state.said.self_monitored)


_ASKS: dict[str, Callable[[BoardCell], bool]] = {
    Mark.DUE: lambda one: one.is_due,
    Mark.TO_REVIEW: lambda one: one.is_to_review,
    Mark.IN_HAND: lambda one: one.is_in_hand,
    Mark.SELF_MONITORED: lambda one: one.is_self_monitored,
}
LOOKS: tuple[str, ...] = (*PRESSING_ORDER, *Mark)


def answers(one: BoardCell, look: str) -> bool:
    """Whether a cell is among those that a number counts."""
    ask = _ASKS.get(look)
    return ask(one) if ask else one.standing == look


def listed(cells: Iterable[BoardCell], *, component: str = "", actor: str = "", look: str = "") -> list[BoardCell]:
    """The list behind a number: of a component, of an actor, of a look; empty for all of them."""
    return [
        one
        for one in cells
        if (not component or one.cell.component == component)
        and (not actor or actor_key(one.cell) == actor)
        and (not look or answers(one, look))
    ]


def pressing_first(cells: Iterable[BoardCell]) -> list[BoardCell]:
    """In order of what presses, the oldest date on top; of one date as the plan has them."""
    return sorted(cells, key=lambda one: (_RANK[one.standing], one.cell.due_on))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells, and how many answer to each look. The standings add up to the cells; the marks lie across."""

    cells: int
    counts: Mapping[str, int]

    def __getitem__(self, look: str) -> int:
        return self.counts[look]

    @property
    def by_standing(self) -> tuple[tuple[Standing, int], ...]:
        """Each standing with its count, what presses first."""
        return tuple((standing, self.counts[standing]) for standing in PRESSING_ORDER)


def tally_of(cells: Iterable[BoardCell]) -> Tally:
    """Count some cells."""
    counts: dict[str, int] = dict.fromkeys(map(str, LOOKS), 0)
    number = 0
    for number, one in enumerate(cells, start=1):  # noqa: B007 - the last one is how many there are
        counts[str(one.standing)] += 1
        for mark, ask in _ASKS.items():
            counts[str(mark)] += ask(one)
    return Tally(number, counts)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan, counted: a component or an actor.

    `totals` are of what was due. Of an actor its activities are left out: an activity may be of many, and the official
    number belongs to none of them.
    """

    key: str
    name: str
    tally: Tally
    totals: Totals
    acronym: str = ""


def by_component(cells: Sequence[BoardCell], headings: Iterable[str], *, until: date) -> tuple[Part, ...]:
    """Count each component in the plan's order, those without a date too; `key` is its place, from «1»."""
    found: dict[str, list[BoardCell]] = {heading: [] for heading in headings}
    for one in cells:
        found.setdefault(one.cell.component, []).append(one)
    return tuple(
        Part(str(place), heading, tally_of(own), totals_of(activity_figures(own, until=until)))
        for place, (heading, own) in enumerate(found.items(), start=1)
    )


def by_actor(cells: Iterable[BoardCell]) -> tuple[Part, ...]:
    """Count whoever answers, those with most that presses first, then by name."""
    found: dict[str, list[BoardCell]] = defaultdict(list)
    for one in cells:
        found[actor_key(one.cell)].append(one)
    parts = [
        Part(key, actor_name(own[0].cell), tally_of(own), _cells_only(own), own[0].cell.actor_acronym)
        for key, own in found.items()
    ]
    return tuple(sorted(parts, key=_most_pressing))


def _most_pressing(one: Part) -> tuple[int, int, int, str]:
    return (-one.tally[Standing.LATE], -one.tally[Standing.RETURNED], -one.tally[Standing.UNPROVED], one.name)


def _cells_only(cells: Iterable[BoardCell]) -> Totals:
    due = [one.state for one in cells if one.is_due and one.standing != Standing.NO_CASE]
    return Totals(scheduled=0, done=0, cells=len(due), ratio_sum=sum((one.ratio for one in due), Decimal(0)))


def activity_figures(cells: Iterable[BoardCell], *, until: date) -> tuple[ActivityFigures, ...]:
    """Each activity of these cells at a day, in their order."""
    found: dict[str, list[CellState]] = defaultdict(list)
    for one in cells:
        found[one.cell.activity_key].append(one.state)
    return tuple(figures_of(key, states, until=until) for key, states in found.items())


def actor_key(cell: Cell) -> str:
    """What an actor is called in an address: its number; a mark of its words where nobody matched it."""
    if cell.key.actor_id is not None:
        return str(cell.key.actor_id)
    return f"n-{hashlib.sha256(cell.actor_name.encode()).hexdigest()[:8]}"


def actor_name(cell: Cell) -> str:
    """Who answers, in words."""
    return cell.actor_name or "Sin responsable"
