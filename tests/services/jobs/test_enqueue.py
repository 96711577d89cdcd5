"""A job stands or falls with the transaction that asks for it."""

import pytest
from django.db import transaction
from django_q.conf import Conf
from django_q.models import OrmQ

from rinde.services.audit.chain import entry_hash
from rinde.services.jobs import enqueue


@pytest.fixture
def real_queue(monkeypatch):
    """The queue as in production; the suite's settings run jobs at once."""
    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.mark.django_db(transaction=True)
def test_job_is_queued_when_the_transaction_ends(real_queue):
    with transaction.atomic():
        enqueue(entry_hash, "a", 1)
    assert [queued.func() for queued in OrmQ.objects.all()] == ["rinde.services.audit.chain.entry_hash"]


@pytest.mark.django_db(transaction=True)
def test_job_is_gone_when_the_transaction_fails(real_queue):
    def fails():
        with transaction.atomic():
            enqueue(entry_hash, "a", 1)
            assert OrmQ.objects.count() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert OrmQ.objects.count() == 0


def test_job_that_no_worker_could_import_is_refused():
    with pytest.raises(ValueError, match="module"):
        enqueue(lambda: None)
