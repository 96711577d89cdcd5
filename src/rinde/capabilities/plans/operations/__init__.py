"""Everything that changes a plan. Each operation locks the plan, checks, saves and leaves a mark in the trail."""

from rinde.capabilities.plans.operations.activities import add_activity, delete_activity, edit_activity
from rinde.capabilities.plans.operations.announcements import (
    add_announcement,
    announcement_to_activity,
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
from rinde.capabilities.plans.operations.arranging import copy_activity, place_activity, shift_activity, shift_node
from rinde.capabilities.plans.operations.carrying import CarriedPlan, carry_plan
from rinde.capabilities.plans.operations.cells_editing import WrittenCell, write_cell
from rinde.capabilities.plans.operations.headers import create_plan, update_plan
from rinde.capabilities.plans.operations.loading import load_draft_plan
from rinde.capabilities.plans.operations.members import set_members
from rinde.capabilities.plans.operations.nodes import add_node, delete_node, edit_node
from rinde.capabilities.plans.operations.placements import add_placement, delete_placement
from rinde.capabilities.plans.operations.publishing import Publication, publish_plan, show_version
from rinde.capabilities.plans.operations.review import Repaired, apply_repairs, leave_finding, look_again
from rinde.capabilities.plans.operations.splitting import join_activities, split_activity, split_deliverable

__all__ = [
    "CarriedPlan",
    "Publication",
    "Repaired",
    "WrittenCell",
    "add_activity",
    "add_announcement",
    "add_node",
    "add_placement",
    "announcement_to_activity",
    "annul_act",
    "apply_repairs",
    "carry_plan",
    "close_plan",
    "consolidate_plan",
    "copy_activity",
    "create_plan",
    "delete_activity",
    "delete_announcement",
    "delete_node",
    "delete_placement",
    "edit_activity",
    "edit_announcement",
    "edit_node",
    "join_activities",
    "leave_finding",
    "load_draft_plan",
    "look_again",
    "place_activity",
    "publish_plan",
    "register_act",
    "register_approved_plan",
    "return_to_draft",
    "set_members",
    "shift_activity",
    "shift_node",
    "show_version",
    "split_activity",
    "split_deliverable",
    "update_plan",
    "write_cell",
]
