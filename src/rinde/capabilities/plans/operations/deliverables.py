"""The deliverables of an activity with their milestones, assignments and universe lists.

What stays the same keeps its row, so that what hangs from it (frozen lists, late moves, reports of progress) stays too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Milestone, UniverseItem
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.pairing import pair_dates, pair_rows
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate, planned

_LONGEST_ASSIGNEE = 300
_LONGEST_NAME = 120
LONGEST_UNIVERSE_NAME = 250


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
        _match_universe(deliverable, one.universe)


def fill_deliverable(deliverable: Deliverable, values: DeliverableValues, position: int) -> None:
    """Put the values into the row, without saving."""
    deliverable.description = values.description.strip()
    deliverable.target, deliverable.product = values.target.strip(), values.product.strip()
    deliverable.target_quantity, deliverable.target_unit = values.quantity, values.unit
    deliverable.target_per_actor = values.per_actor
    deliverable.indicator, deliverable.resources = values.indicator.strip(), values.resources.strip()
    deliverable.indicator_formula = values.indicator_formula.strip()
    deliverable.indicator_unit = values.indicator_unit.strip()
    deliverable.indicator_baseline = values.indicator_baseline
    deliverable.indicator_accumulation = values.indicator_accumulation
    deliverable.expected_evidence = [one.strip() for one in values.expected_evidence if one.strip()]
    deliverable.schedule_text = values.schedule_text.strip()
    deliverable.recurrence, deliverable.permanent = values.recurrence, values.permanent
    deliverable.position = position


def new_milestone(deliverable: Deliverable, planned_date: PlannedDate) -> Milestone:
    """A milestone of a deliverable, not saved."""
    milestone = Milestone(entity_id=deliverable.entity_id, deliverable=deliverable)
    _fill_milestone(milestone, planned_date)
    return milestone


def _fill_milestone(milestone: Milestone, wanted: PlannedDate) -> None:
    milestone.due_on, milestone.starts_on = wanted.due_on, wanted.starts_on
    milestone.name = shortened(wanted.name, _LONGEST_NAME)
    milestone.expected_quantity = wanted.quantity


def new_assignment(deliverable: Deliverable, assignee: Assignee, position: int) -> Assignment:
    """An assignment of a deliverable, not saved. Of an actor and a group, the actor counts."""
    assignment = Assignment(
        entity_id=deliverable.entity_id,
        deliverable=deliverable,
        actor_id=assignee.actor_id,
        group_id=None if assignee.actor_id else assignee.group_id,
    )
    _fill_assignment(assignment, assignee, position)
    return assignment


def _fill_assignment(assignment: Assignment, assignee: Assignee, position: int) -> None:
    """Everything but who it is. The plan's own words for somebody stay where the new values bring none."""
    assignment.text = shortened(assignee.text.strip(), _LONGEST_ASSIGNEE) or assignment.text
    assignment.role, assignment.position = assignee.role, position
    assignment.own_target, assignment.is_conditional = assignee.own_target, assignee.conditional


def new_universe(deliverable: Deliverable, names: Sequence[str]) -> list[UniverseItem]:
    """The items of a deliverable's universe list, not saved, each name once."""
    return [
        UniverseItem(entity_id=deliverable.entity_id, deliverable=deliverable, name=name, position=position)
        for position, name in enumerate(universe_names(names))
    ]


def universe_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names without blanks around them, each once, none empty, in their order."""
    clean = (shortened(" ".join(name.split()), LONGEST_UNIVERSE_NAME) for name in names)
    return tuple(dict.fromkeys(filter(None, clean)))


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
    """A milestone whose date, name or quantity changed keeps its row: it remembers when it was moved late."""
    rows = list(deliverable.milestones.all())
    clipped = [replace(one, name=shortened(one.name, _LONGEST_NAME)) for one in wanted]
    pairs = pair_dates([planned(row) for row in rows], clipped)
    _drop_unpaired(rows, pairs)
    for new, old in pairs.items():
        if planned(rows[old]) != clipped[new]:
            _fill_milestone(rows[old], clipped[new])
            rows[old].save()
    missing = (one for place, one in enumerate(clipped) if place not in pairs)
    Milestone.objects.bulk_create(new_milestone(deliverable, one) for one in missing)


def _match_assignments(deliverable: Deliverable, wanted: Sequence[Assignee]) -> None:
    """Keep whoever stays, in whatever role, with their frozen list."""
    rows = list(deliverable.assignments.all())
    fresh = [new_assignment(deliverable, one, position) for position, one in enumerate(wanted)]
    pairs = pair_rows(rows, fresh, (_who_and_role, _who_and_role), (_who, _who))
    _drop_unpaired(rows, pairs)
    for new, old in pairs.items():
        _fill_assignment(rows[old], wanted[new], new)
    changing = ("text", "role", "position", "own_target", "is_conditional")
    Assignment.objects.bulk_update((rows[old] for old in pairs.values()), changing)
    Assignment.objects.bulk_create(one for place, one in enumerate(fresh) if place not in pairs)


def _who(assignment: Assignment) -> tuple[int | None, int | None, str]:
    """Who it is: the text counts only where nobody was matched."""
    matched = assignment.actor_id or assignment.group_id
    return assignment.actor_id, assignment.group_id, "" if matched else assignment.text


def _who_and_role(assignment: Assignment) -> tuple[int | None, int | None, str, str]:
    return *_who(assignment), assignment.role


def _match_universe(deliverable: Deliverable, wanted: Sequence[str]) -> None:
    """A thing whose name stays keeps its row: what was reported of it stays."""
    rows = list(deliverable.universe.all())
    fresh = new_universe(deliverable, wanted)
    pairs = pair_rows(rows, fresh, (str, str))
    _drop_unpaired(rows, pairs)
    for new, old in pairs.items():
        rows[old].position = new
    UniverseItem.objects.bulk_update((rows[old] for old in pairs.values()), ["position"])
    UniverseItem.objects.bulk_create(one for place, one in enumerate(fresh) if place not in pairs)


def _drop_unpaired(rows: Sequence[Milestone | Assignment | UniverseItem], pairs: dict[int, int]) -> None:
    kept = set(pairs.values())
    for place, row in enumerate(rows):
        if place not in kept:
            row.delete()
