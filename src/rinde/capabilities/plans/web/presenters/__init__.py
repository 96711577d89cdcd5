"""What the pages of a plan print. No queries, no rules of their own."""

from rinde.capabilities.plans.web.presenters.grid import GridPage, edited_words
from rinde.capabilities.plans.web.presenters.plans import (
    MANY_ACTIVITIES,
    Addresses,
    GapView,
    PlanPage,
    State,
    saved_facts,
    state_of,
    state_of_summary,
)

__all__ = [
    "MANY_ACTIVITIES",
    "Addresses",
    "GapView",
    "GridPage",
    "PlanPage",
    "State",
    "edited_words",
    "saved_facts",
    "state_of",
    "state_of_summary",
]
