"""Deadlines that had already passed when somebody asked to move them: said for ever. Pure.

A deadline is late from the day after it: what falls due today can still be done today. The day that counts is the one
on which the move was asked for, in Colombia; how long the committee takes to decide makes nobody late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.plans.rules.content import LateMove


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone as it stands, with what it remembers. `row` is its number, `deliverable` that of what it dates."""

    row: int
    deliverable: int
    due_on: date
    late_moves: tuple[LateMove, ...] = ()


def is_late(due_on: date, *, on: date) -> bool:
    """Whether a deadline had passed on a day."""
    return due_on < on


def late_dates(before: Sequence[Deadline], after: Sequence[Deadline], *, asked_on: date) -> tuple[date, ...]:
    """Give the deadlines that a change moves or takes away after they had passed, in order, each once."""
    return tuple(sorted({one.due_on for one in _moved(before, after) if is_late(one.due_on, on=asked_on)}))


def _moved(before: Sequence[Deadline], after: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines that no longer stand. One written anew on its own day, in another row, still stands."""
    days = {one.row: one.due_on for one in after}
    rows = {one.row for one in before}
    anew = {(one.deliverable, one.due_on) for one in after if one.row not in rows}
    return tuple(
        one
        for one in before
        if (days[one.row] != one.due_on if one.row in days else (one.deliverable, one.due_on) not in anew)
    )


def remembered_moves(
    before: Sequence[Deadline], after: Sequence[Deadline], *, asked_on: date
) -> dict[int, tuple[LateMove, ...]]:
    """Give for each milestone that must remember more than it does everything that it must remember.

    What a milestone remembers goes on with its row. Where the row went, its memory passes to the nearest date of the
    same deliverable, else of the same activity: neither taking a date out nor writing it anew makes a plan forget.

    Args:
        before: the deadlines of an activity before a change.
        after: the same activity's, once changed.
        asked_on: the day on which the change was asked for.
    """
    memory: dict[int, list[LateMove]] = {one.row: [] for one in after}
    moved = _moved(before, after)
    for one in sorted(before, key=lambda each: (each.due_on, each.row)):
        said = list(one.late_moves)
        if one in moved and is_late(one.due_on, on=asked_on):
            said.append(LateMove(one.due_on, asked_on))
        heir = one.row if one.row in memory else _heir(one, after)
        if heir is not None:
            memory[heir].extend(said)
    stored = {one.row: one.late_moves for one in after}
    return {row: tuple(said) for row, said in memory.items() if tuple(said) != stored[row]}


def _heir(gone: Deadline, after: Sequence[Deadline]) -> int | None:
    """The date that remembers for one that went; None where the activity has no date left."""
    nearest = min(
        after,
        key=lambda one: (one.deliverable != gone.deliverable, abs((one.due_on - gone.due_on).days), one.row),
        default=None,
    )
    return nearest.row if nearest else None
