"""What the digest and the notices of an entity are made of: its cells as they stand, its terms, its own days.

In bulk: the same queries for one plan and for ten, for one person and for three hundred.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.followup.choices import CutOffStatus, ReportStage, ReportStatus
from rinde.capabilities.followup.models import (
    AlertPolicy,
    CutOff,
    DigestChoice,
    DigestRun,
    FollowerTold,
    FollowUpPolicy,
    FollowUpReport,
    FrozenActivity,
    ProgressReport,
    UnitReply,
)
from rinde.capabilities.followup.queries.cells import cell_states_of_plans, cells_of_plans, followed_plans
from rinde.capabilities.followup.rules.alerts import WEEK, digest_moment, iso_week
from rinde.capabilities.followup.rules.reach import Offices
from rinde.capabilities.followup.rules.standing import CellState
from rinde.capabilities.followup.rules.terms import NEWS_FOR, CutOffFacts, PublicationFacts
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import LegalDate, Plan
from rinde.capabilities.plans.rules.legal_dates import PUBLICATION
from rinde.foundations.law import FIRST_YEAR, Certainty, WorkCalendar
from rinde.services.notifications.models import Subscription
from rinde.services.tenancy import every_tenant

TOLD_AFTER = timedelta(days=30)  # a plan that was not published by then is a plan of the past, not an alert


def alert_policy_of(entity: Entity) -> AlertPolicy:
    """When an entity's people are told; an unsaved row of defaults where nobody has said. One query."""
    found: AlertPolicy | None = AlertPolicy.objects.filter(entity=entity).first()
    return found or AlertPolicy(entity=entity)


def moment_of(policy: AlertPolicy, now: datetime) -> datetime:
    """The last moment at which the entity's digest fell due."""
    return digest_moment(now, weekday=policy.digest_weekday, hour=policy.digest_hour)


def entities_awaiting_digest(now: datetime) -> tuple[int, ...]:
    """The numbers of the entities whose digest of this week fell due and is not out yet. Three queries for all."""
    with every_tenant(reason="the hourly look at whose digest falls due, across the entities of the installation"):
        policies = {one.entity_id: one for one in AlertPolicy.objects.all()}
        runs = DigestRun.objects.filter(ended_at__isnull=False, due_at__gt=now - WEEK * 2)
        ended = set(runs.values_list("entity_id", "week"))
        numbers = list(Entity.objects.order_by("pk").values_list("pk", flat=True))
    usual = AlertPolicy()
    weeks = {one: iso_week(moment_of(policies.get(one, usual), now)) for one in numbers}
    return tuple(one for one in numbers if (one, weeks[one]) not in ended)


def entities_with_terms(now: datetime) -> tuple[int, ...]:
    """The numbers of the entities in which some term of the cycle may be told today. Two queries for all."""
    today = timezone.localdate(now)
    with every_tenant(reason="the hourly look at whose terms are near, across the entities of the installation"):
        cut_offs = CutOff.objects.filter(_RUNNING | _just_published(now), reporting_closes_on__lt=today)
        found = set(cut_offs.values_list("entity_id", flat=True))
        found |= set(_unpublished(today).values_list("entity_id", flat=True))
    return tuple(sorted(found))


def entities_with_followers(now: datetime) -> tuple[int, ...]:
    """The numbers of the entities with followers who were not told yet up to this week's moment. Three queries."""
    with every_tenant(reason="the hourly look at whom this week's news has not reached, across the installation"):
        policies = {one.entity_id: one for one in AlertPolicy.objects.all()}
        told = dict(FollowerTold.objects.values_list("subscription_id", "until"))
        confirmed = Subscription.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True)
        rows = list(confirmed.values_list("entity_id", "pk", "confirmed_at"))
    usual = AlertPolicy()
    moments = {one: moment_of(policies.get(one, usual), now) for one, _, _ in rows}
    return tuple(sorted({one for one, pk, since in rows if told.get(pk, since) < moments[one]}))


