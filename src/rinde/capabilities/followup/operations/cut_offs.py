"""Writes of a plan's cut-offs: prepared by its regime, moved by internal control with a reason, sampled.

Freezing stands apart (`freezing`): nobody asks for it, the calendar does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.queries.cells import followed_plans, policy_of
from rinde.capabilities.followup.queries.evaluation import counted_cut_offs, evaluation_of, first_published_at
from rinde.capabilities.followup.rules.cut_off_states import check_sampled, check_still_planned
from rinde.capabilities.followup.rules.cut_offs import (
    NOT_SAVED,
    CutOffDates,
    date_gaps,
    day_gaps,
    is_past,
    own_cut_off,
)
from rinde.capabilities.followup.rules.sampling import Sample, draw, sample_gaps
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.capabilities.plans.rules.acts import reason_gaps
from rinde.capabilities.plans.rules.legal_dates import regime_of, template_of
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.law import Certainty
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant

_MISSING_REASON = "Escriba por qué cambia las fechas: queda en el rastro y a la vista de las dependencias."
_RENUMBERING = 10_000  # out of the way of every number in use, while they change places
_DATES = (
    "name", "facts_from", "facts_until", "reporting_closes_on", "report_due_on", "counting", "source_key", "certainty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CutOffValues:
    """The dates that somebody sets. None: as they are counted."""

    facts_until: date
    reporting_closes_on: date | None = None
    report_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What preparing a plan's cut-offs did, by the days of their facts."""

    created: tuple[date, ...] = ()
    changed: tuple[date, ...] = ()
    dropped: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.dropped)


@transaction.atomic
def prepare_cut_offs(*, plan_id: int, by: Principal, now: datetime) -> Prepared:
    """Have a plan's cut-offs follow its regime and the calendar; asking again changes nothing.

    What is frozen, what is over and what internal control set with a reason stays as it is.

    Raises:
        NotAllowed: for everybody but internal control.
    """
    plan = _locked_plan(plan_id)
    check_evaluate(plan, by=by)
    return _prepare(plan, by=by, now=now)


def prepare_cut_offs_of(*, entity_id: int, now: datetime) -> int:
    """Prepare the cut-offs of every plan that an entity carries out, as every night; gives how many plans changed.

    Nothing to check: counting is nobody's decision.
    """
    entity, changed = Entity.objects.get(pk=entity_id), 0
    with active_tenant(entity):
        for plan in followed_plans(entity):
            with transaction.atomic():
                changed += bool(_prepare(_locked_plan(plan.pk), by=ANONYMOUS, now=now))
    return changed


def _locked_plan(plan_id: int) -> Plan:
    """The plan, so that two preparations of its cut-offs wait for each other."""
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    return plan


def _prepare(plan: Plan, *, by: Principal, now: datetime) -> Prepared:
    published_at = first_published_at(plan)
    if published_at is None:
        return Prepared()
    today, published_on = timezone.localdate(now), timezone.localdate(published_at)
    counted = counted_cut_offs(plan, report_days=policy_of(plan).report_days)
    # Of a cut-off that closed before the public saw the plan here, nobody was asked for anything.
    wanted = {one.facts_until: one for one in counted if one.reporting_closes_on >= published_on}
    rows = list(CutOff.objects.select_for_update().filter(plan=plan))
    open_ = [row for row in rows if _follows_the_regime(row, today)]
    dropped = [row for row in open_ if row.regime_on not in wanted]
    changed = [row for row in open_ if row.regime_on in wanted and _count_again(row, wanted[row.regime_on])]
    kept = [row for row in rows if row not in dropped]
    created = [_new(plan, wanted[day]) for day in _missing(wanted, kept)]
    CutOff.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    CutOff.objects.bulk_update(changed, fields=_DATES)
    _add(plan, created)
    done = Prepared(_days(created), _days(changed), _days(dropped))
    if done:
        facts = {name: [day.isoformat() for day in getattr(done, name)] for name in ("created", "changed", "dropped")}
        record(entity_id=plan.entity_id, action="followup.prepare_cut_offs", target=plan, by=by, now=now, facts=facts)
    return done


def _follows_the_regime(row: CutOff, today: date) -> bool:
    is_open = row.status == CutOffStatus.PLANNED and not is_past(row.reporting_closes_on, today)
    return is_open and row.regime_on is not None and not row.reason


def _count_again(row: CutOff, dates: CutOffDates) -> bool:
    """Bring a row to what is counted now; False where it says that already."""
    before = [getattr(row, name) for name in _DATES]
    _set(row, dates)
    return before != [getattr(row, name) for name in _DATES]


