from dataclasses import replace

import pytest

from dialogue_samples import join_team, make_called_space, organiser
from factories import make_actor, principal
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.dialogue import permissions as may
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Grant, Principal, Scope


def liaison_of(entity: Entity, actor_id: int) -> Principal:
    """Somebody who answers for one unit."""
    grant = Grant("UNIT_LIAISON", permissions_of("UNIT_LIAISON"), Scope("actors", frozenset({actor_id})))
    return replace(principal(entity, "UNIT_LIAISON"), grants=(grant,))


def test_moderator_of_another_space_is_a_visitor_here(entity: Entity) -> None:
    here, there = make_called_space(entity), make_called_space(entity)
    helper = principal(entity, "COMMUNICATIONS")
    join_team(there, helper)
    assert may.can_moderate(there, by=helper)
    with pytest.raises(NotAllowed, match="no modera este espacio"):
        may.check_moderate(here, by=helper)


def test_helper_does_what_they_were_asked_to_and_no_more(entity: Entity) -> None:
    space = make_called_space(entity)
    helper = principal(entity, "CITIZEN_SERVICE")
    join_team(space, helper, "CHECK_IN")
    assert may.can_check_in(space, by=helper)
    assert not may.can_moderate(space, by=helper)
    assert not may.can_manage(space, by=helper)


def test_team_alone_opens_nothing_to_whoever_lost_the_role(entity: Entity) -> None:
    space = make_called_space(entity)
    reader = principal(entity, "READER")
    join_team(space, reader)
    assert not may.can_moderate(space, by=reader)


def test_liaison_runs_the_spaces_of_the_own_unit(entity: Entity) -> None:
    own, other = make_actor(entity), make_actor(entity)
    liaison = liaison_of(entity, own.pk)
    assert may.can_manage(make_called_space(entity, actor_id=own.pk), by=liaison)
    assert not may.can_manage(make_called_space(entity, actor_id=other.pk), by=liaison)
    assert not may.can_manage(make_called_space(entity), by=liaison)
    assert not may.can_set_up(entity, by=liaison)


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "PLAN_COORDINATOR", "UNIT_LIAISON", "COMMUNICATIONS", "READER"])
def test_only_internal_control_evaluates(entity: Entity, role: str) -> None:
    space = make_called_space(entity)
    assert may.can_evaluate(space, by=principal(entity, "INTERNAL_CONTROL"))
    assert not may.can_evaluate(space, by=principal(entity, role))


def test_internal_control_that_coordinates_neither_runs_nor_evaluates(entity: Entity) -> None:
    space = make_called_space(entity)
    grants = tuple(Grant(role, permissions_of(role)) for role in ("INTERNAL_CONTROL", "PLAN_COORDINATOR"))
    both = replace(principal(entity, "INTERNAL_CONTROL"), grants=grants)
    assert not may.can_manage(space, by=both)
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        may.check_evaluate(space, by=both)


def test_nobody_of_another_entity_does_anything_here(entity: Entity, other_entity: Entity) -> None:
    space = make_called_space(entity)
    stranger = organiser(other_entity)
    for can in (may.can_read, may.can_manage, may.can_moderate, may.can_check_in, may.can_evaluate):
        assert not can(space, by=stranger)
