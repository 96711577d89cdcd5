"""Proofs on the desk and in public: who opens what, and a ZIP that holds what its index says."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cut_off_samples import activities_of, frozen
from factories import client_of, make_member, make_published_plan
from followup_samples import SENT_AT, cells_in, first_cell, liaison_of, make_evidence, make_report
from foundations.attachments.making import SECRETS, full_of_secrets, picture
from foundations.documents.making import xlsx
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Evidence, ProgressReport
from rinde.capabilities.followup.operations import evidence as proofs
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.followup.web import public_files
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant
from rinde.services.visitors import bursts

PEOPLE = xlsx([["Nombre", "Cédula"], *[[f"Persona Inventada {n}", str(52_345_670 + n)] for n in range(12)]])


@pytest.fixture(autouse=True)
def nobody_was_counted() -> Iterator[None]:
    bursts.forget_bursts()
    yield
    bursts.forget_bursts()


def attach(plan: Plan, content: bytes, *, name: str = "foto.jpg", **values: Any) -> Evidence:
    """A file offered for the first cell, whose report was then sent."""
    attached = proofs.attach_file(
        plan_id=plan.pk, cell=first_cell(plan).key, name=name, content=content, values=EvidenceValues(**values),
        by=liaison_of(plan), now=SENT_AT,
    )  # fmt: skip
    ProgressReport.objects.update(status="SENT", outcome="DONE", first_sent_at=SENT_AT, sent_at=SENT_AT)
    return attached.evidence


def at(name: str, thing: Evidence | Plan, **more: Any) -> str:
    key = "plan_id" if isinstance(thing, Plan) else "evidence_id"
    return reverse(f"desk:{name}", kwargs={"entity_slug": thing.entity.slug, key: thing.pk, **more})


def in_public(entity: Entity, evidence: Evidence) -> str:
    return reverse("portal:evidence_file", kwargs={"entity_slug": entity.slug, "evidence_id": evidence.pk})


def liaison_client(plan: Plan) -> Client:
    user = make_member(plan.entity, "UNIT_LIAISON")
    membership = Membership.objects.get(user=user)
    membership.scope_kind = "actors"
    membership.save()
    membership.actors.set([one.key.actor_id for one in cells_in(plan)])
    return client_of(user)


def test_the_public_opens_the_copy_and_nothing_else(entity: Entity, client: Client) -> None:
    plan = make_published_plan(entity)
    evidence = attach(plan, full_of_secrets())
    answer = client.get(in_public(entity, evidence))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert f"prueba-{evidence.pk}.webp" in answer["Content-Disposition"]
    assert not any(secret.encode() in answer.content for secret in SECRETS)
    assert client.get(at("evidence_original", evidence)).status_code == 302  # to sign in


@pytest.mark.parametrize("change", [
    {"visibility": "INTERNAL"},
    {"visibility": "RESERVED"},
    {"withdrawn_at": SENT_AT, "withdrawn_reason": "No era."},
])  # fmt: skip
def test_what_is_not_public_answers_as_if_it_never_was(entity: Entity, client: Client, change: dict[str, Any]) -> None:
    evidence = attach(make_published_plan(entity), picture())
    Evidence.objects.update(**change)
    assert client.get(in_public(entity, evidence)).status_code == 404


def test_a_proof_of_a_draft_or_a_returned_report_is_not_public_yet(entity: Entity, client: Client) -> None:
    evidence = attach(make_published_plan(entity), picture())
    ProgressReport.objects.update(status="RETURNED", returned_reason="No se ve.")
    assert client.get(in_public(entity, evidence)).status_code == 404


def test_another_entity_s_proof_has_no_address_here(entity: Entity, other_entity: Entity, client: Client) -> None:
    evidence = attach(make_published_plan(entity), picture())
    assert client.get(in_public(other_entity, evidence)).status_code == 404
    stranger = client_of(make_member(other_entity, "INTERNAL_CONTROL"))
    assert stranger.get(at("evidence_detail", evidence)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("INTERNAL_CONTROL", 200), ("PLAN_COORDINATOR", 200), ("READER", 403), ("COMMUNICATIONS", 403),
     ("CITIZEN_SERVICE", 404)],
)  # fmt: skip
def test_who_opens_an_original(entity: Entity, role: str, status: int) -> None:
    evidence = attach(make_published_plan(entity), picture())
    assert client_of(make_member(entity, role)).get(at("evidence_original", evidence)).status_code == status


def test_a_reader_does_not_even_see_a_reserved_proof(entity: Entity) -> None:
    evidence = attach(
        make_published_plan(entity), picture(), visibility="RESERVED", reserved_reason="Ley 1712, art. 18"
    )
    page = at("evidence_detail", evidence)
    assert client_of(make_member(entity, "READER")).get(page).status_code == 403
    assert client_of(make_member(entity, "INTERNAL_CONTROL")).get(page).status_code == 200


def test_a_list_of_people_says_so_and_becomes_totals(entity: Entity, client: Client) -> None:
    plan = make_published_plan(entity)
    evidence, liaison = attach(plan, PEOPLE, name="asistencia.xlsx"), liaison_client(plan)
    page = liaison.get(at("evidence_detail", evidence))
    assert "12 números de identificación" in page.content.decode()
    refused = liaison.post(at("evidence_public", evidence))
    assert (refused.status_code, client.get(in_public(entity, evidence)).status_code) == (422, 404)
    assert liaison.post(at("evidence_totals", evidence), follow=True).status_code == 200
    shown = client.get(in_public(entity, evidence))
    assert shown.status_code == 200
    assert b"Persona Inventada" not in shown.content


def test_a_refused_form_keeps_what_was_typed(entity: Entity) -> None:
    plan = make_published_plan(entity)
    evidence, liaison = attach(plan, PEOPLE, name="asistencia.xlsx"), liaison_client(plan)
    answer = liaison.post(at("evidence_redacted", evidence), {"removed": "Las cédulas de todos"})
    assert (answer.status_code, "Las cédulas de todos" in answer.content.decode()) == (422, True)
    answer = liaison.post(at("evidence_visibility", evidence), {"visibility": "RESERVED", "reason": ""})
    assert (answer.status_code, "por qué es reservada" in answer.content.decode()) == (422, True)


def test_who_only_reads_sees_no_form_and_changes_nothing(entity: Entity) -> None:
    evidence = attach(make_published_plan(entity), picture())
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    assert "Retirarla" not in control.get(at("evidence_detail", evidence)).content.decode()
    assert control.post(at("evidence_withdraw", evidence), {"reason": "No me gusta."}).status_code == 404
    evidence.refresh_from_db()
    assert evidence.withdrawn_at is None


def index_of(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("indice.csv").decode("utf-8-sig")
        names = sorted(name for name in archive.namelist() if name != "indice.csv")
    return names, list(csv.DictReader(io.StringIO(text)))


def test_the_zip_holds_what_its_index_says_and_nobody_s_file_names(entity: Entity, client: Client) -> None:
    plan = make_published_plan(entity)
    photo = attach(plan, full_of_secrets(), name="cedula-de-Ana-Gomez.jpg", title="La obra")
    hidden = attach(plan, PEOPLE, name="asistencia.xlsx")
    report = ProgressReport.objects.get()
    link = make_evidence(plan, report)
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    content = b"".join(control.get(at("evidence_zip", plan)).streaming_content)
    names, rows = index_of(content)
    assert names == [f"{report.activity_key}/prueba-{photo.pk}.webp"]
    assert {row["Prueba"]: row["Archivo"] for row in rows} == {
        str(photo.pk): names[0], str(hidden.pk): "", str(link.pk): "",
    }  # fmt: skip
    assert b"Ana" not in content
    place = {"entity_slug": entity.slug, "year": plan.year, "plan_slug": plan.slug, "key": report.activity_key}
    public = b"".join(client.get(reverse("portal:activity_proofs", kwargs=place)).streaming_content)
    names, rows = index_of(public)
    assert (len(names), {row["Prueba"] for row in rows}) == (1, {str(photo.pk), str(link.pk)})


def packed(client: Client, address: str, **more: str) -> int:
    """The status of a ZIP that was taken to its end."""
    answer = client.get(address, **more)
    b"".join(answer.streaming_content)
    return answer.status_code


def test_zips_of_one_connection_are_counted_without_its_address(
    entity: Entity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_published_plan(entity)
    attach(plan, picture())
    place = {"entity_slug": entity.slug, "year": plan.year, "plan_slug": plan.slug}
    whole = reverse("portal:plan_proofs", kwargs=place)
    one = reverse("portal:activity_proofs", kwargs=place | {"key": ProgressReport.objects.get().activity_key})
    monkeypatch.setattr(public_files, "LIMITS_OF_PLANS", ((2, timedelta(minutes=10)),))
    assert [packed(client, whole), packed(client, whole)] == [200, 200]
    refused = client.get(whole)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "Espere 10 minutos" in refused.content.decode()
    assert "127.0.0.1" not in str(bursts._windows)
    assert packed(client, one) == 200
    assert packed(client, whole, REMOTE_ADDR="192.0.2.7") == 200


def test_what_is_too_much_for_one_zip_says_how_to_go_on(
    entity: Entity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_published_plan(entity)
    attach(plan, picture())
    monkeypatch.setattr(public_files, "MOST_BYTES", 10)
    place = {"entity_slug": entity.slug, "year": plan.year, "plan_slug": plan.slug}
    answer = client.get(reverse("portal:plan_proofs", kwargs=place))
    assert (answer.status_code, "Descárguelas por actividad" in answer.content.decode()) == (413, True)


def test_originals_come_only_to_those_who_may_open_them(entity: Entity) -> None:
    plan = make_published_plan(entity)
    evidence = attach(plan, PEOPLE, name="asistencia.xlsx")
    address = f"{at('evidence_zip', plan)}?originales"
    assert client_of(make_member(entity, "READER")).get(address).status_code == 403
    answer = client_of(make_member(entity, "INTERNAL_CONTROL")).get(address)
    names, rows = index_of(b"".join(answer.streaming_content))
    assert (names, rows[0]["Huella SHA-256"]) == (
        [f"{ProgressReport.objects.get().activity_key}/original-{evidence.pk}.xlsx"],
        evidence.sha256,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    entity: Entity, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    for _ in range(count):
        make_evidence(plan, report)
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    with django_assert_num_queries(9):
        assert control.get(at("evidence_list", plan)).context["all"] == count


def test_the_list_points_at_what_is_wrong(entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    one, two = cells_in(plan)
    broken = make_evidence(plan, make_report(plan, one), broken_since=SENT_AT, checked_at=SENT_AT)
    same = {"url": "https://example.org/x", "normalized_url": "https://example.org/x"}
    report = make_report(plan, two)
    make_evidence(plan, report, **same)
    make_evidence(plan, ProgressReport.objects.get(pk=report.pk), **same)
    with active_tenant(other_entity):
        foreign = make_published_plan(other_entity)
        make_evidence(foreign, make_report(foreign), broken_since=SENT_AT)
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    page = control.get(f"{at('evidence_list', plan)}?ver=rotas")
    assert [row["evidence"].pk for row in page.context["rows"]] == [broken.pk]
    assert [one["count"] for one in page.context["filters"]] == [1, 2, 0, 0]


def test_frozen_activity_leads_to_the_page_of_its_proof(entity: Entity) -> None:
    plan = make_published_plan(entity)
    proof = make_evidence(plan, make_report(plan, first_cell(plan)))
    cut_off = frozen(plan)
    place = {"entity_slug": entity.slug, "plan_id": plan.pk, "number": cut_off.number}
    page = reverse("desk:frozen_activity", kwargs=place | {"key": activities_of(cut_off)[0].key})
    told = client_of(make_member(entity, "INTERNAL_CONTROL")).get(page).content.decode()
    assert f'<a href="{at("evidence_detail", proof)}">{proof.title}</a>' in told
