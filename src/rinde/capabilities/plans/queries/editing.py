"""What the forms of the desk need: one activity with everything below it, and the names to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.models import ActorGroup
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Plan, PlanNode
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import planned


@dataclass(frozen=True, slots=True)
class NodeChoice:
    """A component or subcomponent to put an activity in."""

    id: int
    heading: str
    depth: int


@dataclass(frozen=True, slots=True)
class AssigneeChoice:
    """An actor («a:12») or a group («g:3») to make responsible."""

    value: str
    name: str
    hint: str = ""  # acronym


# What `activity_values` reads: prefetch it where several activities are turned into values.
WHOLE_ACTIVITY = (
    "objectives",
    "deliverables__milestones",
    "deliverables__universe",
    "deliverables__assignments__actor",
    "deliverables__assignments__group",
)


def activity_to_edit(plan: Plan, activity_id: int) -> Activity | None:
    """One activity of a plan with deliverables, dates and responsibles. Eight queries, whatever it holds."""
    found: Activity | None = (
        Activity.objects.filter(plan=plan, pk=activity_id).prefetch_related(*WHOLE_ACTIVITY).first()
    )
    return found


def activity_values(activity: Activity) -> ActivityValues:
    """A stored activity as somebody would enter it: written back, it changes nothing. Reads `WHOLE_ACTIVITY`."""
    return ActivityValues(
        node_id=activity.node_id,
        name=activity.name,
        code=activity.code,
        description=activity.description,
        deliverables=tuple(map(deliverable_values, activity.deliverables.all())),
        objectives=tuple(one.pk for one in activity.objectives.all()),
    )


def deliverable_values(one: Deliverable) -> DeliverableValues:
    """A stored deliverable as somebody would enter it."""
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
        universe=tuple(item.name for item in one.universe.all()),
        resources=one.resources,
        schedule_text=one.schedule_text,
        recurrence=one.recurrence,
        permanent=one.permanent,
        milestones=tuple(map(planned, one.milestones.all())),
        assignees=tuple(map(_assignee, one.assignments.all())),
    )


def _assignee(one: Assignment) -> Assignee:
    return Assignee(
        text=one.text,
        actor_id=one.actor_id,
        group_id=one.group_id,
        role=one.role,
        own_target=one.own_target,
        conditional=one.is_conditional,
    )


def node_choices(plan: Plan) -> Sequence[NodeChoice]:
    """Every component followed by its subcomponents, in the plan's order. One query."""
    rows = list(PlanNode.objects.filter(plan=plan).order_by("position", "pk"))
    return tuple(
        choice
        for top in rows
        if top.parent_id is None
        for choice in (
            NodeChoice(top.pk, str(top), 0),
            *(NodeChoice(row.pk, str(row), 1) for row in rows if row.parent_id == top.pk),
        )
    )


def assignee_choices(on: date) -> Sequence[AssigneeChoice]:
    """Everybody who can be made responsible on a day: groups first, then the org chart. Two queries."""
    groups = tuple(AssigneeChoice(f"g:{group.pk}", group.name, "grupo") for group in ActorGroup.objects.all())
    actors = tuple(AssigneeChoice(f"a:{actor.pk}", actor.name, actor.acronym) for actor in actors_on(on))
    return groups + actors
