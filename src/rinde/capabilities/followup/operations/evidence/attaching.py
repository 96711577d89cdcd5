"""Offering a file or a link as proof of a cell. It stays with the report, sent or not, whatever else the form lacks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import EvidenceKind, Visibility
from rinde.capabilities.followup.models import Evidence, EvidenceUse, ProgressReport
from rinde.capabilities.followup.operations.evidence.drawing import draw_copy
from rinde.capabilities.followup.operations.evidence.links import look_at_link
from rinde.capabilities.followup.operations.report_rows import (
    carried_out,
    cell_to_report,
    check_carried_out,
    latest_report,
    open_report,
)
from rinde.capabilities.followup.permissions import check_report
from rinde.capabilities.followup.queries.evidence import same_elsewhere
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.evidence import (
    LONGEST_TITLE,
    EvidenceValues,
    evidence_gaps,
    safe_visibility,
)
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.labels import shortened
from rinde.foundations.attachments.capture import capture_of
from rinde.foundations.attachments.personal_data import look_for_personal_data
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.checking import AcceptedFile, Upload, accept_upload
from rinde.services.files.operations import keep_file
from rinde.services.jobs import enqueue
from rinde.services.links.addresses import LinkRefused, clean_url, normalise_url

NOT_ATTACHED = "No se agregó la prueba."
LOOK_SECONDS = 2.0  # into a PDF, while a person waits; what was not read by then is said


@dataclass(frozen=True, slots=True)
class Attached:
    """A proof that stands. `is_new` is False where this very file or link was on the report already.

    `held_back`: it was meant to be public and seems to hold personal data, so it is internal until somebody decides.
    `elsewhere`: reports of other cells that offer the same thing without having declared it, by number.
    """

    evidence: Evidence
    report: ProgressReport
    is_new: bool = True
    held_back: bool = False
    elsewhere: tuple[int, ...] = ()


def attach_file(
    *,
    plan_id: int,
    cell: CellKey,
    name: str,
    content: bytes | Upload,
    values: EvidenceValues,
    form_token: str = "",
    by: Principal,
    now: datetime,
) -> Attached:
    """Keep a file as proof of a cell, beginning its report where there is none. The same file again is one proof.

    The file is opened before anything is locked: reading a large one takes seconds. A worker draws its public copy
    (`drawing`); until then nobody outside sees it.

    Raises:
        UploadRefused: for a file that is not accepted, with the way out; nothing is kept.
        NotReady: with everything that the values lack.
        NotAllowed, TransitionNotAllowed: as `save_draft`.
    """
    _check_values(values, now)
    accepted = accept_upload(name=name, content=content)
    found = look_for_personal_data(accepted.kind, accepted.content, seconds=LOOK_SECONDS)
    warnings = {str(sign.kind): sign.count for sign in found.signs}
    with transaction.atomic():
        plan, whose = cell_to_report(plan_id, cell, by=by)
        report = _report_of(plan, whose, by=by, now=now)
        if standing := _on_report(report, sha256=accepted.sha256):
            return Attached(standing, report, is_new=False)
        evidence = _new_file(plan, accepted, values, warnings, form_token=form_token, by=by, now=now)
        return _offer(evidence, report, values, by=by, now=now)


def attach_link(
    *,
    plan_id: int,
    cell: CellKey,
    url: str,
    values: EvidenceValues,
    form_token: str = "",
    by: Principal,
    now: datetime,
) -> Attached:
    """Keep a link as proof of a cell. A worker looks at it at once and then every night, and keeps a copy of it.

    Raises:
        NotReady: for an address that cannot be followed, or with everything that the values lack.
        NotAllowed, TransitionNotAllowed: as `save_draft`.
    """
    _check_values(values, now)
    try:
        address = clean_url(url)
    except LinkRefused as refused:
        raise NotReady(NOT_ATTACHED, [refused.message]) from refused
    with transaction.atomic():
        plan, whose = cell_to_report(plan_id, cell, by=by)
        report = _report_of(plan, whose, by=by, now=now)
        if standing := _on_report(report, normalized_url=normalise_url(address)):
            return Attached(standing, report, is_new=False)
        evidence = Evidence.objects.create(
            **_said(plan, values, form_token, by, now),
            kind=EvidenceKind.LINK,
            title=shortened(values.title.strip() or address.removeprefix("https://"), LONGEST_TITLE),
            visibility=values.visibility,
            url=address,
            normalized_url=normalise_url(address),
        )
        attached = _offer(evidence, report, values, by=by, now=now)
        enqueue(look_at_link, evidence.pk, plan.entity_id)
        return attached


@transaction.atomic
def share_evidence(*, evidence_id: int, cell: CellKey, by: Principal, now: datetime) -> Attached:
    """Declare that a proof which already stands proves another cell of the same plan too. Declared sharing is normal.

    Raises:
        NotAllowed, TransitionNotAllowed: as `save_draft`; also for a proof that was withdrawn.
    """
    evidence: Evidence = Evidence.objects.select_related("plan").get(pk=evidence_id)
    if evidence.withdrawn_at is not None:
        raise TransitionNotAllowed("Esta prueba se retiró. Agregue otra.")
    plan, whose = cell_to_report(evidence.plan_id, cell, by=by)
    report = _report_of(plan, whose, by=by, now=now)
    use, is_new = _use(evidence, report, by=by, now=now)
    if is_new:
        _mark("followup.share_evidence", evidence, report, by=by, now=now, use=use.pk)
    return Attached(evidence, report, is_new=is_new)


@transaction.atomic
def take_off(*, evidence_id: int, report_id: int, by: Principal, now: datetime) -> None:
    """Take a proof off a report that is in the unit's hands; the file itself and its trail stay.

    Raises:
        NotAllowed: for whoever may not report the cell.
        TransitionNotAllowed: once the report was sent; a wrong proof is then withdrawn with its reason.
    """
    report: ProgressReport = (
        ProgressReport.objects.select_for_update(of=("self",)).select_related("plan").get(pk=report_id)
    )
    check_report(report.plan, by=by, actor_id=report.actor_id)
    check_carried_out(report.plan)
    if report.status not in WRITABLE:
        raise TransitionNotAllowed("El reporte ya se envió con esta prueba. Si no era esa, retírela con su motivo.")
    evidence = Evidence.objects.get(pk=evidence_id)
    standing = EvidenceUse.objects.filter(evidence=evidence, report=report, removed_at__isnull=True)
    if standing.update(removed_at=now):
        _mark("followup.take_off_evidence", evidence, report, by=by, now=now)


def _check_values(values: EvidenceValues, now: datetime) -> None:
    if gaps := list(evidence_gaps(values, today=timezone.localdate(now))):
        raise NotReady(NOT_ATTACHED, gaps)


def _report_of(plan: Plan, cell: Cell, *, by: Principal, now: datetime) -> ProgressReport:
    """The cell's newest report, whatever its state: a proof that was missing may come after the report was accepted."""
    latest = latest_report(carried_out(plan, cell.key).key)
    return latest or open_report(plan, cell, by=by, now=now)[0]


