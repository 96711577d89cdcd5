"""The one place where a plan goes from state to state: checked against the table, written where everybody sees it."""

from datetime import date, datetime

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


def keep_comments_until(plan_id: int, day: date | None) -> None:
    """Tell a plan the last day on which it may be commented on, or that nobody may any more (None).

    The caller runs the consultation, has locked and recorded it, and stands in a transaction.
    """
    Plan.objects.filter(pk=plan_id).update(comments_until=day)
