"""Everything that changes a plan. Each operation locks the plan, checks, saves and leaves a mark in the trail."""

from rinde.capabilities.plans.operations.activities import add_activity, delete_activity, edit_activity
from rinde.capabilities.plans.operations.announcements import (
    add_announcement,
    delete_announcement,
    edit_announcement,
)
from rinde.capabilities.plans.operations.approving import (
    annul_act,
    close_plan,
    consolidate_plan,
    register_act,
    register_approved_plan,
    return_to_draft,
)
from rinde.capabilities.plans.operations.headers import create_plan, update_plan
from rinde.capabilities.plans.operations.loading import load_draft_plan
from rinde.capabilities.plans.operations.nodes import add_node, delete_node, edit_node
from rinde.capabilities.plans.operations.publishing import Publication, publish_plan, show_version

__all__ = [
    "Publication",
    "add_activity",
    "add_announcement",
    "add_node",
    "annul_act",
    "close_plan",
    "consolidate_plan",
    "create_plan",
    "delete_activity",
    "delete_announcement",
    "delete_node",
    "edit_activity",
    "edit_announcement",
    "edit_node",
    "load_draft_plan",
    "publish_plan",
    "register_act",
    "register_approved_plan",
    "return_to_draft",
    "show_version",
    "update_plan",
]