def _on_report(report: ProgressReport, **what: str) -> Evidence | None:
    """The same file or link where it stands on this report."""
    uses = EvidenceUse.objects.filter(report=report, removed_at__isnull=True, evidence__withdrawn_at__isnull=True)
    use = uses.filter(**{f"evidence__{name}": value for name, value in what.items()}).select_related("evidence").first()
    return use.evidence if use else None


def _said(plan: Plan, values: EvidenceValues, form_token: str, by: Principal, now: datetime) -> dict[str, Any]:
    return {
        "entity_id": plan.entity_id,
        "plan": plan,
        "reserved_reason": values.reserved_reason.strip() if values.visibility == Visibility.RESERVED else "",
        "happened_on": values.happened_on,
        "uploaded_at": now,
        "uploaded_by_id": by.user_id,
        "form_token": form_token,
    }


def _new_file(
    plan: Plan,
    accepted: AcceptedFile,
    values: EvidenceValues,
    warnings: dict[str, int],
    *,
    form_token: str,
    by: Principal,
    now: datetime,
) -> Evidence:
    stored = keep_file(
        entity_id=plan.entity_id, name=accepted.name, content=accepted.content,
        content_type=accepted.content_type, now=now,
    )  # fmt: skip
    taken_at = capture_of(accepted.content).taken_at if accepted.kind.family == "photo" else None
    evidence: Evidence = Evidence.objects.create(
        **_said(plan, values, form_token, by, now),
        kind=EvidenceKind.FILE,
        title=shortened(values.title.strip() or accepted.name, LONGEST_TITLE),
        visibility=safe_visibility(values.visibility, warnings, ""),
        file_id=stored.pk,
        sha256=accepted.sha256,
        size=accepted.size,
        content_type=accepted.content_type,
        captured_at=taken_at if taken_at and taken_at <= now else None,
        warnings=warnings,
    )
    if evidence.visibility == Visibility.PUBLIC:
        enqueue(draw_copy, evidence.pk, plan.entity_id)
    return evidence


def _offer(
    evidence: Evidence, report: ProgressReport, values: EvidenceValues, *, by: Principal, now: datetime
) -> Attached:
    _use(evidence, report, by=by, now=now)
    _mark("followup.attach_evidence", evidence, report, by=by, now=now, kind=evidence.kind)
    held_back = values.visibility == Visibility.PUBLIC and evidence.visibility != Visibility.PUBLIC
    return Attached(evidence, report, held_back=held_back, elsewhere=same_elsewhere(evidence))


def _use(evidence: Evidence, report: ProgressReport, *, by: Principal, now: datetime) -> tuple[EvidenceUse, bool]:
    use: EvidenceUse
    use, is_new = EvidenceUse.objects.get_or_create(
        evidence=evidence,
        report=report,
        removed_at=None,
        defaults={"entity_id": evidence.entity_id, "added_at": now, "added_by_id": by.user_id},
    )
    return use, is_new


def _mark(
    action: str, evidence: Evidence, report: ProgressReport, *, by: Principal, now: datetime, **facts: Any
) -> None:
    keys = {"plan": evidence.plan_id, "report": report.pk, **facts}
    record(entity_id=evidence.entity_id, action=action, target=evidence, by=by, now=now, facts=keys)
