"""Asking to be told of a plan's changes, from its page to the mail and back."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from factories import NOW, make_published_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import Subscription
from rinde.services.notifications.queries import one_click_url, token_of
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


def _followed(entity: Entity, *topics: str) -> tuple[str, list[Subscription]]:
    """Some confirmed subscriptions of one mailbox, and where a mail says that all of them are left."""
    ones = [
        Subscription.objects.create(
            entity_id=entity.pk, topic=topic, address="ana@example.org", created_at=NOW, confirmed_at=NOW
        )
        for topic in topics
    ]
    return one_click_url(f"/{entity.slug}/avisos/", *(one.pk for one in ones)), ones


def test_the_button_of_a_mailbox_leaves_with_one_post_and_no_session(entity: Entity):
    """As RFC 8058 sends it: no cookie, no token of a form, and again if the answer got lost."""
    where, ones = _followed(entity, "plan:1", "activity:2")
    _, (other,) = _followed(entity, "plan:3")
    machine = Client(enforce_csrf_checks=True)

    for _ in range(2):
        answer = machine.post(where, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
        assert "Ya no recibirá avisos" in answer.text

    for one in ones:
        one.refresh_from_db()
    other.refresh_from_db()
    assert [(one.address, one.ended_at is None) for one in ones] == [("", False), ("", False)]
    assert (other.address, other.ended_at) == ("ana@example.org", None)
    assert AuditEntry.objects.filter(action="notifications.leave").count() == 2


def test_a_visit_to_the_link_of_a_mailbox_leaves_nothing(entity: Entity):
    where, (one, _) = _followed(entity, "plan:1", "activity:2")
    browser = Client(enforce_csrf_checks=True)

    page = browser.get(where)
    assert browser.head(where).status_code == 200
    assert browser.post(where).status_code == 400
    assert browser.post(where, {"quiero": "dejar"}).status_code == 400

    one.refresh_from_db()
    assert one.ended_at is None
    assert "¿Dejar de recibir estos avisos?" in page.text
    assert "2 planes o actividades" in page.text
    assert '<button class="button" name="List-Unsubscribe" value="One-Click">' in page.text


def test_a_link_that_nobody_signed_or_of_another_entity_leaves_nothing(entity: Entity, other_entity: Entity):
    where, (one,) = _followed(entity, "plan:1")
    wrong = (
        where.replace(entity.slug, other_entity.slug),
        where.replace(f"/{one.pk}:", f"/{one.pk + 1}:"),
        f"/{entity.slug}/avisos/{token_of(one.pk)}/dejar/",
    )
    for address in wrong:
        assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 404
    one.refresh_from_db()
    assert one.ended_at is None


@pytest.mark.parametrize("key", ["9.9.9", "1-1"])
def test_an_activity_that_is_not_in_the_plan_or_has_no_row_is_followed_by_nobody(
    client: Client, entity: Entity, content: PlanContent, publish, key: str
):
    publish(entity, content)
    assert client.post(f"/{entity.slug}/planes/2026/ptep/actividades/{key}/seguir/").status_code == 404
    assert not Subscription.objects.exists()
