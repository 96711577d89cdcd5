"""Where the rows of a plan stand: moving activities and components, and copying a row. What they say stays as it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Deliverable, Plan, PlanNode
from rinde.capabilities.plans.operations.activities import write_new_activity
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, plan_to_edit
from rinde.capabilities.plans.queries.editing import WHOLE_ACTIVITY, activity_values
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal

Row = TypeVar("Row", bound=Activity | PlanNode | Deliverable)

NOT_MOVED = "No se movió la actividad."


@transaction.atomic
def shift_activity(*, activity_id: int, step: int, seen: datetime | None, by: Principal, now: datetime) -> Activity:
    """Move an activity one place up (-1) or down (1) within its component or subcomponent.

    Raises:
        NotAllowed, StaleWrite: as for any edit.
        TransitionNotAllowed: where it already is the first or the last, or the plan stands still.
    """
    plan, activity = activity_to_arrange(activity_id, seen=seen, by=by)
    renumber(_shifted(siblings_of(activity), activity, step), Activity)
    sign(activity, by=by, now=now)
    leave_marks(plan, "plans.activity_move", activity, by=by, now=now, facts={"key": activity.key})
    return activity


@transaction.atomic
def place_activity(
    *, activity_id: int, node_id: int, before_id: int | None, seen: datetime | None, by: Principal, now: datetime
) -> Activity:
    """Put an activity in a component or subcomponent of its plan, before another row or, without one, at the end.

    Its address and its printed code stay.

    Raises:
        NotAllowed, StaleWrite, TransitionNotAllowed: as for any edit.
        NotReady: for a component of another plan, or a row that is not in that component.
    """
    plan, activity = activity_to_arrange(activity_id, seen=seen, by=by)
    if not PlanNode.objects.filter(plan=plan, pk=node_id).exists():
        refuse_gaps(NOT_MOVED, "Escoja un componente de este plan.")
    left = activity.node_id
    rows = [one for one in _rows_of(node_id) if one.pk != activity.pk]
    places = [place for place, one in enumerate(rows) if one.pk == before_id]
    if before_id is not None and not places:
        refuse_gaps(NOT_MOVED, "La fila ante la que iba a quedar ya no está ahí. Escoja el lugar de nuevo.")
    rows.insert(places[0] if places else len(rows), activity)
    activity.node_id = node_id
    sign(activity, by=by, now=now)
    renumber(rows, Activity)
    if left != node_id:
        renumber(_rows_of(left), Activity)
    facts = {"key": activity.key, "node": node_id}
    leave_marks(plan, "plans.activity_move", activity, by=by, now=now, facts=facts)
    return activity


@transaction.atomic
def copy_activity(*, activity_id: int, seen: datetime | None, by: Principal, now: datetime) -> Activity:
    """Copy an activity with deliverables, dates and responsibles to a new one right below it.

    The copy has an address of its own and no printed code: two rows with one code are one to whoever reads. Frozen
    lists, late moves and where the activity came from are the history of the first, and stay with it.

    Raises:
        NotAllowed, StaleWrite, TransitionNotAllowed: as for any edit.
    """
    plan, activity = activity_to_arrange(activity_id, seen=seen, by=by)
    values = activity_values(activity)
    fresh = tuple(replace(one, id=None) for one in values.deliverables)
    copy = write_new_activity(plan, replace(values, code="", deliverables=fresh), by=by, now=now)
    put_after(activity, copy)
    facts = {"key": copy.key, "from": activity.key}
    leave_marks(plan, "plans.activity_copy", copy, by=by, now=now, facts=facts)
    return copy


@transaction.atomic
def shift_node(*, node_id: int, step: int, by: Principal, now: datetime) -> PlanNode:
    """Move a component among the components, or a subcomponent within its component, one place up (-1) or down (1).

    It asks for no mark of what was seen: one step from wherever it stands writes over nobody's words.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        TransitionNotAllowed: where it already is the first or the last, or the plan stands still.
    """
    plan = plan_to_edit(PlanNode.objects.values_list("plan_id", flat=True).get(pk=node_id), by=by)
    # Read under the plan's lock: a click before this one may just have moved it.
    node: PlanNode = PlanNode.objects.get(pk=node_id)
    rows = list(PlanNode.objects.filter(plan=plan, parent_id=node.parent_id).order_by("position", "pk"))
    renumber(_shifted(rows, node, step), PlanNode)
    leave_marks(plan, "plans.node_move", node, by=by, now=now, facts={"code": node.code})
    return node


def activity_to_arrange(activity_id: int, *, seen: datetime | None, by: Principal) -> tuple[Plan, Activity]:
    """Lock the plan of an activity and read the activity whole.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as for any edit.
    """
    plan = plan_to_edit(Activity.objects.values_list("plan_id", flat=True).get(pk=activity_id), by=by)
    activity: Activity = Activity.objects.prefetch_related(*WHOLE_ACTIVITY).get(pk=activity_id)
    check_fresh(activity.edited_at, seen)
    return plan, activity


def siblings_of(activity: Activity) -> list[Activity]:
    """The activities of the same component or subcomponent, in order, with this one."""
    return _rows_of(activity.node_id)


def _rows_of(node_id: int) -> list[Activity]:
    return list(Activity.objects.filter(node_id=node_id).order_by("position", "pk"))


def renumber(rows: Sequence[Row], table: Any) -> None:
    """Give rows the positions 0, 1, 2… in the order in which they come. One query, whatever moves."""
    changed = [row for place, row in enumerate(rows) if row.position != place]
    for place, row in enumerate(rows):
        row.position = place
    table.objects.bulk_update(changed, ["position"])


def put_after(row: Activity, newcomer: Activity) -> None:
    """Put an activity right below another of the same component."""
    rows = [one for one in siblings_of(row) if one.pk != newcomer.pk]
    place = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    rows.insert(place + 1, newcomer)
    renumber(rows, Activity)


def sign(activity: Activity, *, by: Principal, now: datetime) -> None:
    """Say on the row who touched it last. What else is written of it: where it stands."""
    activity.edited_at, activity.edited_by_id = now, by.user_id
    activity.save(update_fields=["node", "edited_at", "edited_by"])


def _shifted(rows: Sequence[Row], row: Row, step: int) -> list[Row]:
    to = next(place for place, one in enumerate(rows) if one.pk == row.pk) + step
    if not 0 <= to < len(rows):
        raise TransitionNotAllowed("Ya está en el borde de su grupo. Para pasarla a otro, use «Mover a otra parte».")
    others = [one for one in rows if one.pk != row.pk]
    return [*others[:to], row, *others[to:]]
