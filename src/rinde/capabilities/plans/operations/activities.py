"""Activities with their deliverables, dates and responsibles: one row of the plan, written as a whole."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Objective, Plan, PlanNode
from rinde.capabilities.plans.operations.deliverables import unknown_assignees, write_deliverables
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, next_position, plan_to_edit
from rinde.capabilities.plans.rules.addresses import Place, activity_keys
from rinde.capabilities.plans.rules.rows import ActivityValues, deliverable_gaps
from rinde.capabilities.plans.rules.sorting import sibling_labels
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_SAVED = "No se guardó la actividad."


@transaction.atomic
def add_activity(
    *, plan_id: int, values: ActivityValues, by: Principal, now: datetime, carried_from: str = ""
) -> Activity:
    """Add an activity after the last one of its component or subcomponent, with an address that will not change.

    Args:
        carried_from: where it comes from, as people read it beside the activity; at most 160 characters.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: with every gap (no text, a component of another plan, an unknown responsible, a negative quantity).
    """
    plan = plan_to_edit(plan_id, by=by)
    activity = write_new_activity(plan, values, by=by, now=now)
    if carried_from:
        activity.carried_from = carried_from
        activity.save(update_fields=["carried_from"])
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
    rewrite_activity(plan, activity, values, by=by, now=now)
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


def write_new_activity(plan: Plan, values: ActivityValues, *, by: Principal, now: datetime) -> Activity:
    """Write an activity into a plan that the caller locked and may change. Leaves no mark in the trail.

    Raises:
        NotReady: with every gap.
    """
    refuse_gaps(NOT_SAVED, *activity_gaps(plan, values))
    node = PlanNode.objects.select_related("parent").get(pk=values.node_id)
    activity = Activity(entity_id=plan.entity_id, plan=plan, node=node)
    activity.position = next_position(Activity.objects.filter(node=node))
    activity.key = _new_key(plan, node, values.code, activity.position + 1)
    _write(activity, values, by=by, now=now)
    return activity


def rewrite_activity(plan: Plan, activity: Activity, values: ActivityValues, *, by: Principal, now: datetime) -> None:
    """Write all of an activity of a plan that the caller locked and may change. Leaves no mark in the trail.

    Raises:
        NotReady: with every gap.
    """
    refuse_gaps(NOT_SAVED, *activity_gaps(plan, values))
    if values.node_id != activity.node_id:
        activity.node_id = values.node_id
        activity.position = next_position(Activity.objects.filter(node_id=values.node_id))
    _write(activity, values, by=by, now=now)


def _write(activity: Activity, values: ActivityValues, *, by: Principal, now: datetime) -> None:
    activity.code, activity.name = values.code.strip(), values.name.strip()
    activity.description = values.description.strip()
    activity.edited_at, activity.edited_by_id = now, by.user_id
    activity.save()
    activity.objectives.set(values.objectives)
    write_deliverables(activity, values.deliverables)


def activity_gaps(plan: Plan, values: ActivityValues) -> Iterable[str]:
    """Find everything that keeps an activity from being saved, even in a draft. At most four queries."""
    if not values.name.strip():
        yield "Escriba qué se va a hacer."
    if not PlanNode.objects.filter(plan=plan, pk=values.node_id).exists():
        yield "Escoja un componente de este plan."
    wanted = set(values.objectives)
    if wanted and Objective.objects.filter(plan=plan, pk__in=wanted).count() < len(wanted):
        yield "Uno de los objetivos ya no está en el plan. Escójalo de nuevo."
    yield from deliverable_gaps(values.deliverables)
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
