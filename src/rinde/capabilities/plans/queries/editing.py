"""What the forms of the desk need: one activity with everything below it, and the names to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.models import ActorGroup
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.models import Activity, Plan, PlanNode


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


def activity_to_edit(plan: Plan, activity_id: int) -> Activity | None:
    """One activity of a plan with deliverables, dates and responsibles. Six queries, whatever it holds."""
    found: Activity | None = (
        Activity.objects.filter(plan=plan, pk=activity_id)
        .prefetch_related(
            "deliverables__milestones", "deliverables__assignments__actor", "deliverables__assignments__group"
        )
        .first()
    )
    return found


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
