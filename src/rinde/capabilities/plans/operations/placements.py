"""One activity in several instruments: edited and reported once, where it lives, and shown in each."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Placement, Plan, PlanNode
from rinde.capabilities.plans.operations.editing import leave_marks, next_position, plan_to_edit
from rinde.capabilities.plans.permissions import check_read_draft
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_SAVED = "No se mostró la actividad en el otro plan."


@transaction.atomic
def add_placement(*, activity_id: int, node_id: int, by: Principal, now: datetime) -> Placement:
    """Show an activity in a component of another plan of its entity too. Asked again, it changes nothing.

    The plan where the activity lives may be in any state; the one that shows it is edited, so it must be open.

    Raises:
        NotAllowed: for whoever may not edit the plan that will show it, or read the one where it lives.
        TransitionNotAllowed: where the plan that would show it stands still.
        NotReady: for its own plan, or one that already shows it elsewhere.
    """
    node: PlanNode = PlanNode.objects.get(pk=node_id)
    activity: Activity = Activity.objects.select_related("plan").get(pk=activity_id)
    check_read_draft(activity.plan, by=by)
    plan = plan_to_edit(node.plan_id, by=by)
    standing: Placement | None = Placement.objects.filter(activity=activity, node__plan=plan).first()
    if standing and standing.node_id == node.pk:
        return standing
    refuse_gaps(NOT_SAVED, *_gaps(activity, plan, standing))
    placement: Placement = Placement.objects.create(
        entity_id=plan.entity_id,
        activity=activity,
        node=node,
        position=next_position(Placement.objects.filter(node=node)),
    )
    facts = {"key": activity.key, "home": activity.plan_id, "node": node.pk}
    leave_marks(plan, "plans.placement_add", placement, by=by, now=now, facts=facts)
    return placement


def _gaps(activity: Activity, plan: Plan, standing: Placement | None) -> tuple[str, ...]:
    checks = (
        (activity.plan_id == plan.pk, "La actividad ya es de ese plan. Escoja otro."),
        (standing is not None, "Ese plan ya muestra la actividad en otro componente. Quítela de allí primero."),
    )
    return tuple(message for fails, message in checks if fails)


@transaction.atomic
def delete_placement(*, placement_id: int, by: Principal, now: datetime) -> None:
    """Show an activity no longer in a plan where it does not live. The activity itself stays.

    Raises:
        NotAllowed: for whoever may not edit the plan that shows it.
        TransitionNotAllowed: where that plan stands still.
    """
    placement: Placement = Placement.objects.select_related("node", "activity").get(pk=placement_id)
    plan = plan_to_edit(placement.node.plan_id, by=by)
    facts = {"key": placement.activity.key, "home": placement.activity.plan_id, "node": placement.node_id}
    target = f"plans.Placement:{placement.pk}"
    placement.delete()
    leave_marks(plan, "plans.placement_delete", target, by=by, now=now, facts=facts)
