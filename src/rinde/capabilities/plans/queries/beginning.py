"""What stands already where a plan begins."""

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.headers import StandingPlan, is_same_title
from rinde.capabilities.plans.rules.rows import PlanHeader


def same_plans(header: PlanHeader) -> tuple[StandingPlan, ...]:
    """The plans of the active entity with the title, instrument and period of a header, newest first. One query."""
    alike = Plan.objects.filter(
        instrument=header.instrument, period_start=header.period_start, period_end=header.period_end
    )
    rows = alike.order_by("-created_at", "-pk").values_list("pk", "title", "status")
    return tuple(StandingPlan(*row) for row in rows if is_same_title(row[1], header.title))
