"""What every edit of a plan has in common: the lock, the guard against stale writes, and the marks that it leaves."""

from datetime import datetime
from typing import Any

from django.db import models

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import check_edit_plan
from rinde.capabilities.plans.rules.states import check_editable
from rinde.foundations.refusals import StaleWrite
from rinde.services.access import Principal
from rinde.services.audit.operations import record


def plan_to_edit(plan_id: int, *, by: Principal) -> Plan:
    """Lock a plan for whoever may edit it.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: for a plan whose rows stand still, with the way out of its state.
    """
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_edit_plan(plan, by=by)
    check_editable(plan.status)
    return plan


def check_fresh(edited_at: datetime | None, seen: datetime | None, *, is_own: bool = False) -> None:
    """Refuse to write over what somebody saved after the form was opened.

    Args:
        is_own: the one who saved is the one who asks, from another tab or device.

    Raises:
        StaleWrite: where the row's mark is not the one that the form carries.
    """
    if edited_at != seen:
        who = "Esto se guardó en otra ventana suya" if is_own else "Otra persona guardó cambios"
        raise StaleWrite(f"{who} mientras usted editaba. Compare las dos versiones y guarde la que vale.")


def leave_marks(
    plan: Plan, action: str, target: models.Model | str, *, by: Principal, now: datetime, facts: dict[str, Any]
) -> None:
    """Say on the plan who edited it last, and in the audit trail what was done. `facts` holds keys and codes only."""
    plan.edited_at, plan.edited_by_id = now, by.user_id
    plan.save(update_fields=["edited_at", "edited_by"])
    record(entity_id=plan.entity_id, action=action, target=target, by=by, now=now, facts={"plan": plan.pk} | facts)


def next_position(rows: "models.QuerySet[Any]") -> int:
    """The position after the last of some rows."""
    last = rows.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1
