import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from dialogue_samples import AFTER, make_held_space, organiser
from factories import client_of, make_member, principal
from rinde.capabilities.dialogue.choices import ReportKind, ReportState
from rinde.capabilities.dialogue.models import DialogueReport, DialogueSpace
from rinde.capabilities.dialogue.operations.reports import ReportOf, open_report, publish_report, write_report
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA, sections_of
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant


@pytest.fixture
def desk(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


def at(entity: Entity, page: str = "") -> str:
    return f"/{entity.slug}/gestion/dialogo/{page}"


def public(entity: Entity, page: str = "") -> str:
    return f"/{entity.slug}/dialogo/{page}"


def a_published_report(space: DialogueSpace, summary: str = "Vinieron muchas personas.") -> DialogueReport:
    by = organiser(space.entity)
    report = open_report(entity_id=space.entity_id, of=ReportOf(ReportKind.EVENT, space_id=space.pk), by=by, now=AFTER)
    texts = {one.key: "Se hizo." for one in sections_of(report.kind)} | {"summary": summary}
    write_report(report_id=report.pk, texts=texts, findings={}, seen=None, by=by, now=AFTER)
    return publish_report(report_id=report.pk, by=by, now=AFTER)


def form_of(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    fields = html.fromstring(page).forms[-1].form_values()
    return dict(fields)


def test_report_of_a_space_is_written_kept_and_published(entity: Entity, desk: Client) -> None:
    space = make_held_space(entity)
    begun = desk.post(at(entity, f"espacios/{space.pk}/informe/"), {"clase": "EVENT"})
    address = begun["Location"]
    sent = form_of(desk.get(address).text) | {"text_summary": "Vinieron 80 personas."}
    kept = desk.post(address, sent)
    assert (kept.status_code, kept["Location"]) == (302, address)
    early = desk.post(address, form_of(desk.get(address).text) | {"publicar": "1"})
    assert early.status_code == 422
    assert "Falta escribir «Conclusiones»." in early.text
    assert "Vinieron 80 personas." in early.text
    full = form_of(early.text) | {"text_observations": "Piden luz.", "text_conclusions": "Se hará.", "publicar": "1"}
    out = desk.post(address, full)
    assert out["Location"] == public(entity, f"informes/2026/espacio/{space.slug}/1/")
    page = Client().get(out["Location"]).text
    assert "Vinieron 80 personas." in page
    assert "Piden luz." in page


def test_stale_report_shows_what_was_typed(entity: Entity, desk: Client) -> None:
    space = make_held_space(entity)
    address = desk.post(at(entity, f"espacios/{space.pk}/informe/"), {"clase": "EVENT"})["Location"]
    old = form_of(desk.get(address).text)
    desk.post(address, old | {"text_summary": "Primera"})
    refused = desk.post(address, old | {"text_summary": "Segunda"})
    assert refused.status_code == 409
    assert "Segunda" in refused.text
    assert DialogueReport.objects.get().texts["summary"] == "Primera"


def test_json_of_a_report_is_what_was_hashed(entity: Entity) -> None:
    report = a_published_report(make_held_space(entity))
    address = public(entity, f"informes/2026/espacio/{report.space.slug}/1/informe.json")  # type: ignore[union-attr]
    content = Client().get(address).getvalue()
    assert hashlib.sha256(content).hexdigest() == report.sha256
    assert report.sha256 in Client().get(address.removesuffix("informe.json")).text


@pytest.mark.parametrize("form", ["xlsx", "ods", "pdf", "csv"])
def test_report_is_given_in_every_form(entity: Entity, form: str) -> None:
    report = a_published_report(make_held_space(entity))
    base = public(entity, f"informes/2026/espacio/{report.space.slug}/1/")  # type: ignore[union-attr]
    assert Client().get(f"{base}informe.{form}").status_code == 200
    assert Client().get(f"{base}informe.exe").status_code == 404


def test_draft_is_not_public(entity: Entity, desk: Client) -> None:
    space = make_held_space(entity)
    desk.post(at(entity, f"espacios/{space.pk}/informe/"), {"clase": "EVENT"})
    assert Client().get(public(entity, f"informes/2026/espacio/{space.slug}/1/")).status_code == 404
    assert space.title not in Client().get(public(entity, "informes/")).text


def test_older_number_says_that_there_is_a_newer_one(entity: Entity) -> None:
    space = make_held_space(entity)
    a_published_report(space)
    a_published_report(space, "Corregido.")
    base = public(entity, f"informes/2026/espacio/{space.slug}/")
    assert "Hay uno más nuevo" in Client().get(f"{base}1/").text
    assert "Hay uno más nuevo" not in Client().get(f"{base}2/").text


def test_internal_control_evaluates_by_criterion(entity: Entity) -> None:
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    space = make_held_space(entity)
    address = control.post(at(entity, f"espacios/{space.pk}/informe/"), {"clase": "EVALUATION"})["Location"]
    sent = form_of(control.get(address).text) | {"text_conclusion": "Conforme.", "publicar": "1"}
    sent |= {f"found_{one.key}": "MET" for one in CRITERIA}
    missing = control.post(address, sent | {"found_ACCESS": "NOT_MET"})
    assert "Diga qué faltó" in missing.text
    out = control.post(address, sent | {"found_ACCESS": "NOT_MET", "note_ACCESS": "Sin rampa"})
    page = Client().get(out["Location"]).text
    assert "Sin rampa" in page
    assert f"Se cumplieron {len(CRITERIA) - 1} de {len(CRITERIA)} criterios" in page


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "INTERNAL_CONTROL", "CITIZEN_SERVICE"])
def test_others_neither_begin_nor_write_a_report(entity: Entity, role: str) -> None:
    space = make_held_space(entity)
    by = organiser(entity)
    draft = open_report(entity_id=entity.pk, of=ReportOf(ReportKind.EVENT, space_id=space.pk), by=by, now=AFTER)
    other = client_of(make_member(entity, role))
    assert other.post(at(entity, f"espacios/{space.pk}/informe/"), {"clase": "EVENT"}).status_code == 403
    for page in (f"informes/{draft.pk}/", f"informes/{draft.pk}/borrador.pdf"):
        assert other.get(at(entity, page)).status_code == 403
    assert other.post(at(entity, "informes/nuevo/"), {"clase": "ANNUAL", "de": "2026"}).status_code == 403
    assert other.get(at(entity, "informes/")).status_code == 200


