"""What a citizen reads of the changes of a published plan: in words, with the reason, who asked, and which act."""

import pytest
from django.test import Client

from factories import make_consultation, make_full_plan
from plan_changes import JULY, REASON, published_world
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant


def page_at(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_plan_that_never_changed_says_so(client: Client, entity: Entity):
    world = published_world(entity)
    assert "El plan no ha cambiado" in page_at(client, f"/{entity.slug}/planes/2026/{world.plan.slug}/cambios/")


@pytest.mark.parametrize("is_late", [False, True])
def test_a_change_is_told_with_its_reason_and_act_but_no_person(client: Client, entity: Entity, is_late: bool):
    world = published_world(entity)
    activity, other = world.activities
    request = world.ask(world.with_date(), **({"now": JULY} if is_late else {}))
    world.approve(request)
    world.publish(request)
    base = f"/{entity.slug}/planes/2026/{world.plan.slug}/"

    told = page_at(client, f"{base}cambios/")
    assert f"La fecha de la actividad {activity.code} pasó del 30 de junio al 31 de agosto de 2026" in told
    assert REASON in told
    assert "Acta 05 de 2026" in told
    assert "Coordinación del plan" in told
    assert request.requested_by.full_name not in told
    assert ("Se pidió cuando ya había vencido" in told) is is_late

    of_it, of_other = (page_at(client, f"{base}actividades/{one.key}/") for one in (activity, other))
    assert "Qué ha cambiado</h2>" in of_it
    assert REASON[1:] in of_it  # within a sentence: «… porque el contratista…»
    assert ("La fecha se movió cuando ya había vencido" in of_it) is is_late
    assert "Qué ha cambiado</h2>" not in of_other
    assert "Qué ha cambiado</h2>" not in page_at(client, f"{base}versiones/1/actividades/{activity.key}/")

    compared = page_at(client, f"{base}versiones/comparar/?de=1&a=2")
    assert "31 de agosto" in compared
    assert REASON[1:] in compared


def test_changes_of_another_entity_are_not_told(client: Client, entity: Entity, other_entity: Entity):
    with active_tenant(other_entity):
        theirs = published_world(other_entity)
        request = theirs.ask()
        theirs.approve(request)
        theirs.publish(request)
    world = published_world(entity)
    told = page_at(client, f"/{entity.slug}/planes/2026/{world.plan.slug}/cambios/")
    assert REASON not in told
    assert client.get(f"/{entity.slug}/planes/2026/{theirs.plan.slug}/cambios/").status_code == 404


def test_front_page_invites_to_comment_only_while_a_consultation_runs(client: Client, entity: Entity, time_machine):
    make_consultation(make_full_plan(entity, title="Programa de 2027"))
    time_machine.move_to("2026-03-03T12:00:00-05:00")
    assert "En consulta: Programa de 2027" in page_at(client, f"/{entity.slug}/")
    time_machine.move_to("2027-03-03T12:00:00-05:00")
    assert "En consulta" not in page_at(client, f"/{entity.slug}/")
