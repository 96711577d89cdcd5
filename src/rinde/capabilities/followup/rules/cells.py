"""The cells of a published plan: deliverable × actor × milestone, which is what falls due, is reported and judged.

Pure. They come from the frozen version, so that everybody counts exactly what was promised in public; the names are
those of the day of publication.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit
from rinde.capabilities.plans.rules.content import (
    ActorContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    PlacedActivity,
    PlanContent,
)


@dataclass(frozen=True, slots=True)
class CellKey:
    """The numbers of the rows. `actor_id` is None where the plan names somebody whom nobody has matched."""

    deliverable_id: int
    milestone_id: int
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that somebody answers for on a date.

    `expected`: how much is due of it on its date (units of the target; percent points 0–100 where `unit` is PERCENT);
    None where the plan does not say or the target does not divide over its dates: then it is done or it is not.
    """

    key: CellKey
    activity_id: int
    activity_key: str
    activity_code: str
    activity_name: str
    component: str
    subcomponent: str
    what: str  # product, else target
    due_on: date
    actor_name: str
    actor_acronym: str = ""
    starts_on: date | None = None
    milestone_name: str = ""
    late_moves: tuple[LateMove, ...] = ()
    unit: str = ""
    expected: Decimal | None = None
    universe: tuple[str, ...] = ()
    expected_evidence: tuple[str, ...] = ()
    group: str = ""  # the set it belongs to through: «todas las dependencias»

    @property
    def label(self) -> str:
        """How people call the activity: its code and name."""
        return f"{self.activity_code} {self.activity_name}".strip()


@dataclass(frozen=True, slots=True)
class _Answering:
    """One actor of one assignment of a deliverable."""

    actor: ActorContent | None
    name: str
    group: str
    own_target: Decimal | None


def cells_of(content: PlanContent) -> tuple[Cell, ...]:
    """Every cell in the plan's order, the dates of a deliverable in theirs. A deliverable without a date has none."""
    return tuple(
        cell
        for placed in content.placed()
        for deliverable in placed.activity.deliverables
        for cell in _of_deliverable(placed, deliverable)
    )


def _of_deliverable(placed: PlacedActivity, deliverable: DeliverableContent) -> Iterator[Cell]:
    if deliverable.id is None or placed.activity.id is None:
        return
    answering = _answering(deliverable)
    dates = sorted(deliverable.milestones, key=lambda one: (one.due_on, one.id or 0))
    for who in answering:
        for milestone in dates:
            if milestone.id is None:
                continue
            yield Cell(
                key=CellKey(deliverable.id, milestone.id, who.actor.id if who.actor else None),
                activity_id=placed.activity.id,
                activity_key=placed.activity.key,
                activity_code=placed.activity.code,
                activity_name=placed.activity.name,
                component=placed.component.heading,
                subcomponent=placed.subcomponent.heading if placed.subcomponent else "",
                what=deliverable.product or deliverable.target or placed.activity.name,
                due_on=milestone.due_on,
                actor_name=who.name,
                actor_acronym=who.actor.acronym if who.actor else "",
                starts_on=milestone.starts_on,
                milestone_name=milestone.name,
                late_moves=milestone.late_moves,
                unit=deliverable.target_unit,
                expected=_expected(deliverable, who, milestone, dates=len(dates), alone=len(answering) == 1),
                universe=deliverable.universe,
                expected_evidence=deliverable.expected_evidence,
                group=who.group,
            )


def _answering(deliverable: DeliverableContent) -> Sequence[_Answering]:
    """Who answers, each once: the leads; where the plan names none, whoever supports; where nobody, nobody by name."""
    leads = [one for one in deliverable.assignments if one.role == AssignmentRole.LEAD]
    found: dict[int | str, _Answering] = {}
    for assignment in leads or deliverable.assignments:
        for who in _members(assignment):
            found.setdefault((who.actor.id or who.name) if who.actor else who.name, who)
    return list(found.values()) or [_Answering(None, "", "", None)]


def _members(assignment: AssignmentContent) -> Iterator[_Answering]:
    is_set = bool(assignment.group) or assignment.conditional
    group = (assignment.group or assignment.text) if is_set else ""
    for actor in assignment.actors:
        yield _Answering(actor, actor.name, group, assignment.own_target)
    if not assignment.actors:
        yield _Answering(None, assignment.group or assignment.text, group, assignment.own_target)


def _expected(
    deliverable: DeliverableContent,
    who: _Answering,
    milestone: MilestoneContent,
    *,
    dates: int,
    alone: bool,
) -> Decimal | None:
    """How much one actor owes for one date.

    The date's own quantity where it has one. Else the actor's share: all of it on each date where values do not add up
    (a percentage, or where the last or the highest counts), and an even part of it where they do. A target that does
    not divide evenly, or that is of all together, is nobody's own on any one date.
    """
    is_own = deliverable.target_per_actor or alone
    if milestone.expected_quantity is not None and is_own:
        return milestone.expected_quantity
    share = who.own_target
    if share is None and (is_own or deliverable.target_unit == MeasureUnit.PERCENT):
        share = deliverable.target_quantity
    adds_up = deliverable.target_unit != MeasureUnit.PERCENT and deliverable.indicator_accumulation == Accumulation.SUM
    if share is None or not adds_up:
        return share
    part = share / dates
    return part if part == part.to_integral_value() or dates == 1 else None
