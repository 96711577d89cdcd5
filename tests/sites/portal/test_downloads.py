"""Files: exactly what the page shows, and bytes whose hash is the published one."""

import hashlib
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.test import Client
from icalendar import Calendar

from act_files import a_pdf
from factories import approve_and_publish, make_full_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Act, PlanVersion
from rinde.capabilities.plans.rules.acts import ActFile
from rinde.capabilities.plans.rules.content import PlanContent, from_json

PDF = a_pdf()


def test_version_file_has_the_published_hash(client: Client, entity: Entity, content: PlanContent, publish):
    first = publish(entity, content)
    publish(entity, replace(content, objective="Otro."))
    response = client.get(f"/{entity.slug}/planes/2026/ptep/versiones/1/plan.json")
    assert hashlib.sha256(response.content).hexdigest() == first.sha256
    assert from_json(response.content.decode()).objective == content.objective
    assert response["Content-Disposition"] == f'attachment; filename="{entity.slug}-ptep-2026-v1.json"'


@pytest.mark.parametrize(
    ("question", "codes"),
    [("", {"1.1", "2.1", "2.2"}), ("?componente=2", {"2.1", "2.2"}), ("?q=audiencia", {"2.1"}), ("?q=zzz", set())],
)
def test_csv_holds_the_rows_of_the_page(
    client: Client, entity: Entity, content: PlanContent, publish, question: str, codes: set[str]
):
    publish(entity, content)
    body = client.get(f"/{entity.slug}/planes/2026/ptep/descargas/plan.csv{question}").content.decode("utf-8-sig")
    assert {code for code in ("1.1", "2.1", "2.2") if code in body} == codes


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "json", "pdf"])
def test_download_names_its_version_and_its_part(
    client: Client, entity: Entity, content: PlanContent, publish, extension: str
):
    publish(entity, content)
    address = f"/{entity.slug}/planes/2026/ptep/descargas/plan.{extension}"
    whole, part = client.get(address), client.get(f"{address}?componente=2")
    assert whole["Content-Disposition"] == f'attachment; filename="{entity.slug}-ptep-2026-v1.{extension}"'
    assert part["Content-Disposition"] == f'attachment; filename="{entity.slug}-ptep-2026-v1-parte.{extension}"'
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert len(whole.content) > 300


def test_json_download_says_where_it_comes_from(client: Client, entity: Entity, content: PlanContent, publish):
    version = publish(entity, content)
    text = client.get(f"/{entity.slug}/planes/2026/ptep/descargas/plan.json?componente=2").content.decode()
    assert f"http://testserver/{entity.slug}/planes/2026/ptep/?componente=2" in text
    assert version.sha256 in text
    assert "componente «2. Rendición de cuentas»" in text


def _events(body: bytes) -> list[tuple[str, str, str]]:
    calendar = Calendar.from_ical(body)
    return [(str(one["uid"]), one.decoded("dtstart").isoformat(), str(one["url"])) for one in calendar.walk("VEVENT")]


def test_calendar_feed_has_every_date_with_its_activity(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    events = _events(client.get(f"/{entity.slug}/calendario.ics").content)
    assert [day for _, day, _ in events] == ["2026-04-30", "2026-06-30", "2026-06-30", "2026-12-15"]
    assert len({uid for uid, _, _ in events}) == 4
    assert events[0][2] == f"http://testserver/{entity.slug}/planes/2026/ptep/actividades/2-1/"


def test_calendar_feed_keeps_its_uids_when_the_plan_changes(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    before = _events(client.get(f"/{entity.slug}/calendario.ics").content)
    publish(entity, replace(content, objective="Otro."))
    assert _events(client.get(f"/{entity.slug}/calendario.ics?x=1").content) == before


def test_calendar_feed_of_a_unit_and_of_an_activity(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    unit = client.get(f"/{entity.slug}/calendario.ics?dependencia=secretaria-de-planeacion").content
    assert [day for _, day, _ in _events(unit)] == ["2026-06-30"]
    one = client.get(f"/{entity.slug}/planes/2026/ptep/actividades/2-1/fechas.ics").content
    assert [day for _, day, _ in _events(one)] == ["2026-04-30", "2026-12-15"]


@pytest.fixture
def approved(entity: Entity) -> PlanVersion:
    """A version that an act approved, whose document everybody may read."""
    plan = make_full_plan(entity, slug="ptep", title="Programa de Transparencia")
    file = ActFile("acta 02.pdf", PDF, is_public=True)
    return approve_and_publish(plan, file=file).version


def test_hash_shown_is_the_hash_of_the_file_at_the_permanent_address(client: Client, approved: PlanVersion) -> None:
    home = f"/{approved.entity.slug}/planes/2026/ptep/"

    file = client.get(f"{home}versiones/1/plan.json")

    assert hashlib.sha256(file.content).hexdigest() == approved.sha256
    assert approved.sha256 in client.get(f"{home}versiones/").text


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "json", "pdf"])
def test_version_stands_at_its_permanent_address_for_ever(
    client: Client, approved: PlanVersion, extension: str
) -> None:
    address = f"/{approved.entity.slug}/planes/2026/ptep/versiones/1/plan.{extension}"

    first, again = client.get(address), client.get(address)

    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["Content-Disposition"].endswith(f'-ptep-2026-v1.{extension}"')
    assert len(first.content) > 100
    assert first["Content-Type"] == again["Content-Type"]


def test_old_version_still_stands_when_there_is_a_newer_one(
    client: Client, entity: Entity, content: PlanContent, publish
) -> None:
    publish(entity, content)
    publish(entity, replace(content, objective="Otro objetivo."))
    home = f"/{entity.slug}/planes/2026/ptep/versiones/"

    first, second = (client.get(f"{home}{number}/plan.csv").content for number in (1, 2))
    objectives = [from_json(client.get(f"{home}{n}/plan.json").content.decode()).objective for n in (1, 2)]

    assert first == second  # the rows are the same
    assert objectives == [content.objective, "Otro objetivo."]


@pytest.mark.parametrize("path", ["2/plan.json", "2/plan.xlsx", "1/plan.exe", "1/plan.", "0/plan.csv"])
def test_version_or_form_that_does_not_exist_is_not_found(client: Client, approved: PlanVersion, path: str) -> None:
    assert client.get(f"/{approved.entity.slug}/planes/2026/ptep/versiones/{path}").status_code == 404


def test_document_of_the_act_is_there_only_where_it_is_public(client: Client, approved: PlanVersion) -> None:
    address = f"/{approved.entity.slug}/planes/2026/ptep/versiones/1/acto/"
    public = client.get(address)
    assert (public.content, public["Content-Type"]) == (PDF, "application/pdf")
    assert public["Content-Disposition"].startswith("attachment")

    Act.objects.update(file_is_public=False)
    caches["pages"].clear()

    assert client.get(address).status_code == 404


def test_draft_has_no_version_to_download(client: Client, entity: Entity) -> None:
    make_full_plan(entity, slug="borrador")

    for extension in ("json", "xlsx"):
        address = f"/{entity.slug}/planes/2026/borrador/versiones/1/plan.{extension}"
        assert client.get(address).status_code == 404
