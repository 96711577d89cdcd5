"""An address that only takes what a form sends, opened as a page, says so in Spanish and leads back."""

import pytest
from django.test import Client
from django.urls import reverse

from factories import make_full_plan, make_member, make_user
from rinde.capabilities.entities.models import Entity


@pytest.mark.usefixtures("other_entity")
def test_address_of_a_plan_leads_back_to_it(entity: Entity) -> None:
    plan = make_full_plan(entity)
    client = Client()
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))
    desk = f"/{entity.slug}/gestion/planes/{plan.pk}/"

    page = client.get(f"{desk}revision/aplicar/")

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "Esta dirección no se abre sola" in page.text
    assert f'<a class="button" href="{desk}">' in page.text
    assert "desk__menu" in page.text


def test_address_of_no_plan_leads_to_the_desk(entity: Entity) -> None:
    client = Client()
    client.force_login(make_member(entity, "ENTITY_ADMIN"))

    page = client.get(f"/{entity.slug}/gestion/personas/1/terminar/")

    assert page.status_code == 405
    assert f'<a class="button" href="/{entity.slug}/gestion/">' in page.text


def test_address_of_no_entity_leads_to_the_front_page(db: None) -> None:
    client = Client()
    client.force_login(make_user(is_platform_operator=True))

    page = client.get(reverse("holiday_remove", args=[1]))

    assert page.status_code == 405
    assert '<a class="button" href="/">' in page.text


def test_strangers_are_still_told_nothing(entity: Entity, other_entity: Entity) -> None:
    plan = make_full_plan(entity)
    client = Client()
    client.force_login(make_member(other_entity, "PLAN_COORDINATOR"))

    assert client.get(f"/{entity.slug}/gestion/planes/{plan.pk}/revision/aplicar/").status_code == 404
