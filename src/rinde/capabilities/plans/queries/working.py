"""The working draft of a plan: its rows as one frozen content, and the list of an entity's plans.

The desk, the gaps, the comparison and the publication all go through `working_content`, so that what a person reviews
is exactly what gets published. It costs the same queries for 1 and for 5,000 activities.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models
from django.db.models import Count

from rinde.capabilities.entities.queries import groups_on
from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import (
    Activity,
    Annex,
    Announcement,
    Assignment,
    AssignmentMember,
    Deliverable,
    Milestone,
    Objective,
    Placement,
    Plan,
    PlanNode,
    Signatory,
    UniverseItem,
)
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    AnnexContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
    SignatoryContent,
)
from rinde.capabilities.plans.rules.schedules import Period

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in the list of the desk."""

    id: int
    title: str
    slug: str
    instrument: str
    period: Period
    status: str
    version: int | None  # the number that the public sees; None before the first
    published_at: datetime | None
    edited_at: datetime
    edited_by: str
    activities: int

    @property
    def year(self) -> int:
        return self.period.start.year

    @property
    def has_unpublished_edits(self) -> bool:
        """Whether something was saved after the version that the public sees."""
        return self.published_at is not None and self.edited_at > self.published_at


def plan_summaries() -> Sequence[PlanSummary]:
    """Every plan of the active entity, newest period first. One query."""
    plans = (
        Plan.objects.select_related("current_version", "edited_by")
        .defer("current_version__content")
        .annotate(activity_count=Count("activities"))
        .order_by("-period_start", "instrument", "title", "pk")  # a count drops the order of the model
    )
    return tuple(
        PlanSummary(
            id=plan.pk,
            title=plan.title,
            slug=plan.slug,
            instrument=plan.get_instrument_display(),
            period=Period(plan.period_start, plan.period_end),
            status=plan.status,
            version=plan.current_version.number if plan.current_version else None,
            published_at=plan.current_version.published_at if plan.current_version else None,
            edited_at=plan.edited_at,
            edited_by=plan.edited_by.full_name if plan.edited_by else "",
            activities=plan.activity_count,
        )
        for plan in plans
    )


def working_content(plan: Plan, *, on: date) -> PlanContent:
    """The working rows of a plan as one frozen value, as they would be published today.

    Args:
        on: the day whose org chart says who belongs to a group that no version has frozen yet.
    """
    return PlanContent(
        entity_name=plan.entity.name,
        entity_slug=plan.entity.slug,
        instrument=plan.instrument,
        title=plan.title,
        slug=plan.slug,
        period_start=plan.period_start,
        period_end=plan.period_end,
        objective=plan.objective,
        scope=plan.scope,
        objectives=tuple(Objective.objects.filter(plan=plan).values_list("text", flat=True)),
        legal_bases=tuple(plan.legal_bases),
        participating_units=tuple(plan.participating_units.values_list("name", flat=True)),
        signatories=_signatories(plan),
        annexes=tuple(AnnexContent(one.title, one.address) for one in Annex.objects.filter(plan=plan)),
        format_code=plan.format_code,
        format_version=plan.format_version,
        template=f"{plan.template_key}@{plan.template_version}" if plan.template_key else "",
        nodes=_nodes(plan, _activities(plan, on)),
        announcements=tuple(
            AnnouncementContent(one.text, one.group, one.became.key if one.became else "", one.carried_from)
            for one in Announcement.objects.filter(plan=plan).select_related("became").order_by("position", "pk")
        ),
    )


def _signatories(plan: Plan) -> tuple[SignatoryContent, ...]:
    rows = Signatory.objects.filter(plan=plan).order_by("position", "pk")
    return tuple(SignatoryContent(row.role, row.post, row.name, row.signed_on) for row in rows)


def _by_owner(rows: Iterable[Row], owner: str) -> dict[int, list[Row]]:
    """Rows by the id in their foreign key, in the order in which they came."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def _nodes(plan: Plan, activities: dict[int, tuple[ActivityContent, ...]]) -> tuple[NodeContent, ...]:
    rows = list(PlanNode.objects.filter(plan=plan).order_by("position", "pk"))
    below = _by_owner(rows, "parent_id")
    placements = _placements(plan)

    def content_of(row: PlanNode) -> NodeContent:
        return NodeContent(
            name=row.name,
            kind=row.kind,
            code=row.code,
            narrative=row.narrative,
            guiding_question=row.guiding_question,
            children=tuple(map(content_of, below.get(row.pk, ()))),
            activities=activities.get(row.pk, ()),
            id=row.pk,
            placements=placements.get(row.pk, ()),
        )

    return tuple(content_of(row) for row in rows if row.kind == NodeKind.COMPONENT)


def _placements(plan: Plan) -> dict[int, tuple[PlacementContent, ...]]:
    """What other instruments' activities are shown in each node of this plan."""
    rows = Placement.objects.filter(node__plan=plan).select_related("activity__plan").order_by("position", "pk")
    return {
        node_id: tuple(_placement(row.activity) for row in ones) for node_id, ones in _by_owner(rows, "node_id").items()
    }


def _placement(activity: Activity) -> PlacementContent:
    home = activity.plan
    return PlacementContent(home.title, home.year, home.slug, activity.key, activity.name, activity.code)


