from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dialogue_samples import AFTER, DURING, join_team, make_live_space
from factories import client_of, make_member, principal
from question_samples import ask, shown, support, typed_in
from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.moderating_questions import hide_question, show_question
from rinde.capabilities.dialogue.operations.screening import put_next, put_on_screen
from rinde.capabilities.dialogue.web.presenters.questions_panel import desk_panels, public_panels
from rinde.capabilities.entities.models import Entity
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant


@pytest.fixture
def coordinator(entity: Entity) -> User:
    return make_member(entity, "PLAN_COORDINATOR", full_name="Marta Coordinadora")


@pytest.fixture
def by(entity: Entity, coordinator: User) -> Principal:
    return principal(entity, "PLAN_COORDINATOR", user=coordinator)


@pytest.fixture
def space(entity: Entity, by: Principal) -> DialogueSpace:
    return make_live_space(entity, by=by)


@pytest.fixture
def desk(coordinator: User) -> Client:
    return client_of(coordinator)


def url(space: DialogueSpace, name: str, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk} | more)


def press(desk: Client, question: Question, what: str, *, seen: int | None = None, **more: Any) -> Any:
    question.refresh_from_db()
    sent = {"hacer": what, "visto": question.version if seen is None else seen} | more
    with time_machine.travel(DURING, tick=False):
        return desk.post(url(question.space, "question_act", number=question.number), sent)


def test_each_button_does_what_it_says(desk: Client, space: DialogueSpace) -> None:
    question = ask(space)
    other = ask(space)
    assert press(desk, other, "mostrar").status_code == 302
    for what, more, standing in (
        ("mostrar", {}, ("SHOWN", "OFF", "WAITING")),
        ("fila", {}, ("SHOWN", "NEXT", "WAITING")),
        ("subir", {}, ("SHOWN", "NEXT", "WAITING")),
        ("pantalla", {}, ("SHOWN", "NOW", "WAITING")),
        ("quitar", {}, ("SHOWN", "OFF", "WAITING")),
        ("escrita", {}, ("SHOWN", "OFF", "WRITTEN")),
        ("retomar", {}, ("SHOWN", "OFF", "WAITING")),
        ("otro-tema", {}, ("SHOWN", "OFF", "WRITTEN")),
        ("retomar", {}, ("SHOWN", "OFF", "WAITING")),
        ("retirar", {"motivo": "insult", "nota": "a una vecina"}, ("HIDDEN", "OFF", "WAITING")),
        ("mostrar", {}, ("SHOWN", "OFF", "WAITING")),
        ("unir", {"con": " #2 "}, ("MERGED", "OFF", "WAITING")),
        ("separar", {}, ("SHOWN", "OFF", "WAITING")),
    ):
        answer = press(desk, question, what, **more)
        assert answer.status_code == 302, what
        assert answer["Location"].endswith("#p1")
        question.refresh_from_db()
        assert (question.status, question.screen, question.answer) == standing, what


def test_stale_button_says_both_versions_and_changes_nothing(
    desk: Client, space: DialogueSpace, entity: Entity
) -> None:
    question = ask(space)
    other = principal(entity, "PLAN_COORDINATOR")
    hide_question(
        space_id=space.pk, number=1, reason="advertising", note="", seen=question.version, by=other, now=DURING
    )
    answer = press(desk, question, "pantalla", seen=question.version - 1)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ahora está así: retirada: es publicidad." in page
    assert "Usted quería ponerla en pantalla." in page
    question.refresh_from_db()
    assert (question.status, question.screen) == ("HIDDEN", "OFF")


@pytest.mark.parametrize(
    ("what", "more", "status", "said"),
    [
        ("retirar", {}, 422, "Escoja por qué se retira"),
        ("unir", {"con": "la otra"}, 422, "La pregunta 0 no está en este espacio"),
        ("unir", {"con": "1"}, 422, "La pregunta 1 no está en este espacio"),
        ("separar", {}, 409, "no está unida a otra"),
        ("bailar", {}, 404, ""),
    ],
)
def test_refused_button_says_how_to_go_on(
    desk: Client, space: DialogueSpace, what: str, more: dict[str, str], status: int, said: str
) -> None:
    question = ask(space)
    answer = press(desk, question, what, **more)
    assert answer.status_code == status
    assert said in answer.content.decode()
    question.refresh_from_db()
    assert question.version == 1


