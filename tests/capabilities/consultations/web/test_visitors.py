"""Commenting without an account, from the form to its thanks; and everything that stands in the way of abuse."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from browsing import value_of
from factories import NOW, make_comment, make_full_plan
from rinde.capabilities.consultations.models import Comment
from rinde.capabilities.consultations.operations import withdraw_consultation
from rinde.services.visitors import new_mark, read_mark

TEXT = "Publiquen el informe también en la emisora."


@pytest.fixture
def address(consultation):
    plan = consultation.plan
    return reverse(
        "portal:consultation_comment",
        kwargs={"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug},
    )


@pytest.fixture
def opened(client, address, on_a_day):
    """What a form carries that was opened some seconds ago."""
    data = {"mark": value_of(client.get(address).content.decode(), "mark"), "text": TEXT}
    on_a_day.shift(timedelta(seconds=20))
    return data


def test_comment_is_received_and_its_number_told(client, address, opened):
    response = client.post(address, opened)
    assert (response.status_code, Comment.objects.get().text) == (302, TEXT)
    thanks = client.get(response.url).content.decode()
    assert "Su número es el <strong>1</strong>" in thanks
    assert TEXT not in thanks


def test_form_sent_twice_gives_one_number(client, address, opened):
    first, again = client.post(address, opened), client.post(address, opened)
    assert (first.url, Comment.objects.count()) == (again.url, 1)


def test_comment_on_an_activity_says_which(client, address, plan, on_a_day):
    activity = plan.activities.first()
    page = client.get(f"{address}?actividad={activity.key}").content.decode()
    assert activity.name in page
    on_a_day.shift(timedelta(seconds=20))
    data = {"mark": value_of(page, "mark"), "text": TEXT, "activity_key": activity.key}
    client.post(address, data)
    assert Comment.objects.get().activity_key == activity.key


@pytest.mark.parametrize("key", ["no-existe", "../../", "1'--"])
def test_activity_that_is_not_in_the_text_is_not_found(client, address, key):
    assert client.get(address, {"actividad": key}).status_code == 404


def test_activity_of_another_plan_is_refused_and_the_text_stays(client, address, opened, entity):
    stranger = make_full_plan(entity).activities.first()
    response = client.post(address, opened | {"activity_key": stranger.key})
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert TEXT in response.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": ""}, "Escriba su comentario"),
        ({"text": "x" * 10_000}, "Quite 8.000"),
        ({"text": "nulo\x00"}, "nulos"),
        ({"website": "http://spam"}, "debe quedar vacío"),
        ({"author_name": "Ana"}, "Márquela para dejar su nombre"),
        ({"author_name": "x" * 121, "consents": "on"}, "El nombre es muy largo"),
        ({"shows_name": "on"}, "Escriba el nombre que quiere mostrar"),
        ({"email": "ana@", "consents": "on"}, "Escriba un correo completo"),
        ({"author_kind": "KING"}, "Escoja una opción válida"),
        ({"mark": "inventada"}, "mucho tiempo abierto"),
    ],
)
def test_refused_comment_says_why_and_loses_nothing(client, address, opened, data, said):
    response = client.post(address, opened | data)
    page = response.content.decode()
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert said in page
    assert "Lo que escribió sigue aquí" in page
    if "text" not in data:
        assert TEXT in page


def test_form_that_comes_too_fast_is_taken_the_second_time(client, address, on_a_day):
    text = "Compre en https://spam.example ya"
    data = {"mark": value_of(client.get(address).content.decode(), "mark"), "text": text}
    on_a_day.shift(timedelta(seconds=1))
    fast = client.post(address, data)
    assert (fast.status_code, Comment.objects.count()) == (422, 0)
    assert text in fast.content.decode()
    on_a_day.shift(timedelta(seconds=1))
    again = client.post(address, data | {"mark": value_of(fast.content.decode(), "mark")})
    assert (again.status_code, Comment.objects.count()) == (302, 1)


def test_short_true_comment_may_come_at_once(client, address):
    data = {"mark": value_of(client.get(address).content.decode(), "mark"), "text": "Más horario"}
    assert (client.post(address, data).status_code, Comment.objects.count()) == (302, 1)


def test_words_are_stored_as_typed_and_escaped_where_they_are_shown(client, address, opened, consultation):
    said = "=1+1 <script>alert(1)</script> 5 < 6 & más"
    client.post(address, opened | {"text": said})
    comment = Comment.objects.get()
    assert comment.text == said
    Comment.objects.update(status="VISIBLE")
    place = {"entity_slug": consultation.plan.entity.slug, "year": consultation.plan.year}
    place |= {"plan_slug": consultation.plan.slug, "number": consultation.number}
    page = client.get(reverse("portal:consultation_comments", kwargs=place)).content.decode()
    assert "=1+1 &lt;script&gt;alert(1)&lt;/script&gt; 5 &lt; 6 &amp; más" in page
    assert "<script>alert" not in page
    down = client.get(reverse("portal:consultation_download", kwargs=place | {"extension": "csv"})).content.decode()
    assert f"'{said}" in down


def test_form_that_stood_open_for_days_is_taken_the_second_time(client, address, opened, on_a_day):
    on_a_day.shift(timedelta(days=2))
    late = client.post(address, opened)
    assert (late.status_code, Comment.objects.count()) == (422, 0)
    on_a_day.shift(timedelta(seconds=10))
    assert client.post(address, opened | {"mark": value_of(late.content.decode(), "mark")}).status_code == 302


def test_mark_of_one_consultation_opens_no_other(opened, entity):
    assert read_mark(opened["mark"], "otra") is None


def test_flood_is_slowed_and_others_are_not(client, address, consultation, on_a_day):
    def send(who, **extra):
        data = {"mark": new_mark(NOW + timedelta(days=2)).signed(f"consultation:{consultation.pk}"), "text": TEXT}
        return who.post(address, data, **extra)

    on_a_day.shift(timedelta(seconds=20))
    answers = [send(client).status_code for _ in range(13)]
    refused = send(client)
    assert answers == [302] * 12 + [429]
    assert int(refused.headers["Retry-After"]) <= 600
    assert TEXT in refused.content.decode()
    assert send(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302
    on_a_day.shift(timedelta(minutes=10, seconds=1))
    assert send(client).status_code == 302


def test_address_of_the_network_is_never_kept_in_clear(client, address, opened, django_assert_max_num_queries):
    client.post(address, opened, REMOTE_ADDR="192.0.2.44")
    kept = str(list(Comment.objects.values()))
    assert "192.0.2.44" not in kept


def test_after_the_last_day_nothing_comes_in_and_the_text_is_given_back(client, address, opened, on_a_day):
    on_a_day.move_to(NOW + timedelta(days=16))
    response = client.post(address, opened)
    assert (response.status_code, Comment.objects.count()) == (409, 0)
    assert TEXT in response.content.decode()
    assert "El plazo para comentar terminó" in client.get(address).content.decode()


def test_withdrawn_consultation_says_why_it_takes_no_comments(client, address, consultation, coordinator):
    withdraw_consultation(consultation_id=consultation.pk, reason="Se abrió con otro texto.", by=coordinator, now=NOW)
    assert "Se abrió con otro texto." in client.get(address).content.decode()


def test_link_of_the_mail_confirms_only_at_the_button(client, address, opened):
    client.post(address, opened | {"email": "ana@example.org", "author_name": "Ana", "consents": "on"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    assert client.get(link).status_code == 200
    assert Comment.objects.get().email_confirmed_at is None
    assert "quedó confirmado" in client.post(link).content.decode()
    assert Comment.objects.get().email_confirmed_at is not None
    assert client.post(link.replace("/confirmar/", "/confirmar/x")).status_code == 410


def test_thanks_for_a_comment_that_is_not_there_are_not_found(client, address, consultation):
    make_comment(consultation)
    assert client.get(f"{address}recibido/99999/").status_code == 404


def test_form_needs_its_token_against_forgery(address, opened):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, opened).status_code == 403
