"""One report as it stands: what was said, beside what was promised, with its proofs and its trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.permissions import READ, can_monitor
from rinde.capabilities.followup.queries.reporting import other_reports
from rinde.capabilities.followup.web.desk.reporting.opened import page_of, report_to_read
from rinde.capabilities.followup.web.presenters import reporting as presenters
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page(READ)
def report_detail(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:
    """For its unit, with what can be done next; for everybody else of the desk, to read."""
    report = report_to_read(request, report_id)
    context = page_of(request, report, timezone.localdate())
    cell, is_followed = context["cell"], report.plan.status == PlanStatus.PUBLISHED
    others = other_reports(report)
    is_newest = not any(one.number > report.number for one in others)
    fills = context["may_fill"] and cell is not None and is_followed and is_newest
    more = report.status == ReportStatus.ACCEPTED and report.outcome != Outcome.DONE
    context |= {
        "others": [(one, presenters.report_status_markup(one)) for one in others if one.status != ReportStatus.DRAFT],
        "fill_url": presenters.cell_address("report_cell", entity_slug, cell.key) if fills else "",
        "can_correct": fills and context["is_in_hand"],
        "can_report_more": fills and more,
        "can_review": report.status == ReportStatus.SENT and can_monitor(report.plan, by=request.principal),
    }
    return render(request, "followup/reporting/report_detail.html", context)
