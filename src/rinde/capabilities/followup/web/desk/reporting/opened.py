"""The cell and the report that an address names, for whoever may open them."""

from typing import Any

from django.http import Http404

from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.report_rows import carried_out
from rinde.capabilities.followup.permissions import can_report, check_monitor, check_read, check_report
from rinde.capabilities.followup.queries.evidence import proofs_of
from rinde.capabilities.followup.queries.reporting import (
    cell_of_report,
    plan_of_deliverable,
    report_with_plan,
    steps_of,
)
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.followup.web.presenters import reporting as presenters
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404


def cell_to_fill(request: DeskRequest, deliverable_id: int, milestone_id: int, actor_id: int) -> tuple[Plan, Cell]:
    """The cell of an address with its plan, for whoever may report it; 404 where the entity has no such thing.

    Raises:
        NotAllowed: for whoever may not report it.
        TransitionNotAllowed: where the plan is not carried out, or its version does not have the cell any more.
    """
    plan = found_or_404(plan_of_deliverable(deliverable_id))
    key = CellKey(deliverable_id, milestone_id, actor_id or None)
    check_report(plan, by=request.principal, actor_id=key.actor_id)
    return plan, carried_out(plan, key)


def report_to_read(request: DeskRequest, report_id: int) -> ProgressReport:
    """The report of an address. A draft is its unit's alone: for others it is not there."""
    report = found_or_404(report_with_plan(report_id))
    check_read(report.plan, by=request.principal, actors=[report.actor_id] if report.actor_id else [])
    if report.status == "DRAFT" and not may_fill(request, report):
        raise Http404("Este reporte todavía no se ha enviado.")
    return report


def report_to_review(request: DeskRequest, report_id: int) -> ProgressReport:
    """The report of an address, for whoever monitors its plan."""
    report = report_to_read(request, report_id)
    check_monitor(report.plan, by=request.principal)
    return report


def may_fill(request: DeskRequest, report: ProgressReport) -> bool:
    """Whether somebody may write this report, whatever its state."""
    return can_report(report.plan, by=request.principal, actor_id=report.actor_id)


def page_of(request: DeskRequest, report: ProgressReport) -> dict[str, Any]:
    """What the pages of one report print. Three queries.

    What is being corrected is not shown to those who do not correct it: they read what was sent, in the trail.
    """
    cell = cell_of_report(report)
    is_in_hand = report.status in WRITABLE
    fills = may_fill(request, report)
    return {
        "report": report,
        "plan": report.plan,
        "cell": cell,
        "promise": presenters.promise_of(cell, report.plan, None) if cell else None,
        "status": presenters.report_status_markup(report),
        "said": presenters.said_of(report, cell) if fills or not is_in_hand else None,
        "proofs": presenters.proofs_in_words(proofs_of(report), report.plan.entity.slug),
        "trail": presenters.trail_of(steps_of(report)),
        "may_fill": fills,
        "is_in_hand": is_in_hand,
    }
