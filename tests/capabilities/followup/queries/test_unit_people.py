"""Who stands for which unit: by the grants that are in force, of this entity only."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from factories import NOW, make_actor, make_member, make_plan, make_user
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.queries.unit_people import offices_of, people_of_units
from rinde.capabilities.followup.rules.reach import Offices
from rinde.services.tenancy import active_tenant

OFFICES = Offices()


def grant(entity: Entity, *actors: Actor, user: User | None = None, **fields: Any) -> User:
    """A liaison of some units."""
    user = user or make_user()
    values = {"role": "UNIT_LIAISON", "scope_kind": "actors"} | fields
    membership = Membership.objects.create(entity=entity, user=user, **values)
    membership.actors.set(actors)
    return user


def test_a_grant_over_units_covers_those_and_no_other(entity: Entity) -> None:
    plan, mine, other = make_plan(entity), make_actor(entity), make_actor(entity)
    user = grant(entity, mine)
    (person,) = people_of_units(plan, OFFICES)
    assert (person.user_id, person.name, person.address) == (user.pk, user.full_name, user.email)
    assert (person.answers_for(mine.pk), person.answers_for(other.pk), person.answers_for(None)) == (True, False, False)


@pytest.mark.parametrize("kind", ["tenant", "plan"])
def test_a_grant_over_the_entity_or_the_plan_covers_every_unit(entity: Entity, kind: str) -> None:
    plan = make_plan(entity)
    grant(entity, scope_kind=kind, scope_ids=[plan.pk])
    assert [one.actors for one in people_of_units(plan, OFFICES)] == [None]


def test_a_grant_over_another_plan_or_a_part_of_one_covers_nobody(entity: Entity) -> None:
    plan, other = make_plan(entity), make_plan(entity)
    grant(entity, scope_kind="plan", scope_ids=[other.pk])
    grant(entity, scope_kind="node", scope_ids=[plan.pk])
    assert people_of_units(plan, OFFICES) == ()


def test_two_grants_of_one_person_are_one_person(entity: Entity) -> None:
    plan, first, second = make_plan(entity), make_actor(entity), make_actor(entity)
    user = grant(entity, first)
    grant(entity, second, user=user, role="UNIT_HEAD")
    assert [one.actors for one in people_of_units(plan, OFFICES)] == [frozenset({first.pk, second.pk})]


def test_whoever_left_or_has_another_role_is_not_told(entity: Entity) -> None:
    plan, unit = make_plan(entity), make_actor(entity)
    grant(entity, unit, ended_at=NOW)
    grant(entity, unit, user=make_user(is_active=False))
    for role in ("PLAN_COORDINATOR", "INTERNAL_CONTROL", "READER", "ENTITY_ADMIN", "COMMUNICATIONS"):
        make_member(entity, role)
    assert people_of_units(plan, OFFICES) == ()


def test_whoever_evaluates_is_told_of_their_own_office_alone(entity: Entity) -> None:
    plan, own, other = make_plan(entity), make_actor(entity), make_actor(entity)
    user = make_member(entity, "INTERNAL_CONTROL")
    grant(entity, own, other, user=user)
    (person,) = people_of_units(plan, Offices(evaluated_by_id=own.pk))
    assert (person.user_id, person.actors) == (user.pk, frozenset({own.pk}))
    assert people_of_units(plan, OFFICES) == ()
    assert people_of_units(plan, Offices(evaluated_by_id=make_actor(entity).pk)) == ()


def test_people_of_another_entity_are_not_told(entity: Entity, other_entity: Entity) -> None:
    plan = make_plan(entity)
    with active_tenant(other_entity):
        grant(other_entity, scope_kind="tenant")
        office = make_actor(other_entity, email="secreta@example.org")
    assert people_of_units(plan, OFFICES) == ()
    assert offices_of([office.pk]) == {}


def test_offices_are_those_with_an_address(entity: Entity) -> None:
    written, silent = make_actor(entity, email="planeacion@example.org"), make_actor(entity)
    assert offices_of([written.pk, silent.pk]) == {written.pk: "planeacion@example.org"}


@pytest.mark.parametrize("people", [1, 3])
def test_people_cost_the_same_for_one_and_for_three(
    entity: Entity, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(entity)
    for _ in range(people):
        grant(entity, make_actor(entity))
    with django_assert_num_queries(1):
        assert len(people_of_units(plan, OFFICES)) == people
