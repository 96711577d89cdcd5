"""Reads about plans. What the public sees comes from the frozen version, never from the working rows."""

from rinde.capabilities.plans.queries.approval import (
    act_of,
    is_of_another_entity,
    last_body,
    plan_steps,
    standing_act,
)
from rinde.capabilities.plans.queries.carrying import CarryChoices, carry_choices
from rinde.capabilities.plans.queries.editing import (
    WHOLE_ACTIVITY,
    ActivityChoices,
    AssigneeChoice,
    NodeChoice,
    activity_choices,
    activity_to_edit,
    activity_values,
    actor_choices,
    assignee_choices,
    deliverable_values,
    node_choices,
    plan_header,
)
from rinde.capabilities.plans.queries.legal_dates import LegalDateLine, legal_dates_of
from rinde.capabilities.plans.queries.placements import Guest, Host, Shown, guests_of, hosts_for, shown_in
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
    "ActivityChoices",
    "AssigneeChoice",
    "CarryChoices",
    "Guest",
    "Host",
    "LegalDateLine",
    "NodeChoice",
    "PlanSummary",
    "PublishedPlan",
    "Shown",
    "act_of",
    "activity_choices",
    "activity_to_edit",
    "activity_values",
    "actor_choices",
    "assignee_choices",
    "carry_choices",
    "deliverable_values",
    "guests_of",
    "hosts_for",
    "is_of_another_entity",
    "last_body",
    "legal_dates_of",
    "members_of_groups",
    "node_choices",
    "plan_header",
    "plan_steps",
    "plan_summaries",
    "plan_version",
    "plan_versions",
    "published_content",
    "published_plan",
    "published_plans",
    "published_version",
    "shown_in",
    "standing_act",
    "working_content",
]
