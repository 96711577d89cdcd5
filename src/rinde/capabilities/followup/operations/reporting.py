"""The unit's voice: a draft that keeps whatever was typed, and a report that everybody reads once it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import Evidence, EvidenceUse, ProgressReport
from rinde.capabilities.followup.operations.report_rows import (
    cell_to_report,
    check_carried_out,
    latest_report,
    move_report,
    note,
    open_report,
    write_values,
)
from rinde.capabilities.followup.permissions import can_monitor, check_report
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.report_values import ReportValues, storable, with_list
from rinde.capabilities.followup.rules.reporting import WORKED, ReportNotReady, sending_gaps
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.plans.models import Plan
from rinde.foundations.law.terms import plain_day
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal

DISCARDED = "Se descartó el borrador en el que estaba."
NOT_SENT = "Todavía no se envió. Lo que escribió quedó guardado en el borrador."
SAVED_ELSEWHERE = (
    "Este borrador se guardó en otra ventana o en otro celular mientras usted escribía. Compare las dos versiones y "
    "guarde la que vale."
)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that stands; `is_new` is False where this very form had brought it there before."""

    report: ProgressReport
    is_new: bool = True


@transaction.atomic
def save_draft(
    *,
    plan_id: int,
    cell: CellKey,
    values: ReportValues,
    form_token: str,
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> Reported:
    """Keep what somebody typed of a cell, whatever it is, without telling anybody. A returned report is kept as well.

    Args:
        form_token: of the form that it came in: sent twice, it is saved once.
        seen: the mark of the last save that the form was opened on; None where there was none.

    Raises:
        NotAllowed: for whoever may not report this cell.
        TransitionNotAllowed: where the plan is not carried out, its version does not have the cell, or the report is in
            planning's hands.
        StaleWrite: where somebody saved it after the form was opened.
    """
    plan, found = cell_to_report(plan_id, cell, by=by)
    if before := _sent_by(form_token, cell):
        return Reported(before, is_new=False)
    report = _to_write(plan, found, form_token=form_token, seen=seen, by=by, now=now)
    if report.status not in WRITABLE:
        return Reported(report, is_new=False)
    report.form_token = form_token
    write_values(report, with_list(storable(values), found), by=by, now=now)
    note(report, "followup.save_draft", by=by, now=now)
    return Reported(report)


@transaction.atomic
def send_report(
    *,
    plan_id: int,
    cell: CellKey,
    values: ReportValues,
    form_token: str,
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> Reported:
    """Tell everybody what was done of a cell. A returned one that is sent again was corrected.

    Where the same unit reports and monitors, or whoever sends it also monitors the plan, nobody else accepts it: it is
    accepted at once, and says so for ever (`self_monitored`).

    Args:
        form_token, seen: as `save_draft`. The same form sent twice is one report.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as `save_draft`.
        ReportNotReady: with everything that it lacks; nothing is saved.
    """
    plan, found = cell_to_report(plan_id, cell, by=by)
    if before := _sent_by(form_token, cell):
        return Reported(before, is_new=False)
    said = with_list(storable(values), found)
    gaps = sending_gaps(said, found, period_start=plan.period_start, today=timezone.localdate(now))
    if gaps:
        raise ReportNotReady(NOT_SENT, gaps)
    report = _to_write(plan, found, form_token=form_token, seen=seen, by=by, now=now)
    if report.status not in WRITABLE:
        return Reported(report, is_new=False)
    is_correction = report.status == ReportStatus.RETURNED
    report.self_monitored = _monitors_itself(plan, found, by)
    report.form_token = form_token
    write_values(report, _as_told(said), by=by, now=now)
    _send(report, by=by, now=now)
    action = "followup.correct" if is_correction else "followup.send"
    note(report, action, by=by, now=now, outcome=report.outcome, self_monitored=report.self_monitored)
    return Reported(report)


def _sent_by(form_token: str, key: CellKey) -> ProgressReport | None:
    """The report that this very form has already sent; a second click or a second try asks for nothing more."""
    latest = latest_report(key)
    is_same = latest is not None and bool(form_token) and latest.form_token == form_token
    return latest if latest is not None and is_same and latest.status not in WRITABLE else None


def _to_write(
    plan: Plan, cell: Cell, *, form_token: str, seen: datetime | None, by: Principal, now: datetime
) -> ProgressReport:
    """The report to write into; or one that this very form sent while it waited for the row."""
    report, is_begun = open_report(plan, cell, by=by, now=now)
    is_same_form = bool(form_token) and report.form_token == form_token
    if report.status not in WRITABLE and not is_same_form:
        raise TransitionNotAllowed(_in_planning(report))
    if not is_begun and not is_same_form and report.edited_at != seen:
        raise StaleWrite(SAVED_ELSEWHERE)
    return report


def _in_planning(report: ProgressReport) -> str:
    sent_on = plain_day(timezone.localdate(report.sent_at)) if report.sent_at else "antes"
    return (
        f"Esto ya se reportó el {sent_on} y espera la revisión de la coordinación del plan. Si falta algo, pídale que "
        "se lo devuelva para corregirlo."
    )


def _monitors_itself(plan: Plan, cell: Cell, by: Principal) -> bool:
    office = policy_of(plan).monitored_by_id
    return (office is not None and office == cell.key.actor_id) or can_monitor(plan, by=by)


def _as_told(values: ReportValues) -> ReportValues:
    """What was not done has no day on which it was done."""
    return values if values.outcome in WORKED else replace(values, happened_on=None)


def _send(report: ProgressReport, *, by: Principal, now: datetime) -> None:
    accepts = report.self_monitored
    if report.status == ReportStatus.RETURNED or not accepts:
        move_report(report, ReportStatus.SENT, by=by, now=now)
    if accepts:
        move_report(report, ReportStatus.ACCEPTED, by=by, now=now)
    report.first_sent_at = report.first_sent_at or now
    report.sent_at = now
    report.decided_at, report.decided_by_id = (now, by.user_id) if accepts else (None, None)
    report.save()


@transaction.atomic
def discard_draft(*, report_id: int, by: Principal, now: datetime) -> None:
    """Throw a draft away that was never sent, and the proofs that were offered for nothing else. What was sent stays.

    Raises:
        NotAllowed: for whoever may not report its cell.
        TransitionNotAllowed: for a report that was sent once, or in a closed plan.
    """
    report = _locked(report_id)
    check_report(report.plan, by=by, actor_id=report.actor_id)
    check_carried_out(report.plan)
    if report.status != ReportStatus.DRAFT:
        raise TransitionNotAllowed("Este reporte ya se envió una vez: queda en la historia y no se descarta.")
    note(report, "followup.discard_draft", by=by, now=now)
    _withdraw_proofs(report, by=by, now=now)
    report.delete()


def _withdraw_proofs(report: ProgressReport, *, by: Principal, now: datetime) -> None:
    """Nobody should find a file that proves nothing: with its draft it leaves every list."""
    here = Evidence.objects.filter(uses__report=report, withdrawn_at__isnull=True)
    elsewhere = EvidenceUse.objects.filter(removed_at__isnull=True).exclude(report=report)
    alone = here.exclude(pk__in=elsewhere.values("evidence"))
    for evidence in alone.distinct():
        evidence.withdrawn_at, evidence.withdrawn_by_id, evidence.withdrawn_reason = now, by.user_id, DISCARDED
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


def _locked(report_id: int) -> ProgressReport:
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    found: ProgressReport = rows.get(pk=report_id)
    return found
