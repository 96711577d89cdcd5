"""«Esto no pasó» as a visitor sends it and as the desk looks after it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from browsing import value_of
from factories import NOW, make_full_plan, make_member, make_published_plan
from rinde.capabilities.followup.models import Remark
from rinde.services.tenancy import active_tenant
from rinde.services.visitors import new_mark

TEXT = "La feria no se hizo en la vereda."


@pytest.fixture
def plan(entity):
    return make_published_plan(entity, activities=2)


@pytest.fixture
def key(plan):
    return plan.activities.order_by("position").first().key


def public(plan, name, **more):
    return reverse(
        f"portal:{name}", kwargs={"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug} | more
    )


def at(plan, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk} | more)


@pytest.fixture
def address(plan, key):
    return public(plan, "remark", key=key)


@pytest.fixture
def opened(client, address, on_a_day):
    """What a form carries that was opened some seconds ago."""
    data = {"mark": value_of(client.get(address).content.decode(), "mark"), "text": TEXT}
    on_a_day.shift(timedelta(seconds=20))
    return data


def make_remark(plan, key, number=1, **fields):
    defaults = {
        "entity": plan.entity,
        "plan": plan,
        "number": number,
        "activity_key": key,
        "subject": "actividad 1.1: Publicar",
        "text": f"{TEXT} {number}",
        "received_at": NOW,
        "form_token": f"f{number}",
    }
    return Remark.objects.create(**defaults | fields)


def test_remark_is_received_and_its_number_told(client, address, opened, key):
    response = client.post(address, opened)
    remark = Remark.objects.get()
    assert (response.status_code, remark.text, remark.activity_key) == (302, TEXT, key)
    thanks = client.get(response.url).content.decode()
    assert "Su número es el <strong>1</strong>" in thanks
    assert TEXT not in thanks


def test_form_says_which_activity_and_asks_for_nobody(client, address, plan, key):
    page = client.get(address).content.decode()
    assert plan.activities.get(key=key).name in page
    assert "No necesita cuenta" in page
    assert page.count(" required") == 0 or 'name="author_name" required' not in page


def test_form_sent_twice_gives_one_number(client, address, opened):
    first, again = client.post(address, opened), client.post(address, opened)
    assert (first.url, Remark.objects.count()) == (again.url, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": ""}, "Escriba qué pasó o qué no pasó"),
        ({"text": "x" * 10_000}, "Quite 8.000"),
        ({"website": "http://spam"}, "debe quedar vacío"),
        ({"author_name": "Ana"}, "Márquela para dejar su nombre"),
        ({"author_name": "x" * 121, "consents": "on"}, "El nombre es muy largo"),
        ({"shows_name": "on"}, "Escriba el nombre que quiere mostrar"),
        ({"email": "ana@", "consents": "on"}, "Escriba un correo completo"),
        ({"mark": "inventada"}, "mucho tiempo abierto"),
    ],
)
def test_refused_remark_says_why_and_loses_nothing(client, address, opened, data, said):
    response = client.post(address, opened | data)
    page = response.content.decode()
    assert (response.status_code, Remark.objects.count()) == (422, 0)
    assert said in page
    assert "Lo que escribió sigue aquí" in page
    if "text" not in data:
        assert TEXT in page


def test_form_that_comes_too_fast_with_links_is_taken_the_second_time(client, address, on_a_day):
    text = "Vea https://ejemplo.example ya"
    data = {"mark": value_of(client.get(address).content.decode(), "mark"), "text": text}
    fast = client.post(address, data)
    assert (fast.status_code, text in fast.content.decode()) == (422, True)
    on_a_day.shift(timedelta(seconds=3))
    assert client.post(address, data | {"mark": value_of(fast.content.decode(), "mark")}).status_code == 302


def test_mark_of_one_activity_opens_no_other(client, plan, address, opened):
    other = public(plan, "remark", key=plan.activities.order_by("position").last().key)
    assert client.post(other, opened).status_code == 422
    assert not Remark.objects.exists()


def test_flood_is_slowed_and_others_are_not(client, address, plan, key, on_a_day):
    def send(who, **extra):
        mark = new_mark(NOW + timedelta(days=2)).signed(f"remark:{plan.pk}:{key}")
        return who.post(address, {"mark": mark, "text": TEXT}, **extra)

    on_a_day.shift(timedelta(seconds=20))
    assert [send(client).status_code for _ in range(13)] == [302] * 12 + [429]
    refused = send(client)
    assert int(refused.headers["Retry-After"]) <= 600
    assert TEXT in refused.content.decode()
    assert send(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_form_needs_its_token_against_forgery(address, opened):
    assert Client(enforce_csrf_checks=True).post(address, opened).status_code == 403


@pytest.mark.parametrize("strange", ["9-9", "x"])
def test_activity_that_is_not_there_is_not_found(client, plan, strange):
    assert client.get(public(plan, "remark", key=strange)).status_code == 404


def test_draft_takes_no_remarks(client, entity):
    draft = make_full_plan(entity)
    assert client.get(public(draft, "remark", key=draft.activities.first().key)).status_code == 404


def test_words_are_stored_as_typed_and_escaped_where_they_are_shown(client, address, opened, plan):
    said = "=1+1 <script>alert(1)</script> & más"
    client.post(address, opened | {"text": said})
    assert Remark.objects.get().text == said
    Remark.objects.update(status="VISIBLE")
    page = client.get(public(plan, "remarks")).content.decode()
    assert "=1+1 &lt;script&gt;alert(1)&lt;/script&gt; &amp; más" in page
    assert "<script>alert" not in page


def test_public_list_shows_what_was_moderated_and_counts_the_rest(client, plan, key):
    make_remark(plan, key, 1, status="VISIBLE", answer="Se aplazó.", answered_at=NOW, email="ana@example.org")
    make_remark(plan, key, 2, text="SECRETO")
    make_remark(plan, key, 3, status="HIDDEN", hidden_reason="es publicidad", text="SECRETO", author_name="SECRETO")
    page = client.get(public(plan, "remarks")).content.decode()
    assert "Se aplazó." in page
    assert "No se muestra porque es publicidad." in page
    assert "3 notas recibidas: 1 a la vista, 1 oculta con su motivo y 1 por revisar" in page
    assert "SECRETO" not in page
    assert "ana@example.org" not in page


def test_public_list_of_one_activity_leaves_the_others_out(client, plan, key):
    other = plan.activities.order_by("position").last().key
    make_remark(plan, key, 1, status="VISIBLE")
    make_remark(plan, other, 2, status="VISIBLE")
    page = client.get(public(plan, "remarks"), {"actividad": key}).content.decode()
    assert f"{TEXT} 1" in page
    assert f"{TEXT} 2" not in page
    assert client.get(public(plan, "remarks"), {"actividad": "no-hay"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_public_list_costs_the_same_for_one_and_for_three(client, plan, key, rows, django_assert_num_queries, settings):
    for number in range(1, rows + 1):
        make_remark(plan, key, number, status="VISIBLE")
    client.get(public(plan, "remarks"), {"pagina": 1})
    with django_assert_num_queries(4):
        assert client.get(public(plan, "remarks"), {"pagina": 2}).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("PLAN_COORDINATOR", 200),
        ("COMMUNICATIONS", 200),
        ("CITIZEN_SERVICE", 200),
        ("INTERNAL_CONTROL", 404),
        ("UNIT_LIAISON", 404),
        ("READER", 404),
        ("ENTITY_ADMIN", 404),
    ],
)
def test_who_opens_the_desk_list(as_role, plan, key, role, status):
    make_remark(plan, key)
    assert as_role(role).get(at(plan, "remark_list")).status_code == status


def test_list_of_another_entity_is_not_found(as_role, plan, other_entity):
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
    assert as_role("PLAN_COORDINATOR").get(at(plan, "remark_list", plan_id=theirs.pk)).status_code == 404
    stranger = Client()
    stranger.force_login(make_member(other_entity, "PLAN_COORDINATOR"))
    assert stranger.get(at(plan, "remark_list")).status_code == 404


def test_moderator_shows_answers_and_the_visitor_gets_the_mail(as_role, client, address, opened, plan):
    client.post(address, opened | {"email": "ana@example.org", "author_name": "Ana", "consents": "on"})
    desk = as_role("CITIZEN_SERVICE")
    listed = desk.get(at(plan, "remark_list")).content.decode()
    assert "Dejó su correo para la respuesta" in listed
    assert "ana@example.org" not in listed
    desk.post(at(plan, "remark_show", number=1), {"estado": "PENDING"})
    response = desk.post(at(plan, "remark_answer", number=1), {"answer": "Se aplazó.", "estado": "sin-respuesta"})
    assert response.url == f"{at(plan, 'remark_list')}?estado=sin-respuesta"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    page = client.get(link).content.decode()
    assert "Se aplazó." in page
    assert 'id="n1"' in page
    assert Remark.objects.get().email == ""


def test_hidden_remark_needs_a_reason_and_says_it(as_role, plan, key, client):
    make_remark(plan, key)
    desk = as_role("COMMUNICATIONS")
    refused = desk.post(at(plan, "remark_hide", number=1), {"reason": "", "words": " "}, follow=True)
    assert "sigue igual" in refused.content.decode()
    assert Remark.objects.get().status == "PENDING"
    desk.post(at(plan, "remark_hide", number=1), {"reason": "es publicidad", "words": "repite otra nota"})
    assert "No se muestra porque repite otra nota." in client.get(public(plan, "remarks")).content.decode()


@pytest.mark.parametrize(("text", "said"), [("", "Escriba la respuesta"), ("x" * 4_001, "Quite 1,")])
def test_refused_answer_stays_where_it_was_typed(as_role, plan, key, text, said):
    make_remark(plan, key, status="VISIBLE")
    response = as_role("PLAN_COORDINATOR").post(at(plan, "remark_answer", number=1), {"answer": text})
    page = response.content.decode()
    assert (response.status_code, Remark.objects.get().answer) == (422, "")
    assert said in page
    assert text in page


def test_answer_to_what_waits_is_refused_and_says_what_to_do(as_role, plan, key):
    make_remark(plan, key)
    response = as_role("PLAN_COORDINATOR").post(at(plan, "remark_answer", number=1), {"answer": "Sí se hizo."})
    assert response.status_code == 422
    assert "Ponga la nota a la vista antes de responderla" in response.content.decode()


def test_moderator_is_warned_of_personal_data(as_role, plan, key):
    make_remark(plan, key, text="Lo vio Pedro, cédula 12.345.678, en la plaza.")
    make_remark(plan, key, 2)
    page = as_role("CITIZEN_SERVICE").get(at(plan, "remark_list")).content.decode()
    assert page.count("Parece tener datos personales") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_list_costs_the_same_for_one_and_for_three(as_role, plan, key, rows, django_assert_max_num_queries):
    for number in range(1, rows + 1):
        make_remark(plan, key, number, status="VISIBLE", answer="Sí.", answered_at=NOW)
    desk = as_role("PLAN_COORDINATOR")
    with django_assert_max_num_queries(12):
        assert desk.get(at(plan, "remark_list"), {"estado": "todas"}).status_code == 200


def test_what_waits_is_told_at_the_start(as_role, plan, key):
    make_remark(plan, key, 1)
    make_remark(plan, key, 2, status="VISIBLE")
    start = reverse("desk:start", kwargs={"entity_slug": plan.entity.slug})
    page = as_role("CITIZEN_SERVICE").get(start).content.decode()
    assert "Notas de la ciudadanía por revisar: 1" in page
    assert "Notas de la ciudadanía por responder: 1" in page
    assert "Notas de la ciudadanía" not in as_role("UNIT_LIAISON").get(start).content.decode()
