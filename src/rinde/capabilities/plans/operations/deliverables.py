"""The deliverables of an activity with their milestones and assignments.

What stays the same keeps its row, so that what hangs from it (frozen lists, reports of progress) stays too.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Milestone
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate

Key = TypeVar("Key", bound=Hashable)

_LONGEST_ASSIGNEE = 300
_LONGEST_NAME = 120


def write_deliverables(activity: Activity, values: Sequence[DeliverableValues]) -> None:
    """Make the activity's deliverables be exactly these, in this order."""
    standing = {one.pk: one for one in Deliverable.objects.filter(activity=activity)}
    kept = {one.id for one in values} & set(standing)
    Deliverable.objects.filter(activity=activity).exclude(pk__in=kept).delete()
    for position, one in enumerate(values):
        deliverable = standing.get(one.id or 0) or Deliverable(entity_id=activity.entity_id, activity=activity)
        fill_deliverable(deliverable, one, position)
        deliverable.save()
        _match_milestones(deliverable, one.milestones)
        _match_assignments(deliverable, one.assignees)


def fill_deliverable(deliverable: Deliverable, values: DeliverableValues, position: int) -> None:
    """Put the values into the row, without saving. Formula, baseline and the like, which no form asks for, stay."""
    deliverable.description = values.description.strip()
    deliverable.target, deliverable.product = values.target.strip(), values.product.strip()
    deliverable.target_quantity, deliverable.target_unit = values.quantity, values.unit
    deliverable.target_per_actor = values.per_actor
    deliverable.indicator, deliverable.resources = values.indicator.strip(), values.resources.strip()
    deliverable.schedule_text = values.schedule_text.strip()
    deliverable.recurrence, deliverable.permanent = values.recurrence, values.permanent
    deliverable.position = position


def new_milestone(deliverable: Deliverable, planned: PlannedDate) -> Milestone:
    """A milestone of a deliverable, not saved."""
    return Milestone(
        entity_id=deliverable.entity_id,
        deliverable=deliverable,
        due_on=planned.due_on,
        starts_on=planned.starts_on,
        name=shortened(planned.name, _LONGEST_NAME),
    )


def new_assignment(deliverable: Deliverable, assignee: Assignee, position: int) -> Assignment:
    """An assignment of a deliverable, not saved. Of an actor and a group, the actor counts."""
    return Assignment(
        entity_id=deliverable.entity_id,
        deliverable=deliverable,
        actor_id=assignee.actor_id,
        group_id=None if assignee.actor_id else assignee.group_id,
        text=shortened(assignee.text.strip(), _LONGEST_ASSIGNEE),
        role=assignee.role,
        position=position,
    )


def unknown_assignees(deliverables: Iterable[DeliverableValues]) -> Iterator[str]:
    """Find responsibles that the active entity does not have, or that say nobody. At most two queries."""
    assignees = [assignee for one in deliverables for assignee in one.assignees]
    actors = {one.actor_id for one in assignees if one.actor_id}
    groups = {one.group_id for one in assignees if one.group_id}
    if _lacks(Actor, actors) or _lacks(ActorGroup, groups):
        yield "Uno de los responsables no existe en el organigrama de esta entidad. Escójalo de nuevo."
    if any(not (one.actor_id or one.group_id or one.text.strip()) for one in assignees):
        yield "Hay un responsable sin nombre. Escríbalo o quítelo."


def _lacks(kind: type[Actor] | type[ActorGroup], ids: set[int]) -> bool:
    return bool(ids) and kind.objects.filter(pk__in=ids).count() < len(ids)


def _match_milestones(deliverable: Deliverable, wanted: Sequence[PlannedDate]) -> None:
    clipped = [replace(one, name=shortened(one.name, _LONGEST_NAME)) for one in wanted]
    standing = {one: PlannedDate(one.due_on, one.starts_on, one.name) for one in deliverable.milestones.all()}
    missing = _keep_wanted(standing, clipped)
    Milestone.objects.bulk_create(new_milestone(deliverable, one) for one in missing)


def _match_assignments(deliverable: Deliverable, wanted: Sequence[Assignee]) -> None:
    """Keep whoever stays, with their frozen list."""
    fresh = [new_assignment(deliverable, one, position) for position, one in enumerate(wanted)]
    standing = {one: _who(one) for one in deliverable.assignments.all()}
    missing = Counter(_keep_wanted(standing, map(_who, fresh)))
    new = []
    for one in fresh:
        if missing[_who(one)]:
            missing[_who(one)] -= 1
            new.append(one)
    Assignment.objects.bulk_create(new)


def _who(assignment: Assignment) -> tuple[int | None, int | None, str, str]:
    """Who it is: the text counts only where nobody was matched."""
    matched = assignment.actor_id or assignment.group_id
    return assignment.actor_id, assignment.group_id, "" if matched else assignment.text, assignment.role


def _keep_wanted(rows: Mapping[Any, Key], wanted: Iterable[Key]) -> list[Key]:
    """Delete the rows whose key is not wanted; give the wanted keys that no row has."""
    left = Counter(wanted)
    for row, key in rows.items():
        if left[key]:
            left[key] -= 1
        else:
            row.delete()
    return list(left.elements())
