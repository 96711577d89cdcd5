"""«Cómo va»: every figure leads to the list that it counts, and pages of plans without follow-up do not look broken."""

import csv
import html
import io
import re
from datetime import UTC, date, datetime
from random import Random

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
)
from followup_samples import make_evidence, make_report
from public_followup import make_cut_off, make_frozen, make_note
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.plans.models import Plan

TODAY = datetime(2026, 7, 15, 15, 0, tzinfo=UTC)
SENT = datetime(2026, 6, 29, 15, 0, tzinfo=UTC)
ROW = {"": '<td role="cell" data-label="">', "avance/": 'data-label="Vence"', "avance/cortes/": 'data-label="Control'}


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def plan(entity: Entity) -> Plan:
    """Two components; activities of one office, of three at once, each of two dates."""
    plan = make_plan(entity, slug="ptep")
    first, second = make_node(plan, code="1", name="Riesgos"), make_node(plan, code="2", name="Diálogo")
    offices = [make_actor(entity, name=name) for name in ("Hacienda", "Salud", "Planeación")]
    for node, who in ((first, offices[:1]), (first, offices), (second, offices[1:2]), (second, offices[2:])):
        deliverable = make_deliverable(make_activity(node))
        make_milestone(deliverable)
        make_milestone(deliverable, due_on=date(2026, 12, 15))
        for office in who:
            make_assignment(deliverable, actor=office)
    approve_and_publish(plan)
    return plan


def base(plan: Plan) -> str:
    return f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/"


def page_of(client: Client, address: str) -> str:
    caches["pages"].clear()
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def report_at_random(plan: Plan, seed: int) -> None:
    """Say something of some cells: done with and without proof, half done, not done, without a case."""
    chance = Random(seed)  # noqa: S311 - the same sayings in every run
    for cell in plan_cells(plan).cells:
        outcome = chance.choice(["DONE", "DONE", "PARTIAL", "NOT_DONE", "NO_CASE", ""])
        if not outcome:
            continue
        report = make_report(plan, cell, outcome=outcome, status=chance.choice(["SENT", "ACCEPTED", "RETURNED"]))
        if chance.random() < 0.7:
            make_evidence(plan, report)


def figures_in(page: str, plan: Plan) -> list[tuple[str, int]]:
    """Every address of the section «Cómo va» that is called by a number."""
    section = page[page.index('id="como-va"') : page.index('id="resumen"')]
    links = re.findall(r'<a href="([^"]+)">(\d+)(?=[ <])', section)
    assert links
    return [(html.unescape(url), int(number)) for url, number in links]


def rows_at(client: Client, url: str, plan: Plan) -> int:
    """How many rows the list at an address has."""
    place = url.removeprefix(base(plan)).split("?")[0].split("#")[0]
    page = page_of(client, url)
    kind = "avance/cortes/" if place.startswith("avance/cortes/") else place
    return page.count(ROW[kind])


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_leads_to_the_list_that_it_counts(client: Client, entity: Entity, plan: Plan, seed: int):
    report_at_random(plan, seed)
    for number, until in enumerate((date(2026, 3, 31), date(2026, 6, 30)), start=1):
        cut_off = make_cut_off(plan, until=until, number=number)
        for place, activity in enumerate(plan.activities.order_by("position")):
            verdict = None if place == 3 else {"is_done": (place + seed) % 2 == 0}
            make_frozen(cut_off, activity.key, verdict=verdict, due=0 if place == 3 else 2, done=0, ratio_sum=0)
    figures = figures_in(page_of(client, base(plan)), plan)
    assert {url: rows_at(client, url, plan) for url, _ in figures} == dict(figures)


@pytest.mark.parametrize("seed", range(4))
def test_counts_add_up_to_the_plan_and_to_its_open_data(client: Client, plan: Plan, seed: int):
    report_at_random(plan, seed)
    page = page_of(client, base(plan))
    ways = re.findall(r'\?avance=([\w-]+)#actividades">(\d+)<span class="sr-only"> actividad', page)
    assert sum(int(number) for _, number in ways) == plan.activities.count()
    data = client.get(f"{base(plan)}avance.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    late = page_of(client, f"{base(plan)}avance/?estado=vencidas").count('data-label="Vence"')
    assert sum(row["Cómo va"] == "late" for row in rows) == late
    assert len(rows) == len(plan_cells(plan).cells)
    part = client.get(f"{base(plan)}avance.csv?estado=vencidas").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(part)))) == late