def test_reports_of_another_entity_are_not_shown(entity: Entity, other_entity: Entity, desk: Client) -> None:
    with active_tenant(other_entity):
        theirs = a_published_report(make_held_space(other_entity, title="Audiencia ajena"))
    assert "Audiencia ajena" not in Client().get(public(entity, "informes/")).text
    assert "Audiencia ajena" not in desk.get(at(entity, "informes/?vigencia=2026")).text
    assert desk.get(at(entity, f"informes/{theirs.pk}/")).status_code == 404
    slug = "audiencia-ajena-2026"
    assert Client().get(public(entity, f"informes/2026/espacio/{slug}/1/")).status_code == 404
    assert Client().get(public(other_entity, f"informes/2026/espacio/{slug}/1/")).status_code == 200


@pytest.mark.parametrize("reports", [1, 3])
def test_lists_take_as_many_queries_whatever_they_hold(entity: Entity, desk: Client, reports: int) -> None:
    for _ in range(reports):
        a_published_report(make_held_space(entity))
    address = at(entity, "informes/?vigencia=2026")
    desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(address)
    assert page.text.count("Informe del espacio") == reports
    assert len(queries) == 6
    with CaptureQueriesContext(connection) as queries:
        page = Client().get(public(entity, "informes/"))
    assert page.text.count("Informe del espacio") == reports
    assert len(queries) == 2


def test_year_is_reported_and_its_format_downloaded(entity: Entity, desk: Client) -> None:
    make_held_space(entity, title="Foro del agua")
    address = desk.post(at(entity, "informes/nuevo/"), {"clase": "ANNUAL", "de": "2026"})["Location"]
    page = desk.get(address).text
    assert "Foro del agua" in page
    sent = form_of(page) | {f"text_{one.key}": "Texto." for one in sections_of(ReportKind.ANNUAL)}
    out = desk.post(address, sent | {"publicar": "1"})
    assert out["Location"] == public(entity, "informes/2026/anual/vigencia/1/")
    assert "Foro del agua" in Client().get(out["Location"]).text
    table = desk.get(at(entity, "informes/formato.csv?vigencia=2026"))
    assert "Foro del agua" in table.getvalue().decode("utf-8-sig")
    assert desk.post(at(entity, "informes/nuevo/"), {"clase": "ANNUAL", "de": "1066"}).status_code == 409


def test_space_pages_lead_to_the_report(entity: Entity, desk: Client) -> None:
    space = make_held_space(entity)
    assert f"/espacios/{space.pk}/informe/?clase=EVENT" in desk.get(at(entity, f"espacios/{space.pk}/")).text
    a_published_report(space)
    assert "informes/2026/espacio/" in Client().get(public(entity, f"espacios/{space.slug}/")).text
    reader = client_of(make_member(entity, "READER"))
    assert "informes/2026/espacio/" in reader.get(at(entity, f"espacios/{space.pk}/")).text
    assert DialogueReport.objects.filter(state=ReportState.PUBLISHED).count() == 1
    assert principal(entity, "READER").may_somewhere("dialogue.read")


def test_reports_of_the_year_are_reached_by_links(entity: Entity, desk: Client) -> None:
    make_held_space(entity)
    tabs = html.fromstring(desk.get(at(entity)).text).xpath("//nav[@aria-label='Partes del diálogo']//a/@href")
    assert at(entity, "informes/") in tabs
    here = html.fromstring(desk.get(at(entity, "informes/")).text)
    assert here.xpath("//nav[@aria-label='Partes del diálogo']//a[@aria-current]/@href") == [at(entity, "informes/")]
    year = html.fromstring(Client().get(public(entity, "2026/")).text)
    assert public(entity, "informes/") in year.xpath("//main//a/@href")


def test_list_opens_what_its_reader_may_read(entity: Entity, desk: Client) -> None:
    space = make_held_space(entity)
    a_published_report(space)
    control = principal(entity, "INTERNAL_CONTROL")
    draft = open_report(
        entity_id=entity.pk, of=ReportOf(ReportKind.EVALUATION, space_id=space.pk), by=control, now=AFTER
    )
    drafted, published = f"informes/{draft.pk}/", public(entity, f"informes/2026/espacio/{space.slug}/1/")
    links = {
        role: html.fromstring(client.get(at(entity, "informes/?vigencia=2026")).text).xpath("//main//h3/a/@href")
        for role, client in (("control", client_of(make_member(entity, "INTERNAL_CONTROL"))), ("planner", desk))
    }
    assert sorted(links["control"]) == sorted([published, at(entity, drafted)])
    assert links["planner"] == [published]
