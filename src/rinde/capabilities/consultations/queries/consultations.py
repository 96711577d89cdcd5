"""Consultations of a plan and of an entity, the text that each put before people, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, OuterRef, Q, Subquery

from rinde.capabilities.consultations.choices import CommentStatus, ConsultationStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.rules.terms import is_commentable
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.changes import PlanChanges, changes_between
from rinde.capabilities.plans.rules.content import PlanContent, from_json
from rinde.foundations.law.business_days import WorkCalendar


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A consultation that receives comments today, as a front page announces it."""

    title: str
    year: int
    plan_slug: str
    closes_on: date


@dataclass(frozen=True, slots=True)
class DraftNotice:
    """A plan that was put before its public and is not published yet, as the list of plans shows it."""

    title: str
    year: int
    plan_slug: str
    closes_on: date
    receives: bool  # comments, today
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A consultation in which somebody still has to do something."""

    plan_id: int
    title: str
    status: str
    waiting: int  # comments that nobody looked at


def open_notices(entity: Entity, *, today: date) -> tuple[OpenNotice, ...]:
    """What can be commented on today, what closes first on top. One query once the texts are known."""
    running = (
        Consultation.objects.filter(entity=entity, status=ConsultationStatus.OPEN, closes_on__gte=today)
        .select_related("plan")
        .without_content()
        .order_by("closes_on", "pk")
    )
    return tuple(
        OpenNotice(consulted_content(one).title, one.plan.year, one.plan.slug, one.closes_on) for one in running
    )


def draft_notices(entity: Entity, *, today: date) -> tuple[DraftNotice, ...]:
    """The newest consultation of each plan that has no published version; what still receives comments on top.

    One that was withdrawn is not announced. One query once the texts are known.
    """
    newest = Consultation.objects.filter(plan=OuterRef("plan")).order_by("-number").values("pk")[:1]
    rows = (
        Consultation.objects.filter(entity=entity, plan__current_version__isnull=True, pk=Subquery(newest))
        .exclude(status=ConsultationStatus.WITHDRAWN)
        .select_related("plan")
        .without_content()
        .newest_first()
    )
    notices = (
        DraftNotice(
            consulted_content(one).title,
            one.plan.year,
            one.plan.slug,
            one.closes_on,
            is_commentable(one.status, opens_on=one.opens_on, closes_on=one.closes_on, today=today),
            one.status == ConsultationStatus.ANSWERED,
        )
        for one in rows
    )
    return tuple(sorted(notices, key=lambda one: not one.receives))


def public_consultations(entity: Entity) -> Sequence[Consultation]:
    """Every consultation that the entity stands by, with its plan, without their texts. One query."""
    rows = Consultation.objects.filter(entity=entity).exclude(status=ConsultationStatus.WITHDRAWN)
    return tuple(rows.select_related("plan").without_content().newest_first())


def rounds_of(plan_id: int) -> Sequence[Consultation]:
    """Every consultation of a plan, first one first, as its public story tells them. One query."""
    return tuple(Consultation.objects.filter(plan_id=plan_id).without_content().order_by("number"))


def consultation_at(entity: Entity, year: int, plan_slug: str, number: int | None = None) -> Consultation | None:
    """The consultation at a plan's public address: the newest, or the one of a number. One query, without its text."""
    found = Consultation.objects.filter(entity=entity, plan__period_start__year=year, plan__slug=plan_slug)
    if number is not None:
        found = found.filter(number=number)
    newest: Consultation | None = found.select_related("plan", "plan__entity").without_content().first()
    return newest


def newest_consultation(plan_id: int) -> Consultation | None:
    """The newest consultation of a plan, with the plan, without its text; None where it never had one. One query."""
    rows = Consultation.objects.filter(plan_id=plan_id).select_related("plan", "plan__entity", "opened_by")
    newest: Consultation | None = rows.without_content().order_by("-number").first()
    return newest


def consultations_of_plan(plan: Plan) -> Sequence[Consultation]:
    """Every consultation of a plan, newest first, without their texts. One query."""
    return tuple(Consultation.objects.filter(plan=plan).select_related("opened_by").without_content())


def entity_consultations() -> Sequence[Consultation]:
    """Every consultation of the active entity, newest first, each with how many comments it has and how many wait."""
    counted = Consultation.objects.annotate(
        received=Count("comments"), waiting=Count("comments", filter=Q(comments__status=CommentStatus.PENDING))
    )
    return tuple(counted.select_related("plan").without_content().newest_first())


def unfinished_consultations() -> tuple[Unfinished, ...]:
    """The consultations of the active entity that still have something to be done in, newest first. One query."""
    running = (ConsultationStatus.OPEN, ConsultationStatus.CLOSED)
    rows = (
        Consultation.objects.filter(status__in=running)
        .select_related("plan")
        .without_content()
        .annotate(waiting=Count("comments", filter=Q(comments__status=CommentStatus.PENDING)))
        .newest_first()
    )
    return tuple(Unfinished(one.plan_id, one.plan.title, one.status, one.waiting) for one in rows)


# The text never changes, so its number is enough of a key; 32 plans of 100 rows are some 10 MB.
@lru_cache(maxsize=32)
def content_of(consultation_id: int, sha256: str) -> PlanContent:  # noqa: ARG001 - guards against a reused number
    """The text in consultation by the key under which it is kept."""
    return from_json(Consultation.objects.values_list("content", flat=True).get(pk=consultation_id))


def consulted_content(consultation: Consultation) -> PlanContent:
    """The text that was put before people. No query once it is known."""
    return content_of(consultation.pk, consultation.sha256)


def draft_changes(consultation: Consultation, *, on: date) -> PlanChanges:
    """What of the draft reads differently now from the text in consultation."""
    return changes_between(consulted_content(consultation), working_content(consultation.plan, on=on))


def plan_calendar(plan: Plan, *, from_on: date) -> WorkCalendar:
    """The days on which the entity of a plan works, from a year to the one after the next. Two queries."""
    return work_calendar(plan.entity, from_on.year, from_on.year + 1)