def test_two_numbers_stand_each_under_its_own_name(client: Client, plan: Plan):
    cells = plan_cells(plan).cells
    make_evidence(plan, make_report(plan, cells[0]))
    make_report(plan, cells[2], outcome="PARTIAL", quantity=1)
    page = page_of(client, base(plan))
    assert re.search(r"25.%</strong><strong>Actividades cumplidas</strong>", page)
    assert re.search(r"16,7.%</strong><strong>Avance de los compromisos</strong>", page)
    assert "¿Cómo se calcula?" in page


def test_component_with_nothing_scheduled_shows_neither_nothing_nor_all(client: Client, entity: Entity):
    plan = make_plan(entity)
    due, later = make_node(plan, name="Ya"), make_node(plan, name="Después", code="2")
    for node, on in ((due, date(2026, 6, 30)), (later, date(2026, 11, 30))):
        deliverable = make_deliverable(make_activity(node))
        make_milestone(deliverable, due_on=on)
        make_assignment(deliverable)
    approve_and_publish(plan)
    page = page_of(client, base(plan))
    row = page[page.index("Después</a></th>") : page.index("Cómo está cada actividad")]
    assert row.count("Nada programado todavía") == 2
    assert "0 %" not in row


def test_what_is_late_is_told_by_whose_it_is(client: Client, plan: Plan):
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0]))
    page = page_of(client, base(plan))
    late = page[page.index("Lo que va tarde y de quién") : page.index("¿Cómo se calcula?")]
    said = re.findall(r"<strong>([^<]+)</strong>.*?>(\d+) vencidos?<", late, re.DOTALL)
    assert said == [("Planeación", "2"), ("Salud", "2"), ("Hacienda", "1")]


def test_what_is_returned_is_only_late_for_the_public(client: Client, plan: Plan):
    cell = plan_cells(plan).cells[0]
    make_report(plan, cell, status="RETURNED", text="DEVUELTO", returned_reason="MOTIVO")
    for address in (base(plan), f"{base(plan)}avance/", f"{base(plan)}actividades/{cell.activity_key}/"):
        page = page_of(client, address)
        assert "Devuelta" not in page
        assert "DEVUELTO" not in page
        assert "MOTIVO" not in page
    assert (
        client.get(f"{base(plan)}avance/?estado=devueltas")
        .content.decode()
        .count("Aquí no se sabe qué compromisos van así.")
        == 1
    )


def test_plan_before_its_first_date_says_one_calm_sentence(client: Client, plan: Plan):
    with time_machine.travel(datetime(2026, 3, 10, 15, tzinfo=UTC), tick=False):
        page = page_of(client, base(plan))
    assert "Todavía no llega ninguna fecha de este plan: la primera es el 30 de junio de 2026" in page
    assert "Actividades cumplidas" not in page
    assert 'data-label="Cómo va"' not in page
    assert 'name="avance"' not in page


def test_plan_of_the_past_without_follow_up_is_accused_of_nothing(client: Client, plan: Plan):
    plan.status = "CLOSED"
    plan.save()
    page = page_of(client, base(plan))
    assert "De este plan no hay seguimiento en este sitio. Eso no dice si se cumplió o no." in page
    assert "Vencida" not in page
    key = plan.activities.first().key
    activity = page_of(client, f"{base(plan)}actividades/{key}/")
    assert "De esta actividad no hay seguimiento en este sitio" in activity
    assert "La fecha ya pasó" in activity
    assert "Vencida" not in activity
    listed = page_of(client, f"{base(plan)}avance/?estado=vencidas")
    assert "Vencida" not in listed
    assert listed.count("La fecha ya pasó") == 6
    rows = csv.DictReader(io.StringIO(client.get(f"{base(plan)}avance.csv").content.decode("utf-8-sig")))
    assert {(row["Cómo va"], row["Avance"]) for row in rows} == {("", "")}


def test_closed_plan_shows_what_there_is(client: Client, plan: Plan):
    make_note(plan, plan.activities.first().key)
    plan.status = "CLOSED"
    plan.save()
    page = page_of(client, base(plan))
    assert "Este plan ya se cerró. Así quedó." in page
    assert "Vencida" in page


def test_plan_that_nobody_reported_says_what_that_means(client: Client, plan: Plan):
    page = page_of(client, base(plan))
    assert "Nadie ha reportado avance todavía." in page
    assert re.search(r"0.%</strong><strong>Actividades cumplidas", page)
    make_report(plan, plan_cells(plan).cells[0])
    assert "Nadie ha reportado" not in page_of(client, base(plan))


