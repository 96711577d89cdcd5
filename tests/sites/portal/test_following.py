"""Asking to be told of a plan's changes, from its page to the mail and back."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from factories import make_published_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.services.notifications.models import Subscription
from rinde.services.tenancy import active_tenant

FOLLOW = "/{slug}/planes/2026/ptep/seguir/"


@pytest.fixture(autouse=True)
def _no_counted_visits(db: None) -> None:
    cache.clear()


def _link_of_the_mail() -> str:
    found = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_a_visitor_follows_a_plan_and_leaves_it(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    asked = client.post(FOLLOW.format(slug=entity.slug), {"address": "ana@example.org"})
    assert "Revise su correo" in asked.content.decode()
    link = _link_of_the_mail()

    assert "Falta un paso" in client.get(link).content.decode()
    assert Subscription.objects.get().confirmed_at is None  # a visit alone confirms nothing
    assert "Usted sigue este plan" in client.post(link, {"quiero": "confirmar"}, follow=True).content.decode()
    assert "Ya no recibirá avisos" in client.post(link, {"quiero": "dejar"}, follow=True).content.decode()
    assert Subscription.objects.get().address == ""


def test_a_program_that_fills_in_everything_follows_nothing(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    answer = client.post(FOLLOW.format(slug=entity.slug), {"address": "ana@example.org", "website": "x"})
    assert "Revise su correo" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("address", ["", "ana", "ana@", f"{'a' * 300}@example.org", "ana@example.org\nBcc: x@y.z"])
def test_a_bad_address_is_asked_again(client: Client, entity: Entity, content: PlanContent, publish, address: str):
    publish(entity, content)
    answer = client.post(FOLLOW.format(slug=entity.slug), {"address": address})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_too_many_questions_in_a_minute_are_sent_away(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    answers = [client.post(FOLLOW.format(slug=entity.slug), {"address": "x"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_link_of_another_entity_is_a_404(
    client: Client, entity: Entity, other_entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    client.post(FOLLOW.format(slug=entity.slug), {"address": "ana@example.org"})
    link = _link_of_the_mail()
    with active_tenant(other_entity):
        assert client.post(link.replace(entity.slug, other_entity.slug), {"quiero": "dejar"}).status_code == 404
    assert Subscription.objects.get().ended_at is None


def test_a_visitor_follows_an_activity_from_its_page_and_leaves_it(client: Client, entity: Entity):
    plan = make_published_plan(entity)
    (activity,) = Activity.objects.filter(plan=plan)
    page = f"/{entity.slug}/planes/2026/{plan.slug}/actividades/{activity.key}/"
    assert f'href="{page}seguir/"' in client.get(page).content.decode()
    form = client.get(f"{page}seguir/").content.decode()
    assert "Siga esta actividad" in form
    assert f'href="{page}novedades.rss"' in form
    asked = client.post(f"{page}seguir/", {"address": "ana@example.org"})
    assert "Revise su correo" in asked.content.decode()
    assert activity.name in mail.outbox[-1].body
    link = _link_of_the_mail()
    assert Subscription.objects.get().topic == f"activity:{activity.pk}"
    assert "Usted sigue esta actividad" in client.post(link, {"quiero": "confirmar"}, follow=True).content.decode()
    assert "Ya no recibirá avisos" in client.post(link, {"quiero": "dejar"}, follow=True).content.decode()
    assert Subscription.objects.get().address == ""


@pytest.mark.parametrize("key", ["9.9.9", "1-1"])
def test_an_activity_that_is_not_in_the_plan_or_has_no_row_is_followed_by_nobody(
    client: Client, entity: Entity, content: PlanContent, publish, key: str
):
    publish(entity, content)
    assert client.post(f"/{entity.slug}/planes/2026/ptep/actividades/{key}/seguir/").status_code == 404
    assert not Subscription.objects.exists()
