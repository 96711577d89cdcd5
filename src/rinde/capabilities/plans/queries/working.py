"""The working draft of a plan: its rows as one frozen content, and the list of an entity's plans.

The desk, the gaps, the comparison and the publication all go through `working_content`, so that what a person reviews
is exactly what gets published. It costs the same six queries (four where no group answers) for 1 and for 5,000 rows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.queries import facts_of
from rinde.capabilities.entities.rules.groups import GroupFacts, members_of
from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import Milestone, Plan
from rinde.capabilities.plans.queries.lists import ListRow, PlanLists
from rinde.capabilities.plans.queries.plan_rows import OF_DELIVERABLE, AssignmentRow, PlanRows, plan_rows
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

GroupMembers = Mapping[int, tuple[ActorContent, ...]]  # by group, in the order of the org chart


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


@dataclass(frozen=True, slots=True)
class EditMark:
    """When a row was last saved, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A row's other side: the plan where it also is, or where it lives, and its activity there."""

    title: str
    year: int
    plan_id: int
    activity_id: int

    @property
    def in_words(self) -> str:
        """The title with the year, said once."""
        return self.title if str(self.year) in self.title else f"{self.title} {self.year}"


@dataclass(frozen=True, slots=True)
class WorkingPlan:
    """The content with what the desk shows beside it and no version keeps."""

    content: PlanContent
    marks: Mapping[int, EditMark]  # by activity
    placed_in: Mapping[int, tuple[OtherPlan, ...]]  # by activity: the other instruments that show it
    placed_here: Mapping[int, tuple[OtherPlan, ...]]  # by node, in the order of its placements: where they live
    rows: PlanRows  # what all of it was made of

    @property
    def announcements(self) -> Sequence[ListRow]:
        """What the plan announces, as `PlanLists` gives it."""
        return self.rows.lists.of("announcement")


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
    return working_plan(plan, on=on).content


def working_plan(
    plan: Plan, *, on: date, only: Collection[int] | None = None, groups: GroupMembers | None = None
) -> WorkingPlan:
    """The same content with the marks of its rows and the plans that it shares rows with, for the same queries.

    Args:
        only: the ids of the activities to read, and no other; the tree around them is whole.
        groups: who belongs to each group on that day, where the caller has it already.
    """
    rows = plan_rows(plan, only)
    lists = rows.lists
    placed_in = {
        activity_id: tuple(_other_plan(one, one.numbers[0], activity_id) for one in ones)
        for activity_id, ones in lists.by_owner("placed_in").items()
    }
    placed_here = {
        node_id: tuple(_other_plan(one, one.numbers[1], one.numbers[0]) for one in ones)
        for node_id, ones in lists.by_owner("placement").items()
    }
    return WorkingPlan(
        content=_content(plan, lists, _nodes(lists, _activities(rows, _deliverables(rows, on, groups)))),
        marks={row["pk"]: EditMark(row["edited_at"], row["edited_by__full_name"] or "") for row in rows.activities},
        placed_in=placed_in,
        placed_here=placed_here,
        rows=rows,
    )


def _content(plan: Plan, lists: PlanLists, nodes: tuple[NodeContent, ...]) -> PlanContent:
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
        objectives=lists.texts("objective"),
        legal_bases=tuple(plan.legal_bases),
        participating_units=lists.texts("unit"),
        signatories=tuple(map(_signatory, lists.of("signatory"))),
        annexes=tuple(AnnexContent(one.texts[0], one.texts[1]) for one in lists.of("annex")),
        format_code=plan.format_code,
        format_version=plan.format_version,
        template=f"{plan.template_key}@{plan.template_version}" if plan.template_key else "",
        nodes=nodes,
        announcements=tuple(map(_announcement, lists.of("announcement"))),
    )


def _signatory(row: ListRow) -> SignatoryContent:
    role, post, name, *_ = row.texts
    return SignatoryContent(role, post, name, row.day)


def _announcement(row: ListRow) -> AnnouncementContent:
    text, group, became, carried_from, _ = row.texts
    return AnnouncementContent(text, group, became or "", carried_from)


def _other_plan(row: ListRow, plan_id: int | None, activity_id: int | None) -> OtherPlan:
    return OtherPlan(row.texts[0], row.day.year if row.day else 0, plan_id or 0, activity_id or 0)


def _nodes(lists: PlanLists, activities: dict[int, tuple[ActivityContent, ...]]) -> tuple[NodeContent, ...]:
    below = lists.by_owner("node")
    placements = lists.by_owner("placement")

    def content_of(row: ListRow) -> NodeContent:
        kind, code, name, narrative, guiding_question = row.texts
        return NodeContent(
            name=name,
            kind=kind,
            code=code,
            narrative=narrative,
            guiding_question=guiding_question,
            children=tuple(map(content_of, below.get(row.id, ()))),
            activities=activities.get(row.id, ()),
            id=row.id,
            placements=tuple(map(_placement, placements.get(row.id, ()))),
        )

    return tuple(content_of(row) for row in lists.of("node") if row.texts[0] == NodeKind.COMPONENT)


