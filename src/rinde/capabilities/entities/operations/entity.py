"""Writes to the entity itself and to its calendar."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rinde.capabilities.entities.models import Entity, NonWorkingDay
from rinde.capabilities.entities.permissions import check_create_entity, check_edit_entity
from rinde.capabilities.entities.rules.calendar import year_gaps
from rinde.capabilities.entities.rules.entity import slug_gaps, tidy_identity
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record

EDITABLE_FIELDS = (
    "name",
    "short_name",
    "kind",
    "department",
    "municipality",
    "divipola",
    "nit",
    "address",
    "postal_code",
    "phone",
    "toll_free_phone",
    "anticorruption_phone",
    "email",
    "judicial_email",
    "opening_hours",
    "website",
    "saturday_is_working",
)


@transaction.atomic
def create_entity(*, slug: str, name: str, by: Principal, now: datetime, **values: Any) -> Entity:
    """Open an entity on the platform.

    Args:
        slug: the first part of its address; it never changes.
        values: any of `EDITABLE_FIELDS`.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        NotReady: with every gap of the address, the name and the identity numbers.
    """
    check_create_entity(by=by)
    clean, problems = tidy_identity(values)
    taken = Entity.objects.filter(slug=slug).exists()
    gaps = (*slug_gaps(slug, taken=taken), *(() if name.strip() else ("Falta el nombre.",)), *problems.values())
    if gaps:
        raise NotReady("Todavía no se puede crear la entidad.", gaps)
    entity = Entity.objects.create(slug=slug, name=name.strip(), **_editable(clean))
    record(entity_id=entity.pk, action="entities.create", target=entity, by=by, now=now)
    return entity


@transaction.atomic
def update_entity(*, entity_id: int, values: Mapping[str, Any], by: Principal, now: datetime) -> Entity:
    """Save the entity's own data; what is not in `values` stays as it is.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with every gap.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_edit_entity(entity, by=by)
    clean, problems = tidy_identity(values)
    gaps = (*(("Falta el nombre.",) if not clean.get("name", entity.name).strip() else ()), *problems.values())
    if gaps:
        raise NotReady("No se guardaron los datos de la entidad.", gaps)
    changed = sorted(field for field, value in _editable(clean).items() if getattr(entity, field) != value)
    for field in changed:
        setattr(entity, field, clean[field])
    if changed:
        entity.save(update_fields=changed)
        record(entity_id=entity.pk, action="entities.update", target=entity, by=by, now=now, facts={"fields": changed})
    return entity


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: values[field] for field in EDITABLE_FIELDS if field in values}


@transaction.atomic
def add_non_working_day(*, entity: Entity, on: date, act: str, by: Principal, now: datetime) -> NonWorkingDay:
    """Add a day on which the entity does not work, with the act that says so.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: where the act is missing or the day is already there.
    """
    check_edit_entity(entity, by=by)
    gaps = [] if act.strip() else ["Falta el acto que lo ordena, por ejemplo «Decreto 045 de 2026»."]
    gaps += year_gaps(on)
    if NonWorkingDay.objects.filter(entity=entity, on=on).exists():
        gaps.append(f"El {on:%d/%m/%Y} ya está en la lista.")
    if gaps:
        raise NotReady("No se agregó el día.", gaps)
    day: NonWorkingDay = NonWorkingDay.objects.create(entity=entity, on=on, act=act.strip())
    facts = {"on": on.isoformat()}
    record(entity_id=entity.pk, action="entities.non_working_day_add", target=day, by=by, now=now, facts=facts)
    return day


@transaction.atomic
def set_saturday_policy(*, entity_id: int, is_working: bool, by: Principal, now: datetime) -> Entity:
    """Say whether Saturday is a working day of the entity; saying what already holds changes nothing.

    Raises:
        NotAllowed: for whoever may not edit this entity.
    """
    return update_entity(entity_id=entity_id, values={"saturday_is_working": is_working}, by=by, now=now)


@transaction.atomic
def remove_non_working_day(*, day_id: int, by: Principal, now: datetime) -> None:
    """Take a day of the entity's own back out of its calendar.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NonWorkingDay.DoesNotExist: for a day of another entity.
    """
    day: NonWorkingDay = NonWorkingDay.objects.select_related("entity").get(pk=day_id)
    check_edit_entity(day.entity, by=by)
    facts = {"on": day.on.isoformat()}
    record(entity_id=day.entity_id, action="entities.non_working_day_remove", target=day, by=by, now=now, facts=facts)
    day.delete()
