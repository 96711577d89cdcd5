"""Which step of a space is due next, and which ones are past their day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.capabilities.dialogue.choices import SpaceStatus, StepStatus

SOON = timedelta(days=7)  # from when a step is told as due soon
AT_WORK: frozenset[str] = frozenset({SpaceStatus.DRAFT, SpaceStatus.CALLED, SpaceStatus.LIVE, SpaceStatus.HELD})


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as the agenda sees it. `is_asked`: the space is not closed without it."""

    kind: str
    status: str
    is_asked: bool
    due_on: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a space waits for. `next` is the first step to do, late or not; None where nothing is asked any more."""

    next: StepFacts | None
    late: tuple[StepFacts, ...]
    done: int
    asked: int

    def is_soon(self, today: date) -> bool:
        """Whether the next step is due within a week."""
        return self.next is not None and today <= self.next.due_on <= today + SOON


def agenda_of(status: str, steps: Iterable[StepFacts], *, today: date) -> Agenda:
    """Put the asked steps of a space in order. One that was closed or cancelled waits for nothing.

    Args:
        status: of the space.
    """
    asked = sorted((one for one in steps if one.is_asked), key=lambda one: one.due_on)
    settled = sum(1 for one in asked if one.status != StepStatus.PENDING)
    waiting = [one for one in asked if one.status == StepStatus.PENDING] if status in AT_WORK else []
    late = tuple(one for one in waiting if one.due_on < today)
    return Agenda(waiting[0] if waiting else None, late, settled, len(asked))
