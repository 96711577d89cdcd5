"""A document that is not a plan yet, as a content that the review reads: the rows sorted as loading would. Pure."""

from collections.abc import Callable, Iterable, Sequence

from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
)
from rinde.capabilities.plans.rules.rows import AnnouncementRow, Assignee, DeliverableValues, PlanHeader, PlanRow
from rinde.capabilities.plans.rules.sorting import SortedNode, sort_rows

NameOf = Callable[[Assignee], AssignmentContent]


def _as_written(assignee: Assignee) -> AssignmentContent:
    """Who answers, by the words of the document and by the id that somebody matched, without the org chart's name."""
    actors = (ActorContent(assignee.text, id=assignee.actor_id),) if assignee.actor_id else ()
    return AssignmentContent(assignee.text, assignee.role, "", actors, assignee.own_target, assignee.conditional)


def content_of_rows(
    header: PlanHeader,
    rows: Sequence[PlanRow],
    announcements: Iterable[AnnouncementRow] = (),
    *,
    entity_name: str = "",
    named: NameOf = _as_written,
) -> PlanContent:
    """Give the plan that loading these rows would make, before anything is saved: no row has an id.

    Args:
        named: gives an assignee with the name and the members of whom it was matched to.
    """
    return PlanContent(
        entity_name=entity_name,
        entity_slug="",
        instrument=header.instrument,
        title=header.title,
        slug=header.slug,
        period_start=header.period_start,
        period_end=header.period_end,
        objective=header.objective,
        scope=header.scope,
        objectives=header.objectives,
        legal_bases=header.legal_bases,
        signatories=header.signatories,
        format_code=header.format_code,
        format_version=header.format_version,
        nodes=tuple(_node(one, NodeKind.COMPONENT, named) for one in sort_rows(rows, title=header.title)),
        announcements=tuple(AnnouncementContent(one.text, one.group) for one in announcements),
    )


def _node(one: SortedNode, kind: NodeKind, named: NameOf) -> NodeContent:
    return NodeContent(
        name=one.heading,
        kind=kind.value,
        code=one.code,
        children=tuple(_node(child, NodeKind.SUBCOMPONENT, named) for child in one.children.values()),
        activities=tuple(
            ActivityContent(
                key=activity.key,
                name=activity.name.strip(),
                code=activity.code,
                description=activity.description.strip(),
                deliverables=tuple(_deliverable(values, named) for values in activity.deliverables()),
            )
            for activity in one.activities.values()
        ),
    )


def _deliverable(values: DeliverableValues, named: NameOf) -> DeliverableContent:
    return DeliverableContent(
        target=values.target,
        product=values.product,
        target_quantity=values.quantity,
        target_unit=values.unit,
        target_per_actor=values.per_actor,
        indicator=values.indicator,
        indicator_formula=values.indicator_formula,
        indicator_unit=values.indicator_unit,
        indicator_baseline=values.indicator_baseline,
        indicator_accumulation=values.indicator_accumulation,
        resources=values.resources,
        expected_evidence=values.expected_evidence,
        schedule_text=values.schedule_text,
        recurrence=values.recurrence,
        permanent=values.permanent,
        description=values.description,
        milestones=tuple(MilestoneContent(one.due_on, one.starts_on, one.name) for one in sorted(values.milestones)),
        assignments=tuple(map(named, values.assignees)),
        universe=values.universe,
    )
