"""Changes of an entity's own calendar, each together with what it does to the legal dates of its plans.

The calendar is the entity's business and stands below; the dates are the plans'. Whoever changes a day sees in the same
step what moved, and both stand or fall together.
"""

from datetime import date, datetime

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import (
    add_non_working_day,
    fill_holidays,
    remove_non_working_day,
    set_saturday_policy,
)
from rinde.capabilities.plans.operations.legal_dates import recompute_legal_dates
from rinde.capabilities.plans.rules.legal_moves import MovedDate
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.tenancy import active_tenant


@transaction.atomic
def declare_day_off(*, entity: Entity, on: date, act: str, by: Principal, now: datetime) -> tuple[MovedDate, ...]:
    """Add a day on which the entity does not work, and give back the legal dates that it moves.

    Raises:
        NotAllowed, NotReady: as `entities.operations.add_non_working_day`.
    """
    recompute_legal_dates(entity_id=entity.pk, by=by, now=now)  # as it stood, so that what moves can be told
    add_non_working_day(entity=entity, on=on, act=act, by=by, now=now)
    return recompute_legal_dates(entity_id=entity.pk, by=by, now=now)


@transaction.atomic
def withdraw_day_off(*, entity: Entity, day_id: int, by: Principal, now: datetime) -> tuple[MovedDate, ...]:
    """Take a day of the entity's own out of its calendar, and give back the legal dates that it moves.

    Raises:
        NotAllowed, NonWorkingDay.DoesNotExist: as `entities.operations.remove_non_working_day`.
    """
    recompute_legal_dates(entity_id=entity.pk, by=by, now=now)
    remove_non_working_day(day_id=day_id, by=by, now=now)
    return recompute_legal_dates(entity_id=entity.pk, by=by, now=now)


@transaction.atomic
def decide_saturdays(*, entity: Entity, is_working: bool, by: Principal, now: datetime) -> tuple[MovedDate, ...]:
    """Say whether Saturday is a working day, and give back the legal dates that this moves.

    Raises:
        NotAllowed: for whoever may not edit this entity.
    """
    recompute_legal_dates(entity_id=entity.pk, by=by, now=now)
    set_saturday_policy(entity_id=entity.pk, is_working=is_working, by=by, now=now)
    return recompute_legal_dates(entity_id=entity.pk, by=by, now=now)


def keep_calendar_of(*, entity_id: int, now: datetime) -> tuple[MovedDate, ...]:
    """Count an entity's legal dates again on nobody's behalf: after a change of the country's holidays, and nightly."""
    with active_tenant(Entity.objects.get(pk=entity_id)):
        return recompute_legal_dates(entity_id=entity_id, by=ANONYMOUS, now=now)


def keep_holidays(*, now: datetime) -> tuple[int, ...]:
    """Fill the country's holidays of the years around today; gives the entities whose dates are to be counted."""
    fill_holidays(now=now)
    return tuple(Entity.objects.order_by("pk").values_list("pk", flat=True))
