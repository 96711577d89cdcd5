"""A day off that the entity adds later moves the terms that are still running; what was told to a person stands."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.pqrsd.choices import EventKind
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked, save
from rinde.capabilities.pqrsd.queries.petitions import clock_of
from rinde.foundations.law import WorkCalendar
from rinde.services.access import ANONYMOUS
from rinde.services.tenancy import active_tenant


def recount_open(*, entity_id: int, now: datetime) -> int:
    """Count the open petitions of an entity anew; give how many moved. Asking again moves none."""
    entity, today = Entity.objects.get(pk=entity_id), timezone.localdate(now)
    with active_tenant(entity):
        rows = list(Petition.objects.still_open().filter(due_on__isnull=False))
        if not rows:
            return 0
        first = min(timezone.localdate(one.received_at).year for one in rows)
        calendar = work_calendar(entity, first, today.year + 1)
        return sum(_recount(one.pk, calendar, now) for one in rows if clock_of(one, calendar).due_on != one.due_on)


@transaction.atomic
def _recount(petition_id: int, calendar: WorkCalendar, now: datetime) -> int:
    """Count one, unless it ended or moved between the look and the lock."""
    petition = locked(petition_id)
    before = petition.due_on
    if not petition.is_open or clock_of(petition, calendar).due_on == before:
        return 0
    save(petition, calendar=calendar, now=now)
    facts = {"from_on": before, "due_on": petition.due_on}
    leave_marks(petition, EventKind.RECOUNTED, action="pqrsd.recount", by=ANONYMOUS, now=now, facts=facts)
    return 1
