"""What the forms of the desk need: one activity with everything below it, and the names to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.entities.queries import actors_and_groups, actors_on
from rinde.capabilities.entities.rules.validity import is_valid_on
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Objective, Plan, Signatory
from rinde.capabilities.plans.queries.lists import PlanLists
from rinde.capabilities.plans.rules.content import ActorContent, SignatoryContent, heading_of
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, PlanHeader
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
    hint: str = ""  # acronym, or how many a group is
    members: tuple[ActorContent, ...] = ()  # of a group, on the day asked about


@dataclass(frozen=True, slots=True)
class ActivityChoices:
    """Everything that the form of an activity offers."""

    nodes: Sequence[NodeChoice]
    assignees: Sequence[AssigneeChoice]
    objectives: Sequence[tuple[int, str]]


# What `activity_values` reads: prefetch it where several activities are turned into values.
WHOLE_ACTIVITY = (
    "objectives",
    "deliverables__milestones",
    "deliverables__universe",
    "deliverables__assignments",
)


def activity_to_edit(plan: Plan, activity_id: int) -> Activity | None:
    """One activity of a plan with deliverables, dates and responsibles. Six queries, whatever it holds.

    Each assignment says in `member_count` how long its written list is.
    """
    assignments = Assignment.objects.select_related("actor", "group").annotate(member_count=Count("members"))
    below = Prefetch("deliverables__assignments", assignments.order_by("position", "pk"))
    found: Activity | None = (
        Activity.objects.filter(plan=plan, pk=activity_id)
        .prefetch_related("objectives", "deliverables__milestones", "deliverables__universe", below)
        .first()
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


def plan_header(plan: Plan) -> PlanHeader:
    """What a plan says of itself, as somebody would enter it. Two queries."""
    signatories = Signatory.objects.filter(plan=plan).order_by("position", "pk")
    return PlanHeader(
        instrument=plan.instrument,
        title=plan.title,
        period_start=plan.period_start,
        period_end=plan.period_end,
        slug=plan.slug,
        objective=plan.objective,
        scope=plan.scope,
        objectives=tuple(Objective.objects.filter(plan=plan).values_list("text", flat=True)),
        legal_bases=tuple(plan.legal_bases),
        format_code=plan.format_code,
        format_version=plan.format_version,
        signatories=tuple(SignatoryContent(one.role, one.post, one.name, one.signed_on) for one in signatories),
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
    return _node_choices(PlanLists(plan, only=("node",)))


def _node_choices(lists: PlanLists) -> Sequence[NodeChoice]:
    below = lists.by_owner("node")
    return tuple(
        NodeChoice(row.id, heading_of(row.texts[1], row.texts[2]), depth)
        for top in lists.of("node")
        if top.owner is None
        for depth, row in ((0, top), *((1, one) for one in below.get(top.id, ())))
    )


def assignee_choices(on: date) -> Sequence[AssigneeChoice]:
    """Everybody who can be made responsible on a day: groups with their members, then the org chart. Two queries."""
    everybody, entries = actors_and_groups(on)
    groups = tuple(
        AssigneeChoice(
            f"g:{entry.group.pk}",
            entry.group.name,
            f"grupo de {len(entry.members)}" if entry.members else "grupo sin integrantes",
            tuple(ActorContent(actor.name, actor.acronym, actor.pk) for actor in entry.members),
        )
        for entry in entries
    )
    return groups + _actor_choices(one for one in everybody if is_valid_on(one.valid_from, one.valid_to, on))


def actor_choices(on: date) -> Sequence[AssigneeChoice]:
    """Everybody of the org chart on a day, without the groups. One query."""
    return _actor_choices(actors_on(on))


def _actor_choices(actors: Iterable[Actor]) -> tuple[AssigneeChoice, ...]:
    return tuple(AssigneeChoice(f"a:{actor.pk}", actor.name, actor.acronym) for actor in actors)


def activity_choices(plan: Plan, on: date) -> ActivityChoices:
    """What the form of an activity of this plan offers on a day. Three queries."""
    lists = PlanLists(plan, only=("node", "objective"))
    objectives = tuple((one.id, one.texts[0]) for one in lists.of("objective"))
    return ActivityChoices(_node_choices(lists), assignee_choices(on), objectives)
