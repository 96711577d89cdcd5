"""The trail: appended in the operation's transaction, whole, and refused to whoever would change it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from factories import NOW, make_actor, make_entity, principal
from rinde.services.access import ANONYMOUS
from rinde.services.audit.chain import GENESIS, entry_hash
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry, record
from rinde.services.audit.protection import is_protected, protect, unprotect
from rinde.services.audit.queries import prove_chain
from rinde.services.tenancy import active_tenant


def write(entity, times=1, **facts):
    for number in range(times):
        record(
            entity_id=entity.pk,
            action="plans.publish",
            target="plans.Plan:1",
            by=ANONYMOUS,
            now=NOW + timedelta(minutes=number),
            facts=facts,
        )


@pytest.fixture
def protected(db):
    protect(connection)


def test_entry_says_who_did_what_to_which(entity):
    by = principal(entity, "ENTITY_ADMIN")
    actor = make_actor(entity)
    entry = record(entity_id=entity.pk, action="entities.actor_update", target=actor, by=by, now=NOW)
    assert (entry.number, entry.user_id, entry.target, entry.previous_hash) == (
        1,
        by.user_id,
        f"entities.Actor:{actor.pk}",
        GENESIS,
    )


def test_each_tenant_has_its_own_chain(entity, other_entity):
    write(entity, 2)
    write(other_entity, 1)
    with active_tenant(other_entity):
        assert [entry.number for entry in AuditEntry.objects.all()] == [1]
    assert prove_chain(entity.pk).entries == 2


def test_whole_chain_has_no_broken_entry(entity):
    write(entity, 3, fields=["name", "nit"], n=2, share=0.5)
    assert first_broken_entry(entity_id=entity.pk) is None


@pytest.mark.parametrize(
    "change", [{"action": "plans.edit"}, {"user_id": 7}, {"facts": {"a": 1}}, {"at": NOW}, {"target": "plans.Plan:2"}]
)
def test_changed_entry_breaks_the_chain_from_there(entity, change):
    write(entity, 4)
    AuditEntry.objects.filter(number=3).update(**change)
    assert first_broken_entry(entity_id=entity.pk) == 3


def test_recomputed_entry_still_breaks_the_chain_at_the_next(entity):
    write(entity, 3)
    forged = AuditEntry.objects.get(number=2)
    forged.action = "plans.edit"
    forged.hash = entry_hash(forged.previous_hash, {"anything": 1})
    AuditEntry.objects.filter(number=2).update(action=forged.action, hash=forged.hash)
    assert first_broken_entry(entity_id=entity.pk) == 2


def test_removed_entry_breaks_the_chain(entity):
    write(entity, 3)
    AuditEntry.objects.filter(number=2).delete()
    assert first_broken_entry(entity_id=entity.pk) == 2


def test_failed_operation_leaves_no_entry(entity):
    def fails():
        with transaction.atomic():
            write(entity)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert prove_chain(entity.pk).entries == 0


@pytest.mark.parametrize("change", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_database_refuses_to_change_an_entry(entity, protected, change):
    write(entity)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(AuditEntry.objects.all())
    assert prove_chain(entity.pk).is_whole
    assert prove_chain(entity.pk).entries == 1


@pytest.mark.postgresql
def test_database_refuses_to_truncate_the_trail(entity, protected):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditentry")
    assert is_protected(connection)


def test_protection_can_be_put_in_place_twice_and_taken_away(db):
    protect(connection)
    protect(connection)
    assert is_protected(connection)
    unprotect(connection)
    assert not is_protected(connection)


def test_migration_protects_a_new_database(db):
    """The suite's own database had its triggers taken away; the migration's functions put both back."""
    entity = make_entity()
    protect(connection)
    assert prove_chain(entity.pk).protected
