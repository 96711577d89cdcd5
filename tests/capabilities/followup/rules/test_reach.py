"""Whose cells a person answers for, by the roles that they hold."""

import pytest

from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.followup.rules.reach import Offices, reach_of
from rinde.services.access import Grant, Scope

WORKS, PLANNING, CONTROL, OTHER = 1, 2, 3, 4
PLAN, OTHER_PLAN = 10, 11
OFFICES = Offices(monitored_by_id=PLANNING, evaluated_by_id=CONTROL)
ENTITY = Scope()


def grant(role: str, scope: Scope = ENTITY) -> Grant:
    return Grant(role, permissions_of(role), scope)


def over(kind: str, *ids: int) -> Scope:
    return Scope(kind, frozenset(ids))


def own(*grants: Grant, plan: int = PLAN) -> list[int | None]:
    reach = reach_of(grants, "followup.report")
    return [actor for actor in (WORKS, PLANNING, CONTROL, OTHER, None) if reach.is_own(plan, actor, OFFICES)]


def reportable(*grants: Grant, plan: int = PLAN) -> list[int | None]:
    reach = reach_of(grants, "followup.report")
    return [actor for actor in (WORKS, PLANNING, CONTROL, OTHER, None) if reach.may_report(plan, actor, OFFICES)]


ALL = [WORKS, PLANNING, CONTROL, OTHER, None]


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "UNIT_HEAD"])
def test_a_units_role_reaches_its_units_or_everything_it_was_given(role: str) -> None:
    assert own(grant(role, over("actors", WORKS))) == [WORKS]
    assert reportable(grant(role, over("actors", WORKS))) == [WORKS]
    assert own(grant(role)) == ALL
    assert own(grant(role, over("plan", PLAN))) == ALL
    assert reportable(grant(role, over("plan", PLAN)), plan=OTHER_PLAN) == []


def test_coordinator_does_what_nobody_else_answers_for_and_may_report_the_rest() -> None:
    assert own(grant("PLAN_COORDINATOR")) == [PLANNING, None]
    assert reportable(grant("PLAN_COORDINATOR")) == ALL
    assert reportable(grant("PLAN_COORDINATOR", over("plan", PLAN)), plan=OTHER_PLAN) == []
    assert own(grant("PLAN_COORDINATOR"), grant("UNIT_LIAISON", over("actors", WORKS))) == [WORKS, PLANNING, None]


@pytest.mark.parametrize(
    "role", ["INTERNAL_CONTROL", "READER", "ENTITY_ADMIN", "COMMUNICATIONS", "CITIZEN_SERVICE", "NO_LONGER"]
)
def test_other_roles_reach_nothing(role: str) -> None:
    assert reportable(grant(role)) == []
    assert reach_of([grant(role)], "followup.report").is_nothing


def test_internal_control_reaches_its_own_office_whatever_else_it_holds() -> None:
    held = (grant("INTERNAL_CONTROL"), grant("UNIT_LIAISON", over("actors", CONTROL, WORKS)))
    assert own(*held) == [CONTROL]
    assert own(grant("INTERNAL_CONTROL"), grant("UNIT_LIAISON")) == [CONTROL]
    assert reportable(grant("INTERNAL_CONTROL"), grant("PLAN_COORDINATOR")) == [CONTROL]
