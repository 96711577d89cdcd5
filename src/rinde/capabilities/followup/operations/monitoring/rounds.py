"""Rounds of planning: opened over a stretch of time, noted activity by activity, closed and frozen for ever."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.permissions import check_monitor
from rinde.capabilities.followup.queries.cells import plan_cells
from rinde.capabilities.followup.queries.monitoring import board_of, to_be_frozen
from rinde.capabilities.followup.rules.monitoring.board import Mark
from rinde.capabilities.followup.rules.monitoring.content import RoundContent
from rinde.capabilities.followup.rules.monitoring.notes import NoteValues, note_gaps, summary_gaps
from rinde.capabilities.followup.rules.monitoring.states import check_may_become, check_open
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch, round_gaps
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.foundations.law.terms import long_day
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_OPENED, NOT_SAVED, NOT_CLOSED = "No se abrió la ronda.", "No se guardó la nota.", "No se cerró la ronda."


@transaction.atomic
def open_round(*, plan_id: int, stretch: Stretch, by: Principal, now: datetime) -> MonitoringRound:
    """Begin to look at a stretch of time. What fell due by its last day counts, whenever it began.

    Raises:
        NotAllowed: for whoever does not monitor the plan.
        TransitionNotAllowed: for a plan that is not carried out, or while another round is open.
        NotReady: with everything that is wrong with the days.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_monitor(plan, by=by)
    if plan.status != PlanStatus.PUBLISHED:
        raise TransitionNotAllowed("Solo se monitorea un plan publicado que no se ha cerrado.")
    rounds = MonitoringRound.objects.filter(plan=plan)
    if rounds.filter(status=RoundStatus.OPEN).exists():
        raise TransitionNotAllowed("Este plan ya tiene una ronda abierta. Ciérrela antes de abrir otra.")
    last = rounds.aggregate(number=Max("number"), ends_on=Max("ends_on"))
    today = timezone.localdate(now)
    gaps = round_gaps(stretch, plan_start=plan.period_start, last_end=last["ends_on"], today=today)
    if gaps:
        raise NotReady(NOT_OPENED, gaps)
    board = board_of(plan, today=today, until=stretch.ends_on)
    opened: MonitoringRound = MonitoringRound.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        number=(last["number"] or 0) + 1,
        name=stretch.name,
        starts_on=stretch.starts_on,
        ends_on=stretch.ends_on,
        is_self_monitored=board.tally[Mark.SELF_MONITORED] > 0,
        opened_at=now,
        opened_by_id=by.user_id,
    )
    facts = {"plan": plan.pk, "number": opened.number, "until": stretch.ends_on.isoformat()}
    record(entity_id=plan.entity_id, action="followup.open_round", target=opened, by=by, now=now, facts=facts)
    return opened


def locked_round(round_id: int) -> MonitoringRound:
    """Lock a round, with its plan and entity, without what it froze: notes and the close wait for each other."""
    found: MonitoringRound = (
        MonitoringRound.objects.defer("content")
        .select_for_update(of=("self",))
        .select_related("plan", "plan__entity")
        .get(pk=round_id)
    )
    return found


@transaction.atomic
def write_note(
    *, round_id: int, activity_key: str, values: NoteValues, seen: datetime | None, by: Principal, now: datetime
) -> MonitoringNote:
    """Write what planning says of an activity in an open round. The same text twice is one save.

    Args:
        seen: of the last save that the person had before their eyes; None where there was no note.

    Raises:
        NotAllowed: for whoever does not monitor the plan.
        TransitionNotAllowed: for a round that is closed.
        NotReady: for an activity that the plan has not, or with what is wrong with the note.
        StaleWrite: where somebody else saved this note in the meantime.
    """
    found = locked_round(round_id)
    check_monitor(found.plan, by=by)
    check_open(found.status)
    values = replace(values, text=tidy_text(values.text))
    gaps = (*_activity_gaps(found.plan, activity_key), *note_gaps(values))
    if gaps:
        raise NotReady(NOT_SAVED, gaps)
    note: MonitoringNote | None = MonitoringNote.objects.filter(round=found, activity_key=activity_key).first()
    text, ratio = values.text, values.ratio
    if note is not None and (note.text, note.ratio) == (text, ratio):
        return note
    if (note.edited_at if note else None) != seen:
        raise StaleWrite("Otra persona escribió esta nota mientras usted escribía. Compare las dos y guarde de nuevo.")
    if note is None:
        activity = Activity.objects.filter(plan=found.plan, key=activity_key).first()
        note = MonitoringNote(entity_id=found.entity_id, round=found, activity=activity, activity_key=activity_key)
    note.text, note.ratio, note.edited_at, note.edited_by_id = text, ratio, now, by.user_id
    note.save()
    facts = {"round": found.pk, "activity": activity_key, "has_ratio": ratio is not None}
    record(entity_id=found.entity_id, action="followup.write_note", target=note, by=by, now=now, facts=facts)
    return note


def _activity_gaps(plan: Plan, activity_key: str) -> tuple[str, ...]:
    found = plan_cells(plan)
    keys = {one.activity.key for one in found.content.placed()} if found else set()
    return () if activity_key in keys else ("El plan publicado ya no tiene esa actividad. Recargue la ronda.",)


@transaction.atomic
def close_round(*, round_id: int, summary: str, by: Principal, now: datetime, reviewed: str = "") -> MonitoringRound:
    """Freeze a round: its figures, its notes and its summary, under a hash. From here on it never changes.

    Args:
        reviewed: the hash of what the person had before their eyes, without the summary; empty: whatever it is now.

    Raises:
        NotAllowed: for whoever does not monitor the plan.
        TransitionNotAllowed: for a round that is closed already, or whose last day is not over.
        NotReady: for a summary that is too long.
        StaleWrite: where figures or notes changed since they were looked at.
    """
    found = locked_round(round_id)
    check_monitor(found.plan, by=by)
    check_may_become(found.status, RoundStatus.CLOSED)
    if not Stretch(found.starts_on, found.ends_on).is_over(timezone.localdate(now)):
        raise TransitionNotAllowed(
            f"Esta ronda mira hasta el {long_day(found.ends_on)} inclusive. Ciérrela desde el día siguiente."
        )
    summary = tidy_text(summary)
    gaps = summary_gaps(summary)
    if gaps:
        raise NotReady(NOT_CLOSED, gaps)
    if reviewed and reviewed != hash_of(to_be_frozen(found, summary="", now=now)):
        raise StaleWrite("Llegó un reporte o cambió una nota después de que usted miró. Revise las cifras y cierre.")
    _freeze(found, to_be_frozen(found, summary=summary, now=now), by=by, now=now)
    return found


def hash_of(content: RoundContent) -> str:
    """The hash of what would be frozen: what the page that asks for the close carries."""
    return content_hash(canonical_json(content))


def _freeze(found: MonitoringRound, content: RoundContent, *, by: Principal, now: datetime) -> None:
    canonical = canonical_json(content)
    found.status, found.closed_at, found.closed_by_id = RoundStatus.CLOSED, now, by.user_id
    found.summary, found.is_self_monitored = content.header.summary, content.is_self_monitored
    found.content, found.sha256 = canonical, content_hash(canonical)
    found.figures = asdict(content.total) | {"ratio_sum": str(content.total.ratio_sum)}
    found.save()
    facts = {"plan": found.plan_id, "number": found.number, "sha256": found.sha256}
    record(entity_id=found.entity_id, action="followup.close_round", target=found, by=by, now=now, facts=facts)
