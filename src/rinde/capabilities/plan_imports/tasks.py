"""The job that reads documents, and the door that queues it."""

from django.utils import timezone

from rinde.capabilities.plan_imports import operations
from rinde.services.jobs import enqueue


def read_import(import_id: int) -> None:
    operations.read_import(import_id=import_id, clock=timezone.now)


def start_reading(import_id: int) -> str:
    """Queue the reading of an import, in the transaction of who asks."""
    return enqueue(read_import, import_id)
