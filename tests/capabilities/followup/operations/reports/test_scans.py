"""The signed paper of a published report: kept once beside a text that never changes."""

from typing import Any

import pytest

from act_files import a_pdf, an_image
from cut_off_samples import also_coordinating, internal_control
from factories import principal
from follow_up_reports import JULY_24, evaluated, published, send_preliminary
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.operations.follow_up_reports import attach_signed_scan
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant

REASON = "La primera copia quedó cortada abajo."


def attach(report: FollowUpReport, content: bytes, name: str = "firmado.pdf", **choices: Any) -> FollowUpReport:
    defaults: dict[str, Any] = {"by": internal_control(report.entity), "now": JULY_24}
    return attach_signed_scan(report_id=report.pk, name=name, content=content, **defaults | choices)


def test_scan_is_kept_beside_the_text_with_its_own_hash(entity: Entity) -> None:
    report = published(entity)
    paper = a_pdf()
    found = attach(report, paper)
    stored = StoredFile.objects.get(pk=found.scan_file_id)
    assert read_file(stored) == paper
    assert (found.scan_sha256, found.scan_added_at) == (stored.sha256, JULY_24)
    again = FollowUpReport.objects.get(pk=report.pk)
    assert (again.content, again.sha256) == (report.content, report.sha256)
    assert AuditEntry.objects.get(action="followup.attach_scan").facts["sha256"] == stored.sha256


def test_photo_of_the_paper_is_taken_too_and_other_kinds_are_not(entity: Entity) -> None:
    report = published(entity)
    with pytest.raises(NotReady) as refused:
        attach(report, an_image("PNG"), "firmado.png")
    assert "PDF o como foto JPEG" in refused.value.gaps[0]
    with pytest.raises(UploadRefused):
        attach(report, b"%PDF-1.4 esto no es un PDF")
    assert FollowUpReport.objects.get(pk=report.pk).scan_file_id is None
    assert attach(report, an_image("JPEG"), "firmado.jpg").scan_file_id


def test_second_scan_needs_a_reason_that_stays_in_the_trail(entity: Entity) -> None:
    report = published(entity)
    paper = a_pdf()
    first = attach(report, paper)
    assert attach(report, paper).scan_added_at == first.scan_added_at
    with pytest.raises(NotReady, match="No se guardó el informe firmado"):
        attach(report, a_pdf(2))
    assert FollowUpReport.objects.get(pk=report.pk).scan_sha256 == first.scan_sha256
    second = attach(report, a_pdf(2), reason=REASON)
    facts = AuditEntry.objects.get(action="followup.replace_scan").facts
    assert (facts["replaces"], facts["reason"], facts["sha256"]) == (first.scan_sha256, REASON, second.scan_sha256)
    assert StoredFile.objects.filter(sha256=first.scan_sha256).exists()


def test_preliminary_report_is_not_signed(entity: Entity) -> None:
    report = send_preliminary(evaluated(entity))
    with pytest.raises(TransitionNotAllowed, match="El preliminar no se firma"):
        attach(report, a_pdf())


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_attaches_it(entity: Entity, role: str) -> None:
    report = published(entity)
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        attach(report, a_pdf(), by=principal(entity, role))
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        attach(report, a_pdf(), by=also_coordinating(entity))
    assert not StoredFile.objects.exists()


def test_internal_control_of_another_entity_does_not_attach_it(entity: Entity, other_entity: Entity) -> None:
    report, by = published(entity), internal_control(other_entity)
    with pytest.raises(NotAllowed, match="otra entidad"):
        attach(report, a_pdf(), by=by)
    with active_tenant(other_entity), pytest.raises(FollowUpReport.DoesNotExist):
        attach(report, a_pdf(), by=by)
