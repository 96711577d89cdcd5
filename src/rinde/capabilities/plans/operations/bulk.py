"""Many rows at once, in a fixed number of queries: what a document brings, and what last year's plan carries."""

from collections.abc import Sequence

from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Milestone, UniverseItem
from rinde.capabilities.plans.operations.deliverables import (
    fill_deliverable,
    new_assignment,
    new_milestone,
    new_universe,
)
from rinde.capabilities.plans.rules.rows import DeliverableValues

BATCH = 500  # rows a statement: below SQLite's limit of bound values


def add_deliverables(ones: Sequence[tuple[Activity, Sequence[DeliverableValues]]]) -> None:
    """Write the deliverables of new activities with their dates, responsibles and lists. Four queries for 500 rows."""
    pairs = [
        (_deliverable(activity, values, position), values)
        for activity, deliverables in ones
        for position, values in enumerate(deliverables)
    ]
    Deliverable.objects.bulk_create([deliverable for deliverable, _ in pairs], batch_size=BATCH)
    Milestone.objects.bulk_create(
        [new_milestone(deliverable, one) for deliverable, values in pairs for one in values.milestones],
        batch_size=BATCH,
    )
    Assignment.objects.bulk_create(
        [
            new_assignment(deliverable, one, position)
            for deliverable, values in pairs
            for position, one in enumerate(values.assignees)
        ],
        batch_size=BATCH,
    )
    UniverseItem.objects.bulk_create(
        [item for deliverable, values in pairs for item in new_universe(deliverable, values.universe)],
        batch_size=BATCH,
    )


def _deliverable(activity: Activity, values: DeliverableValues, position: int) -> Deliverable:
    deliverable = Deliverable(entity_id=activity.entity_id, activity=activity)
    fill_deliverable(deliverable, values, position)
    return deliverable
