"""Personal data whose purpose is over goes: who asked, after the time that the entity keeps it, and copies in mails."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.queries import each_entity
from rinde.capabilities.pqrsd.choices import EventKind
from rinde.capabilities.pqrsd.models import Petitioner
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked
from rinde.services.access import ANONYMOUS
from rinde.services.notifications.operations import forget_bodies

_ERASED = ("name", "organization", "id_number", "email", "phone", "address")


def forget_petitioners(*, now: datetime) -> int:
    """Erase whoever asked in petitions whose time is over, in every entity; give how many. Asking again erases none."""
    erased = 0
    for entity in each_entity():
        due = Petitioner.objects.filter(keep_until__lt=timezone.localdate(now), erased_at__isnull=True)
        erased += sum(_forget(petition_id, now) for petition_id in due.values_list("petition_id", flat=True))
        # A mail that went out holds the code or the answer in clear; both have their own place.
        forget_bodies(entity_id=entity.pk, prefix="petition:")
    return erased


@transaction.atomic
def _forget(petition_id: int, now: datetime) -> int:
    petition = locked(petition_id)
    person = Petitioner.objects.get(petition=petition)
    if person.erased_at is not None:
        return 0
    for name in _ERASED:
        setattr(person, name, "")
    person.erased_at = now
    person.save(update_fields=[*_ERASED, "erased_at"])
    leave_marks(petition, EventKind.ERASED, action="pqrsd.erase", by=ANONYMOUS, now=now)
    return 1
