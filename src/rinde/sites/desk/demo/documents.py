"""A published document's way to a plan, step by step as the planning office takes it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plan_imports.operations import (
    accept_all,
    accept_row,
    confirm_matches,
    create_draft_plan,
    edit_row,
    read_import,
    take_suggestion,
    upload_document,
)
from rinde.capabilities.plan_imports.rules.review import row_from_json
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works on which entity and when: what every step needs."""

    entity: Entity
    by: Principal
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def at(self, now: datetime) -> "Desk":
        return replace(self, now=now)


def bring_in(document: Path, desk: Desk) -> PlanImport:
    """Upload a document and read it at once, without waiting for the worker.

    Raises:
        RuntimeError: where the document could not be read; the demo's own documents always can.
    """
    received = upload_document(
        entity=desk.entity,
        name=document.name,
        content=document.read_bytes(),
        by=desk.by,
        now=desk.now,
        start_reading=lambda _import_id: None,
    )
    read_import(import_id=received.pk, clock=lambda: desk.now)
    received.refresh_from_db()
    if received.status != ImportStatus.READ:
        raise RuntimeError(f"{document.name}: {received.failure_message}")
    return received


def review(received: PlanImport, desk: Desk, *, answers: dict[str, str]) -> Plan:
    """Take every proposal, answer who is responsible where the document does not say, accept the rest, make the draft.

    Args:
        answers: the responsible unit by the code of the activity that lacks one.
    """
    about: dict[str, Any] = {"entity": desk.entity, "import_id": received.pk, "by": desk.by, "now": desk.now}
    for finding in ImportFinding.objects.open().filter(plan_import=received, row__isnull=False).exclude(suggestion=""):
        if finding.severity == "error":
            take_suggestion(**about, finding_id=finding.pk)
    for row in ImportRow.objects.filter(plan_import=received).with_blocking_findings():
        typed = row_from_json(row.fields)
        if unit := answers.get(typed.code or ""):
            edit_row(**about, row_id=row.pk, typed=replace(typed, responsible=(unit,)))
    confirm_matches(**about)
    accept_all(**about)
    for row in ImportRow.objects.filter(plan_import=received).pending():
        accept_row(**about, row_id=row.pk)
    return create_draft_plan(**about)


def begin_review(received: PlanImport, desk: Desk, *, rows: int) -> None:
    """Accept the first rows without open findings, as somebody does who was called away in the middle."""
    clean = ImportRow.objects.filter(plan_import=received).exclude(findings__settlement="")
    for row in list(clean[:rows]):
        accept_row(entity=desk.entity, import_id=received.pk, row_id=row.pk, by=desk.by, now=desk.now)
