"""Planning's answer to a report: accepted, or returned with what must be put right. It never changes what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.alerts.returned import tell_return
from rinde.capabilities.followup.operations.report_rows import check_carried_out, move_report, note
from rinde.capabilities.followup.permissions import check_monitor
from rinde.capabilities.followup.rules.reporting import return_gaps
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

CORRECTED = "La dependencia lo corrigió y lo envió de nuevo mientras usted lo leía. Vuelva a leerlo y decida."


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many were accepted of some reports, and how many had been decided or corrected in the meantime."""

    accepted: int
    passed_over: int


@transaction.atomic
def accept_report(*, report_id: int, seen: datetime | None, by: Principal, now: datetime) -> ProgressReport:
    """Accept what a unit sent. It says the same as before, and no longer waits.

    Args:
        seen: the moment of the sending that was read.

    Raises:
        NotAllowed: for whoever does not monitor the plan.
        TransitionNotAllowed: for a report that does not wait.
        StaleWrite: where it was corrected since it was read.
    """
    report = _to_decide(report_id, seen, by=by)
    _accept(report, by=by, now=now)
    return report


@transaction.atomic
def accept_reports(*, seen: Mapping[int, datetime], by: Principal, now: datetime) -> Accepted:
    """Accept several at once. One that no longer waits, or says something else by now, is passed over and counted.

    Args:
        seen: by the number of each report, the moment of the sending that was read.

    Raises:
        NotAllowed: for whoever does not monitor one of the plans; then none is accepted.
    """
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    reports = list(rows.filter(pk__in=seen).order_by("pk"))
    for plan in {one.plan_id: one.plan for one in reports}.values():
        check_monitor(plan, by=by)
    waiting = [one for one in reports if one.status == ReportStatus.SENT and one.sent_at == seen[one.pk]]
    for report in waiting:
        _accept(report, by=by, now=now)
    return Accepted(len(waiting), len(seen) - len(waiting))


@transaction.atomic
def return_report(
    *, report_id: int, reason: str, seen: datetime | None, by: Principal, now: datetime, site: str = ""
) -> ProgressReport:
    """Give a report back to its unit with what must be put right, and tell its author at once. The reason stays in its
    trail, and inside.

    Args:
        site: of the installation, for the address in the mail; see `alerts.addresses`.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as `accept_report`; TransitionNotAllowed in a closed plan too,
            where nobody could send it again.
        NotReady: without a reason from which the unit knows what to do.
    """
    report = _to_decide(report_id, seen, by=by)
    check_carried_out(report.plan)
    said = tidy_text(reason)
    if gaps := return_gaps(said):
        raise NotReady("No se devolvió.", gaps)
    step = move_report(report, ReportStatus.RETURNED, by=by, now=now, reason=said)
    report.returned_reason = said
    # The form that sent it is done with: sent once more by a browser, it must not send what was returned.
    report.form_token, report.edited_at = "", now
    report.decided_at, report.decided_by_id = now, by.user_id
    report.save()
    note(report, "followup.return", by=by, now=now)
    tell_return(report, step, by=by, now=now, site=site)
    return report


def _to_decide(report_id: int, seen: datetime | None, *, by: Principal) -> ProgressReport:
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    report: ProgressReport = rows.get(pk=report_id)
    check_monitor(report.plan, by=by)
    if report.status != ReportStatus.SENT:
        stands = str(ReportStatus(report.status).label).lower()
        raise TransitionNotAllowed(
            f"Este reporte está {stands}: no espera revisión. Ábralo de nuevo para ver qué dice."
        )
    if seen is not None and report.sent_at != seen:
        raise StaleWrite(CORRECTED)
    return report


def _accept(report: ProgressReport, *, by: Principal, now: datetime) -> None:
    move_report(report, ReportStatus.ACCEPTED, by=by, now=now)
    report.decided_at, report.decided_by_id = now, by.user_id
    report.save(update_fields=["status", "decided_at", "decided_by"])
    note(report, "followup.accept", by=by, now=now)
