"""«Lo que debo hacer ahora»: the cells of a person in the order in which they press. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.rules.standing import CellState, Standing, standing_of


class Turn(StrEnum):
    """What a cell asks of whoever reports it, in the order in which it is told."""

    FIRST = "first"  # returned, or past its day
    SOON = "soon"  # due in a few days, or told as done and without its proof
    WAITING = "waiting"  # sent: planning has it
    THIS_YEAR = "this_year"
    LATER_YEARS = "later_years"
    EARLIER_PLANS = "earlier_plans"  # past its day in a plan whose period ended long ago and that nobody has closed
    FINISHED = "finished"


class Act(StrEnum):
    """What the unit can do with a cell now."""

    CORRECT = "correct"
    REPORT = "report"
    CONTINUE = "continue"  # a draft
    REPORT_MORE = "report_more"
    PROVE = "prove"
    READ = "read"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A cell of a plan with what it asks for. `plan` says which plan, as the caller numbers them."""

    plan_id: int
    state: CellState
    standing: Standing
    turn: Turn
    act: Act

    @property
    def due_on(self) -> date:
        return self.state.cell.due_on


# A year is told to its end in the weeks after it (domain.md §12, V11); what is older presses nobody before this year's.
EARLIER_AFTER = timedelta(days=90)


def agenda_item(
    plan_id: int, state: CellState, *, today: date, soon_days: int, period_end: date | None = None
) -> AgendaItem:
    """Say whose turn a cell is, and what its unit can do.

    Args:
        period_end: the last day of its plan.
    """
    standing = standing_of(state, today=today, soon_days=soon_days)
    turn = _turn(state, standing, today)
    if turn == Turn.FIRST and standing == Standing.LATE and period_end and today > period_end + EARLIER_AFTER:
        turn = Turn.EARLIER_PLANS
    return AgendaItem(plan_id, state, standing, turn, _act(state, standing))


def _is_with_planning(state: CellState) -> bool:
    return state.said is not None and state.said.status == ReportStatus.SENT and state.open is None


def _turn(state: CellState, standing: Standing, today: date) -> Turn:
    if standing == Standing.RETURNED:
        return Turn.FIRST
    if standing in {Standing.DONE, Standing.NO_CASE}:
        return Turn.WAITING if _is_with_planning(state) else Turn.FINISHED
    if standing == Standing.UNPROVED:
        return Turn.SOON
    # Nothing more can be said of it until planning has looked at what was sent.
    if _is_with_planning(state):
        return Turn.WAITING
    if standing == Standing.LATE:
        return Turn.FIRST
    if standing == Standing.DUE_SOON:
        return Turn.SOON
    return Turn.THIS_YEAR if state.cell.due_on.year <= today.year else Turn.LATER_YEARS


def _act(state: CellState, standing: Standing) -> Act:
    if standing == Standing.RETURNED:
        return Act.CORRECT
    if state.open is not None:
        return Act.CONTINUE
    if standing == Standing.UNPROVED:
        return Act.PROVE
    if state.said is None:
        return Act.REPORT
    if state.said.status == ReportStatus.ACCEPTED and state.said.outcome != Outcome.DONE:
        return Act.REPORT_MORE
    return Act.READ


_TURNS = {turn: place for place, turn in enumerate(Turn)}


def in_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """By turn; within it what was returned first, then by date and as the plan lists them."""
    return tuple(sorted(items, key=lambda one: (_TURNS[one.turn], one.standing != Standing.RETURNED, one.due_on)))


def in_groups(items: Iterable[AgendaItem]) -> tuple[tuple[AgendaItem, ...], ...]:
    """Put those who owe the same deliverable on the same date together, at the place of the first of them."""
    groups: dict[tuple[int, int], list[AgendaItem]] = {}
    for one in items:
        key = one.state.cell.key
        groups.setdefault((key.deliverable_id, key.milestone_id), []).append(one)
    return tuple(tuple(ones) for ones in groups.values())


@dataclass(frozen=True, slots=True)
class Pressing:
    """How many cells wait for a person, by what presses most."""

    returned: int = 0
    late: int = 0
    soon: int = 0

    @property
    def all(self) -> int:
        return self.returned + self.late + self.soon


def pressing_of(items: Iterable[AgendaItem]) -> Pressing:
    """Count what waits for the unit itself: not what planning has, nor what is still far off."""
    mine = [one for one in items if one.turn in {Turn.FIRST, Turn.SOON}]
    return Pressing(
        returned=sum(one.standing == Standing.RETURNED for one in mine),
        late=sum(one.standing == Standing.LATE for one in mine),
        soon=sum(one.turn == Turn.SOON for one in mine),
    )


@dataclass(frozen=True, slots=True)
class GroupTally:
    """A deliverable of many on one date: who has reported and who has not, those who have not first."""

    items: tuple[AgendaItem, ...]

    @property
    def reported(self) -> int:
        return sum(has_reported(one.state) for one in self.items)

    @property
    def missing(self) -> int:
        return len(self.items) - self.reported


def has_reported(state: CellState) -> bool:
    """Whether a unit's word on a cell stands: what was returned is to be said again."""
    return state.said is not None


def group_tally(items: Sequence[AgendaItem]) -> GroupTally:
    """Put one date of a group together."""
    order = sorted(items, key=lambda one: (has_reported(one.state), one.state.cell.actor_name))
    return GroupTally(tuple(order))
