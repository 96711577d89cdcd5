"""What a plan has that the next one could go on with."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.models import Activity, Announcement, Plan, PlanNode


@dataclass(frozen=True, slots=True)
class CarryChoice:
    """An activity to tick."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CarryPart:
    """A component or subcomponent with its activities; those without any are left out."""

    heading: str
    activities: Sequence[CarryChoice]


@dataclass(frozen=True, slots=True)
class CarryChoices:
    """Everything to choose from."""

    parts: Sequence[CarryPart]
    announcements: Sequence[tuple[int, str]]  # those that have become no activity


def carry_choices(plan: Plan) -> CarryChoices:
    """What may be carried from a plan. Three queries, whatever it holds."""
    rows = list(PlanNode.objects.filter(plan=plan).order_by("position", "pk"))
    activities: dict[int, list[CarryChoice]] = {}
    for one in Activity.objects.filter(plan=plan).order_by("position", "pk"):
        activities.setdefault(one.node_id, []).append(CarryChoice(one.key, f"{one.code} {one.name}".strip()))
    ordered = [
        row for top in rows if top.parent_id is None for row in (top, *(one for one in rows if one.parent_id == top.pk))
    ]
    open_ones = Announcement.objects.filter(plan=plan, became__isnull=True).order_by("position", "pk")
    return CarryChoices(
        parts=tuple(CarryPart(str(row), tuple(activities[row.pk])) for row in ordered if row.pk in activities),
        announcements=tuple(open_ones.values_list("pk", "text")),
    )
