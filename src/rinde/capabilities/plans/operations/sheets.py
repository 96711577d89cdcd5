"""The spreadsheet that comes back: received with its report row by row, and applied whole, once, as it was reported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import ChangeRequest, Plan, SheetImport
from rinde.capabilities.plans.operations.change_requests import request_changes
from rinde.capabilities.plans.operations.editing import leave_marks, plan_to_edit
from rinde.capabilities.plans.operations.sheet_rows import NOT_APPLIED, write_sheet_changes
from rinde.capabilities.plans.permissions import check_edit_plan
from rinde.capabilities.plans.queries.sheets import plan_standing
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.sheet import (
    Comparison,
    SheetChange,
    SheetReport,
    compare,
    from_json,
    read_sheet,
)
from rinde.capabilities.plans.rules.states import check_editable
from rinde.foundations.documents import DocumentError, Limits
from rinde.foundations.refusals import NotReady, StaleWrite, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import keep_file, read_file

NOT_READ = "No se pudo leer la hoja."
STALE = "El plan cambió después de revisar esta hoja. Revísela de nuevo y mire qué cambiaría ahora."
ONLY_LATER = (
    "Todo lo que la hoja cambia se cambió en el plan después de descargarla. Marque la casilla para aplicarlo de todos "
    "modos, o descargue la hoja de nuevo."
)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class AppliedSheet:
    """A sheet that stands applied; `is_new` where this call did it."""

    sheet: SheetImport
    report: SheetReport
    is_new: bool


@transaction.atomic
def receive_sheet(*, plan_id: int, name: str, content: bytes, by: Principal, now: datetime) -> SheetImport:
    """Keep a sheet and the report of what it would change. Writes nothing in the plan.

    The same file again, while nothing changed in between, gives the report that already stands.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        TransitionNotAllowed: for a plan whose rows stand still, unless it is published: there the report shows what
            would have to be requested.
        NotReady: with the reader's words, for a file that is no working sheet; then nothing is kept.
    """
    plan = _plan_of(plan_id, by=by)
    comparison = _compared(plan, name, content, timezone.localdate(now))
    stored = keep_file(
        entity_id=plan.entity_id, name=name, content=content, content_type="application/octet-stream", now=now
    )
    waiting = SheetImport.objects.filter(plan=plan, file_id=stored.pk, applied_at=None, plan_edited_at=plan.edited_at)
    standing: SheetImport | None = waiting.first()
    if standing and standing.report == comparison.report.to_json():
        return standing
    sheet: SheetImport = SheetImport.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        file_id=stored.pk,
        name=PurePath(name.replace("\\", "/")).name[:_LONGEST_NAME] or "hoja",
        plan_edited_at=plan.edited_at,
        report=comparison.report.to_json(),
        uploaded_at=now,
        uploaded_by_id=by.user_id,
    )
    _record(sheet, "plans.sheet_receive", comparison.report, by=by, now=now)
    return sheet


@transaction.atomic
def check_sheet_again(*, sheet_import_id: int, by: Principal, now: datetime) -> SheetImport:
    """Make the report of a sheet anew, because the plan or the org chart changed. Leaves an applied one alone.

    Raises:
        NotAllowed, TransitionNotAllowed, NotReady: as `receive_sheet`.
    """
    sheet: SheetImport = SheetImport.objects.get(pk=sheet_import_id)
    plan = _plan_of(sheet.plan_id, by=by)
    if sheet.applied_at is None:
        sheet.report = _compared(plan, sheet.name, _content_of(sheet), timezone.localdate(now)).report.to_json()
        sheet.plan_edited_at = plan.edited_at
        sheet.save(update_fields=["report", "plan_edited_at"])
    return sheet


@transaction.atomic
def apply_sheet(*, sheet_import_id: int, by: Principal, now: datetime, undoes_later: bool = False) -> AppliedSheet:
    """Change the plan exactly as the report said: everything or nothing. A second time changes nothing more.

    Args:
        undoes_later: whether the rows that somebody saved after the sheet was downloaded go back to what it says;
            else they stay, and the report says so.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        TransitionNotAllowed: for a plan whose rows stand still.
        StaleWrite: where the plan or the org chart changed since the report.
        NotReady: with every problem of every row, or where the sheet changes nothing.
    """
    plan = plan_to_edit(SheetImport.objects.values_list("plan_id", flat=True).get(pk=sheet_import_id), by=by)
    sheet: SheetImport = SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet_import_id)
    sheet.plan = plan
    reported = from_json(sheet.report)
    if sheet.applied_at:
        return AppliedSheet(sheet, reported, is_new=False)
    changes = _as_reported(sheet, timezone.localdate(now), undoes_later=undoes_later)
    write_sheet_changes(plan, changes, by=by, now=now)
    reported = reported if undoes_later else reported.without_later()
    sheet.applied_at, sheet.applied_by_id, sheet.report = now, by.user_id, reported.to_json()
    sheet.save(update_fields=["applied_at", "applied_by", "report"])
    leave_marks(plan, "plans.sheet_apply", sheet, by=by, now=now, facts=_counts(reported))
    return AppliedSheet(sheet, reported, is_new=True)


@transaction.atomic
def request_sheet(
    *, sheet_import_id: int, reason: str, by: Principal, now: datetime, undoes_later: bool = False
) -> tuple[ChangeRequest, ...]:
    """Ask for what a sheet would change in a published plan: one request an activity, all with the same reason.

    Raises:
        StaleWrite: where the plan or the org chart changed since the report.
        NotReady: with every problem of every row, or what the reason lacks.
        NotAllowed, TransitionNotAllowed: as `request_changes`.
    """
    sheet: SheetImport = SheetImport.objects.select_related("plan__entity").get(pk=sheet_import_id)
    check_edit_plan(sheet.plan, by=by)
    changes = _as_reported(sheet, timezone.localdate(now), undoes_later=undoes_later)
    return request_changes(
        plan_id=sheet.plan_id,
        changes=[Proposal(one.kind, one.activity.id if one.activity else None, one.values) for one in changes],
        reason=reason,
        by=by,
        now=now,
        origin=f"Hoja de cálculo del {timezone.localdate(sheet.uploaded_at):%d/%m/%Y}",
    )


def _as_reported(sheet: SheetImport, on: date, *, undoes_later: bool) -> Sequence[SheetChange]:
    """The changes of a sheet, where they are still those of its report; what was saved later only where asked."""
    reported = from_json(sheet.report)
    comparison = _compared(sheet.plan, sheet.name, _content_of(sheet), on)
    if sheet.plan.edited_at != sheet.plan_edited_at or comparison.report.fingerprint() != reported.fingerprint():
        raise StaleWrite(STALE)
    refuse_gaps(NOT_APPLIED, *reported.problems)
    refuse_gaps(NOT_APPLIED, *([] if comparison.changes else ["La hoja dice lo mismo que el plan."]))
    changes = [one for one in comparison.changes if undoes_later or not one.undoes_later]
    refuse_gaps(NOT_APPLIED, *([] if changes else [ONLY_LATER]))
    return changes


def _plan_of(plan_id: int, *, by: Principal) -> Plan:
    plan: Plan = Plan.objects.select_related("entity").get(pk=plan_id)
    check_edit_plan(plan, by=by)
    if plan.status != PlanStatus.PUBLISHED:
        check_editable(plan.status)
    return plan


def _content_of(sheet: SheetImport) -> bytes:
    return read_file(StoredFile.objects.get(pk=sheet.file_id))


def _compared(plan: Plan, name: str, content: bytes, on: date) -> Comparison:
    try:
        sheet = read_sheet(name, content, Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    except DocumentError as problem:
        raise NotReady(NOT_READ, (problem.message,)) from problem
    return compare(sheet, plan_standing(plan, on=on))


def _counts(report: SheetReport) -> dict[str, int]:
    return {outcome.lower(): count for outcome, count in Counter(row.outcome for row in report.rows).items()}


def _record(sheet: SheetImport, action: str, report: SheetReport, *, by: Principal, now: datetime) -> None:
    facts = {"plan": sheet.plan_id} | _counts(report)
    record(entity_id=sheet.entity_id, action=action, target=sheet, by=by, now=now, facts=facts)
