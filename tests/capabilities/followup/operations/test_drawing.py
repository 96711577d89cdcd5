"""The public copy of a file: drawn by a worker, once, and nobody outside is given anything before."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django_q.conf import Conf
from django_q.models import OrmQ

from factories import client_of, make_member, make_published_plan
from followup_samples import SENT_AT, first_cell, liaison_of
from foundations.attachments.making import SECRETS, full_of_secrets, picture
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Derivative, Evidence, ProgressReport
from rinde.capabilities.followup.operations import evidence as proofs
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.followup.tasks import draw_copies
from rinde.capabilities.plans.models import Plan
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import keep_file, read_file
from rinde.services.tenancy import active_tenant, every_tenant

NOW = datetime(2026, 6, 29, 16, 0, tzinfo=UTC)
ON_ITS_WAY = "Su copia se está preparando"


@pytest.fixture
def real_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue as in production, with no worker; the suite's settings run jobs at once."""
    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


def offered(plan: Plan, content: bytes = b"") -> Evidence:
    """A photo on a report that was sent."""
    attached = proofs.attach_file(
        plan_id=plan.pk, cell=first_cell(plan).key, name="foto.jpg", content=content or picture(),
        values=EvidenceValues(title="La jornada"), by=liaison_of(plan), now=NOW,
    )  # fmt: skip
    ProgressReport.objects.update(status="SENT", outcome="DONE", first_sent_at=SENT_AT, sent_at=SENT_AT)
    return attached.evidence


def in_public(plan: Plan, name: str, **more: object) -> str:
    return reverse(f"portal:{name}", kwargs={"entity_slug": plan.entity.slug, **more})


def activity_page(client: Client, plan: Plan) -> str:
    key = first_cell(plan).activity_key
    return client.get(in_public(plan, "activity", year=plan.year, plan_slug=plan.slug, key=key)).content.decode()


@pytest.mark.usefixtures("real_queue")
def test_an_upload_asks_for_the_copy_and_does_not_wait_for_it(plan: Plan) -> None:
    evidence = offered(plan)
    assert (evidence.visibility, Derivative.objects.count()) == ("PUBLIC", 0)
    (job,) = OrmQ.objects.all()
    assert (job.func().rpartition(".")[2], job.task["args"]) == ("draw_copy", (evidence.pk, plan.entity_id))


@pytest.mark.usefixtures("real_queue")
def test_until_the_copy_is_there_the_public_reads_that_it_is_on_its_way_and_opens_nothing(
    plan: Plan, client: Client
) -> None:
    evidence = offered(plan, full_of_secrets())
    address = in_public(plan, "evidence_file", evidence_id=evidence.pk)
    page = activity_page(client, plan)
    assert "La jornada" in page
    assert ON_ITS_WAY in page
    assert address not in page
    answer = client.get(address)
    assert answer.status_code == 404
    assert not any(secret.encode() in answer.content for secret in SECRETS)
    packed = client.get(in_public(plan, "plan_proofs", year=plan.year, plan_slug=plan.slug))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content)))
    assert archive.namelist() == ["indice.csv"]
    index = archive.read("indice.csv").decode("utf-8-sig")
    assert "se está preparando" in index
    assert not any(secret in index for secret in SECRETS)
    proofs.show_copy(evidence_id=evidence.pk, now=NOW)
    caches["pages"].clear()
    page = activity_page(client, plan)
    assert ON_ITS_WAY not in page
    assert address in page
    assert client.get(address)["Content-Type"] == "image/webp"


@pytest.mark.usefixtures("real_queue")
def test_the_desk_says_in_word_and_icon_that_the_copy_is_on_its_way(plan: Plan) -> None:
    evidence = offered(plan)
    desk = client_of(make_member(plan.entity, "PLAN_COORDINATOR"))
    detail = {"entity_slug": plan.entity.slug, "evidence_id": evidence.pk}
    page = desk.get(reverse("desk:evidence_detail", kwargs=detail)).content.decode()
    said = page[page.index('class="status status--due"') :]
    assert said.index("<svg") < said.index("Su copia pública se está preparando")
    report = {"entity_slug": plan.entity.slug, "report_id": ProgressReport.objects.get().pk}
    said = desk.get(reverse("desk:report_detail", kwargs=report)).content.decode()
    assert "Su copia pública se está preparando" in said


@pytest.mark.usefixtures("real_queue")
def test_a_job_that_runs_twice_makes_one_copy(plan: Plan) -> None:
    evidence = offered(plan, full_of_secrets())
    proofs.draw_copy(evidence.pk, plan.entity_id)
    proofs.draw_copy(evidence.pk, plan.entity_id)
    copy = Derivative.objects.get()
    assert (copy.evidence_id, copy.kind, copy.made_by_id) == (evidence.pk, "PUBLIC_COPY", None)
    assert not any(secret.encode() in read_file(StoredFile.objects.get(pk=copy.file_id)) for secret in SECRETS)
    assert AuditEntry.objects.filter(action="followup.draw_public_copy").count() == 1


@pytest.mark.usefixtures("real_queue")
@pytest.mark.parametrize("change", [
    {"visibility": "INTERNAL"},
    {"visibility": "RESERVED", "reserved_reason": "Ley 1581"},
    {"withdrawn_at": NOW, "withdrawn_reason": "No era."},
])  # fmt: skip
def test_what_stopped_being_public_is_not_drawn(plan: Plan, change: dict[str, object]) -> None:
    evidence = offered(plan)
    Evidence.objects.update(**change)
    assert proofs.show_copy(evidence_id=evidence.pk, now=NOW) is None
    assert Derivative.objects.count() == 0


@pytest.mark.usefixtures("real_queue")
def test_a_file_of_which_no_copy_can_be_made_becomes_internal(plan: Plan, client: Client) -> None:
    evidence = offered(plan)
    broken = keep_file(
        entity_id=plan.entity_id, name="foto.jpg", content=picture()[:60], content_type="image/jpeg", now=NOW
    )
    Evidence.objects.update(file_id=broken.pk)
    assert proofs.show_copy(evidence_id=evidence.pk, now=NOW) is None
    evidence.refresh_from_db()
    assert (evidence.visibility, Derivative.objects.count()) == ("INTERNAL", 0)
    assert AuditEntry.objects.filter(action="followup.hold_back_evidence").count() == 1
    assert ON_ITS_WAY not in activity_page(client, plan)


@pytest.mark.usefixtures("real_queue")
def test_a_job_of_another_entity_touches_nothing_here(plan: Plan, other_entity: Entity) -> None:
    evidence = offered(plan)
    proofs.draw_copy(evidence.pk, other_entity.pk)
    assert Derivative.objects.count() == 0


@pytest.mark.usefixtures("real_queue")
def test_what_no_worker_drew_is_asked_for_again_within_the_hour(plan: Plan, other_entity: Entity) -> None:
    mine = offered(plan)
    with active_tenant(other_entity):
        theirs = offered(make_published_plan(other_entity))
    OrmQ.objects.all().delete()
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        draw_copies()
        assert OrmQ.objects.count() == 0
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        draw_copies()
    asked = [job.task["args"] for job in OrmQ.objects.all()]
    assert sorted(asked) == sorted([(mine.pk, plan.entity_id), (theirs.pk, other_entity.pk)])
    for evidence_id, entity_id in asked:
        proofs.draw_copy(evidence_id, entity_id)
    OrmQ.objects.all().delete()
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        draw_copies()
    assert OrmQ.objects.count() == 0
    with every_tenant(reason="copies of both entities"):
        assert Derivative.objects.count() == 2
