"""The row of a report, locked, and what is written into it: what every write of the unit's voice has in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.models import ProgressReport, ReportStep, UniverseMark
from rinde.capabilities.followup.permissions import check_report
from rinde.capabilities.followup.queries.cells import facts_to_json, plan_cells
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.report_values import Mark, ReportValues
from rinde.capabilities.followup.rules.states import check_may_become
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan, UniverseItem
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record

CLOSED = "Este plan ya se cerró y quedó como historia: no recibe más reportes. Lo que se envió sigue a la vista."
NOT_PUBLISHED = "Este plan todavía no está publicado. Se reporta cuando se publique."
GONE = (
    "La versión vigente del plan ya no tiene este compromiso: cambió su fecha o su responsable, o se retiró. "
    "Busque en «Reportar» el que quedó en su lugar."
)
FINISHED = (
    "Esto ya se reportó como cumplido y se aceptó. Si algo cambió o falta una prueba, cuénteselo a la coordinación del "
    "plan."
)


def cell_to_report(plan_id: int, key: CellKey, *, by: Principal) -> tuple[Plan, Cell]:
    """The plan and the cell of a report, for whoever may report it.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: for a plan that is not carried out, or a cell that its version does not have.
    """
    plan: Plan = Plan.objects.select_related("entity").get(pk=plan_id)
    check_report(plan, by=by, actor_id=key.actor_id)
    return plan, carried_out(plan, key)


def carried_out(plan: Plan, key: CellKey) -> Cell:
    """The cell of a plan that is being carried out.

    Raises:
        TransitionNotAllowed: where the plan is not, or its version does not have the cell.
    """
    check_carried_out(plan)
    found = plan_cells(plan)
    cell = next((one for one in found.cells if one.key == key), None) if found else None
    if cell is None:
        raise TransitionNotAllowed(GONE)
    return cell


def check_carried_out(plan: Plan) -> None:
    """Raises TransitionNotAllowed for a plan that was closed, or that the public has not seen yet."""
    if plan.status != PlanStatus.PUBLISHED:
        raise TransitionNotAllowed(CLOSED if plan.status == PlanStatus.CLOSED else NOT_PUBLISHED)


def latest_report(key: CellKey) -> ProgressReport | None:
    """Lock the newest report of a cell; None where nobody has begun one."""
    rows = ProgressReport.objects.select_for_update(of=("self",)).filter(
        deliverable_id=key.deliverable_id, milestone_id=key.milestone_id, actor_id=key.actor_id
    )
    found: ProgressReport | None = rows.order_by("-number").first()
    return found


def open_report(plan: Plan, cell: Cell, *, by: Principal, now: datetime) -> tuple[ProgressReport, bool]:
    """Lock the report of a cell that is in somebody's hands, or begin one. Also says whether it was begun now.

    Of two who begin at once the database lets one in (`progress_one_open`, `progress_number_once`); the other gets the
    row of the first.

    Raises:
        TransitionNotAllowed: where the cell is told as done, and that was accepted.
    """
    latest = latest_report(cell.key)
    if latest is not None and latest.status != ReportStatus.ACCEPTED:
        return latest, False
    if latest is not None and latest.outcome == Outcome.DONE:
        raise TransitionNotAllowed(FINISHED)
    try:
        with transaction.atomic():
            return _begin(plan, cell, latest.number + 1 if latest else 1, by=by, now=now), True
    except IntegrityError:
        first = latest_report(cell.key)
        if first is None or first == latest:
            raise
        return first, False


def _begin(plan: Plan, cell: Cell, number: int, *, by: Principal, now: datetime) -> ProgressReport:
    report: ProgressReport = ProgressReport.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        activity_id=cell.activity_id,
        deliverable_id=cell.key.deliverable_id,
        milestone_id=cell.key.milestone_id,
        actor_id=cell.key.actor_id,
        activity_key=cell.activity_key,
        about={
            "activity": cell.label,
            "what": cell.what,
            "due_on": cell.due_on.isoformat(),
            "actor": cell.actor_name,
        },
        number=number,
        author_id=by.user_id,
        created_at=now,
        edited_at=now,
    )
    return report


def write_values(report: ProgressReport, values: ReportValues, *, by: Principal, now: datetime) -> None:
    """Put what was typed into a locked report, and save it. Whoever began it stays its author.

    A draft that a program began is nobody's until a person takes it up.
    """
    for name in ("quantity", "numerator", "denominator", "text", "reason", "difficulties", "result"):
        setattr(report, name, getattr(values, name))
    if values.outcome in Outcome.values or report.status == ReportStatus.DRAFT:  # what was sent once has said one
        report.outcome = values.outcome if values.outcome in Outcome.values else ""
    report.happened_on, report.unread = values.happened_on, dict(values.unread)
    report.author_id = report.author_id or by.user_id
    report.edited_at = now
    report.save()
    _write_marks(report, values.marks)


def _write_marks(report: ProgressReport, marks: Iterable[Mark]) -> None:
    standing = {one.name: one for one in report.universe_marks.all()}
    wanted = {one.name: one for one in marks}
    if {name: _said(one) for name, one in standing.items()} == {name: _said(one) for name, one in wanted.items()}:
        return
    items = UniverseItem.objects.filter(deliverable_id=report.deliverable_id)
    numbers = dict(items.values_list("name", "pk"))
    report.universe_marks.all().delete()
    UniverseMark.objects.bulk_create(
        UniverseMark(
            entity_id=report.entity_id,
            report=report,
            item_id=numbers.get(one.name),
            name=one.name,
            is_done=one.is_done and not one.is_not_applicable,
            is_not_applicable=one.is_not_applicable,
            reason=one.reason[:300],
        )
        for one in wanted.values()
    )


def _said(mark: Any) -> tuple[bool, bool, str]:
    return mark.is_done, mark.is_not_applicable, mark.reason


def move_report(report: ProgressReport, to: str, *, by: Principal, now: datetime, reason: str = "") -> ReportStep:
    """Take a locked report to another state, in its trail too. The caller saves the row.

    Raises:
        TransitionNotAllowed: for a step that is not in the table.
    """
    check_may_become(report.status, to)
    step: ReportStep = ReportStep.objects.create(
        entity_id=report.entity_id,
        report=report,
        from_status=report.status,
        to_status=to,
        at=now,
        by_id=by.user_id,
        reason=reason,
        values=_values_said(report) if report.status in {ReportStatus.DRAFT, ReportStatus.RETURNED} else {},
    )
    report.status = to
    return step


def _values_said(report: ProgressReport) -> dict[str, Any]:
    """What a report says as it leaves the unit's hands, each thing of its list by name."""
    marks = tuple(report.universe_marks.all())
    left_out = {one.name: one.reason for one in marks if one.is_not_applicable}
    done = [one.name for one in marks if one.is_done]
    said = facts_to_json(report, universe_done=len(done), universe_not_applicable=len(left_out))
    return said | ({"list": {"done": done, "not_applicable": left_out}} if marks else {})


def note(report: ProgressReport, action: str, *, by: Principal, now: datetime, **facts: Any) -> None:
    """Leave a mark in the trail: which cell and which report, never what it says."""
    known = {
        "plan": report.plan_id,
        "deliverable": report.deliverable_id,
        "milestone": report.milestone_id,
        "actor": report.actor_id,
        "number": report.number,
    }
    record(entity_id=report.entity_id, action=action, target=report, by=by, now=now, facts=known | facts)
