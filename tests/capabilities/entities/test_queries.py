"""Reads of the org chart: what they hold, and that they cost the same for one and for three actors."""

from datetime import date

import pytest

from factories import make_actor
from rinde.capabilities.entities.models import ActorAlias, ActorGroup
from rinde.capabilities.entities.queries import (
    actor_directory,
    actors_on,
    group_members,
    groups_on,
    non_working_days,
    org_chart,
    standing_actors,
)
from rinde.services.tenancy import active_tenant

DAY = date(2026, 3, 2)


def make_alias(actor, text, folded):
    return ActorAlias.objects.create(entity=actor.entity, actor=actor, text=text, folded=folded)


@pytest.fixture
def chart(entity, other_entity):
    top = make_actor(entity, name="Despacho", position=0)
    planning = make_actor(entity, name="Secretaría de Planeación", acronym="SP", parent=top, position=1)
    make_alias(planning, "Oficina de Planeación", "oficina de planeacion")
    gone = make_actor(entity, name="Prensa", parent=top, valid_to=date(2025, 12, 31), position=2)
    with active_tenant(other_entity):
        make_actor(other_entity, name="Despacho ajeno")
    return top, planning, gone


def names(rows):
    return [(row.actor.name, row.depth) for row in rows]


def test_actors_of_a_day_are_only_the_valid_ones(chart):
    assert [actor.name for actor in actors_on(DAY)] == ["Despacho", "Secretaría de Planeación"]


def test_directory_says_how_each_may_be_called(chart):
    entry = actor_directory(DAY)[1]
    assert (entry.name, entry.acronym, entry.aliases) == ("Secretaría de Planeación", "SP", ("Oficina de Planeación",))


def test_org_chart_is_in_reading_order(chart):
    assert names(org_chart(DAY)) == [("Despacho", 0), ("Secretaría de Planeación", 1)]


def test_history_shows_who_no_longer_exists(chart):
    rows = org_chart(DAY, with_history=True)
    assert [(row.actor.name, row.is_valid) for row in rows][-1] == ("Prensa", False)


@pytest.mark.parametrize("words", ["planeacion", "SP", "OFICINA DE PLANEACIÓN"])
def test_search_finds_by_name_acronym_and_alias_and_keeps_the_place(chart, words):
    rows = org_chart(DAY, search=words)
    assert [(row.actor.name, row.is_found) for row in rows] == [("Despacho", False), ("Secretaría de Planeación", True)]


def test_search_of_another_entitys_name_finds_nothing(chart):
    assert org_chart(DAY, search="ajeno") == []


def test_standing_holds_past_actors_and_aliases(chart):
    standing = standing_actors()
    assert [values.name for values in standing.values()] == ["Despacho", "Secretaría de Planeación", "Prensa"]
    assert standing[chart[1].pk].aliases == ("Oficina de Planeación",)


def test_groups_come_with_their_members_of_the_day(chart, entity):
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    assert [actor.name for actor in groups_on(DAY)[0].members] == ["Despacho", "Secretaría de Planeación"]
    assert [actor.name for actor in group_members(group, date(2025, 6, 1))] == [
        "Despacho",
        "Secretaría de Planeación",
        "Prensa",
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("ask", "queries"),
    [
        (lambda: org_chart(DAY, search="o"), 2),
        (lambda: actor_directory(DAY), 2),
        (standing_actors, 2),
        (lambda: groups_on(DAY), 2),
        (non_working_days, 1),
    ],
)
def test_reads_cost_the_same_for_one_and_for_three(entity, count, ask, queries, django_assert_num_queries):
    for number in range(count):
        actor = make_actor(entity, name=f"Oficina {number}")
        make_alias(actor, f"Alias {number}", f"alias {number}")
        group = ActorGroup.objects.create(entity=entity, name=f"Grupo {number}", rule="NAMED")
        group.members.add(actor)
    with django_assert_num_queries(queries):
        ask()
