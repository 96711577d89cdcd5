"""Writes of a plan's legal dates: they are counted, moved with what changed, and left alone once they are over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import LegalDate, Plan, PlanVersion
from rinde.capabilities.plans.permissions import check_edit_plan
from rinde.capabilities.plans.queries.legal_dates import calendar_of, computed_dates, is_standing
from rinde.capabilities.plans.rules.legal_dates import PUBLICATION, DueDate, days_late, template_of
from rinde.capabilities.plans.rules.legal_moves import (
    NOT_THE_CALENDAR,
    Move,
    MovedDate,
    skipped_as_json,
    skipped_from_json,
    why_moved,
    why_proposal_moved,
)
from rinde.foundations.law import WorkCalendar
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record

_COUNTED = (
    "title",
    "counted_from",
    "days",
    "count_in",
    "due_on",
    "proposed_on",
    "in_words",
    "skipped",
    "source_key",
    "certainty",
)


@dataclass(slots=True)
class _Work:
    """What one recomputation has to write."""

    calendar: WorkCalendar
    today: date
    now: datetime
    created: list[LegalDate] = field(default_factory=list)
    changed: list[LegalDate] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    moved: list[MovedDate] = field(default_factory=list)


@transaction.atomic
def recompute_legal_dates(
    *, entity_id: int, by: Principal, now: datetime, plan_ids: Sequence[int] | None = None
) -> tuple[MovedDate, ...]:
    """Count the legal dates of the entity's plans again, and give back those that moved, with the reason.

    What is settled or past stays as it is. Seven queries for any number of plans, and a mark in the trail for each plan
    of which something moved. Nothing to check: counting is nobody's decision; what changed the calendar was checked.

    Args:
        plan_ids: only these plans; None: every plan that is not closed.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)  # one recomputation of an entity at a time
    plans = _plans_of(entity, plan_ids)
    if not plans:
        return ()
    work = _Work(calendar_of(plans), timezone.localdate(now), now)
    kept: defaultdict[int, dict[str, LegalDate]] = defaultdict(dict)
    for row in LegalDate.objects.filter(plan__in=plans):
        kept[row.plan_id][row.key] = row
    published = _first_published([plan for plan in plans if plan.current_version_id])
    for plan in plans:
        _recount(plan, kept[plan.pk], published.get(plan.pk), work)
    _write(work)
    _leave_marks(work.moved, entity_id, by=by, now=now)
    return tuple(work.moved)


def prepare_legal_dates(plan: Plan, *, by: Principal, now: datetime) -> tuple[MovedDate, ...]:
    """Count the legal dates of one plan, inside the transaction of whoever publishes it."""
    return recompute_legal_dates(entity_id=plan.entity_id, by=by, now=now, plan_ids=[plan.pk])


@transaction.atomic
def choose_cut_off_regime(*, plan_id: int, regime: str, by: Principal, now: datetime) -> tuple[MovedDate, ...]:
    """Say when the plan's follow-up closes, which no norm settles for it; its reports are counted anew.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: for a regime that the plan's template does not offer.
    """
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_edit_plan(plan, by=by)
    chosen = template_of(plan.template_key, plan.instrument, plan.period_start)
    if chosen is None or regime not in {one.key for one in chosen.cut_offs}:
        raise NotReady("No se guardaron los cortes.", ("Escoja los cortes de la lista.",))
    if plan.cut_off_regime == regime:
        return ()
    plan.cut_off_regime = regime
    plan.save(update_fields=["cut_off_regime"])
    record(entity_id=plan.entity_id, action="plans.legal_regime", target=plan, by=by, now=now, facts={"regime": regime})
    return prepare_legal_dates(plan, by=by, now=now)


@transaction.atomic
def mark_legal_date_done(plan: Plan, *, key: str, done_on: date, by: Principal, now: datetime) -> LegalDate | None:
    """Keep the day on which what a legal date asked for was done, inside the transaction of whoever did it.

    The date is counted once more with the calendar of this moment and moves no further. Saying it again changes
    nothing: the first day stays. Nothing to check: whoever did it was checked, and the day is a fact.

    Args:
        key: of the date, as `rules.legal_dates` names it.

    Returns:
        The date; None where the plan has none of that key, as for a cut-off of the entity's own.
    """
    recompute_legal_dates(entity_id=plan.entity_id, by=by, now=now, plan_ids=[plan.pk])
    row: LegalDate | None = LegalDate.objects.select_for_update().filter(plan=plan, key=key).first()
    if row is None or row.done_on is not None:
        return row
    row.done_on, row.settled_at = done_on, now
    row.save(update_fields=["done_on", "settled_at"])
    facts = {"plan": plan.pk, "key": key, "done_on": done_on.isoformat(), "due_on": row.due_on.isoformat()}
    facts |= {"days_late": days_late(row.due_on, done_on)}
    record(entity_id=plan.entity_id, action="plans.legal_date_done", target=row, by=by, now=now, facts=facts)
    return row