def _missing(wanted: Iterable[date], kept: Sequence[CutOff]) -> list[date]:
    """The regime's days that no row stands for; a day up to the last that was frozen was evaluated with that one."""
    last = _last_frozen(kept)
    taken = {row.facts_until for row in kept} | {row.regime_on for row in kept}
    return [day for day in wanted if day not in taken and (last is None or day > last)]


def _last_frozen(rows: Iterable[CutOff]) -> date | None:
    return max((row.facts_until for row in rows if row.status != CutOffStatus.PLANNED), default=None)


def _new(plan: Plan, dates: CutOffDates) -> CutOff:
    return _set(CutOff(entity_id=plan.entity_id, plan=plan, regime_on=dates.regime_on), dates)


def _set(row: CutOff, dates: CutOffDates) -> CutOff:
    basis = dates.report_basis
    row.name, row.counting = dates.name, dates.counting
    row.facts_from, row.facts_until = dates.facts_from, dates.facts_until
    row.reporting_closes_on, row.report_due_on = dates.reporting_closes_on, dates.report_due_on
    row.source_key, row.certainty = (basis.source_key, basis.certainty.value) if basis else ("", "")
    return row


def _days(rows: Iterable[CutOff]) -> tuple[date, ...]:
    return tuple(sorted(row.facts_until for row in rows))


def _add(plan: Plan, created: Sequence[CutOff]) -> None:
    """Add cut-offs, and number those still to come by date. A frozen one keeps its number: it is in its address."""
    rows = [*CutOff.objects.filter(plan=plan).only("number", "facts_until", "status"), *created]
    frozen = max((row.number for row in rows if row.status != CutOffStatus.PLANNED), default=0)
    planned = sorted((row for row in rows if row.status == CutOffStatus.PLANNED), key=lambda row: row.facts_until)
    wanted = {id(row): number for number, row in enumerate(planned, start=frozen + 1)}
    moving = [row for row in planned if row.pk and row.number != wanted[id(row)]]
    CutOff.objects.filter(pk__in=[row.pk for row in moving]).update(number=F("number") + _RENUMBERING)
    for row in planned:
        row.number = wanted[id(row)]
    CutOff.objects.bulk_update(moving, fields=["number"])
    CutOff.objects.bulk_create(created)


@transaction.atomic
def add_cut_off(*, plan_id: int, values: CutOffValues, reason: str, by: Principal, now: datetime) -> CutOff:
    """Add a cut-off on a day of the entity's own, beside those of the regime.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: for a plan that was not published yet.
        NotReady: with everything that is wrong with the dates, or without a reason.
    """
    plan = _locked_plan(plan_id)
    check_evaluate(plan, by=by)
    if plan.current_version_id is None:
        raise TransitionNotAllowed("Este plan todavía no se ha publicado. Sus cortes se programan cuando se publique.")
    dates = _dated(plan, values, reason, others=list(CutOff.objects.filter(plan=plan)), now=now)
    row = _new(plan, dates)
    row.reason, row.edited_at, row.edited_by_id = reason.strip(), now, by.user_id
    _add(plan, [row])
    return _told(row, "followup.add_cut_off", by=by, now=now)


@transaction.atomic
def edit_cut_off(
    *, cut_off_id: int, values: CutOffValues, reason: str, seen: datetime | None, by: Principal, now: datetime
) -> CutOff:
    """Give a cut-off other dates, with a reason, while its reporting is still open.

    Args:
        seen: the mark of the last edit that the person had before their eyes.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: once its reporting is over, whether or not somebody froze it already.
        StaleWrite: where somebody else set its dates in the meantime.
        NotReady: with everything that is wrong with the dates, or without a reason.
    """
    row = _locked(cut_off_id)
    plan = row.plan
    check_evaluate(plan, by=by)
    _check_open(row, now)
    check_fresh(row.edited_at, seen, is_own=row.edited_by_id == by.user_id)
    others = list(CutOff.objects.filter(plan=plan).exclude(pk=row.pk))
    dates = _as_counted_before(row, _dated(plan, values, reason, others=others, now=now))
    _set(row, dates)
    row.reason, row.edited_at, row.edited_by_id = reason.strip(), now, by.user_id
    row.save(update_fields=[*_DATES, "reason", "edited_at", "edited_by"])
    _add(plan, [])
    return _told(row, "followup.edit_cut_off", by=by, now=now)


