"""Many changed rows of a plan at once: what `write_deliverables` does for one activity, in a bounded number of queries.

The caller has locked the plan, checked who asks, and stands in a transaction. What a row holds is filled by
`operations/deliverables`; which stored row goes on as which wanted one is said by `rules/pairing`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Model

from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Milestone, Plan, PlanNode, UniverseItem
from rinde.capabilities.plans.operations.deliverables import (
    fill_deliverable,
    new_assignment,
    new_milestone,
    new_universe,
    unknown_assignees,
)
from rinde.capabilities.plans.rules.addresses import Place, activity_keys
from rinde.capabilities.plans.rules.pairing import pair_dates, pair_rows
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues, deliverable_gaps
from rinde.capabilities.plans.rules.schedules import planned
from rinde.capabilities.plans.rules.sheet import SheetChange
from rinde.capabilities.plans.rules.sorting import sibling_labels
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

BATCH = 400  # rows a statement: below SQLite's limit of bound values
NOT_APPLIED = "No se cambió nada en el plan."


def write_sheet_changes(plan: Plan, changes: Sequence[SheetChange], *, by: Principal, now: datetime) -> None:
    """Take out, write anew and add activities, all of them or none.

    Raises:
        NotReady: with what no draft may say.
    """
    wanted = [one.values for one in changes if one.values]
    deliverables = [one for values in wanted for one in values.deliverables]
    refuse_gaps(NOT_APPLIED, *deliverable_gaps(deliverables), *unknown_assignees(deliverables))
    removed = [one.activity.id for one in changes if one.activity and one.values is None]
    for batch in _batches(removed):
        Activity.objects.filter(plan=plan, pk__in=batch).delete()
    writer = _Writer(plan, by=by, now=now)
    writer.rewrite({one.activity.id: one.values for one in changes if one.activity and one.values})
    writer.add([one.values for one in changes if one.activity is None and one.values])
    writer.save()


@dataclass(slots=True)
class _Rows:
    """What is to be done with the rows of one table."""

    new: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, frozenset[str]]] = field(default_factory=list)  # with the fields that differ
    gone: list[int] = field(default_factory=list)

    def note(self, row: Model, before: dict[str, Any]) -> None:
        """Remember a stored row whose facts are no longer those that it had."""
        differing = frozenset(name for name, value in _facts(row).items() if before[name] != value)
        if differing:
            self.changed.append((row, differing))

    def save(self, kind: type[Any]) -> None:
        """Delete, change and create, in that order. Only the columns that differ somewhere are written."""
        for batch in _batches(self.gone):
            kind.objects.filter(pk__in=batch).delete()
        names = sorted(frozenset[str]().union(*(differing for _, differing in self.changed)))
        if names:
            # Rows that stand, written whole over themselves: many times quicker than a CASE for every cell.
            rows = [row for row, _ in self.changed]
            kind.objects.bulk_create(
                rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
            )
        kind.objects.bulk_create(self.new, batch_size=BATCH)


def _facts(row: Model) -> dict[str, Any]:
    return {one.attname.removesuffix("_id"): getattr(row, one.attname) for one in row._meta.concrete_fields[1:]}


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


class _Standing:
    """What stands below some activities, by what it belongs to. Five queries."""

    def __init__(self, activities: Sequence[int]) -> None:
        links = Activity.objectives.through.objects.filter(activity_id__in=activities)
        self.served: defaultdict[int, list[int]] = defaultdict(list)
        for activity, objective in links.values_list("activity_id", "objective_id"):
            self.served[activity].append(objective)
        self.deliverables = _by_owner(Deliverable.objects.filter(activity__in=activities), "activity_id")
        below = {"deliverable__activity__in": activities}
        self.milestones = _by_owner(Milestone.objects.filter(**below), "deliverable_id")
        self.assignments = _by_owner(Assignment.objects.filter(**below), "deliverable_id")
        self.universe = _by_owner(UniverseItem.objects.filter(**below), "deliverable_id")


def _by_owner(rows: Iterable[Any], owner: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


class _Writer:
    """Collects what the changes come to, table by table, and then writes each table once."""

    def __init__(self, plan: Plan, *, by: Principal, now: datetime) -> None:
        self._plan, self._by, self._now = plan, by, now
        self._activities, self._deliverables = _Rows(), _Rows()
        self._milestones, self._assignments, self._universe = _Rows(), _Rows(), _Rows()
        self._objectives: list[tuple[Activity, frozenset[int], frozenset[int]]] = []
        last = Activity.objects.filter(plan=plan).order_by().values_list("node").annotate(Max("position"))
        self._next: defaultdict[int, int] = defaultdict(int, {node: place + 1 for node, place in last})

    def _place_in(self, node_id: int) -> int:
        """The position after the last activity of a component."""
        self._next[node_id] += 1
        return self._next[node_id] - 1

    def rewrite(self, wanted: dict[int, ActivityValues]) -> None:
        """Activities that stand, with everything below them."""
        for batch in _batches(list(wanted)):
            standing = _Standing(batch)
            for row in Activity.objects.filter(plan=self._plan, pk__in=batch):
                values, before = wanted[row.pk], _facts(row)
                if row.node_id != values.node_id:
                    row.node_id, row.position = values.node_id, self._place_in(values.node_id)
                self._fill(row, values)
                self._activities.note(row, before)
                self._serve(row, frozenset(standing.served[row.pk]), values)
                self._match_deliverables(row, values.deliverables, standing)

    def add(self, wanted: Sequence[ActivityValues]) -> None:
        """New activities, each after the last one of its place, with an address that will not change."""
        if not wanted:
            return
        rows = [Activity(entity_id=self._plan.entity_id, plan=self._plan, node_id=one.node_id) for one in wanted]
        for row, values in zip(rows, wanted, strict=True):
            row.position = self._place_in(values.node_id)
            self._fill(row, values)
        for row, key in zip(rows, self._keys(rows), strict=True):
            row.key = key
        self._activities.new += rows
        for row, values in zip(rows, wanted, strict=True):
            self._serve(row, frozenset(), values)
            for position, one in enumerate(values.deliverables):
                self._add_deliverable(row, one, position)

    def _keys(self, rows: Sequence[Activity]) -> Sequence[str]:
        nodes = {one.pk: one for one in PlanNode.objects.filter(plan=self._plan).order_by("position", "pk")}
        labels = _labels(list(nodes.values()))
        places = []
        for row in rows:
            node = nodes[row.node_id]
            top = node.parent_id or node.pk
            inner = labels[node.pk] if node.parent_id else ""
            places.append(Place(row.code, labels[top], inner, row.position + 1))
        return activity_keys(places, frozenset(Activity.objects.filter(plan=self._plan).values_list("key", flat=True)))

    def _fill(self, row: Activity, values: ActivityValues) -> None:
        row.code, row.name, row.description = values.code.strip(), values.name.strip(), values.description.strip()
        row.edited_at, row.edited_by_id = self._now, self._by.user_id

    def _serve(self, row: Activity, before: frozenset[int], values: ActivityValues) -> None:
        if before != frozenset(values.objectives):
            self._objectives.append((row, before, frozenset(values.objectives)))

    def _match_deliverables(self, row: Activity, wanted: Sequence[DeliverableValues], standing: "_Standing") -> None:
        by_id = {one.pk: one for one in standing.deliverables[row.pk]}
        self._deliverables.gone += set(by_id) - {one.id for one in wanted}
        for position, values in enumerate(wanted):
            stored = by_id.get(values.id or 0)
            if stored is None:
                self._add_deliverable(row, values, position)
                continue
            before = _facts(stored)
            fill_deliverable(stored, values, position)
            self._deliverables.note(stored, before)
            self._match_below(stored, values, standing)

    def _add_deliverable(self, row: Activity, values: DeliverableValues, position: int) -> None:
        deliverable = Deliverable(entity_id=row.entity_id, activity=row)
        fill_deliverable(deliverable, values, position)
        self._deliverables.new.append(deliverable)
        self._milestones.new += [new_milestone(deliverable, one) for one in values.milestones]
        self._assignments.new += [new_assignment(deliverable, one, place) for place, one in enumerate(values.assignees)]
        self._universe.new += new_universe(deliverable, values.universe)

    def _match_below(self, stored: Deliverable, values: DeliverableValues, standing: "_Standing") -> None:
        """A milestone keeps its late moves, an assignment its frozen list, a counted thing what was said of it."""
        dates = standing.milestones[stored.pk]
        fresh_dates = [new_milestone(stored, one) for one in values.milestones]
        pairs = pair_dates([planned(one) for one in dates], [planned(one) for one in fresh_dates])
        _go_on(self._milestones, dates, fresh_dates, pairs, keep=("late_moves",))
        who = standing.assignments[stored.pk]
        fresh_who = [new_assignment(stored, one, place) for place, one in enumerate(values.assignees)]
        pairs = pair_rows(who, fresh_who, (_who_and_role, _who_and_role), (_who, _who))
        _go_on(self._assignments, who, fresh_who, pairs, keep=("frozen_at",))
        things = standing.universe[stored.pk]
        fresh_things = new_universe(stored, values.universe)
        _go_on(self._universe, things, fresh_things, pair_rows(things, fresh_things, (str, str)))

    def save(self) -> None:
        """Write every table once, those above first."""
        self._activities.save(Activity)
        self._save_objectives()
        self._deliverables.save(Deliverable)
        self._milestones.save(Milestone)
        self._assignments.save(Assignment)
        self._universe.save(UniverseItem)

    def _save_objectives(self) -> None:
        links = Activity.objectives.through
        for batch in _batches([row.pk for row, before, _ in self._objectives if before]):
            links.objects.filter(activity_id__in=batch).delete()
        links.objects.bulk_create(
            [links(activity=row, objective_id=one) for row, _, after in self._objectives for one in sorted(after)],
            batch_size=BATCH,
        )


def _go_on(
    table: _Rows, stored: Sequence[Any], fresh: Sequence[Any], pairs: dict[int, int], *, keep: tuple[str, ...] = ()
) -> None:
    """Let each wanted row take over the stored one that it goes on from; those without one come or go."""
    goes_on = set(pairs.values())
    table.gone += [row.pk for place, row in enumerate(stored) if place not in goes_on]
    for place, row in enumerate(fresh):
        if place not in pairs:
            table.new.append(row)
            continue
        old = stored[pairs[place]]
        row.pk = old.pk
        for name in keep:
            setattr(row, name, getattr(old, name))
        table.note(row, _facts(old))


def _who(assignment: Assignment) -> tuple[int | None, int | None, str]:
    """Who it is: the text counts only where nobody was matched."""
    matched = assignment.actor_id or assignment.group_id
    return assignment.actor_id, assignment.group_id, "" if matched else assignment.text


def _who_and_role(assignment: Assignment) -> tuple[int | None, int | None, str, str]:
    return *_who(assignment), assignment.role


def _labels(nodes: Sequence[PlanNode]) -> dict[int, str]:
    """What tells each component from its siblings in the address of an activity."""
    families: dict[int | None, list[PlanNode]] = {}
    for node in nodes:
        families.setdefault(node.parent_id, []).append(node)
    return {
        node.pk: label
        for family in families.values()
        for node, label in zip(family, sibling_labels([one.code for one in family]), strict=True)
    }
