"""Reads of the trail."""

from dataclasses import dataclass

from django.db import connection

from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry
from rinde.services.audit.protection import is_protected
from rinde.services.tenancy import every_tenant


def last_number(entity_id: int) -> int:
    """How many entries a tenant's trail has: while it is the same, nothing was written. 0 before the first one."""
    with every_tenant(reason="the length of one tenant's chain, named in the filter"):
        numbers = AuditEntry.objects.filter(entity_id=entity_id).order_by("-number").values_list("number", flat=True)
        return int(numbers.first() or 0)


@dataclass(frozen=True, slots=True)
class ChainProof:
    """What can be said about one tenant's chain. `seal`: the last hash; noted elsewhere, it proves the whole before."""

    entity_id: int
    entries: int
    seal: str
    first_broken: int | None
    protected: bool  # by the database's own triggers

    @property
    def is_whole(self) -> bool:
        return self.first_broken is None


def prove_chain(entity_id: int) -> ChainProof:
    """Compute every hash of a tenant's chain again. Reads the whole chain, a row at a time."""
    broken = first_broken_entry(entity_id=entity_id)
    with every_tenant(reason="proof over one tenant's chain, named in the filter"):
        entries = AuditEntry.objects.filter(entity_id=entity_id)
        count, last = entries.count(), entries.order_by("-number").first()
    return ChainProof(entity_id, count, last.hash if last else "", broken, is_protected(connection))