def _placement(row: ListRow) -> PlacementContent:
    title, slug, key, name, code = row.texts
    return PlacementContent(title, row.day.year if row.day else 0, slug, key, name, code)


def _activities(
    rows: PlanRows, deliverables: Mapping[int, Sequence[DeliverableContent]]
) -> dict[int, tuple[ActivityContent, ...]]:
    """The activities of each node, by the node's id."""
    objectives = rows.lists.texts_by_owner("served")
    found: dict[int, list[ActivityContent]] = defaultdict(list)
    for row in {one["pk"]: one for one in rows.activities}.values():
        found[row["node_id"]].append(
            ActivityContent(
                key=row["key"],
                name=row["name"],
                code=row["code"],
                description=row["description"],
                deliverables=tuple(deliverables.get(row["pk"], ())),
                id=row["pk"],
                objectives=objectives.get(row["pk"], ()),
                carried_from=row["carried_from"],
            )
        )
    return {node_id: tuple(ones) for node_id, ones in found.items()}


def _deliverables(rows: PlanRows, on: date, groups: GroupMembers | None) -> dict[int, list[DeliverableContent]]:
    """The deliverables of each activity, by the activity's id."""
    assignments, universe = _assignments(rows, on, groups), rows.lists.texts_by_owner("universe")
    found: dict[int, list[DeliverableContent]] = defaultdict(list)
    for row in rows.activities:
        number = row["deliverables__pk"]
        if number is None:
            continue
        found[row["pk"]].append(
            DeliverableContent(
                **{name: row[f"deliverables__{name}"] for name in OF_DELIVERABLE},
                expected_evidence=tuple(row["deliverables__expected_evidence"]),
                milestones=tuple(map(_milestone, rows.milestones.get(number, ()))),
                assignments=tuple(assignments.get(number, ())),
                id=number,
                universe=universe.get(number, ()),
            )
        )
    return found


def _milestone(row: Milestone) -> MilestoneContent:
    moves = tuple(
        LateMove(date.fromisoformat(one["from_on"]), date.fromisoformat(one["moved_on"])) for one in row.late_moves
    )
    return MilestoneContent(row.due_on, row.starts_on, row.name, row.expected_quantity, row.pk, moves)


def _assignments(rows: PlanRows, on: date, groups: GroupMembers | None) -> dict[int, list[AssignmentContent]]:
    """Who answers for each deliverable, by its id."""
    everybody = [one for ones in rows.assignments.values() for one in ones]
    if groups is None:
        asks_groups = any(one.group_id and not (one.is_frozen or one.is_conditional) for one in everybody)
        groups = members_of_groups(on) if asks_groups else {}
    found: dict[int, list[AssignmentContent]] = defaultdict(list)
    for one in everybody:
        found[one.deliverable_id].append(_assignment(one, groups))
    return found


def _assignment(row: AssignmentRow, groups: GroupMembers) -> AssignmentContent:
    text = row.text
    if row.is_frozen:
        actors = row.frozen
    elif row.is_conditional:
        # «Los que suscriban el pacto»: nobody yet, until they are written down on record.
        actors, text = (), text or (row.actor.name if row.actor else "")
    elif row.group_id:
        actors = groups.get(row.group_id, ())
    else:
        actors = (row.actor,) if row.actor else ()
    return AssignmentContent(
        text=text,
        role=row.role,
        group=row.group,
        actors=actors,
        own_target=row.own_target,
        conditional=row.is_conditional,
    )


def members_of_groups(on: date) -> GroupMembers:
    """Who belongs to each group of the active entity on a day, by the group's id, in the order of the org chart.

    Two queries: the listed members come with their group.
    """
    rules: dict[int, str] = {}
    listed: dict[int, set[int]] = defaultdict(set)
    for group_id, rule, actor_id in ActorGroup.objects.values_list("pk", "rule", "members__pk"):
        rules[group_id] = rule
        if actor_id:
            listed[group_id].add(actor_id)
    actors = {actor.pk: actor for actor in Actor.objects.all()}
    facts = [facts_of(actor) for actor in actors.values()]
    return {
        group_id: tuple(
            ActorContent(actors[one].name, actors[one].acronym, one)
            for one in members_of(GroupFacts(rule, frozenset(listed[group_id])), facts, on)
        )
        for group_id, rule in rules.items()
    }