def _objectives(plan: Plan) -> dict[int, tuple[str, ...]]:
    """The plan's objectives that each activity serves, by the activity's id."""
    links = Activity.objectives.through.objects.filter(activity__plan=plan).order_by("objective__position", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for activity_id, text in links.values_list("activity_id", "objective__text"):
        found[activity_id].append(text)
    return {activity_id: tuple(texts) for activity_id, texts in found.items()}


def _activities(plan: Plan, on: date) -> dict[int, tuple[ActivityContent, ...]]:
    """The activities of each node, by the node's id."""
    deliverables, objectives = _deliverables(plan, on), _objectives(plan)
    rows = Activity.objects.filter(plan=plan).order_by("position", "pk")
    return {
        node_id: tuple(
            ActivityContent(
                key=row.key,
                name=row.name,
                code=row.code,
                description=row.description,
                deliverables=deliverables.get(row.pk, ()),
                id=row.pk,
                objectives=objectives.get(row.pk, ()),
                carried_from=row.carried_from,
            )
            for row in ones
        )
        for node_id, ones in _by_owner(rows, "node_id").items()
    }


def _deliverables(plan: Plan, on: date) -> dict[int, tuple[DeliverableContent, ...]]:
    milestones = _by_owner(
        Milestone.objects.filter(deliverable__activity__plan=plan).order_by("due_on", "pk"), "deliverable_id"
    )
    assignments = _assignments(plan, on)
    universe = _by_owner(UniverseItem.objects.filter(deliverable__activity__plan=plan), "deliverable_id")
    rows = Deliverable.objects.filter(activity__plan=plan).order_by("position", "pk")
    return {
        activity_id: tuple(
            _deliverable(row, milestones.get(row.pk, ()), assignments.get(row.pk, ()), universe.get(row.pk, ()))
            for row in ones
        )
        for activity_id, ones in _by_owner(rows, "activity_id").items()
    }


def _deliverable(
    row: Deliverable,
    milestones: Iterable[Milestone],
    assignments: Sequence[AssignmentContent],
    universe: Iterable[UniverseItem],
) -> DeliverableContent:
    return DeliverableContent(
        target=row.target,
        product=row.product,
        target_quantity=row.target_quantity,
        target_unit=row.target_unit,
        target_per_actor=row.target_per_actor,
        indicator=row.indicator,
        indicator_formula=row.indicator_formula,
        indicator_unit=row.indicator_unit,
        indicator_baseline=row.indicator_baseline,
        resources=row.resources,
        expected_evidence=tuple(row.expected_evidence),
        schedule_text=row.schedule_text,
        recurrence=row.recurrence,
        permanent=row.permanent,
        description=row.description,
        milestones=tuple(map(_milestone, milestones)),
        assignments=tuple(assignments),
        id=row.pk,
        indicator_accumulation=row.indicator_accumulation,
        universe=tuple(one.name for one in universe),
    )


def _milestone(row: Milestone) -> MilestoneContent:
    moves = tuple(
        LateMove(date.fromisoformat(one["from_on"]), date.fromisoformat(one["moved_on"])) for one in row.late_moves
    )
    return MilestoneContent(row.due_on, row.starts_on, row.name, row.expected_quantity, row.pk, moves)


def _assignments(plan: Plan, on: date) -> dict[int, tuple[AssignmentContent, ...]]:
    rows = list(
        Assignment.objects.filter(deliverable__activity__plan=plan)
        .select_related("actor", "group")
        .order_by("position", "pk")
    )
    frozen = _frozen_members(plan)
    groups = members_of_groups(on) if any(row.group_id and not row.frozen_at for row in rows) else {}
    return {
        deliverable_id: tuple(_assignment(row, frozen, groups) for row in ones)
        for deliverable_id, ones in _by_owner(rows, "deliverable_id").items()
    }


def _assignment(
    row: Assignment, frozen: dict[int, tuple[ActorContent, ...]], groups: dict[int, tuple[ActorContent, ...]]
) -> AssignmentContent:
    if row.frozen_at:
        actors = frozen.get(row.pk, ())
    elif row.group_id:
        actors = groups.get(row.group_id, ())
    else:
        actors = (ActorContent(row.actor.name, row.actor.acronym, row.actor.pk),) if row.actor else ()
    return AssignmentContent(
        text=row.text,
        role=row.role,
        group=row.group.name if row.group else "",
        actors=actors,
        own_target=row.own_target,
        conditional=row.is_conditional,
    )


def _frozen_members(plan: Plan) -> dict[int, tuple[ActorContent, ...]]:
    rows = (
        AssignmentMember.objects.filter(assignment__deliverable__activity__plan=plan)
        .select_related("actor")
        .order_by("pk")  # the order in which the list was frozen
    )
    return {
        assignment_id: tuple(ActorContent(one.actor.name, one.actor.acronym, one.actor_id) for one in ones)
        for assignment_id, ones in _by_owner(rows, "assignment_id").items()
    }


def members_of_groups(on: date) -> dict[int, tuple[ActorContent, ...]]:
    """Who belongs to each group of the active entity on a day, by the group's id, in the order of the org chart."""
    return {
        entry.group.pk: tuple(ActorContent(actor.name, actor.acronym, actor.pk) for actor in entry.members)
        for entry in groups_on(on)
    }
