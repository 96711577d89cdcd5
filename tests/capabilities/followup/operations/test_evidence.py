"""Proofs: offered once, never public by accident, withdrawn without vanishing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from factories import make_published_plan, principal
from followup_samples import SENT_AT, cells_in, first_cell, liaison_of, make_evidence, make_report
from foundations.attachments.making import SECRETS, full_of_secrets, picture
from foundations.documents.making import xlsx
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Derivative, Evidence, EvidenceUse, ProgressReport
from rinde.capabilities.followup.operations import evidence as proofs
from rinde.capabilities.followup.queries import cell_states
from rinde.capabilities.followup.queries.evidence import original_of, same_elsewhere
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.plans.models import Plan
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant

NOW = datetime(2026, 6, 29, 16, 0, tzinfo=UTC)
ATTENDANCE = xlsx(
    [
        ["Nombre", "Cédula", "Género"],
        *[[f"Persona Inventada {n}", str(52_345_670 + n), "Mujer" if n < 8 else "Hombre"] for n in range(16)],
    ]
)


def attach(plan: Plan, content: bytes = b"", *, by: Principal | None = None, **fields: Any) -> proofs.Attached:
    values = EvidenceValues(**fields.pop("values", {}))
    defaults: dict[str, Any] = {"name": "foto.jpg", "cell": first_cell(plan).key, "now": NOW}
    return proofs.attach_file(
        plan_id=plan.pk, content=content or picture(), values=values, by=by or liaison_of(plan), **defaults | fields
    )


def link(
    plan: Plan, url: str = "https://example.org/informe", *, by: Principal | None = None, **fields: Any
) -> proofs.Attached:
    values = EvidenceValues(**fields.pop("values", {}))
    cell = fields.pop("cell", first_cell(plan).key)
    return proofs.attach_link(plan_id=plan.pk, cell=cell, url=url, values=values, by=by or liaison_of(plan), now=NOW)


def test_a_file_begins_the_draft_of_its_cell_and_stays_with_it(entity: Entity) -> None:
    plan = make_published_plan(entity)
    attached = attach(plan, values={"title": "La obra terminada", "happened_on": date(2026, 6, 20)})
    report, evidence = attached.report, attached.evidence
    assert (report.status, EvidenceUse.objects.get().report_id) == ("DRAFT", report.pk)
    assert (evidence.title, evidence.happened_on, evidence.uploaded_at) == ("La obra terminada", date(2026, 6, 20), NOW)
    assert AuditEntry.objects.filter(action="followup.attach_evidence").count() == 1


def test_the_original_of_a_public_photo_stays_as_it_came_and_its_copy_says_what_was_taken_out(entity: Entity) -> None:
    plan = make_published_plan(entity)
    content = full_of_secrets()
    evidence = attach(plan, content).evidence
    copy = Derivative.objects.get(evidence=evidence, kind="PUBLIC_COPY")
    assert read_file(original_of(evidence)) == content
    shown = read_file(StoredFile.objects.get(pk=copy.file_id))
    assert not any(secret.encode() in shown for secret in SECRETS)
    assert "la ubicación donde se tomó" in copy.removed
    assert evidence.captured_at == datetime(2026, 5, 3, 19, 30, 5, tzinfo=UTC)  # half past two in the afternoon, Bogotá


def test_the_same_file_again_is_one_proof(entity: Entity) -> None:
    plan, content = make_published_plan(entity), picture()
    by = liaison_of(plan)
    first, second = attach(plan, content, by=by), attach(plan, content, by=by, name="otra-vez.jpg")
    assert (second.is_new, second.evidence) == (False, first.evidence)
    assert (Evidence.objects.count(), EvidenceUse.objects.count(), ProgressReport.objects.count()) == (1, 1, 1)


def test_what_seems_to_hold_personal_data_is_not_public_until_somebody_says_why(entity: Entity) -> None:
    plan = make_published_plan(entity)
    attached = attach(plan, ATTENDANCE, name="asistencia.xlsx")
    evidence = attached.evidence
    assert (attached.held_back, evidence.visibility, Derivative.objects.count()) == (True, "INTERNAL", 0)
    assert evidence.warnings["ID_NUMBER"] == 16
    assert "52345670" not in str(evidence.warnings)
    by = liaison_of(plan)
    with pytest.raises(NotReady, match="16 números de identificación"):
        proofs.make_public_copy(evidence_id=evidence.pk, by=by, now=NOW)
    evidence.refresh_from_db()
    assert evidence.visibility == "INTERNAL"


def test_a_list_becomes_public_as_totals_without_anybody_in_it(entity: Entity) -> None:
    plan = make_published_plan(entity)
    evidence = attach(plan, ATTENDANCE, name="asistencia.xlsx").evidence
    copy = proofs.make_list_without_names(evidence_id=evidence.pk, by=liaison_of(plan), now=NOW)
    evidence.refresh_from_db()
    assert (evidence.visibility, copy.kind) == ("PUBLIC", "REDACTED")
    shown = read_file(StoredFile.objects.get(pk=copy.file_id))
    assert b"Persona Inventada" not in shown
    assert any("nombre" in one.lower() for one in copy.removed)


def test_a_photo_is_no_list(entity: Entity) -> None:
    plan = make_published_plan(entity)
    evidence = attach(plan).evidence
    with pytest.raises(NotReady):
        proofs.make_list_without_names(evidence_id=evidence.pk, by=liaison_of(plan), now=NOW)


def test_a_redacted_copy_says_what_is_gone_and_is_looked_into_again(entity: Entity) -> None:
    plan = make_published_plan(entity)
    evidence = attach(plan, ATTENDANCE, name="asistencia.xlsx").evidence
    by, clean = liaison_of(plan), xlsx([["Género", "Personas"], ["Mujer", 8], ["Hombre", 8]])
    with pytest.raises(NotReady) as refused:
        proofs.receive_redacted_copy(
            evidence_id=evidence.pk, name="copia.xlsx", content=ATTENDANCE, removed="", by=by, now=NOW
        )
    assert len(refused.value.gaps) == 2
    copy = proofs.receive_redacted_copy(
        evidence_id=evidence.pk, name="copia.xlsx", content=clean, removed="Nombres y cédulas", by=by, now=NOW
    )
    assert (copy.kind, copy.removed[0]) == ("REDACTED", "Nombres y cédulas")


def test_a_program_is_refused_and_nothing_is_kept(entity: Entity) -> None:
    plan = make_published_plan(entity)
    with pytest.raises(UploadRefused):
        attach(plan, b"MZ\x90\x00" + b"\0" * 500, name="informe.pdf")
    assert (Evidence.objects.count(), ProgressReport.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"visibility": "RESERVED"}, "por qué es reservada"),
        ({"visibility": "EVERYBODY"}, "quién puede ver"),
        ({"happened_on": date(2026, 6, 30)}, "futuro"),
        ({"title": "x" * 201}, "200 caracteres"),
    ],
)
def test_a_proof_that_lacks_something_is_refused_with_all_of_it(
    entity: Entity, values: dict[str, Any], said: str
) -> None:
    plan = make_published_plan(entity)
    with pytest.raises(NotReady) as refused:
        attach(plan, values=values)
    assert said in " ".join(refused.value.gaps)
    assert Evidence.objects.count() == 0


def test_a_proof_may_come_after_the_report_was_accepted(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan, status="ACCEPTED")
    attached = attach(plan, now=SENT_AT + timedelta(days=3))
    assert attached.report == report
    assert cell_states(plan, [first_cell(plan)])[0].is_done


def test_the_same_link_offered_for_another_cell_undeclared_is_found_and_declared_is_not(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=3)
    one, two, three = cells_in(plan)
    by = liaison_of(plan)
    first = link(plan, "https://example.org/informe?utm_source=x", cell=one.key, by=by)
    second = link(plan, "https://EXAMPLE.org/informe/", cell=two.key, by=by)
    assert second.elsewhere == (first.report.pk,)
    shared = proofs.share_evidence(evidence_id=first.evidence.pk, cell=three.key, by=by, now=NOW)
    assert shared.is_new
    assert same_elsewhere(second.evidence) == (first.report.pk, shared.report.pk)
    proofs.withdraw_evidence(evidence_id=second.evidence.pk, reason="Era la misma.", by=by, now=NOW)
    assert same_elsewhere(first.evidence) == ()


def test_sharing_twice_is_sharing_once(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    one, two = cells_in(plan)
    by = liaison_of(plan)
    evidence = link(plan, cell=one.key, by=by).evidence
    for _ in range(2):
        proofs.share_evidence(evidence_id=evidence.pk, cell=two.key, by=by, now=NOW)
    assert EvidenceUse.objects.filter(evidence=evidence).count() == 2


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://127.0.0.1/x", "file:///etc/passwd", "no es un enlace"])
def test_an_address_that_nobody_outside_can_open_is_refused(entity: Entity, url: str) -> None:
    plan = make_published_plan(entity)
    with pytest.raises(NotReady):
        link(plan, url)
    assert Evidence.objects.count() == 0


def test_a_proof_leaves_a_draft_and_not_a_sent_report(entity: Entity) -> None:
    plan = make_published_plan(entity)
    by, attached = liaison_of(plan), attach(plan)
    facts = {"evidence_id": attached.evidence.pk, "report_id": attached.report.pk, "by": by, "now": NOW}
    ProgressReport.objects.update(status="SENT", outcome="DONE", first_sent_at=NOW, sent_at=NOW)
    with pytest.raises(TransitionNotAllowed, match="retírela"):
        proofs.take_off(**facts)
    ProgressReport.objects.update(status="RETURNED", returned_reason="No se ve.")
    proofs.take_off(**facts)
    assert EvidenceUse.objects.get().removed_at == NOW
    assert Evidence.objects.count() == 1


def test_withdrawing_asks_for_a_reason_and_stays_in_the_history(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    evidence, by = make_evidence(plan, report), liaison_of(plan)
    with pytest.raises(NotReady):
        proofs.withdraw_evidence(evidence_id=evidence.pk, reason=" ", by=by, now=NOW)
    assert cell_states(plan, [first_cell(plan)])[0].is_done
    proofs.withdraw_evidence(evidence_id=evidence.pk, reason="Es de otra obra.", by=by, now=NOW)
    proofs.withdraw_evidence(evidence_id=evidence.pk, reason="Otra razón.", by=by, now=NOW + timedelta(days=1))
    evidence.refresh_from_db()
    assert (evidence.withdrawn_reason, evidence.withdrawn_at) == ("Es de otra obra.", NOW)
    assert not cell_states(plan, [first_cell(plan)])[0].is_done


def test_a_file_becomes_public_only_by_its_copy_and_a_link_at_once(entity: Entity) -> None:
    plan, by = make_published_plan(entity), None
    by = liaison_of(plan)
    file = attach(plan, by=by, values={"visibility": "INTERNAL"}).evidence
    address = link(plan, by=by, values={"visibility": "INTERNAL"}).evidence
    with pytest.raises(NotReady, match="No se cambió"):
        proofs.set_visibility(evidence_id=file.pk, visibility="PUBLIC", by=by, now=NOW)
    proofs.set_visibility(evidence_id=address.pk, visibility="PUBLIC", by=by, now=NOW)
    proofs.make_public_copy(evidence_id=file.pk, by=by, now=NOW)
    assert set(Evidence.objects.values_list("visibility", flat=True)) == {"PUBLIC"}
    proofs.set_visibility(evidence_id=file.pk, visibility="RESERVED", reason="Ley 1712, art. 19", by=by, now=NOW)
    file.refresh_from_db()
    assert (file.visibility, file.reserved_reason) == ("RESERVED", "Ley 1712, art. 19")


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "CITIZEN_SERVICE", "ENTITY_ADMIN"])
def test_whoever_does_not_report_offers_shows_and_withdraws_nothing(entity: Entity, role: str) -> None:
    plan = make_published_plan(entity)
    evidence, by = make_evidence(plan, make_report(plan)), principal(entity, role)
    with pytest.raises(NotAllowed):
        attach(plan, by=by)
    with pytest.raises(NotAllowed):
        link(plan, by=by)
    with pytest.raises(NotAllowed):
        proofs.withdraw_evidence(evidence_id=evidence.pk, reason="No me gusta.", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        proofs.set_visibility(evidence_id=evidence.pk, visibility="INTERNAL", by=by, now=NOW)
    evidence.refresh_from_db()
    assert (Evidence.objects.count(), evidence.visibility, evidence.withdrawn_at) == (1, "PUBLIC", None)


def test_a_liaison_of_another_unit_or_entity_touches_nothing(entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    one, two = cells_in(plan)
    evidence = make_evidence(plan, make_report(plan, one))
    with active_tenant(other_entity):
        stranger = liaison_of(make_published_plan(other_entity))
    for by in (liaison_of(plan, two.key.actor_id), stranger):
        with pytest.raises(NotAllowed):
            attach(plan, by=by, cell=one.key)
        with pytest.raises(NotAllowed):
            proofs.withdraw_evidence(evidence_id=evidence.pk, reason="No es mía.", by=by, now=NOW)
    assert Evidence.objects.count() == 1


def test_a_closed_plan_takes_no_more_proofs(entity: Entity) -> None:
    plan = make_published_plan(entity)
    Plan.objects.update(status="CLOSED")
    with pytest.raises(TransitionNotAllowed, match="cerró"):
        attach(plan)
    assert Evidence.objects.count() == 0
