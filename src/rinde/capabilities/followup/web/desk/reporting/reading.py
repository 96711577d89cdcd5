"""One report as it stands: what was said, beside what was promised, with its proofs and its trail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.choices import Outcome, ReportStatus, Visibility
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.report_rows import GONE
from rinde.capabilities.followup.permissions import READ, REPORT, can_monitor, check_report
from rinde.capabilities.followup.queries.reporting import cell_of_report, other_reports, proofs_to_share
from rinde.capabilities.followup.web.desk.reporting.opened import page_of, report_to_read
from rinde.capabilities.followup.web.forms.proving import ProofForm
from rinde.capabilities.followup.web.presenters import reporting as presenters
from rinde.capabilities.followup.web.proving import keep_proofs, proofs_in, tell_held_back
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import desk_page


@desk_page(READ)
def report_detail(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:  # noqa: ARG001
    """For its unit, with what can be done next; for everybody else of the desk, to read."""
    return _page(request, report_to_read(request, report_id), None)


def _page(request: DeskRequest, report: ProgressReport, refused: ProofForm | None) -> HttpResponse:
    context, slug = page_of(request, report), report.plan.entity.slug
    cell, is_followed = context["cell"], report.plan.status == PlanStatus.PUBLISHED
    others = other_reports(report)
    is_newest = not any(one.number > report.number for one in others)
    fills = context["may_fill"] and cell is not None and is_followed and is_newest
    more = report.status == ReportStatus.ACCEPTED and report.outcome != Outcome.DONE
    context |= {
        "others": [(one, presenters.report_status_markup(one)) for one in others if one.status != ReportStatus.DRAFT],
        "fill_url": presenters.cell_address("report_cell", slug, cell.key) if fills else "",
        "can_correct": fills and context["is_in_hand"],
        "can_report_more": fills and more,
        "can_review": report.status == ReportStatus.SENT and can_monitor(report.plan, by=request.principal),
        "proving": (refused or _proof_form(request, report)) if fills and not context["is_in_hand"] else None,
    }
    return render(request, "followup/reporting/report_detail.html", context, status=422 if refused else 200)


def _proof_form(request: DeskRequest, report: ProgressReport) -> ProofForm:
    form = ProofForm(
        request.POST if request.method == "POST" else None, initial={"visibility": Visibility.PUBLIC.value}
    )
    cell = cell_of_report(report)
    form.offer(proofs_to_share(report.plan, cell.key) if cell else ())
    return form


@desk_page(REPORT)
@require_POST
def report_prove(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:
    """Add a proof to what was sent: what was done without one does not count as done."""
    report, now = report_to_read(request, report_id), timezone.now()
    check_report(report.plan, by=request.principal, actor_id=report.actor_id)
    cell = cell_of_report(report)
    if cell is None:
        raise TransitionNotAllowed(GONE)
    form = _proof_form(request, report)
    form.is_valid()
    brought = proofs_in(request, form)
    if not brought:
        form.add_error(None, "Escoja un archivo, escriba un enlace o escoja una prueba que ya subió.")
    about = form.about_proofs(happened_on=report.happened_on)
    kept = keep_proofs(brought, form, about, plan_id=report.plan_id, cell=cell.key, request=request, now=now)
    if form.errors:
        return _page(request, report, form)
    tell_held_back(request, kept)
    messages.success(request, f"Quedó la prueba: {', '.join(kept.names)}.")
    return redirect("desk:report_detail", entity_slug=entity_slug, report_id=report.pk)
