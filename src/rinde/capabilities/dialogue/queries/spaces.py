"""Spaces as pages and operations read them, and the terms of their steps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace, StepTermSetting
from rinde.capabilities.dialogue.rules.states import IN_PUBLIC
from rinde.capabilities.dialogue.rules.terms import DEFAULT_TERMS, StepTerm
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.terms import TermUnit


def terms_of(entity: Entity, kind: str) -> Mapping[str, StepTerm]:
    """The term of every step of a kind of space: the entity's own where it set one, else the default. One query."""
    own = {
        one.step: StepTerm(one.days, TermUnit(one.unit), one.is_before, source_key="")
        for one in StepTermSetting.objects.filter(entity=entity, space_kind=kind)
    }
    return {**DEFAULT_TERMS, **own}


def calendar_around(entity: Entity, day: date) -> WorkCalendar:
    """The working days of the years in which the steps of a space of that day may fall."""
    return work_calendar(entity, day.year - 1, day.year + 1)


def spaces_of(entity: Entity) -> "QuerySet[DialogueSpace]":
    """The spaces of an entity with their entity, actor and series, by date."""
    found: QuerySet[DialogueSpace] = DialogueSpace.objects.filter(entity=entity)
    return found.select_related("entity", "actor", "series")


def public_spaces(entity: Entity) -> "QuerySet[DialogueSpace]":
    """The spaces to which people were called, by date; a cancelled one stays and says why."""
    return spaces_of(entity).filter(status__in=IN_PUBLIC, called_at__isnull=False)


def days_of(space: DialogueSpace) -> tuple[date, date]:
    """The first and the last day of a space, in Bogotá."""
    return timezone.localdate(space.starts_at), timezone.localdate(space.ends_at)


def coming_spaces(entity: Entity, *, now: datetime, most: int) -> Sequence[DialogueSpace]:
    """The next spaces to which people were called and that are not over, the nearest first. One query."""
    standing = public_spaces(entity).filter(status__in=(SpaceStatus.CALLED, SpaceStatus.LIVE), ends_at__gte=now)
    return list(standing[:most])
