"""What every write to a petition begins and ends with: the row, locked and fresh; its clock kept; its marks left."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.capabilities.pqrsd.models import Petition, PetitionEvent
from rinde.capabilities.pqrsd.queries.petitions import clock_of, petition_calendar
from rinde.foundations.law import WorkCalendar
from rinde.services.access import Principal
from rinde.services.audit.operations import record


def locked(petition_id: int, *, seen: datetime | None = None) -> Petition:
    """Lock a petition, with its entity, unit and whoever asks.

    Args:
        seen: the mark of what the person had before their eyes; None where nothing was.

    Raises:
        StaleWrite: where somebody saved it in the meantime.
    """
    rows = Petition.objects.select_for_update(of=("self",)).select_related("entity", "actor", "petitioner")
    found: Petition = rows.get(pk=petition_id)
    if seen is not None:
        check_fresh(found.edited_at, seen)
    return found


def calendar_of(petition: Petition, now: datetime) -> WorkCalendar:
    """The calendar by which a petition is counted today."""
    return petition_calendar(petition, today=timezone.localdate(now))


def save(petition: Petition, *fields: str, calendar: WorkCalendar, now: datetime) -> Petition:
    """Keep some fields, and when the petition is due because of them."""
    if petition.is_open:
        counted = clock_of(petition, calendar)
        petition.due_on, petition.due_by = counted.due_on, counted.due_by
    petition.edited_at = now
    petition.save(update_fields=[*fields, "due_on", "due_by", "edited_at"])
    return petition


def leave_marks(
    petition: Petition,
    kind: str,
    *,
    action: str,
    by: Principal,
    now: datetime,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write what happened into the petition's story and into the trail; neither holds personal data."""
    told = {key: value.isoformat() if isinstance(value, date) else value for key, value in (facts or {}).items()}
    PetitionEvent.objects.create(
        entity_id=petition.entity_id, petition=petition, kind=kind, note=note, facts=told, at=now, by_id=by.user_id
    )
    record(entity_id=petition.entity_id, action=action, target=petition, by=by, now=now, facts=told)
