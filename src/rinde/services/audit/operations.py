"""Writing the trail and proving it whole."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from rinde.services.access import Principal
from rinde.services.audit.chain import GENESIS, entry_hash
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import every_tenant


def target_of(thing: models.Model) -> str:
    """«plans.Plan:42»"""
    return f"{thing._meta.app_label}.{thing._meta.object_name}:{thing.pk}"


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        "entity": entry.entity_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "user": entry.user_id,
        "action": entry.action,
        "target": entry.target,
        "facts": entry.facts,
    }


@transaction.atomic
def record(
    *,
    entity_id: int,
    action: str,
    target: models.Model | str,
    by: Principal,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append an entry to the tenant's chain. Called inside the operation's transaction, so both stand or fall."""
    with every_tenant(reason="the chain of one tenant, named in the filter; also written before a tenant is active"):
        _wait_for_turn(entity_id)
        last = AuditEntry.objects.filter(entity_id=entity_id).order_by("-number").first()
        entry = AuditEntry(
            entity_id=entity_id,
            number=last.number + 1 if last else 1,
            at=now,
            user_id=by.user_id,
            action=action,
            target=target if isinstance(target, str) else target_of(target),
            facts=facts or {},
            previous_hash=last.hash if last else GENESIS,
        )
        entry.hash = entry_hash(entry.previous_hash, _content(entry))
        entry.save(force_insert=True)
    return entry


def _wait_for_turn(entity_id: int) -> None:
    """Let one transaction at a time write to a tenant's chain, its very first entry included.

    Locking the last row would not do: PostgreSQL hands on the row that was waited for, not the newer one that the
    other transaction has put after it, and before the first entry there is no row to lock. SQLite's transactions
    begin IMMEDIATE, so there the turn is already ours.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rinde.audit:{entity_id}"])


def first_broken_entry(*, entity_id: int) -> int | None:
    """The number of the first entry whose hash does not follow from what stands before it; None for a whole chain."""
    previous = GENESIS
    with every_tenant(reason="proof over one tenant's chain, named in the filter"):
        entries = AuditEntry.objects.filter(entity_id=entity_id).order_by("number")
        for expected_number, entry in enumerate(entries.iterator(), start=1):
            whole = entry.number == expected_number and entry.previous_hash == previous
            if not whole or entry.hash != entry_hash(previous, _content(entry)):
                return expected_number
            previous = entry.hash
    return None
