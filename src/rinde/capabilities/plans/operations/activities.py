"""Activities with their deliverables, dates and responsibles: one row of the plan, written as a whole."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Plan, PlanNode
from rinde.capabilities.plans.operations.deliverables import unknown_assignees, write_deliverables
from rinde.capabilities.plans.operations.editing import (
    check_fresh,
    leave_marks,
    next_position,
    plan_to_edit,
    refuse_gaps,
)
from rinde.capabilities.plans.rules.addresses import Place, activity_keys
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.sorting import sibling_labels
from rinde.services.access import Principal

NOT_SAVED = "No se guardó la actividad."


@transaction.atomic
def add_activity(*, plan_id: int, values: ActivityValues, by: Principal, now: datetime) -> Activity:
    """Add an activity after the last one of its component or subcomponent, with an address that will not change.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: with every gap (no text, a component of another plan, an unknown responsible, a negative quantity).
    """
    plan = plan_to_edit(plan_id, by=by)
    _refuse_gaps(plan, values)
    node = PlanNode.objects.select_related("parent").get(pk=values.node_id)
    activity = Activity(entity_id=plan.entity_id, plan=plan, node=node)
    activity.position = next_position(Activity.objects.filter(node=node))
    activity.key = _new_key(plan, node, values.code, activity.position + 1)
    _write(activity, values, now)
    leave_marks(plan, "plans.activity_add", activity, by=by, now=now, facts={"key": activity.key})
    return activity


@transaction.atomic
def edit_activity(
    *, activity_id: int, values: ActivityValues, seen: datetime | None, by: Principal, now: datetime
) -> Activity:
    """Write an activity and all its deliverables; those that the values leave out go. Its address stays.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        StaleWrite: where somebody saved it after the form was opened (`seen`).
        NotReady: with every gap.
    """
    activity: Activity = Activity.objects.get(pk=activity_id)
    plan = plan_to_edit(activity.plan_id, by=by)
    activity.refresh_from_db()
    check_fresh(activity.edited_at, seen)
    _refuse_gaps(plan, values)
    if values.node_id != activity.node_id:
        activity.node_id = values.node_id
        activity.position = next_position(Activity.objects.filter(node_id=values.node_id))
    _write(activity, values, now)
    leave_marks(plan, "plans.activity_edit", activity, by=by, now=now, facts={"key": activity.key})
    return activity


@transaction.atomic
def delete_activity(*, activity_id: int, by: Principal, now: datetime) -> None:
    """Take an activity out of the draft. Versions keep it, and the trail says that it went.

    Raises:
        NotAllowed: for whoever may not edit this plan.
    """
    activity: Activity = Activity.objects.get(pk=activity_id)
    plan = plan_to_edit(activity.plan_id, by=by)
    target, facts = f"plans.Activity:{activity.pk}", {"key": activity.key, "code": activity.code}
    activity.delete()
    leave_marks(plan, "plans.activity_delete", target, by=by, now=now, facts=facts)


def _write(activity: Activity, values: ActivityValues, now: datetime) -> None:
    activity.code, activity.name = values.code.strip(), values.name.strip()
    activity.description, activity.edited_at = values.description.strip(), now
    activity.save()
    write_deliverables(activity, values.deliverables)


def _refuse_gaps(plan: Plan, values: ActivityValues) -> None:
    refuse_gaps(NOT_SAVED, *_gaps(plan, values))


def _gaps(plan: Plan, values: ActivityValues) -> Iterable[str]:
    if not values.name.strip():
        yield "Escriba qué se va a hacer."
    if not PlanNode.objects.filter(plan=plan, pk=values.node_id).exists():
        yield "Escoja un componente de este plan."
    if any(one.quantity is not None and one.quantity < 0 for one in values.deliverables):
        yield "La cantidad no puede ser negativa."
    yield from unknown_assignees(values.deliverables)


def _new_key(plan: Plan, node: PlanNode, code: str, position: int) -> str:
    top = node.parent or node
    place = Place(
        code=code,
        component=_label(top),
        subcomponent=_label(node) if node.parent else "",
        position=position,
    )
    taken = frozenset(Activity.objects.filter(plan=plan).values_list("key", flat=True))
    (key,) = activity_keys([place], taken)
    return key


def _label(node: PlanNode) -> str:
    siblings = PlanNode.objects.filter(plan_id=node.plan_id, parent_id=node.parent_id).order_by("position", "pk")
    codes: dict[int, str] = dict(siblings.values_list("pk", "code"))
    labels = dict(zip(codes, sibling_labels(list(codes.values())), strict=True))
    return labels[node.pk]
