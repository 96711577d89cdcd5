"""The door through which a document becomes a draft plan: many rows at once, in a fixed number of queries."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import Activity, Announcement, Plan, PlanNode
from rinde.capabilities.plans.operations.bulk import BATCH, add_deliverables
from rinde.capabilities.plans.operations.deliverables import unknown_assignees
from rinde.capabilities.plans.operations.headers import NOT_SAVED, begin_plan, beside_facts
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.rows import AnnouncementRow, PlanHeader, PlanRow
from rinde.capabilities.plans.rules.schedules import negative_quantities
from rinde.capabilities.plans.rules.sorting import SortedActivity, SortedNode, sort_rows
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

_LONGEST_HEADING = 500
_LONGEST_CODE = 30
_LONGEST_GROUP = 250


@transaction.atomic
def load_draft_plan(
    *,
    entity: Entity,
    header: PlanHeader,
    rows: Sequence[PlanRow],
    announcements: Sequence[AnnouncementRow] = (),
    by: Principal,
    now: datetime,
    beside: Collection[int] = (),
) -> Plan:
    """Make a draft plan of the rows of a document. Rows with the same code and text in one place are one activity.

    Never publishes. Rows may lack anything but the activity's text: the gaps are shown before publication.

    Args:
        beside: as in `create_plan`.

    Raises:
        NotAllowed: for whoever may not create plans in this entity.
        NotReady: with everything that keeps the plan from being saved.
        AlreadyStands: as in `create_plan`.
    """
    plan = begin_plan(entity, header, by=by, now=now, beside=beside)
    refuse_gaps(NOT_SAVED, *_gaps(rows))
    placed = _write_nodes(plan, sort_rows(rows, title=plan.title), now)
    _write_activities(plan, placed, now)
    _write_announcements(plan, announcements, now)
    facts: dict[str, Any] = {"rows": len(rows), "activities": len(placed), "announcements": len(announcements)}
    facts |= beside_facts(beside)
    record(entity_id=entity.pk, action="plans.load", target=plan, by=by, now=now, facts=facts)
    return plan


def _gaps(rows: Sequence[PlanRow]) -> Iterable[str]:
    nameless = [number for number, row in enumerate(rows, start=1) if not row.activity.strip()]
    if nameless:
        listed = ", ".join(map(str, nameless[:10]))
        yield f"Estas filas no dicen qué se va a hacer: {listed}. Escríbalo o déjelas por fuera."
    if any(row.quantity is not None and row.quantity < 0 for row in rows):
        yield "Hay una cantidad negativa. Corríjala antes de crear el plan."
    for row in rows:
        yield from (f"{shortened(row.activity, 60)}: {gap}" for gap in negative_quantities(row.schedule_text))
    if any(one.quantity is not None and one.quantity < 0 for row in rows for one in row.milestones):
        yield "La cantidad de una fecha es negativa. Corríjala antes de crear el plan."
    yield from unknown_assignees(row.deliverable for row in rows)


def _write_nodes(
    plan: Plan, components: Sequence[SortedNode], now: datetime
) -> list[tuple[PlanNode, int, SortedActivity]]:
    """Save the components and subcomponents; give each activity with its node and position."""
    tops = PlanNode.objects.bulk_create(
        [_node(plan, one, position, now) for position, one in enumerate(components)], batch_size=BATCH
    )
    inner = [
        (child, _node(plan, child, position, now, parent=top))
        for one, top in zip(components, tops, strict=True)
        for position, child in enumerate(one.children.values())
    ]
    PlanNode.objects.bulk_create([node for _, node in inner], batch_size=BATCH)
    return [
        (node, position, activity)
        for one, node in (*zip(components, tops, strict=True), *inner)
        for position, activity in enumerate(one.activities.values())
    ]


def _node(plan: Plan, one: SortedNode, position: int, now: datetime, parent: PlanNode | None = None) -> PlanNode:
    return PlanNode(
        entity_id=plan.entity_id,
        plan=plan,
        parent=parent,
        kind=NodeKind.SUBCOMPONENT if parent else NodeKind.COMPONENT,
        code=one.code,
        name=shortened(one.heading, _LONGEST_HEADING),
        position=position,
        edited_at=now,
    )


def _write_activities(plan: Plan, placed: Sequence[tuple[PlanNode, int, SortedActivity]], now: datetime) -> None:
    activities = Activity.objects.bulk_create(
        [
            Activity(
                entity_id=plan.entity_id,
                plan=plan,
                node=node,
                key=one.key,
                code=shortened(one.code, _LONGEST_CODE),
                name=one.name.strip(),
                description=one.description.strip(),
                position=position,
                edited_at=now,
            )
            for node, position, one in placed
        ],
        batch_size=BATCH,
    )
    add_deliverables(
        [(activity, tuple(one.deliverables())) for activity, (_, _, one) in zip(activities, placed, strict=True)]
    )


def _write_announcements(plan: Plan, announcements: Sequence[AnnouncementRow], now: datetime) -> None:
    Announcement.objects.bulk_create(
        [
            Announcement(
                entity_id=plan.entity_id,
                plan=plan,
                group=shortened(one.group, _LONGEST_GROUP),
                text=one.text,
                position=position,
                edited_at=now,
            )
            for position, one in enumerate(announcements)
        ],
        batch_size=BATCH,
    )
