"""Monthly totals by channel of what is too many to report one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.models import Counter, EvidenceUse
from rinde.capabilities.followup.operations.report_rows import GONE, check_carried_out
from rinde.capabilities.followup.permissions import check_report
from rinde.capabilities.followup.queries.cells import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.counters import CounterGap, month_gaps, read_totals
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOTHING_COUNTED = "Ese mes no tiene cuentas en ese canal. Escriba primero cuántos hubo."
STALE = "Otra persona guardó las cuentas de este mes mientras usted escribía. Compare y guarde las que valen."


class TotalsNotReady(NotReady):
    """Totals that cannot be kept; `by_channel` says which and why."""

    def __init__(self, gaps: tuple[CounterGap, ...]) -> None:
        super().__init__("No se guardaron las cuentas del mes.", [gap.message for gap in gaps])
        self.by_channel = gaps


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """How many channels of a month were written, and how many are empty now."""

    written: int
    removed: int


@transaction.atomic
def count_month(
    *,
    plan_id: int,
    deliverable_id: int,
    actor_id: int | None,
    month: date,
    typed: Mapping[str, str],
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> MonthCounted:
    """Write the totals of a month, channel by channel. An empty box means that nothing is counted there.

    Writing the same totals again changes nothing.

    Args:
        month: its first day.
        typed: by channel, as it was typed; a channel that is left out stays as it is.
        seen: the newest mark of the month that the form was opened on.

    Raises:
        NotAllowed: for whoever may not report what this actor does.
        TransitionNotAllowed: where the plan is not carried out, or has nothing of this actor there.
        StaleWrite: where somebody saved the month in the meantime.
        TotalsNotReady: with everything that is wrong.
    """
    # The row of the plan is the turn: a month without totals has no row of its own to wait for.
    plan: Plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("entity").get(pk=plan_id)
    check_report(plan, by=by, actor_id=actor_id)
    cell = _counted_cell(plan, deliverable_id, actor_id)
    totals, gaps = read_totals(typed)
    gaps = (*month_gaps(month, period_start=plan.period_start, today=timezone.localdate(now)), *gaps)
    if gaps:
        raise TotalsNotReady(gaps)
    rows = Counter.objects.filter(deliverable_id=deliverable_id, actor_id=actor_id, month=month)
    standing = {one.channel: one for one in rows}
    if max((one.edited_at for one in standing.values()), default=None) != seen:
        raise StaleWrite(STALE)
    counted = _write(plan, cell, month, standing, totals, by=by, now=now)
    if counted.written or counted.removed:
        facts = {
            "plan": plan.pk,
            "deliverable": deliverable_id,
            "actor": actor_id,
            "month": month.isoformat()[:7],
            "written": counted.written,
            "removed": counted.removed,
        }
        target = f"plans.Deliverable:{deliverable_id}"
        record(entity_id=plan.entity_id, action="followup.count", target=target, by=by, now=now, facts=facts)
    return counted


@transaction.atomic
def add_sample(
    *,
    plan_id: int,
    deliverable_id: int,
    actor_id: int | None,
    month: date,
    channel: str,
    evidence_id: int,
    by: Principal,
    now: datetime,
) -> Counter:
    """Say that a proof shows a few of what was counted in a month on a channel. Said again, it is nothing new.

    Raises:
        NotAllowed: for whoever may not report what this actor does.
        TransitionNotAllowed: where the plan is not carried out, nothing was counted there, or the proof is not offered
            for a report of the same deliverable and actor.
    """
    plan: Plan = Plan.objects.select_related("entity").get(pk=plan_id)
    check_report(plan, by=by, actor_id=actor_id)
    _counted_cell(plan, deliverable_id, actor_id)
    row: Counter | None = Counter.objects.filter(
        deliverable_id=deliverable_id, actor_id=actor_id, month=month, channel=channel
    ).first()
    if row is None:
        raise TransitionNotAllowed(NOTHING_COUNTED)
    offered = EvidenceUse.objects.filter(
        evidence_id=evidence_id,
        report__deliverable_id=deliverable_id,
        report__actor_id=actor_id,
        removed_at__isnull=True,
    )
    if not offered.exists():
        raise TransitionNotAllowed("Esa prueba no es de un reporte de lo mismo. Agréguela primero al reporte.")
    if not row.samples.filter(pk=evidence_id).exists():
        row.samples.add(evidence_id)
        facts = {"plan": plan.pk, "deliverable": deliverable_id, "actor": actor_id, "month": month.isoformat()[:7]}
        facts |= {"channel": channel, "evidence": evidence_id}
        target = f"plans.Deliverable:{deliverable_id}"
        record(entity_id=plan.entity_id, action="followup.add_sample", target=target, by=by, now=now, facts=facts)
    return row


def _counted_cell(plan: Plan, deliverable_id: int, actor_id: int | None) -> Cell:
    check_carried_out(plan)
    found = plan_cells(plan)
    wanted = (deliverable_id, actor_id)
    cells = found.cells if found else ()
    cell = next((one for one in cells if (one.key.deliverable_id, one.key.actor_id) == wanted), None)
    if cell is None:
        raise TransitionNotAllowed(GONE)
    return cell


def _write(
    plan: Plan,
    cell: Cell,
    month: date,
    standing: Mapping[str, Counter],
    totals: Mapping[str, int | None],
    *,
    by: Principal,
    now: datetime,
) -> MonthCounted:
    written = removed = 0
    for channel, total in totals.items():
        before = standing.get(channel)
        if total is None and before is not None:
            before.delete()
            removed += 1
        if total is None or (before is not None and before.total == total):
            continue
        row = before or Counter(
            entity_id=plan.entity_id,
            plan=plan,
            deliverable_id=cell.key.deliverable_id,
            actor_id=cell.key.actor_id,
            activity_key=cell.activity_key,
            month=month,
            channel=channel,
        )
        row.total, row.edited_at, row.edited_by_id = total, now, by.user_id
        row.save()
        written += 1
    return MonthCounted(written, removed)
