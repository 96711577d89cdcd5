"""The entity's own data, calendar and groups; creating entities."""

from datetime import date

import pytest
from django.db import IntegrityError

from factories import NOW, make_actor, make_entity, principal
from rinde.capabilities.accounts.queries import console
from rinde.capabilities.entities.choices import GroupRule
from rinde.capabilities.entities.models import ActorGroup, Entity, NonWorkingDay
from rinde.capabilities.entities.operations import (
    add_non_working_day,
    create_entity,
    create_group,
    remove_non_working_day,
    update_entity,
    update_group,
)
from rinde.capabilities.entities.permissions import can_create_entity, can_edit_entity
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

DAY = date(2026, 7, 6)


@pytest.fixture
def admin(entity):
    return principal(entity, "ENTITY_ADMIN")


def test_entity_is_created_by_the_platform(db):
    entity = create_entity(slug="villa-aurora", name=" Alcaldía ", divipola="68001", by=console(), now=NOW)
    assert (entity.slug, entity.name, entity.department) == ("villa-aurora", "Alcaldía", "Santander")
    with active_tenant(entity):
        assert AuditEntry.objects.get().action == "entities.create"


def test_entity_with_gaps_is_not_created(db):
    make_entity(slug="villa")
    with pytest.raises(NotReady) as refusal:
        create_entity(slug="villa", name="", nit="1", by=console(), now=NOW)
    assert len(refusal.value.gaps) == 3
    assert Entity.objects.count() == 1


def test_administrator_of_an_entity_creates_no_others(admin):
    assert not can_create_entity(by=admin)
    with pytest.raises(NotAllowed):
        create_entity(slug="otra", name="Otra", by=admin, now=NOW)


def test_entity_data_are_saved_tidy(entity, admin):
    update_entity(entity_id=entity.pk, values={"nit": "899.999.061-9", "divipola": "11"}, by=admin, now=NOW)
    entity.refresh_from_db()
    assert (entity.nit, entity.divipola, entity.department) == ("899999061-9", "11", "Bogotá, D.C.")
    assert AuditEntry.objects.get().facts == {"fields": ["department", "divipola", "nit"]}


def test_saving_the_same_data_leaves_no_trace(entity, admin):
    update_entity(entity_id=entity.pk, values={"name": entity.name}, by=admin, now=NOW)
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("values", [{"name": " "}, {"nit": "1"}, {"divipola": "123"}])
def test_bad_entity_data_are_refused(entity, admin, values):
    with pytest.raises(NotReady):
        update_entity(entity_id=entity.pk, values=values, by=admin, now=NOW)


def test_address_of_an_entity_never_changes(entity, admin):
    update_entity(entity_id=entity.pk, values={"slug": "otra", "created_at": NOW}, by=admin, now=NOW)
    assert Entity.objects.get(pk=entity.pk).slug == entity.slug


@pytest.mark.parametrize(
    ("role", "expected"),
    [("ENTITY_ADMIN", True), ("PLAN_COORDINATOR", True), ("INTERNAL_CONTROL", False), ("READER", False)],
)
def test_who_may_edit_the_entity(entity, other_entity, role, expected):
    by = principal(entity, role)
    assert can_edit_entity(entity, by=by) is expected
    assert not can_edit_entity(other_entity, by=by)


def test_administrator_of_another_entity_does_not_edit(other_entity, admin):
    with pytest.raises(NotAllowed):
        update_entity(entity_id=other_entity.pk, values={"name": "Tomada"}, by=admin, now=NOW)


def test_day_is_added_and_removed(entity, admin):
    day = add_non_working_day(entity=entity, on=DAY, act="Decreto 045 de 2026", by=admin, now=NOW)
    remove_non_working_day(day_id=day.pk, by=admin, now=NOW)
    assert NonWorkingDay.objects.count() == 0
    assert [entry.facts["on"] for entry in AuditEntry.objects.all()] == ["2026-07-06", "2026-07-06"]


def test_day_without_act_or_twice_is_refused(entity, admin):
    add_non_working_day(entity=entity, on=DAY, act="Decreto", by=admin, now=NOW)
    with pytest.raises(NotReady) as refusal:
        add_non_working_day(entity=entity, on=DAY, act=" ", by=admin, now=NOW)
    assert len(refusal.value.gaps) == 2


def test_reader_changes_no_calendar(entity, admin):
    reader = principal(entity, "READER")
    day = add_non_working_day(entity=entity, on=DAY, act="Decreto", by=admin, now=NOW)
    with pytest.raises(NotAllowed):
        add_non_working_day(entity=entity, on=date(2026, 7, 7), act="Decreto", by=reader, now=NOW)
    with pytest.raises(NotAllowed):
        remove_non_working_day(day_id=day.pk, by=reader, now=NOW)


def test_day_of_another_entity_is_not_found(entity, other_entity, admin):
    with active_tenant(other_entity):
        day = add_non_working_day(
            entity=other_entity, on=DAY, act="Decreto", by=principal(other_entity, "ENTITY_ADMIN"), now=NOW
        )
    with pytest.raises(NonWorkingDay.DoesNotExist):
        remove_non_working_day(day_id=day.pk, by=admin, now=NOW)


def test_named_group_keeps_who_was_chosen(entity, admin):
    chosen, _ = make_actor(entity), make_actor(entity)
    group = create_group(entity=entity, name="Firmantes", rule="NAMED", members=[chosen.pk], by=admin, now=NOW)
    assert list(group.members.all()) == [chosen]


def test_group_that_becomes_a_rule_forgets_its_list(entity, admin):
    group = create_group(entity=entity, name="Todas", rule="NAMED", members=[make_actor(entity).pk], by=admin, now=NOW)
    update_group(group_id=group.pk, name="Todas", rule=GroupRule.ALL_UNITS, members=[99], by=admin, now=NOW)
    assert list(group.members.all()) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "Falta el nombre"),
        ({"name": "FIRMANTES"}, "Ya hay un grupo"),
        ({"rule": "RARA"}, "Escoja cómo"),
        ({"rule": "NAMED", "members": []}, "al menos una"),
        ({"rule": "NAMED", "members": [999_999]}, "no existe en esta entidad"),
    ],
)
def test_group_with_gaps_is_refused(entity, admin, values, words):
    create_group(entity=entity, name="Firmantes", rule="ALL_UNITS", by=admin, now=NOW)
    with pytest.raises(NotReady) as refusal:
        create_group(entity=entity, **{"name": "Otro", "rule": "ALL_UNITS", "by": admin, "now": NOW} | values)
    assert any(words in gap for gap in refusal.value.gaps)
    assert ActorGroup.objects.count() == 1


def test_group_never_holds_an_actor_of_another_entity(entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(NotReady):
        create_group(entity=entity, name="Mezcla", rule="NAMED", members=[theirs.pk], by=admin, now=NOW)


def test_reader_changes_no_groups(entity, admin):
    group = create_group(entity=entity, name="Todas", rule="ALL_UNITS", by=admin, now=NOW)
    reader = principal(entity, "READER")
    with pytest.raises(NotAllowed):
        create_group(entity=entity, name="Otras", rule="ALL_UNITS", by=reader, now=NOW)
    with pytest.raises(NotAllowed):
        update_group(group_id=group.pk, name="Otras", rule="ALL_UNITS", by=reader, now=NOW)


def test_database_refuses_what_the_rules_refuse(entity):
    make_actor(entity, name="Despacho")
    with pytest.raises(IntegrityError):
        make_actor(entity, name="Despacho")
