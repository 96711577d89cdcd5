"""Rounds of planning for the tests: opened over June, closed in July, by whoever coordinates the plan."""

from datetime import UTC, date, datetime
from typing import Any

from factories import principal
from rinde.capabilities.followup.models import FollowUpPolicy, MonitoringRound
from rinde.capabilities.followup.operations.monitoring import close_round, open_round
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.plans.models import Plan

JUNE = Stretch(date(2026, 6, 1), date(2026, 6, 30))
JULY = Stretch(date(2026, 7, 1), date(2026, 7, 31))
IN_JULY = datetime(2026, 7, 2, 15, 0, tzinfo=UTC)
IN_AUGUST = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)


def make_round(plan: Plan, *, stretch: Stretch = JUNE, now: datetime = IN_JULY) -> MonitoringRound:
    """An open round of a published plan; its milestones of the factories are due on its last day."""
    return open_round(plan_id=plan.pk, stretch=stretch, by=principal(plan.entity, "PLAN_COORDINATOR"), now=now)


def make_closed_round(
    plan: Plan, *, summary: str = "", stretch: Stretch = JUNE, now: datetime = IN_JULY
) -> MonitoringRound:
    opened = make_round(plan, stretch=stretch, now=now)
    by = principal(plan.entity, "PLAN_COORDINATOR")
    return close_round(round_id=opened.pk, summary=summary, by=by, now=now)


def make_policy(plan: Plan, **fields: Any) -> FollowUpPolicy:
    return FollowUpPolicy.objects.create(**{"entity": plan.entity, "plan": plan, "edited_at": IN_JULY} | fields)
