"""Tables of a plan: what was promised, by whom, for when, in which version, and how it came to be so."""

from rinde.capabilities.plans.models.making import Act, ChangeRequest, FindingDecision, LegalDate, PlanStep, SheetImport
from rinde.capabilities.plans.models.plan import Annex, Objective, Plan, PlanNode, PlanQuerySet, PlanVersion, Signatory
from rinde.capabilities.plans.models.rows import (
    Activity,
    Announcement,
    Assignment,
    AssignmentMember,
    Deliverable,
    Milestone,
    Placement,
    UniverseItem,
)

__all__ = [
    "Act",
    "Activity",
    "Annex",
    "Announcement",
    "Assignment",
    "AssignmentMember",
    "ChangeRequest",
    "Deliverable",
    "FindingDecision",
    "LegalDate",
    "Milestone",
    "Objective",
    "Placement",
    "Plan",
    "PlanNode",
    "PlanQuerySet",
    "PlanStep",
    "PlanVersion",
    "SheetImport",
    "Signatory",
    "UniverseItem",
]