@transaction.atomic
def discard_cut_off(*, cut_off_id: int, by: Principal, now: datetime) -> None:
    """Take away a cut-off of the entity's own, or one that the regime no longer asks for, while it is still open.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: for one of the regime, or once its reporting is over.
    """
    row = _locked(cut_off_id)
    check_evaluate(row.plan, by=by)
    _check_open(row, now)
    counted = counted_cut_offs(row.plan, report_days=policy_of(row.plan).report_days)
    if row.regime_on in {one.facts_until for one in counted}:
        raise TransitionNotAllowed("Este corte es de los que sigue el plan y no se quita. Puede cambiar sus fechas.")
    record(
        entity_id=row.entity_id,
        action="followup.discard_cut_off",
        target=row,
        by=by,
        now=now,
        facts={"plan": row.plan_id, "facts_until": row.facts_until.isoformat()},
    )
    plan = row.plan
    row.delete()
    _add(plan, [])


def _locked(cut_off_id: int) -> CutOff:
    """The cut-off with its plan, locked in the order in which preparing locks them."""
    plan_id = CutOff.objects.values_list("plan_id", flat=True).get(pk=cut_off_id)
    plan = _locked_plan(plan_id)
    row: CutOff = CutOff.objects.select_for_update().get(pk=cut_off_id)
    row.plan = plan
    return row


def _check_open(row: CutOff, now: datetime) -> None:
    check_still_planned(row.status, is_over=is_past(row.reporting_closes_on, timezone.localdate(now)))


def _dated(plan: Plan, values: CutOffValues, reason: str, *, others: Sequence[CutOff], now: datetime) -> CutOffDates:
    """Count what was left open and refuse what cannot be."""
    gaps = [
        *reason_gaps(reason, missing=_MISSING_REASON),
        *day_gaps(
            values.facts_until,
            start=plan.period_start,
            end=plan.period_end,
            after=_last_frozen(others),
            others=frozenset(row.facts_until for row in others),
        ),
    ]
    refuse_gaps(NOT_SAVED, *gaps)
    chosen = template_of(plan.template_key, plan.instrument, plan.period_start)
    dates = own_cut_off(
        values.facts_until,
        start=plan.period_start,
        end=plan.period_end,
        calendar=work_calendar(plan.entity, plan.period_start.year, plan.period_end.year + 1),
        report_days=policy_of(plan).report_days,
        rule=regime_of(chosen, plan.cut_off_regime) if chosen else None,
        closes_on=values.reporting_closes_on,
        report_due_on=values.report_due_on,
    )
    refuse_gaps(NOT_SAVED, *date_gaps(dates, today=timezone.localdate(now)))
    return dates


def _as_counted_before(row: CutOff, dates: CutOffDates) -> CutOffDates:
    """Leave its arithmetic to a date that nobody moved."""
    if row.facts_until != dates.facts_until:
        return dates
    kept = {"facts_in_words": row.counting["facts"]}
    if row.reporting_closes_on == dates.reporting_closes_on:
        kept["closes_in_words"] = row.counting["closes"]
    dates = replace(dates, **kept)
    if row.report_due_on != dates.report_due_on:
        return dates
    basis = Basis(row.source_key, Certainty(row.certainty)) if row.source_key else None
    return replace(dates, report_in_words=row.counting["report"], report_basis=basis)


def _told(row: CutOff, action: str, *, by: Principal, now: datetime) -> CutOff:
    facts = {"plan": row.plan_id} | {
        name: getattr(row, name).isoformat() for name in ("facts_until", "reporting_closes_on", "report_due_on")
    }
    record(entity_id=row.entity_id, action=action, target=row, by=by, now=now, facts=facts)
    return row


@transaction.atomic
def draw_sample(*, cut_off_id: int, size: int, seed: str, by: Principal, now: datetime) -> Sample:
    """Choose the activities that internal control looks at one by one, so that anybody can draw the same ones again.

    Each drawing stays in the trail with its seed, so that nobody draws until it suits them unseen.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the cut-off is frozen, or once its preliminary report is out.
        NotReady: for a size that does not fit or a seed that cannot be typed.
    """
    row = _locked(cut_off_id)
    check_evaluate(row.plan, by=by)
    check_sampled(row.status)
    scheduled = [(one.frozen.component, one.frozen.key) for one in evaluation_of(row).rows if one.says is not None]
    refuse_gaps("No se sacó la muestra.", *sample_gaps(seed, size, scheduled=len(scheduled)))
    sample = draw(scheduled, size=size, seed=seed)
    row.sample_seed, row.sample_size, row.sample_keys = seed, size, list(sample.keys)
    row.save(update_fields=["sample_seed", "sample_size", "sample_keys"])
    facts = {"plan": row.plan_id, "seed": seed, "size": size}
    record(entity_id=row.entity_id, action="followup.draw_sample", target=row, by=by, now=now, facts=facts)
    return sample
