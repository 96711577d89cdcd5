"""The cell: deliverable × actor × milestone. What falls due, is reported, evidenced and judged.

Pure. One target shared by 28 offices is 28 cells on each date; the total says how it is made, so that «56» is never a
figure that nobody can explain.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rinde.capabilities.plans.choices import AssignmentRole, MeasureUnit
from rinde.capabilities.plans.rules.content import AssignmentContent, DeliverableContent, MilestoneContent
from rinde.capabilities.plans.rules.measures import figure


@dataclass(frozen=True, slots=True)
class Member:
    """One who answers for a deliverable, with the part that is theirs (None: not said apart)."""

    actor_id: int | None  # None: a text that nobody has matched yet
    name: str
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one member owes on one date."""

    deliverable_id: int | None
    actor_id: int | None
    actor_name: str
    milestone_id: int | None
    milestone_name: str
    starts_on: date | None
    due_on: date
    expected: Decimal | None  # None: the plan does not say how much by this date


@dataclass(frozen=True, slots=True)
class Total:
    """The target of a deliverable over all its members, and how it is made: «2 × 28 = 56»."""

    quantity: Decimal | None
    unit: str
    how: str = ""


def members_of(deliverable: DeliverableContent) -> tuple[Member, ...]:
    """Give who answers, each once. Support helps and owes nothing; an actor named alone counts before its group."""
    leads = [one for one in deliverable.assignments if one.role == AssignmentRole.LEAD]
    each = deliverable.target_quantity if deliverable.target_per_actor else None
    found: dict[int | str, Member] = {}
    for assignment in sorted(leads, key=lambda one: len(one.actors) > 1):
        target = assignment.own_target if assignment.own_target is not None else each
        if not assignment.actors:
            name = assignment.group or assignment.text
            found.setdefault(name, Member(None, name, target))
        for actor in assignment.actors:
            found.setdefault(actor.id or actor.name, Member(actor.id, actor.name, target))
    return tuple(found.values())


def cells_of(deliverable: DeliverableContent) -> tuple[Cell, ...]:
    """Give every cell, by date and then by member."""
    members = members_of(deliverable)
    milestones = sorted(deliverable.milestones, key=lambda one: one.due_on)
    only = len(milestones) == 1
    return tuple(_cell(deliverable, member, milestone, only_one=only) for milestone in milestones for member in members)


def _cell(deliverable: DeliverableContent, member: Member, milestone: MilestoneContent, *, only_one: bool) -> Cell:
    expected = milestone.expected_quantity
    if expected is None and only_one:
        expected = member.target
    return Cell(
        deliverable_id=deliverable.id,
        actor_id=member.actor_id,
        actor_name=member.name,
        milestone_id=milestone.id,
        milestone_name=milestone.name,
        starts_on=milestone.starts_on,
        due_on=milestone.due_on,
        expected=expected,
    )


def total_target(deliverable: DeliverableContent) -> Total:
    """Give the consolidated target. Percentages are never added up: 100 % of each is 100 % of all."""
    quantity, unit = deliverable.target_quantity, deliverable.target_unit
    if unit == MeasureUnit.PERCENT:
        return Total(quantity, unit, "en cada dependencia" if deliverable.target_per_actor else "")
    if any(_is_open(one) for one in deliverable.assignments):
        return Total(quantity, unit, "el total se sabrá cuando se diga quiénes responden")
    parts = [member.target for member in members_of(deliverable)]
    if not parts or any(part is None for part in parts):
        return Total(quantity, unit)
    known = [part for part in parts if part is not None]
    total = sum(known, Decimal(0))
    return Total(total, unit, f"{' + '.join(_products(known))} = {figure(total)}" if len(known) > 1 else "")


def _is_open(one: AssignmentContent) -> bool:
    """Whether somebody answers of whom nobody knows yet how many they are."""
    return one.role == AssignmentRole.LEAD and one.conditional and not one.actors


def _products(parts: list[Decimal]) -> Iterator[str]:
    for part, times in sorted(Counter(parts).items(), key=lambda item: -item[1]):
        yield f"{figure(part)} × {times}" if times > 1 else figure(part)
