"""What the forms of the desk need: one activity with everything below it, and the names to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.entities.queries import actors_and_groups, actors_on
from rinde.capabilities.entities.rules.validity import is_valid_on
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Objective, Plan, Signatory
from rinde.capabilities.plans.queries.lists import PlanLists
from rinde.capabilities.plans.queries.plan_rows import AssignmentRow
from rinde.capabilities.plans.queries.working import GroupMembers, WorkingPlan
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    DeliverableContent,
    SignatoryContent,
    heading_of,
)
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import Dated, planned


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

    @property
    def actor_id(self) -> int | None:
        """The number of an actor; None for a group."""
        return int(self.value.removeprefix("a:")) if self.value.startswith("a:") else None

    @property
    def group_id(self) -> int | None:
        """The number of a group; None for an actor."""
        return int(self.value.removeprefix("g:")) if self.value.startswith("g:") else None


@dataclass(frozen=True, slots=True)
class ActivityChoices:
    """Everything that the form of an activity offers."""

    nodes: Sequence[NodeChoice]
    assignees: Sequence[AssigneeChoice]
    objectives: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class EditedActivity:
    """A stored activity as its form begins: what it says, when it was saved, and who answers for it by name."""

    id: int
    values: ActivityValues
    edited_at: datetime
    answerers: tuple[AssigneeChoice, ...]

    @property
    def code(self) -> str:
        return self.values.code

    def __str__(self) -> str:
        return f"{self.values.code} {self.values.name}".strip()[:120]


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
    deliverables = (
        deliverable_values(
            one,
            milestones=one.milestones.all(),
            universe=(item.name for item in one.universe.all()),
            assignments=one.assignments.all(),
        )
        for one in activity.deliverables.all()
    )
    return _activity_values(activity.node_id, activity, deliverables, (one.pk for one in activity.objectives.all()))


def standing_values(working: WorkingPlan) -> dict[int, ActivityValues]:
    """Every activity of a plan that was read already, by its id, as `activity_values` gives one. No query."""
    rows, lists = working.rows, working.rows.lists
    served = {owner: {row.numbers[0] for row in ones} for owner, ones in lists.by_owner("served").items()}
    objectives = [one.id for one in lists.of("objective")]
    found = {}
    for placed in working.content.placed():
        one, place = placed.activity, placed.subcomponent or placed.component
        deliverables = (
            deliverable_values(
                each,
                milestones=each.milestones,
                universe=each.universe,
                assignments=rows.assignments.get(each.id or 0, ()),
            )
            for each in one.deliverables
        )
        of_it = served.get(one.id or 0, ())
        serves = (number for number in objectives if number in of_it)
        found[one.id or 0] = _activity_values(place.id or 0, one, deliverables, serves)
    return found


def _activity_values(
    node_id: int,
    one: Activity | ActivityContent,
    deliverables: Iterable[DeliverableValues],
    objectives: Iterable[int],
) -> ActivityValues:
    return ActivityValues(node_id, one.name, one.code, one.description, tuple(deliverables), tuple(objectives))


def edited_activity(activity: Activity) -> EditedActivity:
    """What `activity_to_edit` gave, as its form begins."""
    everybody = (one for each in activity.deliverables.all() for one in each.assignments.all())
    answerers = (_answerer(one, str(one.actor or one.group)) for one in everybody if one.actor_id or one.group_id)
    return EditedActivity(activity.pk, activity_values(activity), activity.edited_at, tuple(answerers))


def edited_in(working: WorkingPlan, activity_id: int) -> EditedActivity | None:
    """One activity of a plan that was read already, as its form begins; None where it was not read. No query."""
    values = standing_values(working).get(activity_id)
    if values is None:
        return None
    everybody = (row for each in values.deliverables for row in working.rows.assignments.get(each.id or 0, ()))
    answerers = (_answerer(row, row.name) for row in everybody if row.name)
    return EditedActivity(activity_id, values, working.marks[activity_id].at, tuple(answerers))


def _answerer(one: Assignment | AssignmentRow, name: str) -> AssigneeChoice:
    return AssigneeChoice(f"a:{one.actor_id}" if one.actor_id else f"g:{one.group_id}", name)


def deliverable_values(
    one: Deliverable | DeliverableContent,
    *,
    milestones: Iterable[Dated],
    universe: Iterable[str],
    assignments: Iterable[Assignment | AssignmentRow],
) -> DeliverableValues:
    """A stored deliverable as somebody would enter it, with its rows handed in."""
    return DeliverableValues(
        id=one.id,
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
        universe=tuple(universe),
        resources=one.resources,
        schedule_text=one.schedule_text,
        recurrence=one.recurrence,
        permanent=one.permanent,
        milestones=tuple(map(planned, milestones)),
        assignees=tuple(map(_assignee, assignments)),
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


def _assignee(one: Assignment | AssignmentRow) -> Assignee:
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
    return nodes_among(PlanLists(plan, only=("node",)))


def nodes_among(lists: PlanLists) -> Sequence[NodeChoice]:
    """The same of lists that were read already. No query."""
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
    return choices_among(PlanLists(plan, only=("node", "objective")), assignee_choices(on))


def choices_among(lists: PlanLists, assignees: Sequence[AssigneeChoice]) -> ActivityChoices:
    """The same of lists and names that were read already. No query."""
    objectives = tuple((one.id, one.texts[0]) for one in lists.of("objective"))
    return ActivityChoices(nodes_among(lists), assignees, objectives)


def members_among(assignees: Iterable[AssigneeChoice]) -> GroupMembers:
    """Who belongs to each group, as `assignee_choices` gave them."""
    return {one.group_id: one.members for one in assignees if one.group_id is not None}


def actors_among(assignees: Iterable[AssigneeChoice]) -> tuple[AssigneeChoice, ...]:
    """The actors without the groups, as `assignee_choices` gave them."""
    return tuple(one for one in assignees if one.actor_id is not None)