def test_answer_that_came_second_keeps_its_words_beside_the_first(
    desk: Client, space: DialogueSpace, by: Principal, entity: Entity
) -> None:
    question = shown(space, by)
    address = url(space, "question_answer", number=1)
    mine = {"answered_by": "Secretaría de Salud", "text": "Abre en agosto.", "seen": question.version}
    theirs = client_of(make_member(entity, "PLAN_COORDINATOR", full_name="Otra Persona"))
    with time_machine.travel(DURING, tick=False):
        assert theirs.post(address, mine | {"text": "Abre en julio."}).status_code == 302
        refused = desk.post(address, mine)
        page = refused.content.decode()
        assert refused.status_code == 409
        for words in ("Otra Persona cambió la pregunta 1", "«Abre en julio.»", "Abre en agosto."):
            assert words in page
        question.refresh_from_db()
        assert question.live_answer == "Abre en julio."
        assert desk.post(address, mine | {"seen": question.version}).status_code == 302
    question.refresh_from_db()
    assert question.live_answer == "Abre en agosto."


def test_answer_without_who_is_refused_with_its_words(desk: Client, space: DialogueSpace, by: Principal) -> None:
    question = shown(space, by)
    sent = {"answered_by": "", "text": "Abre en agosto.", "seen": question.version}
    answer = desk.post(url(space, "question_answer", number=1), sent)
    assert answer.status_code == 422
    assert "qué dependencia o qué cargo" in answer.content.decode()
    assert "Abre en agosto." in answer.content.decode()


def test_paper_question_is_typed_in_once_and_keeps_its_channel(desk: Client, space: DialogueSpace) -> None:
    address = url(space, "question_enter")
    page = desk.get(address).content.decode()
    mark = page.split('name="mark" value="')[1].split('"')[0]
    sent = {"channel": "RADIO", "text": "¿Y la vía?", "mark": mark}
    answers = [desk.post(address, sent) for _ in range(2)]
    assert {one["Location"] for one in answers} == {f"{address}?canal=RADIO"}
    question = Question.objects.get()
    assert (question.channel, question.status) == ("RADIO", "SHOWN")
    refused = desk.post(address, sent | {"text": "a" * 20_000, "email": "sin arroba"})
    assert refused.status_code == 422
    assert "caben 1.500" in refused.content.decode()
    assert "nombre@correo.com" in refused.content.decode()


def test_open_page_gets_what_is_new_and_nothing_twice(desk: Client, space: DialogueSpace, by: Principal) -> None:
    ask(space, "¿La primera?")
    address = url(space, "question_list")
    page = desk.get(address).content.decode()
    poll = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert desk.get(poll).status_code == 204
    ask(space, "¿La segunda?")
    news = desk.get(poll).content.decode()
    assert "¿La segunda?" in news
    assert "¿La primera?" not in news
    assert "<strong>2</strong> por revisar" in news
    following = news.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert desk.get(following).status_code == 204
    assert desk.get(f"{address}?despues=uno&visto=").status_code == 204


@pytest.mark.parametrize("chosen", ["respondidas", "escritas", "unidas", "retiradas"])
def test_other_lists_hold_their_own(desk: Client, space: DialogueSpace, by: Principal, chosen: str) -> None:
    target = shown(space, by, "¿La que queda?")
    question = shown(space, by, "¿La que se mueve?")
    address = url(space, "question_list")
    assert "¿La que se mueve?" not in desk.get(address, {"lista": chosen}).content.decode()
    if chosen == "respondidas":
        sent = {"answered_by": "Salud", "seen": question.version}
        desk.post(url(space, "question_answer", number=question.number), sent)
    else:
        what = {"escritas": "escrita", "unidas": "unir", "retiradas": "retirar"}[chosen]
        press(desk, question, what, con=target.number, motivo="insult")
    page = desk.get(address, {"lista": chosen}).content.decode()
    assert "¿La que se mueve?" in page
    assert "¿La que queda?" not in page


def test_questions_are_closed_from_the_page(desk: Client, space: DialogueSpace, by: Principal) -> None:
    shown(space, by)
    with time_machine.travel(AFTER, tick=False):
        assert desk.post(url(space, "questions_end")).status_code == 302
        assert "Cerradas" in desk.get(url(space, "question_list")).content.decode()
    assert space.steps.get(kind="LIVE_QUESTIONS").note == (
        "1 pregunta, 0 respondidas en vivo y 1 para responder por escrito."
    )


