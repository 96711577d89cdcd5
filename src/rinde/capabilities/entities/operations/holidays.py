"""Writes to the country's holidays. They belong to no entity, so what is done stands in the platform's own trail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Holiday
from rinde.capabilities.entities.permissions import check_edit_holidays
from rinde.capabilities.entities.rules.calendar import year_gaps, years_to_keep
from rinde.foundations.law import national_holidays
from rinde.foundations.refusals import NotReady
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record

PLATFORM_TRAIL = 0  # the chain of what belongs to no entity; entities are numbered from 1


@dataclass(frozen=True, slots=True)
class Filling:
    """What a filling changed, by day."""

    added: tuple[date, ...] = ()
    renamed: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()

    @property
    def changed_something(self) -> bool:
        return bool(self.added or self.renamed or self.removed)


@transaction.atomic
def fill_holidays(*, now: datetime) -> Filling:
    """Bring the table to what the library says of the years to keep. Safe to repeat: a second call changes nothing.

    A row that a person added, renamed or took away stays as that person left it. A row that nobody touched follows
    the library, also where a newer release of it no longer has that day.
    """
    return _fill(years_to_keep(timezone.localdate(now)), now=now)


def _fill(years: range, *, now: datetime) -> Filling:
    wanted = {day: name for year in years for day, name in national_holidays(year).items()}
    held = {row.on: row for row in Holiday.objects.filter(on__year__gte=years[0], on__year__lte=years[-1])}
    untouched = {day: row for day, row in held.items() if row.is_from_library and row.edited_at is None}
    added = tuple(day for day in wanted if day not in held)
    back = tuple(day for day, row in untouched.items() if day in wanted and row.removed_at is not None)
    renamed = tuple(day for day, row in untouched.items() if row.name != wanted.get(day, row.name))
    removed = tuple(day for day, row in untouched.items() if day not in wanted and row.removed_at is None)
    rows = [Holiday(on=day, name=wanted[day], is_from_library=True) for day in added]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)  # two programs may prepare the same installation at once
    for day in renamed:
        Holiday.objects.filter(on=day).update(name=wanted[day])
    Holiday.objects.filter(on__in=removed).update(removed_at=now)
    Holiday.objects.filter(on__in=back).update(removed_at=None)
    filling = Filling(added + back, renamed, removed)
    if filling.changed_something:
        facts = {
            "years": [years[0], years[-1]],
            "added": len(filling.added),
            "renamed": len(renamed),
            "removed": len(removed),
        }
        _record("entities.holidays_fill", "entities.Holiday", by=ANONYMOUS, now=now, facts=facts)
    return filling


@transaction.atomic
def add_holiday(*, on: date, name: str, by: Principal, now: datetime) -> Holiday:
    """Add a holiday of the country, or bring back one that was taken away, under the name given.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        NotReady: without a name, for a year out of reach, or for a day that already is a holiday.
    """
    check_edit_holidays(by=by)
    gaps = [*_name_gaps(name), *year_gaps(on)]
    if not gaps:
        # A year with this row alone would look filled, and its other holidays would be working days.
        _fill(range(on.year, on.year + 1), now=now)
    held = Holiday.objects.filter(on=on).first()
    if held is not None and held.removed_at is None:
        gaps.append(f"El {on:%d/%m/%Y} ya es festivo: «{held.name}». Cámbiele el nombre si quiere otro.")
    if gaps:
        raise NotReady("No se agregó el festivo.", gaps)
    row = held or Holiday(on=on)
    row.name, row.removed_at = name.strip(), None
    return _save(row, "entities.holiday_add", by=by, now=now)


@transaction.atomic
def rename_holiday(*, holiday_id: int, name: str, by: Principal, now: datetime) -> Holiday:
    """Give a holiday another name.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        NotReady: without a name, or with one that is too long.
        Holiday.DoesNotExist: for a row that is not there.
    """
    check_edit_holidays(by=by)
    row = Holiday.objects.select_for_update().get(pk=holiday_id)
    gaps = _name_gaps(name)
    if gaps:
        raise NotReady("No se cambió el nombre.", gaps)
    row.name = name.strip()
    return _save(row, "entities.holiday_rename", by=by, now=now)


@transaction.atomic
def remove_holiday(*, holiday_id: int, by: Principal, now: datetime) -> Holiday:
    """Take a holiday away: the day counts again everywhere. The row stays, so that no filling brings it back.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        Holiday.DoesNotExist: for a row that is not there.
    """
    check_edit_holidays(by=by)
    row = Holiday.objects.select_for_update().get(pk=holiday_id)
    row.removed_at = row.removed_at or now
    return _save(row, "entities.holiday_remove", by=by, now=now)


@transaction.atomic
def restore_holiday(*, holiday_id: int, by: Principal, now: datetime) -> Holiday:
    """Bring back a holiday that was taken away.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        Holiday.DoesNotExist: for a row that is not there.
    """
    check_edit_holidays(by=by)
    row = Holiday.objects.select_for_update().get(pk=holiday_id)
    row.removed_at = None
    return _save(row, "entities.holiday_add", by=by, now=now)


def _name_gaps(name: str) -> list[str]:
    if not name.strip():
        return ["Falta el nombre del festivo."]
    return ["El nombre pasa de 120 letras. Acórtelo."] if len(name.strip()) > 120 else []


def _save(row: Holiday, action: str, *, by: Principal, now: datetime) -> Holiday:
    row.edited_at = now
    row.save()
    _record(action, row, by=by, now=now, facts={"on": row.on.isoformat()})
    return row


def _record(action: str, target: Holiday | str, *, by: Principal, now: datetime, facts: dict[str, Any]) -> None:
    record(entity_id=PLATFORM_TRAIL, action=action, target=target, by=by, now=now, facts=facts)
