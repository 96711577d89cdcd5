"""Reads about plans. What the public sees comes from the frozen version, never from the working rows."""

from rinde.capabilities.plans.queries.approval import (
    act_of,
    is_of_another_entity,
    last_body,
    plan_steps,
    standing_act,
)
from rinde.capabilities.plans.queries.editing import (
    WHOLE_ACTIVITY,
    AssigneeChoice,
    NodeChoice,
    activity_to_edit,
    activity_values,
    assignee_choices,
    deliverable_values,
    node_choices,
)
from rinde.capabilities.plans.queries.published import (
    PublishedPlan,
    plan_version,
    plan_versions,
    published_content,
    published_plan,
    published_plans,
    published_version,
)
from rinde.capabilities.plans.queries.working import PlanSummary, members_of_groups, plan_summaries, working_content

__all__ = [
    "WHOLE_ACTIVITY",
    "AssigneeChoice",
    "NodeChoice",
    "PlanSummary",
    "PublishedPlan",
    "act_of",
    "activity_to_edit",
    "activity_values",
    "assignee_choices",
    "deliverable_values",
    "is_of_another_entity",
    "last_body",
    "members_of_groups",
    "node_choices",
    "plan_steps",
    "plan_summaries",
    "plan_version",
    "plan_versions",
    "published_content",
    "published_plan",
    "published_plans",
    "published_version",
    "standing_act",
    "working_content",
]
