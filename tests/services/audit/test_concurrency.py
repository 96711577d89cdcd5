"""Two transactions that write at once: both entries stand, one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from factories import NOW, make_entity
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry, record
from rinde.services.tenancy import active_tenant

WRITERS, EACH = 6, 4


@pytest.mark.django_db(transaction=True)
def test_entries_of_concurrent_transactions_all_stand_from_the_first():
    entity = make_entity()
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        try:
            for number in range(EACH):
                with transaction.atomic():
                    record(entity_id=entity.pk, action=f"test.{writer}.{number}", target="x:1", by=ANONYMOUS, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with active_tenant(entity):
        numbers = list(AuditEntry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * EACH + 1))
    assert first_broken_entry(entity_id=entity.pk) is None
