"""Saying who monitors and who evaluates a plan, and the terms of its cycle."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.followup.models import FollowUpPolicy
from rinde.capabilities.followup.permissions import check_set_policy
from rinde.capabilities.followup.rules.monitoring.notes import PolicyValues, policy_gaps
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotReady, StaleWrite
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@transaction.atomic
def set_policy(
    *, plan_id: int, values: PolicyValues, seen: datetime | None, by: Principal, now: datetime
) -> FollowUpPolicy:
    """Write down who monitors and who evaluates a plan, and its terms. What was reported before keeps its mark.

    The same values twice are one save.

    Args:
        seen: of the last save that the person had before their eyes; None where nobody had saved yet.

    Raises:
        NotAllowed: for whoever may not say so.
        NotReady: with everything that is wrong: an actor of another entity or of the past, one office for both.
        StaleWrite: where somebody else saved in the meantime.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_set_policy(plan, by=by)
    policy: FollowUpPolicy | None = FollowUpPolicy.objects.filter(plan=plan).first()
    wanted = {
        "monitored_by_id": values.monitored_by,
        "evaluated_by_id": values.evaluated_by,
        "rhythm": values.rhythm,
        "report_days": values.report_days,
        "reply_days": values.reply_days,
    }
    changed = [name for name, value in wanted.items() if policy is None or getattr(policy, name) != value]
    if policy is not None and not changed:
        return policy
    if (policy.edited_at if policy else None) != seen:
        raise StaleWrite("Otra persona guardó esto mientras usted escribía. Compare y guarde de nuevo.")
    policy = policy or FollowUpPolicy(entity_id=plan.entity_id, plan=plan)
    gaps = policy_gaps(values, actors=_choosable(policy, now))
    if gaps:
        raise NotReady("No se guardó quién hace qué.", gaps)
    for name, value in wanted.items():
        setattr(policy, name, value)
    policy.edited_at = now
    policy.save()
    facts = {"plan": plan.pk, "changed": changed, "monitored_by": values.monitored_by}
    facts |= {"evaluated_by": values.evaluated_by}
    record(entity_id=plan.entity_id, action="followup.set_policy", target=policy, by=by, now=now, facts=facts)
    return policy


def _choosable(policy: FollowUpPolicy, now: datetime) -> set[int]:
    """The actors of today, and those that the policy named already: an office that ended is not lost by a save."""
    named = {one for one in (policy.monitored_by_id, policy.evaluated_by_id) if one is not None}
    return named | set(actors_on(timezone.localdate(now)).values_list("pk", flat=True))
