"""The desk of a consultation: who opens which page, and its whole course as a coordinator walks it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from browsing import value_of
from factories import NOW, make_comment, make_full_plan, make_member
from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.consultations.operations import close_past, write_reply
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.plans.models import Activity
from rinde.services.tenancy import active_tenant

FOR_MANAGERS = (
    "consultation_open",
    "consultation_extend",
    "consultation_withdraw",
    "reply_list",
    "reply_new",
    "consultation_publish",
)
FOR_MODERATORS = ("comment_list", "comment_enter")


def at(plan, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk} | more)


@pytest.fixture
def desk(as_role):
    return as_role("PLAN_COORDINATOR")


@pytest.mark.parametrize(
    ("role", "board", "moderates", "manages"),
    [
        ("PLAN_COORDINATOR", 200, 200, 200),
        ("COMMUNICATIONS", 200, 200, 404),
        ("CITIZEN_SERVICE", 200, 200, 404),
        ("READER", 200, 404, 404),
        ("INTERNAL_CONTROL", 200, 404, 404),
        ("UNIT_LIAISON", 200, 404, 404),
        ("ENTITY_ADMIN", 200, 404, 404),
    ],
)
def test_who_opens_which_page(as_role, consultation, role, board, moderates, manages):
    client, plan = as_role(role), consultation.plan
    assert client.get(at(plan, "consultation")).status_code == board
    assert {client.get(at(plan, name)).status_code for name in FOR_MODERATORS} == {moderates}
    assert {client.get(at(plan, name)).status_code for name in FOR_MANAGERS} == {manages}


def test_somebody_of_another_entity_finds_nothing(consultation, other_entity):
    stranger = Client()
    stranger.force_login(make_member(other_entity, "PLAN_COORDINATOR"))
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)
    own = {"entity_slug": other_entity.slug, "plan_id": consultation.plan_id}
    assert stranger.get(at(consultation.plan, "consultation")).status_code == 404
    assert stranger.get(reverse("desk:consultation", kwargs=own)).status_code == 404
    assert stranger.get(at(theirs, "comment_list")).status_code == 404  # it never was in consultation


def test_citizen_service_finds_the_consultation_without_reading_drafts(as_role, consultation):
    client = as_role("CITIZEN_SERVICE")
    listed = client.get(reverse("desk:consultation_list", kwargs={"entity_slug": consultation.entity.slug}))
    assert at(consultation.plan, "consultation") in listed.content.decode()
    board = client.get(at(consultation.plan, "consultation")).content.decode()
    assert f'href="{at(consultation.plan, "plan_detail")}"' not in board


def test_nothing_opens_before_the_preview_was_seen(desk, plan):
    data = {"notice": "Comente el borrador.", "days": "10", "count_in": "BUSINESS_DAYS", "shows_at_once": "si"}
    first = desk.get(at(plan, "consultation_open")).content.decode()
    preview = desk.post(at(plan, "consultation_open"), data | {"reviewed": value_of(first, "reviewed")})
    page = preview.content.decode()
    assert "Así lo leerá la ciudadanía" in page
    assert "18 de marzo de 2026" in page  # ten business days from Wednesday 4 March
    assert not Consultation.objects.exists()
    done = desk.post(at(plan, "consultation_open"), data | {"reviewed": value_of(page, "reviewed"), "abrir": "si"})
    opened = Consultation.objects.get()
    assert (done.status_code, opened.closes_on, opened.shows_at_once) == (302, date(2026, 3, 18), True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"days": "-3"}, "Usted escribió -3"),
        ({"days": "diez"}, "sin letras"),
        ({"days": "99999999999999999999"}, "de 1 a 120"),
        ({"notice": ""}, "Escriba el aviso"),
        ({"notice": "x" * 10_000}, "caben 4000"),
        ({"count_in": "LUNAR"}, "LUNAR"),
        ({"reviewed": "0" * 64}, "Otra persona cambió el borrador"),
    ],
)
def test_opening_that_is_refused_keeps_what_was_typed(desk, plan, data, said):
    sent = {"notice": "Un aviso que no se pierde.", "days": "10", "count_in": "CALENDAR_DAYS", "abrir": "si"}
    sent |= {"shows_at_once": "no"}
    response = desk.post(at(plan, "consultation_open"), sent | data)
    page = response.content.decode()
    assert (response.status_code, Consultation.objects.count()) == (422, 0)
    assert said in page
    if "notice" not in data:
        assert "Un aviso que no se pierde." in page


def test_extension_and_withdrawal_by_their_forms(desk, consultation):
    plan = consultation.plan
    assert desk.post(at(plan, "consultation_extend"), {"days": "3", "reason": "Poco"}).status_code == 422
    assert desk.post(at(plan, "consultation_extend"), {"days": "20", "reason": "Más tiempo"}).status_code == 302
    assert desk.post(at(plan, "consultation_withdraw"), {"reason": ""}).status_code == 422
    assert desk.post(at(plan, "consultation_close")).status_code == 409
    assert desk.post(at(plan, "consultation_withdraw"), {"reason": "Se abrió con otro texto"}).status_code == 302
    consultation.refresh_from_db()
    assert (consultation.days, consultation.status) == (20, "WITHDRAWN")


def test_comments_are_shown_and_hidden_from_the_queue(as_role, consultation):
    client, plan = as_role("CITIZEN_SERVICE"), consultation.plan
    one, two = (make_comment(consultation, status="PENDING") for _ in range(2))
    assert one.text in client.get(at(plan, "comment_list")).content.decode()
    client.post(at(plan, "comment_show", number=one.number), {"estado": "PENDING"})
    nothing = client.post(at(plan, "comment_hide", number=two.number), {"reason": "", "words": " "}, follow=True)
    assert "Diga por qué no se muestra" in nothing.content.decode()
    client.post(
        at(plan, "comment_hide", number=two.number), {"reason": "es publicidad", "words": "tiene un\x00 teléfono"}
    )
    assert list(Comment.objects.values_list("status", "hidden_reason")) == [
        ("VISIBLE", ""),
        ("HIDDEN", "tiene un teléfono"),
    ]
    assert client.post(at(plan, "comment_show", number=one.number)).status_code == 409
    assert client.post(at(plan, "comment_show", number=99_999)).status_code == 404


def test_paper_is_typed_in_one_after_the_other_at_the_same_table(as_role, consultation, plan):
    client = as_role("CITIZEN_SERVICE")
    address, key = at(plan, "comment_enter"), plan.activities.first().key
    data = {"channel": "PAPER", "place": "Parque", "given_on": "2026-03-03", "text": "Más horario"}
    data |= {"activity_key": key, "mark": value_of(client.get(address).content.decode(), "mark")}
    saved = client.post(address, data)
    client.post(address, data)
    following = client.get(saved.url).content.decode()
    assert (Comment.objects.count(), Comment.objects.get().activity_key) == (1, key)
    assert 'value="Parque"' in following
    assert 'value="2026-03-03"' in following


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"given_on": "2026-02-30"}, "Esa fecha no existe"),
        ({"given_on": "2026-03-01"}, "fuera del plazo"),
        ({"given_on": "2026-03-09"}, "todavía no ha llegado"),
        ({"text": ""}, "Escriba el comentario"),
        ({"place": ""}, "Escriba el lugar"),
        ({"author_name": "Ana"}, "marque la autorización"),
        ({"activity_key": "de-otro-plan"}, "no es una de las opciones"),
    ],
)
def test_paper_with_a_gap_keeps_what_was_typed(as_role, consultation, data, said):
    client = as_role("COMMUNICATIONS")
    sent = {"channel": "PAPER", "place": "Parque", "given_on": "2026-03-03", "text": "Lo del papel"} | data
    response = client.post(at(consultation.plan, "comment_enter"), sent)
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert said in response.content.decode()


def test_addresses_that_remember_nonsense_are_read_in_good_order(as_role, consultation):
    client = as_role("COMMUNICATIONS")
    asked = {"canal": "PALOMA", "lugar": "x" * 900, "fecha": "2026-02-30"}
    assert client.get(at(consultation.plan, "comment_enter"), asked).status_code == 200
    assert client.get(at(consultation.plan, "comment_list"), {"estado": "NADA", "pagina": "x"}).status_code == 200
    assert client.get(at(consultation.plan, "comment_list"), {"estado": "todos"}).status_code == 200


def test_reply_that_is_refused_keeps_what_was_typed(desk, consultation):
    comment = make_comment(consultation)
    address = at(consultation.plan, "reply_new")
    response = desk.post(address, {"comments": [str(comment.number)], "text": "Un porqué que no se pierde"})
    assert (response.status_code, Reply.objects.count()) == (422, 0)
    assert "Un porqué que no se pierde" in response.content.decode()
    strange = desk.post(address, {"comments": ["777"], "outcome": "NOT", "text": "No"})
    assert strange.status_code == 422


def test_stale_reply_shows_both_texts(desk, consultation, coordinator):
    comment = make_comment(consultation)
    values = ReplyValues((comment.number,), "NOT", "Lo que guardó otra persona.")
    write_reply(consultation_id=consultation.pk, values=values, by=coordinator, now=NOW)
    sent = {"comments": [str(comment.number)], "outcome": "ACCEPTED", "text": "Lo que escribí yo.", "seen": "ayer"}
    response = desk.post(at(consultation.plan, "reply_edit", number=1), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Lo que guardó otra persona." in page
    assert "Lo que escribí yo." in page
    assert desk.get(at(consultation.plan, "reply_edit", number=9)).status_code == 404


def test_course_of_a_consultation_from_comments_to_summary(as_role, desk, consultation, plan, on_a_day):
    activity = plan.activities.first()
    said = [
        make_comment(
            consultation, activity_key=activity.key, subject="actividad", text=f"Que se lea en la emisora{end}"
        )
        for end in (".", ", por favor.")
    ]
    listed = desk.get(at(plan, "reply_list")).content.decode()
    assert "2 parecidos" in listed
    asked = "&".join(f"comentario={one.number}" for one in said)
    form = desk.get(f"{at(plan, 'reply_new')}?{asked}").content.decode()
    assert f'<option value="{activity.pk}" selected>' in form
    sent = {"comments": [str(one.number) for one in said], "outcome": "ACCEPTED", "text": "Se leerá."}
    desk.post(at(plan, "reply_new"), sent | {"promises_change": "on", "activity": str(activity.pk)})
    change = at(plan, "reply_change", number=1)
    assert "Todavía dice lo mismo" in desk.get(change).content.decode()
    assert desk.post(change, {"hecho": "si"}).status_code == 422
    Activity.objects.filter(pk=activity.pk).update(name="Leer el informe en la emisora")
    assert "Leer el informe en la emisora" in desk.get(change).content.decode()
    assert desk.post(change, {"hecho": "si"}).status_code == 302
    assert desk.post(at(plan, "consultation_publish"), {"summary": "Bien"}).status_code == 409
    on_a_day.move_to(NOW + timedelta(days=16))
    desk = as_role("PLAN_COORDINATOR")  # a session lasts a working day
    assert desk.post(at(plan, "consultation_close")).status_code == 302
    assert desk.post(at(plan, "consultation_publish"), {"summary": " "}).status_code == 422
    assert desk.post(at(plan, "consultation_publish"), {"summary": "Pidieron la emisora."}).status_code == 302
    board = desk.get(at(plan, "consultation")).content.decode()
    assert "Ahora consolide el texto" in board
    consultation.refresh_from_db()
    assert consultation.status == "ANSWERED"


def test_draft_without_consultation_says_how_to_begin(desk, as_role, entity):
    plan = make_full_plan(entity)
    assert "Preparar la consulta" in desk.get(at(plan, "consultation")).content.decode()
    assert "Preparar la consulta" not in as_role("READER").get(at(plan, "consultation")).content.decode()
    still = make_full_plan(entity, status="CONSOLIDATED")
    assert "Solo un borrador" in desk.get(at(still, "consultation")).content.decode()


def test_closed_consultation_may_be_followed_by_another(as_role, consultation, on_a_day):
    on_a_day.move_to(NOW + timedelta(days=16))
    close_past(now=NOW + timedelta(days=16))
    assert (
        "Abrir otra consulta" in as_role("PLAN_COORDINATOR").get(at(consultation.plan, "consultation")).content.decode()
    )
