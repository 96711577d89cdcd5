"""Keeping the signed paper of a published report beside its text, which never changes."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.rules.follow_up_report.gaps import SCAN_BYTES, scan_gaps
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.checking import Upload, accept_upload
from rinde.services.files.operations import keep_file

NOT_ATTACHED = "No se guardó el informe firmado."


def attach_signed_scan(
    *, report_id: int, name: str, content: bytes | Upload, reason: str = "", by: Principal, now: datetime
) -> FollowUpReport:
    """Keep the signed scan of a final report: PDF or JPEG, once. The same file again is the same scan.

    The file is opened before anything is locked: reading a large one takes seconds.

    Args:
        reason: why another scan takes the place of the first; it stays in the trail.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: for a preliminary report.
        UploadRefused: for a file that is not accepted, with the way out.
        NotReady: for another kind of file, or a second one without a reason.
    """
    report: FollowUpReport = FollowUpReport.objects.select_related("cut_off__plan").defer("content").get(pk=report_id)
    check_evaluate(report.cut_off.plan, by=by)
    if report.stage != ReportStage.FINAL:
        raise TransitionNotAllowed("El preliminar no se firma. Publique el informe definitivo y suba su copia firmada.")
    accepted = accept_upload(name=name, content=content, most_bytes=SCAN_BYTES)
    with transaction.atomic():
        report = FollowUpReport.objects.select_for_update(of=("self",)).select_related("cut_off").get(pk=report_id)
        if report.scan_sha256 == accepted.sha256:
            return report
        is_replacing = report.scan_file_id is not None
        gaps = scan_gaps(accepted.content_type, is_replacing=is_replacing, reason=reason)
        refuse_gaps(NOT_ATTACHED, *gaps)
        before = report.scan_sha256
        stored = keep_file(
            entity_id=report.entity_id,
            name=accepted.name,
            content=accepted.content,
            content_type=accepted.content_type,
            now=now,
        )
        report.scan_file_id, report.scan_sha256 = stored.pk, accepted.sha256
        report.scan_added_at, report.scan_added_by_id = now, by.user_id
        report.save(update_fields=["scan_file_id", "scan_sha256", "scan_added_at", "scan_added_by"])
        facts = {"plan": report.cut_off.plan_id, "report": report.pk, "sha256": accepted.sha256}
        if is_replacing:
            facts |= {"replaces": before, "reason": reason.strip()}
        action = "followup.replace_scan" if is_replacing else "followup.attach_scan"
        record(entity_id=report.entity_id, action=action, target=report, by=by, now=now, facts=facts)
        return report
