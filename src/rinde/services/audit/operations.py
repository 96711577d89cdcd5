"""Writing the trail and proving it whole."""

from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

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
        last = AuditEntry.objects.select_for_update().filter(entity_id=entity_id).order_by("-number").first()
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
