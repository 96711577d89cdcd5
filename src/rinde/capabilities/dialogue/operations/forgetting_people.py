"""Names and addresses that have served are erased each night; the numbers of people stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rinde.capabilities.dialogue.models import (
    AccessNeed,
    AttendanceSheet,
    Attendee,
    DialogueSpace,
    Registration,
    TrainedPeople,
)
from rinde.capabilities.dialogue.operations.locking import locked, note
from rinde.capabilities.dialogue.queries.attendance import trained_year
from rinde.capabilities.dialogue.queries.consent import keep_days_of
from rinde.capabilities.dialogue.rules.consent import ADDRESSES_KEPT_AFTER_RESULTS, NEEDS_KEPT, SHEETS_KEPT, keep_until
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import each_entity
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record

_NAMED = ~Q(name="") | ~Q(email="")


def forget_people(*, now: datetime) -> int:
    """Erase in every entity what has served; gives how many people lost their name. Asking again erases none."""
    forgotten = 0
    for entity in each_entity():
        days = keep_days_of(entity)
        _forget_needs(now)
        _forget_sheets(now)
        forgotten += sum(_forget_space(pk, now=now) for pk in _spaces_that_served(days, now))
        for pk in _spaces_told(now):
            _forget_addresses(pk, now=now)
        _forget_keys(entity, days, now=now)
    return forgotten


def _forget_needs(now: datetime) -> None:
    over = Q(registration__space__ends_at__lt=now - NEEDS_KEPT) | Q(registration__space__cancelled_at__lt=now)
    for space_id in set(AccessNeed.objects.filter(over).values_list("registration__space_id", flat=True)):
        _forget_needs_of(space_id, now=now)


@transaction.atomic
def _forget_needs_of(space_id: int, *, now: datetime) -> None:
    space = locked(space_id)
    erased, _ = AccessNeed.objects.filter(registration__space=space).delete()
    if erased:
        note(space, "needs_forget", by=ANONYMOUS, now=now, needs=erased)


def _forget_sheets(now: datetime) -> None:
    """Lists that nobody applied: what was read of them goes, and they count as left."""
    waiting = AttendanceSheet.objects.filter(applied_at=None, left_at=None, uploaded_at__lt=now - SHEETS_KEPT)
    waiting.update(rows=[], left_at=now)


def _spaces_that_served(days: int, now: datetime) -> list[int]:
    """Spaces whose names have no purpose any more: long over, or cancelled some days ago."""
    over = Q(ends_at__lt=now - timedelta(days=days)) | Q(cancelled_at__lt=now - ADDRESSES_KEPT_AFTER_RESULTS)
    named = Registration.objects.filter(_NAMED | ~Q(phone="")).values("space_id")
    came = Attendee.objects.filter(_NAMED).values("space_id")
    found = DialogueSpace.objects.filter(over).filter(Q(pk__in=named) | Q(pk__in=came))
    return list(found.values_list("pk", flat=True))


@transaction.atomic
def _forget_space(space_id: int, *, now: datetime) -> int:
    space = locked(space_id)
    registered = Registration.objects.filter(space=space).filter(_NAMED | ~Q(phone=""))
    came = Attendee.objects.filter(space=space).filter(_NAMED)
    counts = {
        "registrations": registered.update(name="", email="", phone="", wants_results=False, erased_at=now),
        "attendees": came.update(name="", email="", wants_results=False, erased_at=now),
    }
    if any(counts.values()):
        note(space, "people_forget", by=ANONYMOUS, now=now, **counts)
    return sum(counts.values())


def _spaces_told(now: datetime) -> list[int]:
    """Spaces whose results went out: an address was for that, once."""
    told = DialogueSpace.objects.filter(results_mailing__sent_at__lt=now - ADDRESSES_KEPT_AFTER_RESULTS)
    mails = Q(registrations__email__gt="") | Q(attendees__email__gt="")
    return list(told.filter(mails).distinct().values_list("pk", flat=True))


@transaction.atomic
def _forget_addresses(space_id: int, *, now: datetime) -> None:
    space = locked(space_id)
    erased = Registration.objects.filter(space=space).exclude(email="", phone="").update(email="", phone="")
    erased += Attendee.objects.filter(space=space).exclude(email="").update(email="")
    note(space, "addresses_forget", by=ANONYMOUS, now=now, addresses=erased)


def _forget_keys(entity: Entity, days: int, *, now: datetime) -> None:
    """The keys that find a person again serve to count a year; some time after its end they go, and the count stays."""
    this_year = timezone.localtime(now).year
    kept = Attendee.objects.exclude(keys=[]).select_related("space")
    years = {timezone.localtime(starts_at).year for starts_at in kept.values_list("space__starts_at", flat=True)}
    for year in sorted(years):
        if year < this_year and keep_until(_start_of(year + 1), days) < now:
            _forget_keys_of(entity, year, now=now)


@transaction.atomic
def _forget_keys_of(entity: Entity, year: int, *, now: datetime) -> None:
    counted = trained_year(entity, year)
    if counted.people and not counted.is_final:
        TrainedPeople.objects.create(
            entity=entity,
            year=year,
            people=counted.people,
            by_unit=[list(cell) for cell in counted.by_unit],
            by_territory=[list(cell) for cell in counted.by_territory],
            counted_at=now,
        )
    held = Attendee.objects.filter(space__starts_at__gte=_start_of(year), space__starts_at__lt=_start_of(year + 1))
    erased = held.exclude(keys=[]).update(keys=[])
    facts = {"year": year, "attendees": erased}
    record(entity_id=entity.pk, action="dialogue.keys_forget", target=entity, by=ANONYMOUS, now=now, facts=facts)


def _start_of(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())
