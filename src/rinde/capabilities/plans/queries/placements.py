"""One activity in several instruments, seen from both sides: where it is shown, and what a plan shows of others."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.models import Activity, Placement, Plan, PlanNode
from rinde.capabilities.plans.rules.content import heading_of
from rinde.capabilities.plans.rules.states import EDITABLE


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of another plan in which an activity is shown."""

    placement_id: int
    plan_id: int
    plan_title: str
    plan_year: int
    where: str  # heading of the component
    may_change: bool  # the plan's rows are open


@dataclass(frozen=True, slots=True)
class Guest:
    """An activity of another plan that a plan shows."""

    placement_id: int
    node_id: int
    activity_id: int
    home_plan_id: int
    home_title: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Host:
    """A plan that could show an activity, with its components to choose from."""

    plan_id: int
    title: str
    year: int
    nodes: Sequence[tuple[int, str]]


def shown_in(activity: Activity) -> Sequence[Shown]:
    """The other plans that show an activity. One query."""
    rows = Placement.objects.filter(activity=activity).select_related("node__plan").order_by("pk")
    return tuple(
        Shown(
            placement_id=row.pk,
            plan_id=row.node.plan_id,
            plan_title=row.node.plan.title,
            plan_year=row.node.plan.year,
            where=heading_of(row.node.code, row.node.name),
            may_change=row.node.plan.status in EDITABLE,
        )
        for row in rows
    )


def guests_of(plan: Plan) -> Sequence[Guest]:
    """The activities of other plans that a plan shows, in its order. One query."""
    rows = Placement.objects.filter(node__plan=plan).select_related("activity__plan").order_by("position", "pk")
    return tuple(
        Guest(
            placement_id=row.pk,
            node_id=row.node_id,
            activity_id=row.activity_id,
            home_plan_id=row.activity.plan_id,
            home_title=row.activity.plan.title,
            code=row.activity.code,
            name=row.activity.name,
        )
        for row in rows
    )


def hosts_for(activity: Activity) -> Sequence[Host]:
    """The plans whose rows are open and that do not show an activity yet, newest first. One query."""
    nodes = (
        PlanNode.objects.filter(plan__status__in=EDITABLE)
        .exclude(plan=activity.plan_id)
        .exclude(plan__nodes__placements__activity=activity)
        .select_related("plan", "parent")
        .order_by("-plan__period_start", "plan__title", "plan_id", "position", "pk")
    )
    found: dict[int, tuple[Plan, list[PlanNode]]] = {}
    for node in nodes:
        found.setdefault(node.plan_id, (node.plan, []))[1].append(node)
    return tuple(Host(plan.pk, plan.title, plan.year, _in_tree_order(rows)) for plan, rows in found.values())


def _in_tree_order(rows: Sequence[PlanNode]) -> Sequence[tuple[int, str]]:
    return tuple(
        choice
        for top in rows
        if top.parent_id is None
        for choice in ((top.pk, str(top)), *((one.pk, f"— {one}") for one in rows if one.parent_id == top.pk))
    )
