"""Open data of a plan: files at stable addresses, what each column says, the licence, and what harvesters read."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from factories import make_published_plan
from followup_samples import make_evidence, make_report
from public_followup import make_cut_off, make_remark
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.datasets import DATASETS
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.plans.models import Plan

EXTENSIONS = ("csv", "json", "xlsx", "ods")


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(datetime(2026, 7, 15, 15, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def plan(entity: Entity) -> Plan:
    plan = make_published_plan(entity, activities=2)
    cells = plan_cells(plan).cells
    make_evidence(plan, make_report(plan, cells[0], text="=1+1"))
    make_remark(plan, cells[0].activity_key, author_name="SECRETO", shows_name=True, email="secreto@example.org")
    return plan


def base(plan: Plan) -> str:
    return f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/"


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("name", [*DATASETS, "diccionario"])
def test_every_table_opens_in_every_form_under_a_name_of_its_own(client: Client, plan: Plan, name, extension):
    response = client.get(f"{base(plan)}{name}.{extension}")
    assert response.status_code == 200
    assert f"{plan.slug}-{plan.year}-{name}.{extension}" in response["Content-Disposition"]
    assert b"SECRETO" not in response.content
    assert b"secreto@" not in response.content


@pytest.mark.parametrize("address", ["avance.pdf", "avance.exe", "otra.csv", "avances.csv"])
def test_what_is_no_table_is_not_found(client: Client, plan: Plan, address):
    assert client.get(f"{base(plan)}{address}").status_code == 404


def test_json_carries_its_licence_and_its_dictionary(client: Client, plan: Plan):
    data = json.loads(client.get(f"{base(plan)}avance.json").content)
    assert "CC BY 4.0" in data["facts"]["Licencia"]
    table = data["sections"][0]["tables"][0]
    assert [one["key"] for one in table["columns"]] == [one.key for one in DATASETS["avance"].columns]
    assert all(one["description"] for one in table["columns"])
    assert [row["standing"] for row in table["rows"]] == ["done", "late"]


def test_no_spreadsheet_runs_what_somebody_wrote(client: Client, plan: Plan):
    rows = list(csv.DictReader(io.StringIO(client.get(f"{base(plan)}avance.csv").content.decode("utf-8-sig"))))
    assert rows[0]["Qué hizo"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(client.get(f"{base(plan)}avance.xlsx").content)).active
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert all(cell.data_type == "s" for cell in values)


def test_part_says_that_it_is_a_part(client: Client, plan: Plan):
    response = client.get(f"{base(plan)}avance.json?estado=vencidas")
    assert "-avance-parte.json" in response["Content-Disposition"]
    data = json.loads(response.content)
    assert data["facts"]["Solo una parte"] == "vencidas"
    assert [row["standing"] for row in data["sections"][0]["tables"][0]["rows"]] == ["late"]


def test_page_explains_every_column_and_states_the_licence(client: Client, plan: Plan):
    page = client.get(f"{base(plan)}datos/").content.decode()
    for dataset in DATASETS.values():
        assert dataset.title in page
        for column in dataset.columns:
            assert f"<code>{column.key}</code>" in page
    assert 'rel="license">Creative Commons Atribución 4.0 Internacional (CC BY 4.0)' in page


def test_harvesters_find_every_table_with_its_licence(client: Client, plan: Plan):
    page = client.get(f"{base(plan)}datos/").content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1))["@graph"]
    assert [one["@id"].rpartition("#")[2] for one in told] == list(DATASETS)
    for one in told:
        assert one["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
        for download in one["distribution"]:
            assert client.get(download["contentUrl"].replace("http://testserver", "")).status_code == 200
    plan_page = client.get(base(plan)).content.decode()
    assert '"license":"https://creativecommons.org/licenses/by/4.0/' in plan_page


def test_sitemap_leads_to_how_it_goes_and_to_the_data(client: Client, plan: Plan):
    page = client.get(f"/{plan.entity.slug}/sitemap.xml").content.decode()
    for address in ("avance/", "notas/", "datos/"):
        assert f"{base(plan)}{address}</loc>" in page


def test_sitemap_leads_to_reports_that_are_out_at_the_same_cost_for_one_and_three_plans(
    client: Client, plan: Plan, entity: Entity, django_assert_num_queries
):
    make_cut_off(plan, number=1, until=date(2026, 3, 31))
    make_cut_off(plan, number=2, until=date(2026, 6, 30), final=False)
    for _ in range(2):
        make_published_plan(entity)
    client.get(f"/{entity.slug}/sitemap.xml?x=1")
    with django_assert_num_queries(5):
        page = client.get(f"/{entity.slug}/sitemap.xml").content.decode()
    assert f"{base(plan)}seguimiento/2026-03-31/</loc>" in page
    assert f"{base(plan)}avance/cortes/1/</loc>" in page
    assert "2026-06-30" not in page
    assert "cortes/2/" not in page


def test_data_of_another_entity_are_not_found_here(client: Client, plan: Plan, other_entity: Entity):
    for name in DATASETS:
        assert client.get(f"/{other_entity.slug}/planes/{plan.year}/{plan.slug}/{name}.csv").status_code == 404