def _plans_of(entity: Entity, plan_ids: Sequence[int] | None) -> list[Plan]:
    plans = Plan.objects.filter(entity=entity).exclude(status=PlanStatus.CLOSED).order_by("pk")
    found = list(plans if plan_ids is None else plans.filter(pk__in=plan_ids))
    for plan in found:
        plan.entity = entity
    return found


def _first_published(plans: Sequence[Plan]) -> dict[int, datetime]:
    first = PlanVersion.objects.filter(plan__in=plans, number=1) if plans else PlanVersion.objects.none()
    return dict(first.values_list("plan_id", "published_at"))


def _recount(plan: Plan, kept: dict[str, LegalDate], published_at: datetime | None, work: _Work) -> None:
    wanted = {due.key: due for due in computed_dates(plan, work.calendar)}
    new = [
        _counted(LegalDate(entity_id=plan.entity_id, plan=plan, key=key), due)
        for key, due in wanted.items()
        if key not in kept
    ]
    for key, row in kept.items():
        if key in wanted and not is_standing(row, work.today) and _follow(plan, row, wanted[key], work):
            work.changed.append(row)
    # A cut-off that the plan no longer has goes, unless its report was due already.
    work.dropped += [row.pk for key, row in kept.items() if key not in wanted and not is_standing(row, work.today)]
    for row in (*kept.values(), *new):
        if row.settled_at is None and _settle(plan, row, published_at, work) and row.pk:
            work.changed.append(row)
    work.created += new


def _counted(row: LegalDate, due: DueDate) -> LegalDate:
    """Write on a row how a date is counted now."""
    term = due.term
    row.title, row.due_on, row.proposed_on, row.in_words = due.title, due.due_on, due.proposed_on, due.in_words
    row.counted_from, row.days, row.count_in = (term.start, term.days, term.unit.value) if term else (None, 0, "")
    row.skipped = skipped_as_json(term.skipped if term else ())
    row.source_key, row.certainty = due.basis.source_key, due.basis.certainty.value
    return row


def _follow(plan: Plan, row: LegalDate, due: DueDate, work: _Work) -> bool:
    """Bring an open row to what is counted now, with a move where its day is another. False where nothing changed."""
    before = [getattr(row, name) for name in _COUNTED]
    move = _move(row, due, work)
    _counted(row, due)
    if move is not None:
        row.moves = [*row.moves, move.as_json()]
        work.moved.append(MovedDate(plan.pk, plan.title, row.key, row.title, move))
    return move is not None or before != [getattr(row, name) for name in _COUNTED]


def _move(row: LegalDate, due: DueDate, work: _Work) -> Move | None:
    at = work.now.isoformat()
    if row.due_on != due.due_on:
        return Move(row.due_on, due.due_on, _why(row, due), at)
    before, after = row.proposed_on or row.due_on, due.proposed_on or due.due_on
    if before == after:
        return None
    why = why_proposal_moved(
        before,
        after,
        was_off=work.calendar.why_not(before),
        is_off=due.why_proposed,
        year=after.year,
        due_on=due.due_on,
    )
    return Move(before, after, why, at, is_proposal=True)


def _why(row: LegalDate, due: DueDate) -> str:
    term = due.term
    if term is None or (row.counted_from, row.days, row.count_in) != (term.start, term.days, term.unit.value):
        return NOT_THE_CALENDAR
    before = skipped_from_json(row.skipped)
    return why_moved(before, term.skipped, from_on=row.due_on, to_on=due.due_on, year=due.due_on.year)


def _settle(plan: Plan, row: LegalDate, published_at: datetime | None, work: _Work) -> bool:
    """Close a date whose day is over, and the first publication once it is done. False where it stays open."""
    if published_at is not None and row.key == f"{PUBLICATION}:{plan.year}":
        row.settled_at, row.done_on = published_at, timezone.localdate(published_at)
    elif row.due_on < work.today:
        row.settled_at = work.now
    return row.settled_at is not None


def _write(work: _Work) -> None:
    LegalDate.objects.bulk_create(work.created, batch_size=500)
    changed = {row.pk: row for row in work.changed}
    if changed:
        LegalDate.objects.bulk_update(
            changed.values(), fields=[*_COUNTED, "moves", "settled_at", "done_on"], batch_size=200
        )
    if work.dropped:
        LegalDate.objects.filter(pk__in=work.dropped).delete()


def _leave_marks(moved: Sequence[MovedDate], entity_id: int, *, by: Principal, now: datetime) -> None:
    by_plan: defaultdict[int, list[MovedDate]] = defaultdict(list)
    for one in moved:
        by_plan[one.plan_id].append(one)
    for plan_id, ones in by_plan.items():
        facts = {
            "dates": [
                {"key": one.key, "from": one.move.from_on.isoformat(), "to": one.move.to_on.isoformat()} for one in ones
            ]
        }
        target = f"plans.Plan:{plan_id}"
        record(entity_id=entity_id, action="plans.legal_dates_move", target=target, by=by, now=now, facts=facts)
