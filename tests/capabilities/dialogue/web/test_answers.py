from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue_samples import AFTER, DURING, make_held_space, make_live_space, organiser
from factories import client_of, make_actor, make_member
from page_costs import MOST
from question_samples import shown
from rinde.capabilities.dialogue.models import SpaceStep
from rinde.capabilities.dialogue.operations.question_petitions import file_questions
from rinde.capabilities.dialogue.operations.spaces import hold_space
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.answering import approve_answer, draft_answer, send_answer
from rinde.capabilities.pqrsd.operations.triage import triage
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.services.access import Principal

LATE = AFTER + timedelta(days=27)


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> None:
    cache.clear()


@pytest.fixture
def coordinator(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


def _public(entity: Entity, space: Any, rest: str = "") -> str:
    return f"/{entity.slug}/dialogo/espacios/{space.slug}/respuestas/{rest}"


def _desk(entity: Entity, space: Any, rest: str = "") -> str:
    return f"/{entity.slug}/gestion/dialogo/espacios/{space.pk}/respuestas/{rest}"


def _answered(petition: Petition, by: Principal) -> None:
    actor = make_actor(petition.entity)
    triage(
        petition_id=petition.pk, kind="GENERAL", actor_id=actor.pk, public_text=petition.public_text, by=by, now=AFTER
    )
    values = AnswerValues("Se contrató en mayo.", public_text="Se contrató en mayo.")
    version = draft_answer(petition_id=petition.pk, values=values, by=by, now=AFTER, submit=True).version
    approve_answer(petition_id=petition.pk, version=version, by=by, now=AFTER)
    send_answer(petition_id=petition.pk, version=version, by=by, now=LATE)


def test_questions_are_filed_answered_and_published_with_their_arithmetic(entity: Entity, coordinator: Client) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, "¿Cuándo se arregla la vía?", asked_by="Luz Marina", email="luz@example.org", consents=True)
    space = hold_space(space_id=space.pk, by=by, now=AFTER)
    assert "Falta radicar una pregunta" in coordinator.get(_desk(entity, space)).content.decode()
    for _ in range(2):
        assert coordinator.post(_desk(entity, space, "radicar/")).status_code == 302
    petition = Petition.objects.get()
    page = coordinator.get(_desk(entity, space)).content.decode()
    assert f"radicado {petition.number}" in page
    assert f"/gestion/peticiones/{petition.pk}/" in page
    coordinator.post(_desk(entity, space, "completas/"))
    assert SpaceStep.objects.get(space=space, kind="ANSWERS").status == "PENDING"
    _answered(petition, by)
    cache.clear()
    told = Client().get(_public(entity, space)).content.decode()
    assert "Se contrató en mayo." in told
    assert "Vencía el 3 de junio de 2026 y se respondió el 8 de junio de 2026: 5 días después." in told
    assert "Día 15 = miércoles 3 de junio de 2026" in told
    assert "Luz Marina" not in told
    assert "luz@example.org" not in told
    coordinator.post(_desk(entity, space, "completas/"))
    assert SpaceStep.objects.get(space=space, kind="ANSWERS").status == "DONE"


def test_annex_says_what_the_page_says(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, "¿Cuándo se arregla la vía?")
    shown(space, by, "Pregunten a Luz, cédula 52.418.903")
    file_questions(space_id=space.pk, by=by, now=DURING)
    written = Client().get(_public(entity, space, "respuestas.csv")).content.decode()
    assert "¿Cuándo se arregla la vía?" in written
    assert "52.418.903" not in written
    for extension in ("xlsx", "ods", "pdf", "json"):
        assert Client().get(_public(entity, space, f"respuestas.{extension}")).status_code == 200
    assert Client().get(_public(entity, space, "respuestas.doc")).status_code == 404


def test_space_without_questions_has_no_page_of_answers(entity: Entity) -> None:
    space = make_held_space(entity, kind="SITE_VISIT")
    SpaceStep.objects.filter(space=space, kind="ANSWERS").delete()
    assert Client().get(_public(entity, space)).status_code == 404


def test_pages_of_answers_cost_the_same_for_one_and_three(entity: Entity, coordinator: Client) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)

    def costs(count: int) -> list[int]:
        for _ in range(count):
            shown(space, by)
        file_questions(space_id=space.pk, by=by, now=DURING)
        return [_cost(Client(), _public(entity, space)), _cost(coordinator, _desk(entity, space))]

    one = costs(1)
    assert costs(2) == one
    assert max(one) <= MOST


def _cost(client: Client, url: str) -> int:
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "COMMUNICATIONS"])
def test_role_that_only_reads_files_nothing(entity: Entity, role: str) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by)
    client = client_of(make_member(entity, role))
    assert "Radicarlas" not in client.get(_desk(entity, space)).content.decode()
    for rest in ("radicar/", "completas/"):
        assert client.post(_desk(entity, space, rest)).status_code in {403, 404}
    assert not Petition.objects.exists()
