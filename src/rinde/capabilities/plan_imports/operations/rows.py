"""What a person decides about draft rows. Every decision says who and when; the reading itself is never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import ImportStatus, RowDecision, Settlement
from rinde.capabilities.plan_imports.models import ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plan_imports.operations.matching import add_names
from rinde.capabilities.plan_imports.permissions import check_can_review
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Finding
from rinde.capabilities.plan_imports.rules.review import (
    ACTIVITY_MISSING,
    corrected,
    is_settled,
    mark_of,
    problems_of,
    row_from_json,
    row_to_json,
    standing_findings,
    with_suggestion,
)
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit import operations as audit

NOT_READ = "Este documento no está en revisión: todavía se está leyendo, se descartó o su plan ya se creó."
STALE = "Esta fila cambió mientras usted la corregía. Compare las dos versiones y guarde la que vale."


@dataclass(frozen=True, slots=True)
class AcceptedAll:
    """What «aceptar todas» did: how many rows went in, and how many stayed out because something must be corrected."""

    accepted: int
    stayed_out: int


def reviewable(entity: Entity, import_id: int, by: Principal) -> PlanImport:
    """Lock the import for one decision.

    Raises:
        NotAllowed: the person may not review.
        TransitionNotAllowed: it is not being reviewed now.
        PlanImport.DoesNotExist: no such import in this entity.
    """
    check_can_review(entity, by=by)
    plan_import: PlanImport = PlanImport.objects.without_draft().select_for_update().get(entity=entity, pk=import_id)
    if plan_import.status != ImportStatus.READ:
        raise TransitionNotAllowed(NOT_READ)
    return plan_import


def _row(entity: Entity, import_id: int, row_id: int, by: Principal) -> ImportRow:
    plan_import = reviewable(entity, import_id, by)
    row: ImportRow = ImportRow.objects.select_for_update().get(plan_import=plan_import, pk=row_id)
    row.plan_import = plan_import
    return row


def _decide(row: ImportRow, decision: RowDecision, by: Principal, now: datetime, **facts: Any) -> ImportRow:
    row.decision, row.decided_at, row.decided_by_id = decision, now, by.user_id
    row.save()
    _record(row.plan_import, f"plan_imports.row_{decision.value.lower()}", by, now, row=row.pk, **facts)
    return row


def _record(plan_import: PlanImport, action: str, by: Principal, now: datetime, **facts: Any) -> None:
    audit.record(entity_id=plan_import.entity_id, action=action, target=plan_import, by=by, now=now, facts=facts)


@transaction.atomic
def accept_row(*, entity: Entity, import_id: int, row_id: int, by: Principal, now: datetime) -> ImportRow:
    """Take a row into the plan. Findings still open on it are kept as seen: the person looked and agreed.

    Raises:
        NotReady: the row has no activity, the one thing that it cannot do without.
    """
    row = _row(entity, import_id, row_id, by)
    if not row_from_json(row.fields).activity.strip():
        raise NotReady("La fila no se puede aceptar todavía.", ["Falta la actividad. Escríbala o deje la fila fuera."])
    seen = row.findings.open().update(settlement=Settlement.KEPT, settled_at=now, settled_by_id=by.user_id)
    return _decide(row, RowDecision.ACCEPTED, by, now, findings_kept=seen)


@transaction.atomic
def leave_out_row(*, entity: Entity, import_id: int, row_id: int, by: Principal, now: datetime) -> ImportRow:
    """Leave a row out of the plan. It stays in the review, and can come back."""
    return _decide(_row(entity, import_id, row_id, by), RowDecision.LEFT_OUT, by, now)


@transaction.atomic
def restore_row(*, entity: Entity, import_id: int, row_id: int, by: Principal, now: datetime) -> ImportRow:
    """Put a row back to be reviewed, with the findings that were only kept as seen."""
    row = _row(entity, import_id, row_id, by)
    kept = row.findings.filter(settlement=Settlement.KEPT)
    kept.update(settlement="", settled_at=None, settled_by=None)
    return _decide(row, RowDecision.PENDING, by, now)


@transaction.atomic
def accept_all(*, entity: Entity, import_id: int, by: Principal, now: datetime) -> AcceptedAll:
    """Take every pending row on which nothing must be corrected. Nobody looked at each, so findings stay open."""
    plan_import = reviewable(entity, import_id, by)
    pending = ImportRow.objects.filter(plan_import=plan_import).pending()
    held = list(pending.with_blocking_findings().values_list("pk", flat=True))
    accepted = pending.exclude(pk__in=held).update(
        decision=RowDecision.ACCEPTED, decided_at=now, decided_by_id=by.user_id
    )
    _record(plan_import, "plan_imports.accept_all", by, now, accepted=accepted, stayed_out=len(held))
    return AcceptedAll(accepted, len(held))


@transaction.atomic
def edit_row(
    *,
    entity: Entity,
    import_id: int,
    row_id: int,
    typed: DraftRow,
    seen: str | None = None,
    by: Principal,
    now: datetime,
) -> ImportRow:
    """Correct a row. Its findings are looked at again; what the document said stays beside it.

    Args:
        seen: the mark (`mark_of`) of the row that the person had on the form; None where nobody sat before a form.

    Raises:
        StaleWrite: the row was changed after the person opened it.
        NotReady: with every reason why the correction cannot stand.
    """
    row = _row(entity, import_id, row_id, by)
    before = row_from_json(row.fields)
    if seen is not None and mark_of(before) != seen:
        raise StaleWrite(STALE)
    year = year_of(row.plan_import)
    _refuse_problems(before, typed, year)
    return _correct(row, before, corrected(before, typed, year), by, now)


def _refuse_problems(before: DraftRow, typed: DraftRow, year: int | None) -> None:
    if problems := list(problems_of(before, typed, year)):
        raise NotReady("La corrección no se guardó.", problems)


def year_of(plan_import: PlanImport) -> int | None:
    """The first year of the plan, for dates that leave it out."""
    year = plan_import.heading.get("first_year")
    return int(year) if year else None


def _correct(row: ImportRow, before: DraftRow, after: DraftRow, by: Principal, now: datetime) -> ImportRow:
    row.fields = row_to_json(after)
    row.edited = row.edited or after != before
    row.decided_at, row.decided_by_id = now, by.user_id
    row.save()
    _settle(row, before, after, by, now)
    add_names(row.plan_import, after.responsible, now)
    changed = sorted(name for name, value in row.fields.items() if value != row_to_json(before)[name])
    _record(row.plan_import, "plan_imports.edit_row", by, now, row=row.pk, fields=changed)
    return row


def _settle(row: ImportRow, before: DraftRow, after: DraftRow, by: Principal, now: datetime) -> None:
    """Close what the correction solved, and open what it left wanting."""
    for finding in row.findings.open():
        if is_settled(finding.rule, finding.message, before, after):
            finding.settlement, finding.settled_at, finding.settled_by_id = Settlement.FIXED, now, by.user_id
            finding.save()
    open_now = set(row.findings.open().values_list("rule", flat=True))
    missing_before = {finding.rule for finding in standing_findings(before)}
    wanting = [
        finding
        for finding in standing_findings(after)
        if finding.rule not in open_now and finding.rule not in missing_before
    ]
    _open(row, wanting)


def _open(row: ImportRow, findings: list[Finding]) -> None:
    last = ImportFinding.objects.filter(plan_import=row.plan_import).aggregate(last=Max("position"))["last"] or 0
    ImportFinding.objects.bulk_create(
        ImportFinding(
            entity_id=row.entity_id,
            plan_import=row.plan_import,
            row=row,
            position=last + number,
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            suggestion=finding.suggestion or "",
        )
        for number, finding in enumerate(findings, start=1)
    )


@transaction.atomic
def take_suggestion(*, entity: Entity, import_id: int, finding_id: int, by: Principal, now: datetime) -> ImportRow:
    """Correct a row with the proposal of one of its findings.

    Raises:
        TransitionNotAllowed: the finding is settled, or proposes nothing that can be carried out.
    """
    plan_import = reviewable(entity, import_id, by)
    finding = ImportFinding.objects.select_related("row").get(plan_import=plan_import, pk=finding_id)
    if finding.settlement or finding.row is None or not finding.suggestion:
        raise TransitionNotAllowed("Este hallazgo ya está resuelto o no trae propuesta. Recargue la página.")
    row = finding.row
    row.plan_import = plan_import
    before = row_from_json(row.fields)
    try:
        after = with_suggestion(finding.rule, finding.message, finding.suggestion, before, year_of(plan_import))
    except ValueError as error:
        raise TransitionNotAllowed("Esta propuesta no se puede aplicar sola. Corrija la fila a mano.") from error
    row = _correct(row, before, after, by, now)
    finding.refresh_from_db()
    if not finding.settlement:
        # The person took the proposal: whatever the texts still say, this one is answered.
        finding.settlement, finding.settled_at, finding.settled_by_id = Settlement.FIXED, now, by.user_id
        finding.save()
    return row


@transaction.atomic
def keep_finding(*, entity: Entity, import_id: int, finding_id: int, by: Principal, now: datetime) -> ImportFinding:
    """Say that what a finding points at is right as it is. A row without activity cannot be."""
    plan_import = reviewable(entity, import_id, by)
    finding: ImportFinding = ImportFinding.objects.get(plan_import=plan_import, pk=finding_id)
    if finding.settlement or finding.rule == ACTIVITY_MISSING:
        raise TransitionNotAllowed("Este hallazgo ya está resuelto o no se puede dejar así. Recargue la página.")
    finding.settlement, finding.settled_at, finding.settled_by_id = Settlement.KEPT, now, by.user_id
    finding.save()
    _record(plan_import, "plan_imports.keep_finding", by, now, rule=finding.rule, row=finding.row_id)
    return finding


@transaction.atomic
def add_row(*, entity: Entity, import_id: int, typed: DraftRow, by: Principal, now: datetime) -> ImportRow:
    """Add a row that the reading missed, at the end. It is accepted: the person just wrote it.

    Raises:
        NotReady: with every reason why it cannot stand.
    """
    plan_import = reviewable(entity, import_id, by)
    year = year_of(plan_import)
    nothing = DraftRow(activity="")
    _refuse_problems(nothing, typed, year)
    row = corrected(nothing, typed, year)
    last = ImportRow.objects.filter(plan_import=plan_import).aggregate(last=Max("position"))["last"]
    added: ImportRow = ImportRow.objects.create(
        entity=entity,
        plan_import=plan_import,
        position=0 if last is None else last + 1,
        original=None,
        fields=row_to_json(row),
        edited=True,
        decision=RowDecision.ACCEPTED,
        decided_at=now,
        decided_by_id=by.user_id,
    )
    _open(added, list(standing_findings(row)))
    add_names(plan_import, row.responsible, now)
    _record(plan_import, "plan_imports.add_row", by, now, row=added.pk)
    return added
