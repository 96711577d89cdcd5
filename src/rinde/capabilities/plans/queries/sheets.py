"""What the working sheet of a plan is made of and compared with, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.queries import actor_directory
from rinde.capabilities.plans.models import (
    Activity,
    Assignment,
    Deliverable,
    Milestone,
    Objective,
    Plan,
    PlanNode,
    SheetImport,
    UniverseItem,
)
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period, planned
from rinde.capabilities.plans.rules.sheet import Named, Place, Standing, StandingActivity

Row = TypeVar("Row", bound=Model)


def plan_standing(plan: Plan, *, on: date) -> Standing:
    """A plan as its sheet knows it: rows in the plan's order, and every name that a cell may use.

    Args:
        on: the day whose org chart says who may be made responsible.
    """
    nodes = _in_order(PlanNode.objects.filter(plan=plan).order_by("position", "pk"))
    places = {node.pk: place for place, node in enumerate(nodes)}
    rows = Activity.objects.filter(plan=plan).select_related("edited_by").order_by("position", "pk")
    values = _Values(plan)
    return Standing(
        plan_id=plan.pk,
        period=Period(plan.period_start, plan.period_end),
        places=tuple(map(_place, nodes)),
        objectives=tuple(Objective.objects.filter(plan=plan).order_by("position", "pk").values_list("pk", flat=True)),
        actors=_actors(on),
        groups=tuple(Named(number, name) for number, name in ActorGroup.objects.values_list("pk", "name")),
        activities=tuple(
            StandingActivity(
                row.pk, row.key, values(row), row.edited_at, row.edited_by.full_name if row.edited_by else ""
            )
            for row in sorted(rows, key=lambda row: places[row.node_id])
        ),
        edited_at=plan.edited_at,
    )


class _Values:
    """Every activity of a plan, as `activity_values` gives one.

    Read table by table: to prefetch thousands of rows costs more than to read them.
    """

    def __init__(self, plan: Plan) -> None:
        below = {"deliverable__activity__plan": plan}
        links = Activity.objectives.through
        self._served: dict[int, list[int]] = defaultdict(list)
        served = links.objects.filter(activity__plan=plan).order_by("objective__position", "objective_id")
        for activity, objective in served.values_list("activity_id", "objective_id"):
            self._served[activity].append(objective)
        self._deliverables = _by_owner(Deliverable.objects.filter(activity__plan=plan), "activity_id")
        self._milestones = _by_owner(Milestone.objects.filter(**below), "deliverable_id")
        self._universe = _by_owner(UniverseItem.objects.filter(**below), "deliverable_id")
        self._assignments = _by_owner(Assignment.objects.filter(**below), "deliverable_id")

    def __call__(self, row: Activity) -> ActivityValues:
        return ActivityValues(
            node_id=row.node_id,
            name=row.name,
            code=row.code,
            description=row.description,
            deliverables=tuple(map(self._deliverable, self._deliverables.get(row.pk, ()))),
            objectives=tuple(self._served.get(row.pk, ())),
        )

    def _deliverable(self, one: Deliverable) -> DeliverableValues:
        return DeliverableValues(
            id=one.pk,
            description=one.description,
            target=one.target,
            product=one.product,
            quantity=one.target_quantity,
            unit=one.target_unit,
            per_actor=one.target_per_actor,
            indicator=one.indicator,
            indicator_formula=one.indicator_formula,
            indicator_unit=one.indicator_unit,
            indicator_baseline=one.indicator_baseline,
            indicator_accumulation=one.indicator_accumulation,
            expected_evidence=tuple(one.expected_evidence),
            universe=tuple(item.name for item in self._universe.get(one.pk, ())),
            resources=one.resources,
            schedule_text=one.schedule_text,
            recurrence=one.recurrence,
            permanent=one.permanent,
            milestones=tuple(map(planned, self._milestones.get(one.pk, ()))),
            assignees=tuple(map(_assignee, self._assignments.get(one.pk, ()))),
        )


def _assignee(one: Assignment) -> Assignee:
    return Assignee(one.text, one.actor_id, one.group_id, one.role, one.own_target, one.is_conditional)


def _by_owner(rows: "QuerySet[Row]", owner: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def _in_order(rows: Iterable[PlanNode]) -> list[PlanNode]:
    """Each component followed by its subcomponents."""
    nodes = list(rows)
    by_id = {node.pk: node for node in nodes}
    for node in nodes:
        node.parent = by_id.get(node.parent_id or 0)  # saves a query a node
    tops = [node for node in nodes if node.parent is None]
    return [one for top in tops for one in (top, *(node for node in nodes if node.parent_id == top.pk))]


def _place(node: PlanNode) -> Place:
    return Place(node.pk, str(node), node.code, str(node.parent) if node.parent else "")


def _actors(on: date) -> tuple[Named, ...]:
    current = [Named(one.id, one.name, one.acronym, one.aliases) for one in actor_directory(on)]
    past = Actor.objects.exclude(pk__in=[one.id for one in current]).values_list("pk", "name")
    return (*current, *(Named(number, name, is_current=False) for number, name in past))


def sheet_imports(plan: Plan) -> Sequence[SheetImport]:
    """The sheets that came in for a plan, newest first, with who sent and who applied them. One query."""
    rows: QuerySet[SheetImport] = SheetImport.objects.filter(plan=plan)
    return tuple(rows.select_related("uploaded_by", "applied_by"))