def test_helper_of_another_space_moderates_only_theirs(space: DialogueSpace, entity: Entity) -> None:
    beside = make_live_space(entity)
    user = make_member(entity, "CITIZEN_SERVICE")
    join_team(beside, principal(entity, "CITIZEN_SERVICE", user=user))
    question = ask(space, "MARCA")
    helper = client_of(user)
    for name, more in (("question_list", {}), ("question_enter", {}), ("question_answer", {"number": 1})):
        answer = helper.get(url(space, name, **more))
        assert answer.status_code == 403
        assert b"MARCA" not in answer.content
    assert press(helper, question, "mostrar").status_code == 403
    assert helper.post(url(space, "questions_end")).status_code == 403
    assert helper.get(url(beside, "question_list")).status_code == 200
    question.refresh_from_db()
    assert question.status == "PENDING"


def test_space_of_another_entity_is_not_found(desk: Client, entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_live_space(other_entity)
        ask(theirs, "MARCA")
    kept = {"entity_slug": entity.slug, "space_id": theirs.pk}
    for name in ("question_list", "question_screen", "question_enter"):
        answer = desk.get(reverse(f"desk:{name}", kwargs=kept))
        assert answer.status_code == 404
        assert b"MARCA" not in answer.content


def test_screen_shows_the_question_the_next_ones_and_how_to_ask(
    desk: Client, space: DialogueSpace, by: Principal
) -> None:
    first, second = shown(space, by, "¿La de ahora?"), shown(space, by, "¿La que sigue?")
    ask(space, "MARCA que espera")
    put_on_screen(space_id=space.pk, number=1, seen=first.version, by=by, now=DURING)
    put_next(space_id=space.pk, number=2, seen=second.version, by=by, now=DURING)
    with time_machine.travel(DURING, tick=False):
        page = desk.get(url(space, "question_screen")).content.decode()
    for words in ("¿La de ahora?", "¿La que sigue?", "Siguen", f"/c/{space.code}/", "data:image/svg+xml"):
        assert words in page
    assert "MARCA" not in page


def test_screen_asks_for_news_and_gets_nothing_where_there_is_none(
    desk: Client, space: DialogueSpace, by: Principal
) -> None:
    question = shown(space, by)
    page = desk.get(url(space, "question_screen")).content.decode()
    poll = page.split('hx-get="')[1].split('"')[0]
    assert desk.get(poll, headers={"HX-Request": "true"}).status_code == 204
    assert desk.get(poll).status_code == 200  # a plain reload always shows the page
    support(question, "a")
    assert desk.get(poll, headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_desk_pages_cost_the_same_for_one_and_for_three(
    desk: Client, space: DialogueSpace, by: Principal, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for _ in range(many):
        ask(space)
        question = shown(space, by)
        typed_in(space, by)
    put_on_screen(space_id=space.pk, number=question.number, seen=question.version, by=by, now=DURING)
    desk.get(url(space, "question_list"))
    with django_assert_num_queries(12):
        desk.get(url(space, "question_list"))
    with django_assert_num_queries(10):
        desk.get(url(space, "question_screen"))
    with django_assert_num_queries(11):
        desk.get(url(space, "question_list"), {"lista": "escritas"})


def test_panels_lead_to_asking_and_to_moderating(space: DialogueSpace, by: Principal, entity: Entity) -> None:
    with time_machine.travel(DURING, tick=False):
        ask(space)
        first = desk_panels(space, by)[0]
        assert (first.status, first.url) == ("1 por revisar", url(space, "question_list"))
        assert desk_panels(space, principal(entity, "READER"))[0].url == ""
        main, listed = public_panels(space)
        assert (main.is_main, listed.lines) == (
            True,
            ("1 pregunta, 0 respondidas en vivo y 0 para responder por escrito.",),
        )
    show_question(space_id=space.pk, number=1, seen=1, by=by, now=DURING)
    DialogueSpace.objects.filter(pk=space.pk).update(status="HELD", held_at=AFTER)
    space.refresh_from_db()
    assert [one.title for one in public_panels(space)] == ["Preguntas"]
    assert desk_panels(space, by)[0].status == "Ya no se reciben"
