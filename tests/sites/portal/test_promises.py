"""What a promise's page says beside what, who and when: where it comes from, where it also counts, what was moved."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
)

BASE = "/{slug}/planes/2026/ptep/"


def _page(client: Client, entity: Entity, address: str) -> str:
    response = client.get(address.format(slug=entity.slug))
    assert response.status_code == 200
    return response.content.decode()


def test_a_date_moved_when_it_was_late_says_so(client: Client, entity: Entity, publish):
    moved = LateMove(date(2026, 4, 30), date(2026, 5, 12))
    deliverable = a_deliverable(milestones=(MilestoneContent(date(2026, 6, 30), late_moves=(moved,)),))
    publish(entity, a_plan(an_activity("1.1", deliverables=(deliverable,)), an_activity("1.2")))
    page = _page(client, entity, f"{BASE}actividades/1-1/")
    assert "Vencía el 30 de abril de 2026" in page
    assert "cuando ya había vencido, el 12 de mayo de 2026" in page
    assert "ya había vencido" not in _page(client, entity, f"{BASE}actividades/1-2/")


def test_what_is_counted_is_named(client: Client, entity: Entity, publish):
    deliverable = a_deliverable(universe=("Mapa de Salud", "Mapa de Hacienda"), indicator="Avance", target="100 %")
    publish(entity, a_plan(an_activity("1.1", deliverables=(replace(deliverable, indicator_accumulation="LAST"),))))
    page = _page(client, entity, f"{BASE}actividades/1-1/")
    assert "2 en la lista" in page
    assert "<li>Mapa de Hacienda</li>" in page


def test_objective_origin_and_later_members_are_said(client: Client, entity: Entity, publish):
    group = replace(an_assignment(), text="Los que suscriban el pacto", group="Firmantes", conditional=True)
    activity = an_activity(
        "1.1",
        objectives=("Que la gente sepa más.",),
        carried_from="PTEP 2025, actividad 3.1.2",
        deliverables=(a_deliverable(assignments=(group,)),),
    )
    publish(entity, a_plan(activity))
    page = _page(client, entity, f"{BASE}actividades/1-1/")
    for words in ("Que la gente sepa más.", "Viene de PTEP 2025, actividad 3.1.2", "se sabrá y se publicará después"):
        assert words in page


def test_an_announcement_that_became_an_activity_leads_to_it(client: Client, entity: Entity, publish):
    announced = (AnnouncementContent("Feria de servicios", became="1-1"), AnnouncementContent("Cartilla"))
    publish(entity, a_plan(an_activity("1.1"), announcements=announced))
    page = _page(client, entity, BASE)
    assert page.count("Ya está programada") == 1
    assert f'href="{BASE.format(slug=entity.slug)}actividades/1-1/">Ya está programada' in page


@pytest.mark.parametrize("home_is_published", [True, False])
def test_an_activity_of_two_plans_is_shown_in_both(client: Client, entity: Entity, publish, home_is_published: bool):
    if home_is_published:
        publish(entity, a_plan(an_activity("1.1")))
    placement = PlacementContent("Programa de Transparencia", 2026, "ptep", "1-1", "Publicar el informe 1.1", "1.1")
    node = NodeContent(name="Información", code="1", id=8, placements=(placement,))
    publish(entity, a_plan(title="Estrategia", slug="rdc", instrument="RDC", nodes=(node,)))

    strategy = _page(client, entity, "/{slug}/planes/2026/rdc/")
    assert "Publicar el informe 1.1" in strategy
    link = f'href="{BASE.format(slug=entity.slug)}actividades/1-1/"'
    assert (link in strategy) is home_is_published
    if home_is_published:
        page = _page(client, entity, f"{BASE}actividades/1-1/")
        assert f'href="/{entity.slug}/planes/2026/rdc/#tambien"' in page
