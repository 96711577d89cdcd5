"""Reads of the follow-up: bulk, by plan, never a query a cell."""

from rinde.capabilities.followup.queries.cells import (
    PlanCells,
    cell_states,
    cell_states_at,
    cell_states_of_plans,
    cells_of_plans,
    followed_plans,
    plan_cells,
    policy_of,
)

__all__ = [
    "PlanCells",
    "cell_states",
    "cell_states_at",
    "cell_states_of_plans",
    "cells_of_plans",
    "followed_plans",
    "plan_cells",
    "policy_of",
]
