"""The pages about people, as a browser sees them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from factories import NOW, PASSWORD, make_actor, make_full_plan, make_member, principal
from rinde.capabilities.accounts.models import Invitation, Membership, User
from rinde.capabilities.accounts.operations import invite
from rinde.services.tenancy import active_tenant

MAIL = "nueva@example.org"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def admin(entity, client):
    user = make_member(entity, "ENTITY_ADMIN")
    client.force_login(user)
    return user


def url(entity, name, **kwargs):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **kwargs})


def send_invitation(client, entity, **values):
    return client.post(url(entity, "invite"), {"email": MAIL, "role": "READER"} | values)


def link_of_last_mail():
    return re.search(r"http://testserver(/cuenta/invitacion/\S+)", mail.outbox[-1].body)[1]


def test_invitation_from_mail_to_desk(client, entity, admin):
    assert send_invitation(client, entity, full_name="Nidia").url == url(entity, "people")
    client.logout()
    link = link_of_last_mail()
    page = client.get(link).content.decode()
    assert "Nidia" in page
    assert MAIL in page
    data = {"full_name": "Nidia Vega", "password": PASSWORD, "again": PASSWORD}
    assert client.post(link, data).url == reverse("account_login")
    client.post(reverse("account_login"), {"login": MAIL, "password": PASSWORD})
    assert client.get(url(entity, "start")).status_code == 200
    assert client.get(url(entity, "people")).status_code == 404
    assert client.get(link).status_code == 410


def test_different_passwords_are_refused_beside_the_field(client, entity, admin):
    send_invitation(client, entity)
    page = client.post(link_of_last_mail(), {"full_name": "N", "password": PASSWORD, "again": "otra"})
    assert page.context["form"].errors == {"again": ["No es igual a la de arriba. Escríbala otra vez."]}
    assert User.objects.filter(email=MAIL).count() == 0


def test_weak_password_is_refused_above_the_form(client, entity, admin):
    send_invitation(client, entity)
    page = client.post(link_of_last_mail(), {"full_name": "N", "password": "corta", "again": "corta"})
    assert page.status_code == 200
    assert "demasiado corta" in str(page.context["form"].non_field_errors())


def test_person_with_account_signs_in_and_accepts(client, entity, other_entity, admin):
    user = make_member(other_entity, "READER", email=MAIL)
    send_invitation(client, entity)
    client.logout()
    link = link_of_last_mail()
    assert f"next={link}" in client.get(link).content.decode()
    client.post(link)
    with active_tenant(entity):
        assert not Membership.objects.filter(user=user).exists()
    client.force_login(user)
    assert client.post(link).url == url(entity, "start")
    assert client.get(url(entity, "start")).status_code == 200


def test_signed_in_stranger_cannot_take_the_invitation(client, entity, admin):
    make_member(entity, "READER", email="otra@example.org")
    send_invitation(client, entity, role="COMMUNICATIONS", email="otra@example.org")
    link = link_of_last_mail()
    assert "La invitación es para otro correo" in client.get(link).content.decode()
    assert client.post(link).status_code == 403
    assert Membership.objects.filter(user=admin).count() == 1


def test_guessing_links_is_limited(client, db):
    answers = [client.get(f"/cuenta/invitacion/adivina{number}/").status_code for number in range(25)]
    assert answers[0] == 410
    assert answers[-1] == 429


def test_bad_invitation_shows_the_form_again(client, entity, admin):
    send_invitation(client, entity)
    page = send_invitation(client, entity)
    assert "ya tiene una invitación" in page.content.decode()
    assert Invitation.objects.count() == 1


def test_mail_server_that_is_down_is_told(client, entity, admin, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    send_invitation(client, entity)
    assert "el correo no salió" in client.get(url(entity, "people")).content.decode()


def test_invitation_is_resent_and_withdrawn(client, entity, admin):
    send_invitation(client, entity)
    number = Invitation.objects.get().pk
    client.post(url(entity, "invitation_resend", invitation_id=number))
    assert len(mail.outbox) == 2
    client.post(url(entity, "invitation_withdraw", invitation_id=number))
    assert client.get(link_of_last_mail()).status_code == 410
    assert client.post(url(entity, "invitation_withdraw", invitation_id=number)).status_code == 409


def test_role_is_changed_and_ended(client, entity, admin):
    actor, plan = make_actor(entity), make_full_plan(entity)
    held = Membership.objects.get(user=make_member(entity, "READER"))
    page = url(entity, "membership", membership_id=held.pk)
    client.post(page, {"role": "UNIT_LIAISON", "scope_kind": "actors", "actors": [actor.pk], "plan": [plan.pk]})
    held.refresh_from_db()
    assert (held.role, list(held.actors.all()), held.scope_ids) == ("UNIT_LIAISON", [actor], [])
    client.post(page, {"role": "PLAN_COORDINATOR", "scope_kind": "plan", "plan": [plan.pk]})
    held.refresh_from_db()
    assert (held.scope_kind, held.scope_ids, list(held.actors.all())) == ("plan", [plan.pk], [])
    assert plan.title in client.get(url(entity, "people")).content.decode()
    client.post(url(entity, "membership_end", membership_id=held.pk))
    held.refresh_from_db()
    assert held.ended_at is not None
    assert client.get(page).status_code == 404


def test_plan_of_another_entity_cannot_be_chosen(client, entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)
    held = Membership.objects.get(user=make_member(entity, "READER"))
    make_full_plan(entity)
    data = {"role": "PLAN_COORDINATOR", "scope_kind": "plan", "plan": [theirs.pk]}
    page = client.post(url(entity, "membership", membership_id=held.pk), data)
    assert "plan" in page.context["form"].errors
    held.refresh_from_db()
    assert held.role == "READER"


def test_last_administrator_cannot_leave(client, entity, admin):
    held = Membership.objects.get(user=admin)
    page = client.post(url(entity, "membership_end", membership_id=held.pk))
    assert page.status_code == 409
    assert "última persona" in page.content.decode()


def test_matrix_is_open_to_everybody_who_works_here(client, entity):
    client.force_login(make_member(entity, "CITIZEN_SERVICE"))
    page = client.get(url(entity, "permissions")).content.decode()
    assert "Publicar una versión del plan" in page
    assert "su rol" in page


@pytest.mark.parametrize("count", [1, 3])
def test_people_page_costs_the_same_for_one_and_for_three(client, entity, admin, count, django_assert_num_queries):
    by = principal(entity, "ENTITY_ADMIN", user=admin)
    for number in range(count):
        make_member(entity, "READER")
        invite(entity=entity, email=f"p{number}@example.org", role="READER", by=by, now=NOW)
    with django_assert_num_queries(11):
        client.get(url(entity, "people"))


def test_expired_invitation_is_marked(client, entity):
    by = principal(entity, "ENTITY_ADMIN")
    invite(entity=entity, email=MAIL, role="READER", by=by, now=NOW)
    with time_machine.travel(NOW + timedelta(days=8)):
        client.force_login(User.objects.get(pk=by.user_id))
        page = client.get(url(entity, "people")).content.decode()
    assert "Vencida" in page