def without_digest(entity: Entity) -> frozenset[int]:
    """The numbers of the people who said that they do not want the digest. One query."""
    return frozenset(DigestChoice.objects.filter(entity=entity, wants=False).values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class WatchedPlan:
    """A plan that is carried out, with its cells as they stand."""

    plan: Plan
    states: tuple[CellState, ...]
    offices: Offices


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything that a digest tells of, on Colombia's calendar. `accepted_on`: only what is news."""

    plans: tuple[WatchedPlan, ...]
    returned_on: Mapping[int, date]  # by the report's number
    accepted_on: Mapping[int, date]
    calendar: WorkCalendar


def watched(entity: Entity, *, today: date, since: datetime) -> Watched:
    """The cells of every followed plan with what was decided about their reports. Nine queries, however many plans.

    Args:
        since: from when an accepted report is news.
    """
    plans = followed_plans(entity)
    cells = cells_of_plans(plans)
    states = iter(
        cell_states_of_plans(plans, [cell for plan in plans if plan.pk in cells for cell in cells[plan.pk].cells])
    )
    offices = offices_of(plans)
    found = tuple(
        WatchedPlan(plan, tuple(next(states) for _ in cells[plan.pk].cells), offices[plan.pk])
        for plan in plans
        if plan.pk in cells
    )
    years = [state.cell.due_on.year for one in found for state in one.states]
    first = max(FIRST_YEAR, min([today.year, *years]))
    decided = ProgressReport.objects.filter(plan__in=plans, decided_at__isnull=False)
    return Watched(
        found,
        returned_on=_days(decided.filter(status=ReportStatus.RETURNED)),
        accepted_on=_days(decided.filter(status=ReportStatus.ACCEPTED, self_monitored=False, decided_at__gt=since)),
        calendar=work_calendar(entity, first, today.year),
    )


def offices_of(plans: Iterable[Plan]) -> dict[int, Offices]:
    """Who monitors and who evaluates each of some plans, also where nobody has said. One query."""
    rows = FollowUpPolicy.objects.filter(plan__in=list(plans)).values_list(
        "plan_id", "monitored_by_id", "evaluated_by_id"
    )
    said = {plan_id: Offices(monitors, evaluates) for plan_id, monitors, evaluates in rows}
    return {plan.pk: said.get(plan.pk, Offices()) for plan in plans}


def _days(reports: Iterable[ProgressReport]) -> dict[int, date]:
    rows = reports.values_list("pk", "decided_at")  # type: ignore[attr-defined]
    return {number: timezone.localdate(at) for number, at in rows}


_RUNNING = ~Q(status=CutOffStatus.FINAL)


def _just_published(now: datetime) -> Q:
    """A day more than the rule looks at, which counts whole days of Colombia."""
    since = now - NEWS_FOR - timedelta(days=1)
    return Q(status=CutOffStatus.FINAL, reports__stage=ReportStage.FINAL, reports__issued_at__gt=since)


def running_cut_offs(entity: Entity, *, now: datetime, only: int | None = None) -> tuple[tuple[Plan, CutOffFacts], ...]:
    """The cut-offs whose reporting is closed and whose report is not out, or just came out. Two queries.

    Args:
        only: the number of one of them.
    """
    closed = Q(reporting_closes_on__lt=timezone.localdate(now))
    rows = CutOff.objects.filter(closed, _RUNNING | _just_published(now), entity=entity)
    rows = rows if only is None else rows.filter(pk=only)
    found = list(rows.select_related("plan", "plan__entity").order_by("pk").distinct())
    reports = FollowUpReport.objects.filter(cut_off__in=found).values(
        "cut_off_id", "stage", "issued_at", "replies_until"
    )
    issued = {(one["cut_off_id"], one["stage"]): one for one in reports}
    return tuple((one.plan, _cut_off_facts(one, issued)) for one in found)


def _cut_off_facts(one: CutOff, issued: Mapping[tuple[int, str], Mapping[str, date]]) -> CutOffFacts:
    preliminary, final = (issued.get((one.pk, stage)) for stage in (ReportStage.PRELIMINARY, ReportStage.FINAL))
    return CutOffFacts(
        id=one.pk,
        plan_id=one.plan_id,
        plan_title=" ".join(one.plan.title.split()),
        name=one.name,
        status=one.status,
        facts_from=one.facts_from,
        facts_until=one.facts_until,
        reporting_closes_on=one.reporting_closes_on,
        report_due_on=one.report_due_on,
        preliminary_on=_local(preliminary),
        replies_until=preliminary["replies_until"] if preliminary else None,
        final_on=_local(final),
    )


def _local(report: Mapping[str, date] | None) -> date | None:
    at = report["issued_at"] if report else None
    return timezone.localdate(at) if isinstance(at, datetime) else None


def unpublished_plans(entity: Entity, *, today: date) -> tuple[tuple[Plan, PublicationFacts], ...]:
    """The plans on their way to publication with the day by which they must be public. One query."""
    rows = _unpublished(today).filter(entity=entity).select_related("plan", "plan__entity")
    return tuple((one.plan, _publication_facts(one)) for one in rows)


def _unpublished(today: date) -> Any:
    rows = LegalDate.objects.filter(
        key__startswith=f"{PUBLICATION}:", done_on__isnull=True, due_on__gte=today - TOLD_AFTER
    )
    return rows.exclude(plan__status__in=(PlanStatus.PUBLISHED, PlanStatus.CLOSED))


def closing_soon(entity: Entity, *, today: date, days: int) -> dict[int, tuple[tuple[str, date], ...]]:
    """By plan, the cut-offs to which units can still report and for how long, those that close soon. One query."""
    rows = CutOff.objects.filter(
        entity=entity, reporting_closes_on__gte=today, reporting_closes_on__lte=today + timedelta(days=days)
    ).order_by("reporting_closes_on")
    found: dict[int, tuple[tuple[str, date], ...]] = {}
    for plan_id, name, closes_on in rows.values_list("plan_id", "name", "reporting_closes_on"):
        found[plan_id] = (*found.get(plan_id, ()), (name, closes_on))
    return found


def _publication_facts(one: LegalDate) -> PublicationFacts:
    return PublicationFacts(
        plan_id=one.plan_id,
        plan_title=" ".join(one.plan.title.split()),
        key=one.key,
        title=one.title,
        due_on=one.due_on,
        act_on=one.proposed_on or one.due_on,
        is_law=one.certainty == Certainty.LAW,
    )


def actors_looked_at(plan: Plan, cut_off_id: int, *, until: date) -> frozenset[int | None]:
    """Whose cells a cut-off looks at: as it was frozen, or else whatever fell due by a day. Two queries."""
    rows = FrozenActivity.objects.filter(cut_off_id=cut_off_id).values_list("actors", flat=True)
    frozen = frozenset(number for actors in rows for number, _ in actors)
    if frozen:
        return frozen
    found = cells_of_plans([plan]).get(plan.pk)
    return frozenset(cell.key.actor_id for cell in found.cells if cell.due_on <= until) if found else frozenset()


def actors_that_replied(cut_off_id: int) -> frozenset[int | None]:
    """The units that answered a preliminary report. One query."""
    rows: Sequence[int | None] = UnitReply.objects.filter(frozen__cut_off_id=cut_off_id).values_list(
        "actor_id", flat=True
    )
    return frozenset(rows)
