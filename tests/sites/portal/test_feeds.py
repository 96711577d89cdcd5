"""What happened to a plan and to an activity, as RSS: valid, public, cached, at one cost for one entry and three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from capabilities.followup.operations.alerts.people import cells_of, issue, make_cut_off, make_frozen
from factories import NOW, make_published_plan
from followup_samples import SENT_AT, make_report
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound, Verdict
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant


@pytest.fixture(autouse=True)
def _no_kept_pages(db: None) -> None:
    caches["pages"].clear()


def items(client: Client, url: str) -> list[dict[str, str]]:
    """The entries of a feed, read as any program reads them."""
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - what we wrote ourselves
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    return [{part.tag: part.text or "" for part in item} for item in channel.findall("item")]


def of_plan(plan: Plan) -> str:
    return f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/novedades.rss"


def of_activity(plan: Plan, position: int = 0) -> str:
    key = cells_of(plan)[position].activity_key
    return f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/actividades/{key}/novedades.rss"


def test_a_report_is_news_of_its_plan_and_its_activity(client: Client, entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    first, _ = cells_of(plan)
    make_report(plan, first, text="Lo hizo Pedro Pérez.")
    newest, version = items(client, of_plan(plan))
    assert newest["title"] == f"{first.label}: {first.actor_name} reportó: se cumplió"
    assert newest["description"] == (
        "Informe publicado, para el 30 de junio de 2026. Lo dice la dependencia: sin verificar cuando lo envió."
    )
    assert newest["link"].endswith(f"/planes/2026/{plan.slug}/actividades/{first.activity_key}/")
    assert version["title"] == "Se publicó la versión 1 del plan"
    assert [one["title"] for one in items(client, of_activity(plan))] == [f"{first.actor_name} reportó: se cumplió"]
    assert items(client, of_activity(plan, 1)) == []
    assert "Pedro" not in client.get(of_activity(plan)).content.decode()


@pytest.mark.parametrize("status", ["DRAFT", "RETURNED"])
def test_what_is_in_the_units_hands_is_no_news(client: Client, entity: Entity, status: str) -> None:
    plan = make_published_plan(entity)
    make_report(plan, status=status, returned_reason="Falta el enlace." if status == "RETURNED" else "")
    assert items(client, of_activity(plan)) == []
    assert len(items(client, of_plan(plan))) == 1


def test_a_round_is_news_when_it_is_closed(client: Client, entity: Entity) -> None:
    plan = make_published_plan(entity)
    cell = cells_of(plan)[0]
    common: dict[str, Any] = {"entity": entity, "plan": plan, "starts_on": NOW, "ends_on": NOW, "opened_at": NOW}
    closed = MonitoringRound.objects.create(
        number=1, name="Marzo de 2026", status="CLOSED", closed_at=SENT_AT, sha256="0" * 64, **common
    )
    still_open = MonitoringRound.objects.create(number=2, name="Abril de 2026", **common)
    for one in (closed, still_open):
        MonitoringNote.objects.create(
            entity=entity, round=one, activity_id=cell.activity_id, activity_key=cell.activity_key, edited_at=NOW,
            text="Una nota que se lee en su página.",
        )  # fmt: skip
    assert [one["title"] for one in items(client, of_plan(plan))][:1] == [
        "La coordinación del plan cerró su monitoreo: Marzo de 2026"
    ]
    assert [one["title"] for one in items(client, of_activity(plan))] == [
        "La coordinación del plan escribió su nota: Marzo de 2026"
    ]


def test_a_verdict_is_news_with_the_final_report(client: Client, entity: Entity) -> None:
    plan = make_published_plan(entity)
    cut_off = make_cut_off(plan)
    frozen = make_frozen(cut_off, cells_of(plan)[0])
    Verdict.objects.create(entity=entity, frozen=frozen, is_done=True, edited_at=NOW)
    issue(cut_off, "PRELIMINARY", SENT_AT)
    assert items(client, of_activity(plan)) == []
    issue(cut_off, "FINAL", SENT_AT + timedelta(days=9))
    caches["pages"].clear()
    assert [one["title"] for one in items(client, of_activity(plan))] == [
        "Control interno: se cumplió. Corte al 30 de junio de 2026"
    ]
    assert "informe de seguimiento: Corte al 30 de junio de 2026" in items(client, of_plan(plan))[0]["title"]


def test_the_same_fact_keeps_its_number_and_a_correction_is_another(client: Client, entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    (before,) = items(client, of_activity(plan))
    caches["pages"].clear()
    assert items(client, of_activity(plan)) == [before]
    report.sent_at = SENT_AT + timedelta(days=2)
    report.save()
    caches["pages"].clear()
    (after,) = items(client, of_activity(plan))
    assert after["guid"] != before["guid"]


def test_nothing_of_another_entity_is_news_here(client: Client, entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity, slug=plan.slug)
        make_report(theirs)
        key = cells_of(theirs)[0].activity_key
    assert len(items(client, of_plan(plan))) == 1
    assert client.get(f"/{entity.slug}/planes/2026/{plan.slug}/actividades/{key}/novedades.rss").status_code == 404


def test_a_feed_is_kept_as_any_public_page_and_sets_no_cookie(client: Client, entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_report(plan)
    for url in (of_plan(plan), of_activity(plan)):
        first = client.get(url)
        with CaptureQueriesContext(connection) as captured:
            second = client.get(url)
        assert (second.content, len(captured)) == (first.content, 0)
        assert first["Cache-Control"].startswith("public")
        assert not first.cookies
        assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("url", [of_plan, of_activity])
def test_a_feed_costs_the_same_for_one_entry_and_for_three(
    client: Client, entity: Entity, url: Callable[[Plan], str]
) -> None:
    plan = make_published_plan(entity)

    def cost() -> tuple[int, int]:
        entries = len(items(client, url(plan)))
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(url(plan))
        caches["pages"].clear()
        return entries, len(captured)

    make_report(plan, status="ACCEPTED")
    before, queries = cost()
    make_report(plan, number=2, status="ACCEPTED", sent_at=SENT_AT + timedelta(days=1))
    make_report(plan, number=3, sent_at=SENT_AT + timedelta(days=2))
    assert cost() == (before + 2, queries)
    assert queries <= 8
