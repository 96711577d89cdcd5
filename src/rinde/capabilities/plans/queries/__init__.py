"""Reads about plans. What the public sees comes from the frozen version, never from the working rows."""

from rinde.capabilities.plans.queries.published import (
    PublishedPlan,
    plan_version,
    plan_versions,
    published_content,
    published_plan,
    published_plans,
)
from rinde.capabilities.plans.queries.working import PlanSummary, members_of_groups, plan_summaries, working_content

__all__ = [
    "PlanSummary",
    "PublishedPlan",
    "members_of_groups",
    "plan_summaries",
    "plan_version",
    "plan_versions",
    "published_content",
    "published_plan",
    "published_plans",
    "working_content",
]
