"""Three voices: who may write in which, written out by hand for every role."""

from collections.abc import Callable

import pytest

from factories import NOW, make_actor, make_member, make_plan, principal
from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import FollowUpPolicy
from rinde.capabilities.followup.permissions import (
    can_evaluate,
    can_moderate,
    can_monitor,
    can_read,
    can_read_reserved,
    can_report,
    can_set_policy,
    check_evaluate,
)
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Grant, Principal, Scope
from rinde.services.tenancy import active_tenant

HOLDERS: dict[Callable[..., bool], set[RoleCode]] = {
    can_read: set(RoleCode) - {RoleCode.CITIZEN_SERVICE},
    can_monitor: {RoleCode.PLAN_COORDINATOR},
    can_evaluate: {RoleCode.INTERNAL_CONTROL},
    can_read_reserved: {RoleCode.PLAN_COORDINATOR, RoleCode.INTERNAL_CONTROL},
    can_moderate: {RoleCode.PLAN_COORDINATOR, RoleCode.COMMUNICATIONS, RoleCode.CITIZEN_SERVICE},
    can_set_policy: {RoleCode.PLAN_COORDINATOR, RoleCode.ENTITY_ADMIN},
}


@pytest.mark.parametrize("role", RoleCode)
@pytest.mark.parametrize("can", HOLDERS, ids=lambda can: can.__name__)
def test_each_voice_has_its_roles_and_no_other(entity: Entity, can: Callable[..., bool], role: RoleCode) -> None:
    assert can(make_plan(entity), by=principal(entity, role)) is (role in HOLDERS[can])


@pytest.mark.parametrize("can", HOLDERS, ids=lambda can: can.__name__)
def test_nobody_of_another_entity_gets_in(entity: Entity, other_entity: Entity, can: Callable[..., bool]) -> None:
    with active_tenant(other_entity):
        strangers = [principal(other_entity, role) for role in HOLDERS[can]]
    plan = make_plan(entity)
    assert [can(plan, by=one) for one in strangers] == [False] * len(strangers)


def over(entity: Entity, *actors: Actor, role: str = RoleCode.UNIT_LIAISON) -> Grant:
    return Grant(role, permissions_of(role), Scope(ScopeKind.ACTORS, frozenset(one.pk for one in actors)))


def person(entity: Entity, *grants: Grant) -> Principal:
    return Principal(user_id=make_member(entity, RoleCode.READER).pk, tenant_id=entity.pk, grants=grants)


def test_a_liaison_reports_for_its_units_and_no_other(entity: Entity) -> None:
    plan, mine, other = make_plan(entity), make_actor(entity), make_actor(entity)
    by = person(entity, over(entity, mine))
    assert can_report(plan, by=by, actor_id=mine.pk)
    assert not can_report(plan, by=by, actor_id=other.pk)
    assert not can_report(plan, by=by, actor_id=None)


def test_the_coordinator_reports_for_whoever_nobody_matched(entity: Entity) -> None:
    plan = make_plan(entity)
    assert can_report(plan, by=principal(entity, RoleCode.PLAN_COORDINATOR), actor_id=None)


def internal_control_that_is_also(plan: Plan, role: str, *actors: Actor) -> Principal:
    own = Grant(RoleCode.INTERNAL_CONTROL, permissions_of(RoleCode.INTERNAL_CONTROL))
    scope = Scope(ScopeKind.ACTORS, frozenset(one.pk for one in actors)) if actors else Scope()
    return person(plan.entity, own, Grant(role, permissions_of(role), scope))


def test_internal_control_reports_its_own_office_and_no_other_whatever_else_it_holds(entity: Entity) -> None:
    plan, office, other = make_plan(entity), make_actor(entity), make_actor(entity)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by=office, edited_at=NOW)
    by = internal_control_that_is_also(plan, RoleCode.UNIT_LIAISON, office, other)
    assert can_report(plan, by=by, actor_id=office.pk)
    assert not can_report(plan, by=by, actor_id=other.pk)
    assert not can_report(plan, by=by, actor_id=None)


def test_internal_control_alone_reports_nothing_not_even_its_own(entity: Entity) -> None:
    plan, office = make_plan(entity), make_actor(entity)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by=office, edited_at=NOW)
    assert not can_report(plan, by=principal(entity, RoleCode.INTERNAL_CONTROL), actor_id=office.pk)


def test_who_coordinates_a_plan_does_not_evaluate_it(entity: Entity) -> None:
    plan = make_plan(entity)
    by = internal_control_that_is_also(plan, RoleCode.PLAN_COORDINATOR)
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        check_evaluate(plan, by=by)
    assert not can_monitor(plan, by=by)
