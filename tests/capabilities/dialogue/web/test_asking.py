import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    STARTS,
    make_called_space,
    make_held_space,
    make_live_space,
    organiser,
)
from question_samples import ask, shown, support, typed_in
from rinde.capabilities.dialogue.models import DialogueSpace, Question, QuestionSupport
from rinde.capabilities.dialogue.operations.answering_live import answer_live
from rinde.capabilities.dialogue.operations.moderating_questions import hide_question, merge_question
from rinde.capabilities.dialogue.web.visitors import COOKIE
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant
from rinde.services.visitors import bursts

SLOWLY = timedelta(seconds=4)


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    bursts.forget_bursts()


def url(space: DialogueSpace, name: str, **more: Any) -> str:
    return reverse(f"portal:{name}", kwargs={"entity_slug": space.entity.slug, "slug": space.slug} | more)


def send(client: Client, space: DialogueSpace, *, again: bool = False, **fields: Any) -> Any:
    """Open the form and send it, some seconds later, as a thumb does."""
    with time_machine.travel(DURING, tick=False):
        page = client.get(url(space, "ask")).content.decode()
    mark = re.search(r'name="mark" value="([^"]+)"', page)
    assert mark
    with time_machine.travel(DURING + SLOWLY, tick=False):
        sent = {"text": "¿Cuándo abre el puesto de salud?", "mark": mark[1]} | fields
        if again:
            client.post(url(space, "ask"), sent)
        return client.post(url(space, "ask"), sent)


def test_question_is_asked_without_an_account_and_gets_its_number(client: Client, entity: Entity) -> None:
    space = make_live_space(entity)
    answer = send(client, space)
    assert answer["Location"] == url(space, "question", number=1)
    page = client.get(answer["Location"]).content.decode()
    assert "Su número es el <strong>1</strong>" in page
    assert "¿Cuándo abre el puesto de salud?" in page
    stranger = Client().get(answer["Location"]).content.decode()
    assert "Por revisar" in stranger
    assert "puesto de salud" not in stranger