def test_old_version_shows_its_promise_only(client: Client, plan: Plan):
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0], text="AVANCE"))
    key = plan.activities.order_by("position").first().key
    for address in (f"{base(plan)}versiones/1/", f"{base(plan)}versiones/1/actividades/{key}/"):
        page = page_of(client, address)
        assert "Cómo va" not in page
        assert "AVANCE" not in page
        assert "Lo que dice" not in page
    refused = page_of(client, f"{base(plan)}versiones/1/?avance=vencida")
    assert "Aquí no se sabe qué actividades van así." in refused


def test_filter_by_how_it_goes_travels_to_the_download(client: Client, plan: Plan):
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0]))
    page = page_of(client, f"{base(plan)}?avance=vencida")
    assert page.count(ROW[""]) == 3
    assert "vencida." in page
    link = html.unescape(re.search(r'href="([^"]+plan\.csv[^"]*)"', page).group(1))
    rows = list(csv.reader(io.StringIO(client.get(link).content.decode("utf-8-sig"))))
    assert len(rows) == 4


@pytest.mark.parametrize("question", ["?avance=x", "?avance=vencida%00", "?avance=programadas&componente=99"])
def test_strange_question_filters_nothing_and_says_so(client: Client, plan: Plan, question: str):
    page = page_of(client, f"{base(plan)}{question}")
    assert "Ese filtro no se aplicó." in page


@pytest.mark.parametrize("question", ["?estado=x", "?dependencia=nadie", "?componente=0", "?componente=²"])
def test_strange_question_to_the_list_of_dates_says_so(client: Client, plan: Plan, question: str):
    page = page_of(client, f"{base(plan)}avance/{question}")
    assert "Ese filtro no se aplicó." in page
    assert page.count('data-label="Vence"') == len(plan_cells(plan).cells)


def test_cut_off_is_a_page_once_its_final_report_is_out(client: Client, plan: Plan):
    make_frozen(make_cut_off(plan, final=False, number=1), "1", verdict={"observation": "SECRETO"})
    assert client.get(f"{base(plan)}avance/cortes/1/").status_code == 404
    assert "En cada corte" not in page_of(client, base(plan))
    out = make_cut_off(plan, number=2, until=date(2026, 3, 31))
    make_frozen(out, "1", verdict={"is_done": False, "reason": "El enlace no abre.", "is_self_assessment": True})
    page = page_of(client, f"{base(plan)}avance/cortes/2/")
    assert "El enlace no abre." in page
    assert "autoevaluación" in page
    assert "SECRETO" not in page
    assert "En cada corte" in page_of(client, base(plan))


def test_home_says_how_each_plan_goes(client: Client, plan: Plan):
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0]))
    page = page_of(client, f"/{plan.entity.slug}/")
    assert "Hasta hoy: 1 de 4 actividades cumplidas. 5 compromisos vencidos." in page


def test_another_entity_is_counted_apart(client: Client, plan: Plan, other_entity: Entity):
    report_at_random(plan, 1)
    caches["pages"].clear()
    from_here = page_of(client, base(plan))
    other = f"/{other_entity.slug}/planes/{plan.year}/{plan.slug}/"
    assert client.get(other).status_code == 404
    assert client.get(f"{other}avance.csv").status_code == 404
    assert other_entity.slug not in from_here


@pytest.mark.parametrize("activities", [1, 3])
def test_page_with_reports_costs_the_same_for_one_and_for_three(
    client: Client, entity: Entity, activities: int, django_assert_num_queries
):
    plan = make_published_plan(entity, activities=activities)
    for cell in plan_cells(plan).cells:
        make_evidence(plan, make_report(plan, cell))
        make_note(plan, cell.activity_key)
    key = plan_cells(plan).cells[0].activity_key
    cut_off = make_cut_off(plan, number=1)
    make_frozen(cut_off, key, verdict={})
    costs = {"": 9, "avance/": 9, f"actividades/{key}/": 12, "avance/cortes/1/": 5, "avance.csv": 8, "notas.csv": 8}
    for address in costs:
        page_of(client, f"{base(plan)}{address}")
    for address, cost in costs.items():
        caches["pages"].clear()
        with django_assert_num_queries(cost):
            client.get(f"{base(plan)}{address}")
