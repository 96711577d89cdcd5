"""Petitions by their number, their origin and what is due, and the clock of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.pqrsd.choices import AnswerStatus, PetitionStatus
from rinde.capabilities.pqrsd.models import Answer, Petition, PetitionDocument, PetitionEvent, PetitionQuerySet
from rinde.capabilities.pqrsd.rules import clock as rules
from rinde.capabilities.pqrsd.rules.clock import Clock, ClockFacts, EventTerm, Pause
from rinde.capabilities.pqrsd.rules.states import CLOSED
from rinde.foundations.law import WorkCalendar


def petition_with(petition_id: int) -> Petition | None:
    """A petition of the active entity with its unit and whoever asks; None where there is none. One query."""
    rows = Petition.objects.select_related("entity", "actor", "petitioner", "filed_by", "classified_by", "closed_by")
    found: Petition | None = rows.filter(pk=petition_id).first()
    return found


def petition_numbered(entity: Entity, number: str) -> Petition | None:
    """A petition by its filing number. One query."""
    rows = Petition.objects.select_related("entity", "actor")
    found: Petition | None = rows.filter(entity=entity, number=number).first()
    return found


def petitions_of_origin(entity_id: int, origin_keys: Collection[str]) -> dict[str, Petition]:
    """The petitions that were made of some things, by their key; those that were not are left out. One query."""
    rows = Petition.objects.select_related("actor").filter(entity_id=entity_id, origin_key__in=[*origin_keys])
    return {one.origin_key: one for one in rows if one.origin_key}


def petition_calendar(petition: Petition, *, today: date) -> WorkCalendar:
    """The days on which the entity of a petition works, from its reception to a year from now. Two queries."""
    received = timezone.localdate(petition.received_at)
    return work_calendar(petition.entity, min(received, petition.counted_from).year, max(received, today).year + 1)


def facts_of(petition: Petition) -> ClockFacts:
    """A petition as the rules of the clock know it. No query."""
    return ClockFacts(
        kind=petition.kind,
        received_on=timezone.localdate(petition.received_at),
        counted_from=petition.counted_from,
        set_days=petition.set_days,
        extended_days=petition.extended_days,
        extended_to=petition.extended_to,
        pause=_pause_of(petition),
        event=event_of(petition.event_term),
    )


def _pause_of(petition: Petition) -> Pause | None:
    if petition.completion_asked_on is None or petition.completion_until is None:
        return None
    return Pause(
        kind=petition.completion_kind,
        asked_on=petition.completion_asked_on,
        until=petition.completion_until,
        completed_on=petition.completed_on,
        policy=petition.resume_policy,
    )


def event_of(kept: Mapping[str, object] | None) -> EventTerm | None:
    """The term of a space as it is kept in the row."""
    if not kept:
        return None
    return EventTerm(
        days=int(str(kept["days"])),
        unit=str(kept["unit"]),
        starts_on=date.fromisoformat(str(kept["starts_on"])),
        source_key=str(kept.get("source_key", "")),
        label=str(kept.get("label", "")),
    )


def clock_of(petition: Petition, calendar: WorkCalendar) -> Clock:
    """When a petition is due and why, counted anew on a calendar. No query."""
    return rules.clock(facts_of(petition), calendar)


# Lists ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PetitionFilter:
    """What a list shows. `actors`: None for every petition of the entity, else those of some units only."""

    actors: frozenset[int] | None = None
    state: str = "abiertas"
    kind: str = ""
    actor_id: int | None = None
    words: str = ""


def petition_rows(wanted: PetitionFilter, *, today: date, soon_until: date) -> Any:
    """The petitions of the active entity that a filter lets through, the most pressing first, with the newest answer's
    state as `answer_status`. One query for a page of them.
    """
    rows = _with_answer(_within(wanted.actors)).select_related("actor")
    rows = _in_state(rows, wanted.state, today, soon_until)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.actor_id is not None:
        rows = rows.filter(actor_id=wanted.actor_id)
    if wanted.words:
        rows = rows.filter(
            Q(number__icontains=wanted.words) | Q(subject__icontains=wanted.words) | Q(text__icontains=wanted.words)
        )
    if wanted.state in {"cerradas", "todas"}:
        return rows.order_by("-year", "-sequence")
    return rows.most_pressing_first()


def _within(actors: frozenset[int] | None) -> PetitionQuerySet:
    rows: PetitionQuerySet = Petition.objects.all()
    return rows if actors is None else rows.of_actors(actors)


def _with_answer(rows: PetitionQuerySet) -> Any:
    """With the state of each one's newest answer, as `answer_status`."""
    newest = Answer.objects.filter(petition=OuterRef("pk")).order_by("-version").values("status")[:1]
    return rows.annotate(answer_status=Subquery(newest))


def _in_state(rows: Any, state: str, today: date, soon_until: date) -> Any:
    if state == "todas":
        return rows
    if state == "cerradas":
        return rows.filter(status__in=CLOSED)
    rows = rows.still_open()
    if state == "vencidas":
        return rows.filter(_overdue(today))
    if state == "pronto":
        return rows.filter(due_on__gte=today, due_on__lte=soon_until)
    if state == "por-clasificar":
        return rows.filter(status=PetitionStatus.RECEIVED)
    if state == "por-completar":
        return rows.filter(status=PetitionStatus.INCOMPLETE)
    if state == "por-revisar":
        return rows.filter(answer_status=AnswerStatus.IN_REVIEW)
    return rows


def _overdue(today: date) -> Q:
    return Q(due_on__lt=today)


@dataclass(frozen=True, slots=True)
class PetitionCounts:
    """How many open petitions there are, and how many of them wait for what."""

    is_open: int
    overdue: int
    soon: int
    unclassified: int
    incomplete: int
    to_review: int


def counts_of(actors: frozenset[int] | None, *, today: date, soon_until: date) -> PetitionCounts:
    """Count what waits in the active entity, or in some units. One query."""
    counted = _with_answer(_within(actors).still_open()).aggregate(
        is_open=Count("pk"),
        overdue=Count("pk", filter=_overdue(today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=soon_until)),
        unclassified=Count("pk", filter=Q(status=PetitionStatus.RECEIVED)),
        incomplete=Count("pk", filter=Q(status=PetitionStatus.INCOMPLETE)),
        to_review=Count("pk", filter=Q(answer_status=AnswerStatus.IN_REVIEW)),
    )
    return PetitionCounts(**counted)


def pressing_petitions(*, soon_until: date) -> Sequence[Petition]:
    """The open petitions of the active entity that are overdue or due by a day, most pressing first. One query."""
    rows = Petition.objects.still_open().filter(due_on__lte=soon_until).select_related("actor")
    return tuple(rows.most_pressing_first())


def events_of(petition: Petition) -> Sequence[PetitionEvent]:
    """What happened to a petition, first thing first. One query."""
    return tuple(PetitionEvent.objects.filter(petition=petition).select_related("by"))


def documents_of(petition: Petition) -> Sequence[PetitionDocument]:
    """What was handed in with a petition, oldest first. One query."""
    return tuple(PetitionDocument.objects.filter(petition=petition).select_related("file", "added_by"))
