"""The end of a petition, whichever it is: from here on what is kept of whoever asked has a day on which it goes."""

from datetime import date, datetime

from django.utils import timezone

from rinde.capabilities.pqrsd.models import Petition, Petitioner
from rinde.capabilities.pqrsd.queries.options import options_of
from rinde.foundations.law import WorkCalendar
from rinde.services.access import Principal

_EVERY_DAY = WorkCalendar(holidays={}, non_working={}, saturday_is_working=True)


def close(petition: Petition, status: str, *, by: Principal, now: datetime, fields: tuple[str, ...] = ()) -> None:
    """Mark a petition as ended. Part of a caller's transaction, on a locked row whose step was checked."""
    petition.status = status
    petition.closed_at, petition.closed_by_id, petition.edited_at = now, by.user_id, now
    petition.save(update_fields=[*fields, "status", "closed_at", "closed_by", "edited_at"])
    months = options_of(petition.entity).retention_months
    Petitioner.objects.filter(petition=petition).update(keep_until=kept_until(timezone.localdate(now), months))


def kept_until(closed_on: date, months: int) -> date:
    """The last day on which the data of a person are kept."""
    return _EVERY_DAY.add_months(closed_on, months).due_on