def test_doubled_sending_is_one_question(client: Client, entity: Entity) -> None:
    space = make_live_space(entity)
    answer = send(client, space, again=True)
    assert answer["Location"] == url(space, "question", number=1)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("palabra " * 2_500, "Su pregunta tiene 19.999 caracteres y caben 1.500"),
        ("mire http://granja.example " * 15, "Su pregunta trae 15 enlaces y caben 3"),
        ("Llámeme al celular 310 555 1234", "Parece que escribió un número de celular"),
        ("", "Escriba su pregunta."),
    ],
)
def test_what_is_refused_says_why_and_stays_in_the_form(client: Client, entity: Entity, text: str, said: str) -> None:
    answer = send(client, make_live_space(entity), text=text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert text.strip()[:1400] in page
    assert not Question.objects.exists()


def test_warned_of_personal_data_it_may_be_sent_all_the_same(client: Client, entity: Entity) -> None:
    space = make_live_space(entity, shows_questions_at_once=True)
    send(client, space, text="Llámeme al celular 310 555 1234", keeps_data="on")
    assert Question.objects.get().status == "PENDING"


def test_trap_and_forged_mark_are_refused(client: Client, entity: Entity) -> None:
    space = make_live_space(entity)
    assert send(client, space, website="http://robot.example").status_code == 422
    assert send(client, space, mark="forjada").status_code == 422
    assert not Question.objects.exists()


def test_sixth_question_in_ten_minutes_waits_and_says_how_long(client: Client, entity: Entity) -> None:
    space = make_live_space(entity)
    for _ in range(5):
        assert send(client, space).status_code == 302
    answer = send(client, space, text="¿Y la sexta?")
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "Espere 10 minutos" in answer.content.decode()
    assert "¿Y la sexta?" in answer.content.decode()
    assert send(Client(), space).status_code == 302  # somebody else of the same hall


def test_address_of_the_network_is_kept_nowhere(client: Client, entity: Entity) -> None:
    space = make_live_space(entity)
    send(client, space)
    question = Question.objects.get()
    assert len(question.visitor_hash) == 64
    assert "127.0.0.1" not in str(vars(question)) + str(bursts._windows)
    assert client.cookies[COOKIE].value not in str(vars(question))


def test_after_the_end_the_text_is_given_back_with_the_way_on(client: Client, entity: Entity) -> None:
    entity.email = "contacto@example.gov.co"
    entity.save()
    space = make_held_space(entity)
    with time_machine.travel(AFTER, tick=False):
        assert client.get(url(space, "ask")).status_code == 200
        answer = client.post(url(space, "ask"), {"text": "¿Y la vía?"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("¿Y la vía?", "petición", "contacto@example.gov.co"):
        assert words in page


def test_before_the_event_questions_are_sent(client: Client, entity: Entity) -> None:
    space = make_called_space(entity)
    with time_machine.travel(BEFORE, tick=False):
        assert "Haga su pregunta" in client.get(url(space, "ask")).content.decode()


def test_space_without_questions_has_no_such_page(client: Client, entity: Entity) -> None:
    space = make_called_space(entity, kind="TRAINING")
    for name in ("ask", "questions"):
        assert client.get(url(space, name)).status_code == 404


def press(client: Client, space: DialogueSpace, **pressed: int) -> Any:
    with time_machine.travel(DURING, tick=False):
        client.get(url(space, "questions"))
        return client.post(url(space, "question_support"), pressed)


def test_support_is_given_once_and_taken_back(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    for _ in range(2):
        answer = press(client, question.space, apoyar=1)
    assert answer["Location"].endswith("?orden=apoyos#p1")
    assert QuestionSupport.objects.filter(is_given=True).count() == 1
    with time_machine.travel(DURING, tick=False):
        assert "La apoya" in client.get(url(question.space, "questions")).content.decode()
    press(client, question.space, quitar=1)
    question.refresh_from_db()
    assert question.supports == 0


def test_script_gets_figures(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    with time_machine.travel(DURING, tick=False):
        client.get(url(question.space, "questions"))
        address = url(question.space, "question_support")
        answer = client.post(address, {"apoyar": 1}, headers={"Accept": "application/json"})
    assert answer.json() == {"supports": 1, "given": True}


def test_support_without_a_mark_or_of_nothing_changes_nothing(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    with time_machine.travel(DURING, tick=False):
        assert client.post(url(question.space, "question_support"), {"apoyar": 1}).status_code == 422
        client.cookies[COOKIE] = "forjada:firma"
        assert client.post(url(question.space, "question_support"), {"apoyar": 1}).status_code == 422
        assert client.post(url(question.space, "question_support"), {"apoyar": "9" * 30}).status_code == 404
    assert press(Client(), question.space, apoyar=99).status_code == 404
    assert not QuestionSupport.objects.exists()


def test_too_many_taps_are_slowed(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    answers = [press(client, question.space, **{"apoyar" if n % 2 else "quitar": 1}) for n in range(41)]
    assert {one.status_code for one in answers[:40]} == {302}
    assert (answers[40].status_code, answers[40]["Retry-After"]) == (429, "60")


def test_list_shows_what_is_public_and_nothing_else(client: Client, entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        shown(make_live_space(other_entity), organiser(other_entity), "MARCA de otra entidad")
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, "¿La primera?", asked_by="Ana Oculta", email="oculta@example.org", consents=True)
    shown(space, by, "¿La segunda?", asked_by="Beto Visible", shows_name=True, consents=True)
    ask(space, "MARCA que espera")
    taken = shown(space, by, "MARCA insultante")
    hide_question(space_id=space.pk, number=4, reason="insult", note="", seen=taken.version, by=by, now=DURING)
    joined = shown(space, by, "MARCA repetida")
    merge_question(space_id=space.pk, number=5, into=1, seen=joined.version, by=by, now=DURING)
    typed_in(space, by, "¿De viva voz?", channel="VOICE")
    with time_machine.travel(DURING, tick=False):
        page = client.get(url(space, "questions")).content.decode()
    for words in ("¿La primera?", "Beto Visible", "Insulta o amenaza a alguien", "lo mismo en la 5", "De viva voz"):
        assert words in page
    for secret in ("MARCA", "Ana Oculta", "oculta@example.org"):
        assert secret not in page


def test_answered_live_is_read_with_who_answered(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by)
    answer_live(
        space_id=space.pk,
        number=1,
        text="Abre en agosto.",
        answered_by="Secretaría de Salud",
        seen=question.version,
        by=by,
        now=DURING,
    )
    with time_machine.travel(AFTER, tick=False):
        for page in (client.get(url(space, "questions")), client.get(url(space, "question", number=1))):
            text = page.content.decode()
            assert "Respondida en vivo" in text
            assert "Respondió Secretaría de Salud" in text
            assert "Abre en agosto." in text


def test_list_orders_by_supports_or_by_time(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    first, second = shown(space, by), shown(space, by)
    support(second, "a")
    with time_machine.travel(DURING, tick=False):
        pages = [client.get(url(space, "questions"), {"orden": order}).content.decode() for order in ("apoyos", "hora")]
    numbers = [re.findall(r'<li id="p(\d)"', page) for page in pages]
    assert numbers == [["2", "1"], ["1", "2"]]
    assert first.number == 1


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(
    client: Client, entity: Entity, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    for _ in range(many):
        support(shown(space, by), "a")
    with time_machine.travel(DURING, tick=False):
        client.get(url(space, "questions"))
        with django_assert_num_queries(9):
            client.get(url(space, "questions"))
        with django_assert_num_queries(2):
            client.get(url(space, "ask"))
        with django_assert_num_queries(3):
            client.get(url(space, "question_changes"))
        with django_assert_num_queries(7):
            client.get(url(space, "question", number=1))


def test_page_to_ask_is_light_and_needs_no_script(client: Client, entity: Entity) -> None:
    space = make_called_space(entity)
    with time_machine.travel(STARTS - timedelta(days=1), tick=False):
        page = client.get(url(space, "ask")).content
    assert b"<script" not in page
    assert len(gzip.compress(page)) < 8_000  # with the style sheet, which all pages share, less than 15 KB


def test_changes_are_told_in_a_few_letters(client: Client, entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    before = client.get(url(space, "question_changes")).content
    question = shown(space, by)
    after = client.get(url(space, "question_changes")).content
    support(question, "a")
    assert before != after == client.get(url(space, "question_changes")).content


def test_code_of_the_screen_leads_to_the_form(client: Client, entity: Entity, other_entity: Entity) -> None:
    space = make_live_space(entity)
    for code in (space.code, space.code.lower()):
        address = reverse("portal:ask_code", kwargs={"entity_slug": entity.slug, "code": code})
        assert client.get(address)["Location"] == url(space, "ask")
    elsewhere = reverse("portal:ask_code", kwargs={"entity_slug": other_entity.slug, "code": space.code})
    assert client.get(elsewhere).status_code == 404
