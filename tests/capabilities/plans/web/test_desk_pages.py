"""Who may open which page, what it shows, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    approve_and_publish,
    make_deliverable,
    make_full_plan,
    make_member,
    make_node,
    make_plan,
    principal,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.operations import add_announcement
from rinde.capabilities.plans.rules.content import content_hash
from rinde.capabilities.plans.rules.rows import AnnouncementRow
from rinde.services.tenancy import active_tenant

READERS = ("ENTITY_ADMIN", "PLAN_COORDINATOR", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER")
EDITING = (
    "nuevo/",
    "{plan}/datos/",
    "{plan}/actividades/nueva/",
    "{plan}/componentes/nuevo/",
    "{plan}/acciones/nueva/",
)


def signed_in(entity: Entity, role: str) -> Client:
    client = Client()
    client.force_login(make_member(entity, role))
    return client


def address(entity: Entity, path: str = "", plan: Plan | None = None) -> str:
    return f"/{entity.slug}/gestion/planes/{path.format(plan=plan.pk if plan else '')}"


@pytest.fixture
def plan(entity: Entity) -> Plan:
    """A draft with a gap and an announcement."""
    plan = make_full_plan(entity, activities=2, title="Programa de Transparencia y Ética")
    by = principal(entity, "PLAN_COORDINATOR")
    add_announcement(plan_id=plan.pk, values=AnnouncementRow("Hacer boletines", "Información"), by=by, now=NOW)
    make_deliverable(Activity.objects.first(), position=1, product="Video")
    return plan


@pytest.fixture
def published(entity: Entity) -> Plan:
    """A plan that the public sees, with an announcement."""
    plan = make_full_plan(entity, activities=2, title="Programa de Transparencia y Ética")
    by = principal(entity, "PLAN_COORDINATOR")
    add_announcement(plan_id=plan.pk, values=AnnouncementRow("Hacer boletines", "Información"), by=by, now=NOW)
    approve_and_publish(plan, by=by)
    return plan


@pytest.mark.parametrize("role", READERS)
def test_list_opens_for_whoever_reads_drafts(entity: Entity, plan: Plan, role: str) -> None:
    page = signed_in(entity, role).get(address(entity))

    assert page.status_code == 200
    assert plan.title in page.text
    assert ("Plan nuevo" in page.text) is (role == "PLAN_COORDINATOR")


@pytest.mark.parametrize("role", READERS)
def test_plan_opens_for_whoever_reads_drafts_and_offers_what_they_may(entity: Entity, plan: Plan, role: str) -> None:
    page = signed_in(entity, role).get(address(entity, "{plan}/", plan))

    assert page.status_code == 200
    assert "Hacer boletines" in page.text
    assert ("/editar/" in page.text) is (role == "PLAN_COORDINATOR")


@pytest.mark.parametrize("role", READERS)
def test_published_plan_is_edited_by_nobody(entity: Entity, published: Plan, role: str) -> None:
    page = signed_in(entity, role).get(address(entity, "{plan}/", published))

    assert page.status_code == 200
    assert "Versión 1" in page.text
    assert "/editar/" not in page.text


def test_plan_links_to_what_the_public_sees(entity: Entity, published: Plan) -> None:
    client = signed_in(entity, "READER")
    page = client.get(address(entity, "{plan}/", published))
    public = f"/{entity.slug}/planes/2026/{published.slug}/"

    assert f'href="{public}"' in page.text
    assert client.get(public).status_code == 200


@pytest.mark.parametrize("path", ["", "{plan}/", "{plan}/publicar/", "{plan}/versiones/1/", *EDITING])
def test_citizen_service_finds_no_drafts(entity: Entity, plan: Plan, path: str) -> None:
    assert signed_in(entity, "CITIZEN_SERVICE").get(address(entity, path, plan)).status_code == 404


@pytest.mark.parametrize("path", EDITING[1:])
def test_editing_pages_of_a_published_plan_say_the_way_out(entity: Entity, published: Plan, path: str) -> None:
    page = signed_in(entity, "PLAN_COORDINATOR").get(address(entity, path, published))

    assert page.status_code == 409
    assert "Pida el cambio con su motivo" in page.text


@pytest.mark.parametrize("path", ["{plan}/publicar/", *EDITING])
@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "ENTITY_ADMIN"])
def test_editing_pages_are_not_there_for_readers(entity: Entity, plan: Plan, path: str, role: str) -> None:
    assert signed_in(entity, role).get(address(entity, path, plan)).status_code == 404


@pytest.mark.parametrize("path", EDITING)
def test_editing_pages_open_for_the_coordinator(entity: Entity, plan: Plan, path: str) -> None:
    assert signed_in(entity, "PLAN_COORDINATOR").get(address(entity, path, plan)).status_code == 200


@pytest.mark.parametrize("path", ["", "{plan}/", "{plan}/publicar/", "{plan}/versiones/1/", *EDITING])
def test_nobody_opens_a_page_without_an_account(entity: Entity, plan: Plan, client: Client, path: str) -> None:
    page = client.get(address(entity, path, plan))

    assert (page.status_code, page.url.startswith("/cuenta/")) == (302, True)


@pytest.mark.parametrize("path", ["{plan}/", "{plan}/publicar/", "{plan}/versiones/1/", "{plan}/datos/"])
def test_plan_of_another_entity_is_not_there(entity: Entity, plan: Plan, other_entity: Entity, path: str) -> None:
    stranger = signed_in(other_entity, "PLAN_COORDINATOR")

    assert stranger.get(address(entity, path, plan)).status_code == 404
    assert stranger.get(address(other_entity, path, plan)).status_code == 404


def test_list_shows_nothing_of_another_entity(entity: Entity, plan: Plan, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity, title="Plan ajeno")

    page = signed_in(entity, "READER").get(address(entity))

    assert plan.title in page.text
    assert theirs.title not in page.text


def test_empty_list_says_what_to_do(entity: Entity) -> None:
    assert "Crear el primer plan" in signed_in(entity, "PLAN_COORDINATOR").get(address(entity)).text


def test_gaps_link_to_the_row_that_lacks_something(entity: Entity, plan: Plan) -> None:
    page = signed_in(entity, "PLAN_COORDINATOR").get(address(entity, "{plan}/", plan))

    activity = Activity.objects.first()
    assert activity is not None
    assert (
        f'href="{address(entity, "{plan}/", plan)}actividades/{activity.pk}/editar/">Falta el responsable' in page.text
    )


def test_filter_shows_one_component(entity: Entity, plan: Plan) -> None:
    other = make_node(plan, code="2", name="Trámites fáciles", position=1)

    page = signed_in(entity, "READER").get(address(entity, "{plan}/", plan), {"componente": other.pk})

    assert f'id="parte-{other.pk}"' in page.text
    assert Activity.objects.first().name not in page.text


def test_long_plan_opens_on_its_first_component(entity: Entity) -> None:
    plan = make_full_plan(entity, activities=151)
    second = make_node(plan, code="2", name="Trámites fáciles", position=1)

    page = signed_in(entity, "READER").get(address(entity, "{plan}/", plan))

    assert f'id="parte-{second.pk}"' not in page.text


def test_version_downloads_as_it_was_hashed(entity: Entity, published: Plan) -> None:
    version = published.versions.get()

    page = signed_in(entity, "READER").get(address(entity, "{plan}/versiones/1/", published))

    assert content_hash(page.content.decode()) == version.sha256
    assert page.headers["Content-Disposition"].startswith("attachment")


def test_version_that_does_not_exist_is_not_there(entity: Entity, plan: Plan) -> None:
    assert signed_in(entity, "READER").get(address(entity, "{plan}/versiones/7/", plan)).status_code == 404


@pytest.mark.parametrize("path", ["", "{plan}/", "{plan}/publicar/"])
def test_pages_cost_the_same_queries_with_1_and_3_rows(entity: Entity, path: str) -> None:
    client = signed_in(entity, "PLAN_COORDINATOR")
    counts = []
    for rows in (1, 3):
        for _ in range(rows if not path else 1):
            plan = make_full_plan(entity, activities=rows)
            approve_and_publish(plan)
        url = address(entity, path, plan)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_draft_without_components_says_where_to_begin(entity: Entity) -> None:
    page = signed_in(entity, "PLAN_COORDINATOR").get(address(entity, "{plan}/", make_plan(entity)))

    assert "Agregar un componente" in page.text
