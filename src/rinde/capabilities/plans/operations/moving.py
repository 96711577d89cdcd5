"""The one place where a plan goes from state to state: checked against the table, written where everybody sees it."""

from datetime import datetime

from rinde.capabilities.plans.models import Act, Plan, PlanStep
from rinde.capabilities.plans.rules.states import check_may_become
from rinde.services.access import Principal
from rinde.services.audit.operations import record


def move_plan(plan: Plan, to: str, *, by: Principal, now: datetime, note: str = "", act: Act | None = None) -> PlanStep:
    """Take a locked plan to another state, with its step in the plan's public story and a mark in the trail.

    The caller has locked the row, checked the permission, and stands in a transaction.

    Raises:
        TransitionNotAllowed: for a step that is not in the table.
    """
    check_may_become(plan.status, to)
    step: PlanStep = PlanStep.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        from_status=plan.status,
        to_status=to,
        at=now,
        by_id=by.user_id,
        note=note,
        act=act,
    )
    plan.status = to
    plan.save(update_fields=["status"])
    facts = {"from": step.from_status, "to": to} | ({"act": act.pk} if act else {})
    record(entity_id=plan.entity_id, action="plans.move", target=plan, by=by, now=now, facts=facts)
    return step
