"""What the public and the desk read of changes: in words, without names of people, at a fixed cost."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import make_actor
from plan_changes import AUGUST, JULY, MAY, REASON, World, published_world
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import ChangeRequest
from rinde.capabilities.plans.queries.change_requests import (
    Waiting,
    change_log,
    change_requests,
    version_comparison,
    waiting_requests,
)
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.services.tenancy import active_tenant


@pytest.fixture
def world(entity: Entity) -> World:
    return published_world(entity)


def test_public_list_says_what_why_who_and_which_versions(world: World) -> None:
    unit = make_actor(world.plan.entity, name="Secretaría de Salud")
    request = world.ask(now=JULY, on_behalf_of_id=unit.pk)
    world.approve(request)
    world.publish(request)

    (change,) = change_log(world.plan)

    code = world.activities[0].code
    assert change.in_words == (
        f"La fecha de la actividad {code} pasó del 30 de junio al 31 de agosto de 2026, cuando ya había vencido, "
        "porque el contratista entregó tarde los insumos."
    )
    assert (change.asked_by, change.key, change.late_dates) == (
        "Secretaría de Salud",
        world.activities[0].key,
        (date(2026, 6, 30),),
    )
    assert (change.version_before, change.version) == (1, 2)
    assert change.act is not None
    assert change.act.in_words.startswith("Acta 05 de 2026 del 30/06/2026")


def test_public_list_names_no_person(world: World) -> None:
    request = world.carry_through(world.with_date())
    name = request.requested_by.full_name

    (change,) = change_log(world.plan)

    assert (name in repr(change), change.asked_by) == (False, "Coordinación del plan")


def test_what_is_not_published_is_not_public(world: World) -> None:
    request = world.ask()
    world.approve(request)

    assert change_log(world.plan) == ()


def test_public_list_is_of_one_plan_and_entity(world: World, other_entity: Entity) -> None:
    world.carry_through(world.with_date())
    with active_tenant(other_entity):
        theirs = published_world(other_entity)
        theirs.carry_through(theirs.with_date())

    assert [one.key for one in change_log(world.plan)] == [world.activities[0].key]
    assert set(waiting_requests()) == set()


def test_several_differences_have_their_reason_at_the_end(world: World) -> None:
    values = world.values()
    changed = replace(values, name="Otra cosa", deliverables=world.with_date().values.deliverables)
    world.carry_through(Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, changed))

    (change,) = change_log(world.plan)

    assert len(change.sentences) == 2
    assert change.in_words.endswith(f" Motivo: {REASON}")


@pytest.mark.parametrize("count", [1, 2])
def test_public_list_costs_one_query(world: World, count: int, django_assert_num_queries: Any) -> None:
    requests = [world.ask(world.with_date(activity=one)) for one in world.activities[:count]]
    world.approve(*requests)
    world.publish(*requests)

    with django_assert_num_queries(1):
        assert len(change_log(world.plan)) == count
    with django_assert_num_queries(1):
        assert len(change_requests(world.plan)) == count


def test_any_two_versions_are_told_from_the_older_to_the_newer(world: World) -> None:
    first, second = world.activities
    world.carry_through(world.with_date(AUGUST, first))
    world.carry_through(world.with_date(date(2026, 9, 30), second))

    forwards, backwards = version_comparison(world.plan, 1, 3), version_comparison(world.plan, 3, 1)
    assert forwards is not None
    assert backwards is not None

    assert (forwards.sentences, forwards.is_backwards) == (backwards.sentences, False)
    assert (backwards.older, backwards.newer, backwards.is_backwards) == (1, 3, True)
    assert len(forwards.sentences) == 2
    assert [one.version for one in forwards.requests] == [3, 2]


def test_only_the_changes_between_two_versions_are_told(world: World) -> None:
    first, second = world.activities
    world.carry_through(world.with_date(AUGUST, first))
    world.carry_through(world.with_date(date(2026, 9, 30), second))

    comparison = version_comparison(world.plan, 2, 3)

    assert comparison is not None
    assert ([one.key for one in comparison.requests], len(comparison.sentences)) == ([second.key], 1)


def test_version_against_itself_differs_in_nothing(world: World) -> None:
    comparison = version_comparison(world.plan, 1, 1)

    assert comparison is not None
    assert (comparison.sentences, comparison.requests, comparison.changes.is_empty) == ((), (), True)


@pytest.mark.parametrize(("first", "second"), [(1, 9), (0, 1), (-3, 10**12)])
def test_version_that_is_not_there_gives_none(world: World, first: int, second: int) -> None:
    assert version_comparison(world.plan, first, second) is None


def test_waiting_is_counted_by_its_next_step(world: World) -> None:
    first, second = world.activities
    world.ask(world.with_date(activity=first), now=MAY)
    approved = world.ask(world.with_date(activity=second))
    world.approve(approved)

    assert waiting_requests() == {world.plan.pk: Waiting(opinion=1, decision=0, publication=1)}


def test_older_requests_without_sentences_are_still_read(world: World) -> None:
    world.carry_through(world.with_date())
    ChangeRequest.objects.update(differences=[{"label": "Fechas", "before": "a", "after": "b"}])

    (change,) = change_log(world.plan)

    assert (change.sentences, change.in_words) == ((), "El contratista entregó tarde los insumos.")
