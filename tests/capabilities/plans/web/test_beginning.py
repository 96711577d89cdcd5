"""A plan that is called as one that is there: the person says that it is another, whichever way it begins."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from factories import client_of, make_activity, make_member, make_node, make_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant

TITLE = "Programa de Transparencia 2026"
ANSWERS = {
    "template": "PTEP_2024",
    "title": "PROGRAMA de  transparencia, 2026",
    "period_start": "2026-01-01",
    "period_end": "2026-12-31",
}


@pytest.fixture
def client(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


@pytest.fixture
def standing(entity: Entity, other_entity: Entity) -> Plan:
    """The plan that is there; another entity has one of the same name, which is nobody's business here."""
    with active_tenant(other_entity):
        make_plan(other_entity, title=TITLE)
    return make_plan(entity, title=TITLE)


def _source(entity: Entity) -> Plan:
    period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    source = make_plan(entity, title="Programa de Transparencia 2025", **period)
    node = make_node(source)
    for code in ("1", "2"):
        make_activity(node, key=code, code=code)
    return source


def _tick(page: Any) -> str:
    found = re.search(r'<input type="checkbox" name="beside" value="([\d,]+)"', page.text)
    assert found, "the page asks nothing"
    return found[1]


def test_plan_from_a_template_asks_and_loses_nothing(entity: Entity, client: Client, standing: Plan) -> None:
    to = f"/{entity.slug}/gestion/planes/nuevo/"

    asked = client.post(to, ANSWERS)

    assert (asked.status_code, Plan.objects.count()) == (422, 1)
    assert f'<a href="/{entity.slug}/gestion/planes/{standing.pk}/">{TITLE}</a>, borrador' in asked.text
    assert f'value="{ANSWERS["title"]}"' in asked.text
    assert re.search(r'value="PTEP_2024"[^>]* checked', asked.text)
    assert _tick(asked) == str(standing.pk)
    assert client.post(to, ANSWERS | {"beside": _tick(asked)}).status_code == 302
    assert Plan.objects.filter(instrument="PTEP").count() == 2


def test_plan_carried_on_asks_and_loses_nothing(entity: Entity, client: Client, standing: Plan) -> None:
    to = f"/{entity.slug}/gestion/planes/nuevo/desde/{_source(entity).pk}/"
    answers = {name: value for name, value in ANSWERS.items() if name != "template"} | {"activities": ["2"]}

    asked = client.post(to, answers)

    assert (asked.status_code, Plan.objects.count()) == (422, 2)
    assert re.findall(r'name="activities" value="(\d)"[^>]* checked', asked.text) == ["2"]
    assert client.post(to, answers | {"beside": _tick(asked)}).status_code == 302
    made = Plan.objects.order_by("pk").last()
    assert (made.carried_from_id is not None, made.activities.count()) == (True, 1)


@pytest.mark.parametrize(
    "differs",
    [
        {"title": "Programa de Transparencia 2026, segunda parte"},
        {"period_end": "2027-12-31"},
        {"template": "PAAC_2015"},
    ],
)
def test_plan_that_differs_is_not_asked_about(
    entity: Entity, client: Client, standing: Plan, differs: dict[str, str]
) -> None:
    assert client.post(f"/{entity.slug}/gestion/planes/nuevo/", ANSWERS | differs).status_code == 302
    assert Plan.objects.exclude(pk=standing.pk).count() == 1


def test_second_click_makes_no_second_plan(entity: Entity, client: Client) -> None:
    to = f"/{entity.slug}/gestion/planes/nuevo/"

    assert [client.post(to, ANSWERS).status_code for _ in range(2)] == [302, 422]
    assert Plan.objects.count() == 1


def test_tick_for_one_plan_says_nothing_of_another(entity: Entity, client: Client, standing: Plan) -> None:
    """Somebody began the same meanwhile: the one who ticks has not seen that one."""
    to = f"/{entity.slug}/gestion/planes/nuevo/"
    tick = _tick(client.post(to, ANSWERS))
    make_plan(entity, title=TITLE)

    asked = client.post(to, ANSWERS | {"beside": tick})

    assert (asked.status_code, Plan.objects.count()) == (422, 2)
    assert _tick(asked) != tick


def test_tick_stays_while_something_else_is_put_right(entity: Entity, client: Client, standing: Plan) -> None:
    to = f"/{entity.slug}/gestion/planes/nuevo/"
    sent = ANSWERS | {"beside": str(standing.pk), "period_end": "2025-01-01"}

    page = client.post(to, sent)

    assert page.status_code == 422
    assert f'<input type="hidden" name="beside" value="{standing.pk}"' in page.text


@pytest.mark.parametrize("sent", ["x", "-1", ",,", "9" * 30, "²"])
def test_tick_that_nobody_of_ours_wrote_counts_for_nothing(
    entity: Entity, client: Client, standing: Plan, sent: str
) -> None:
    page = client.post(f"/{entity.slug}/gestion/planes/nuevo/", ANSWERS | {"beside": sent})

    assert (page.status_code, Plan.objects.get()) == (422, standing)
