"""What the working sheet of a plan is made of and compared with, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.queries import actor_directory
from rinde.capabilities.plans.models import Activity, Objective, Plan, PlanNode, SheetImport
from rinde.capabilities.plans.queries.editing import activity_values
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.rules.sheet import Named, Place, Standing, StandingActivity

# What `activity_values` reads of an activity; names come from the directory.
WHOLE_ROWS = ("objectives", "deliverables__milestones", "deliverables__universe", "deliverables__assignments")


def plan_standing(plan: Plan, *, on: date) -> Standing:
    """A plan as its sheet knows it: rows in the plan's order, and every name that a cell may use.

    Args:
        on: the day whose org chart says who may be made responsible.
    """
    nodes = _in_order(PlanNode.objects.filter(plan=plan).order_by("position", "pk"))
    places = {node.pk: place for place, node in enumerate(nodes)}
    rows = Activity.objects.filter(plan=plan).prefetch_related(*WHOLE_ROWS).order_by("position", "pk")
    return Standing(
        plan_id=plan.pk,
        period=Period(plan.period_start, plan.period_end),
        places=tuple(map(_place, nodes)),
        objectives=tuple(Objective.objects.filter(plan=plan).order_by("position", "pk").values_list("pk", flat=True)),
        actors=_actors(on),
        groups=tuple(Named(number, name) for number, name in ActorGroup.objects.values_list("pk", "name")),
        activities=tuple(
            StandingActivity(row.pk, row.key, activity_values(row))
            for row in sorted(rows, key=lambda row: places[row.node_id])
        ),
    )


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
