"""Jobs of the plans: the legal calendar, kept every night and after every change of the country's holidays."""

from django.utils import timezone

from rinde.capabilities.plans.operations.work_calendar import keep_calendar_of, keep_holidays
from rinde.services.jobs import enqueue


def recount_entity(entity_id: int) -> None:
    keep_calendar_of(entity_id=entity_id, now=timezone.now())


def keep_legal_calendar() -> None:
    """Every night, and after a change of the holidays: fill what is missing, then a job for each entity."""
    for entity_id in keep_holidays(now=timezone.now()):
        enqueue(recount_entity, entity_id)


def start_keeping_legal_calendar() -> str:
    """Queue the recount of everybody's dates, in the transaction of who asks."""
    return enqueue(keep_legal_calendar)
