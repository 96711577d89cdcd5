"""The form of a report: the few things that a person must say, on a phone, in a minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.reporting import discard_draft
from rinde.capabilities.followup.permissions import REPORT
from rinde.capabilities.followup.queries.counters import counted_for
from rinde.capabilities.followup.queries.evidence import proofs_of
from rinde.capabilities.followup.queries.reporting import newest_report, proofs_to_share
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.counters import is_counted_by_months
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.followup.web.desk.reporting.opened import cell_to_fill, report_to_read
from rinde.capabilities.followup.web.filling import Filled, take_in
from rinde.capabilities.followup.web.forms.reporting import ReportForm
from rinde.capabilities.followup.web.presenters import reporting as presenters
from rinde.capabilities.followup.web.proving import tell_held_back
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.forms.saving import status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page(REPORT)
def report_cell(
    request: DeskRequest, entity_slug: str, deliverable_id: int, milestone_id: int, actor_id: int
) -> HttpResponse:
    """Say what was done of a cell. What is typed is never lost: it is saved as a draft, files included."""
    plan, cell = cell_to_fill(request, deliverable_id, milestone_id, actor_id)
    report, today = newest_report(cell.key), timezone.localdate()
    if request.method != "POST" and report is not None and _is_settled(report):
        return redirect("desk:report_detail", entity_slug=entity_slug, report_id=report.pk)
    counted = counted_for(plan, cell.key) if is_counted_by_months(cell) else None
    initial = ReportForm.initial_of(report, cell, today=today, counted=counted)
    about: dict[str, Any] = {"cell": cell, "today": today, "initial": initial}
    about["shareable"] = proofs_to_share(plan, cell.key)
    if request.method != "POST":
        return _page(request, plan, cell, ReportForm(**about), Filled(), report, counted)
    form = ReportForm(request.POST, request.FILES, **about)
    filled = take_in(request, plan, form)
    if form.errors:
        return _page(request, plan, cell, form, filled, newest_report(cell.key), counted)
    if "solo-texto" in request.POST:  # the script of the page has the files to send yet
        return HttpResponse(status=204)
    return _done(request, plan, cell, filled)


def _is_settled(report: ProgressReport) -> bool:
    """Sent and with planning, or accepted as done: there is nothing to fill in."""
    is_done = report.status == ReportStatus.ACCEPTED and report.outcome == Outcome.DONE
    return is_done or report.status == ReportStatus.SENT


def _page(
    request: DeskRequest,
    plan: Plan,
    cell: Cell,
    form: ReportForm,
    filled: Filled,
    report: ProgressReport | None,
    counted: int | None,
) -> HttpResponse:
    today = timezone.localdate()
    in_hand = report if report is not None and report.status in WRITABLE else None
    before = report if report is not None and report.status == ReportStatus.ACCEPTED else None
    context = {
        "plan": plan,
        "cell": cell,
        "promise": presenters.promise_of(cell, plan, today),
        "form": form,
        "filled": filled,
        "report": in_hand,
        "proofs": presenters.proofs_in_words(proofs_of(in_hand) if in_hand else (), plan.entity.slug),
        "before": presenters.said_of(before, cell) if before else None,
        "counted": counted,
        "offers_months": counted is None and is_counted_by_months(cell),
        "saved": presenters.saved_facts(report, cell) if report is not None and form.is_stale else (),
        **_missing(form, filled),
    }
    return render(request, "followup/reporting/report_cell.html", context, status=status_of(form))


def _missing(form: ReportForm, filled: Filled) -> dict[str, Any]:
    """What the page says above the form when something is missing."""
    wrong = set(form.errors)
    return {"only_the_file_is_missing": filled.is_saved and bool(wrong) and wrong <= {"file", "link", "shared"}}


def _done(request: DeskRequest, plan: Plan, cell: Cell, filled: Filled) -> HttpResponse:
    slug = plan.entity.slug
    tell_held_back(request, filled.kept)
    if filled.sent is not None:
        messages.success(request, _said(filled.sent.report))
        return redirect("desk:report_detail", entity_slug=slug, report_id=filled.sent.report.pk)
    if "quitar" in request.POST:
        messages.success(request, "Se quitó la prueba del borrador.")
        return redirect(presenters.cell_address("report_cell", slug, cell.key))
    messages.success(request, f"Quedó guardado el borrador de «{cell.label}». Nadie más lo ve hasta que lo envíe.")
    return redirect("desk:my_cells", entity_slug=slug)


def _said(report: ProgressReport) -> str:
    if report.self_monitored:
        return "Enviado y a la vista. Como su dependencia también monitorea este plan, no pasa por otra revisión."
    return "Enviado y a la vista, como «sin verificar». La coordinación del plan lo revisa."


@desk_page(REPORT)
@require_POST
def report_discard(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:
    """Throw a draft away."""
    report = report_to_read(request, report_id)
    discard_draft(report_id=report.pk, by=request.principal, now=timezone.now())
    messages.success(request, "Se descartó el borrador.")
    return redirect("desk:my_cells", entity_slug=entity_slug)
