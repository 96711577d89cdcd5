"""What the desk's pages of a consultation cost: a fixed number of queries, however many rows, comments and replies."""

from typing import Any

import pytest
from django.test import Client

from factories import (
    NOW,
    client_of,
    make_actor,
    make_assignment,
    make_comment,
    make_consultation,
    make_full_plan,
    make_member,
)
from page_costs import assert_cheap, costs_of, names_in, pages_among
from rinde.capabilities.consultations.models import Reply
from rinde.capabilities.consultations.operations import withdraw_consultation, write_reply
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.consultations.web.urls_desk import urlpatterns
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Activity, Deliverable
from rinde.services.access import Principal

MANY = 12
PAGES = [
    "",
    "ampliar/",
    "retirar/",
    "comentarios/",
    "comentarios/?estado=todos",
    "comentarios/entrar/",
    "respuestas/",
    "respuestas/nueva/?comentario={comment}",
    "respuestas/{reply}/",
    "respuestas/{reply}/cambio/",
    "resumen/",
    "abrir/",
]
NOTICE = {"notice": "Comente el borrador.", "days": "10", "count_in": "BUSINESS_DAYS"}


@pytest.fixture
def client(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


def _consulted(entity: Entity, rows: int, coordinator: Principal) -> dict[str, Any]:
    """A draft with so many rows, each of an actor and a group, in its second round with so many of every comment."""
    plan = make_full_plan(entity, activities=rows)
    for place, deliverable in enumerate(Deliverable.objects.filter(activity__plan=plan)):
        group = ActorGroup.objects.create(entity=entity, name=f"Grupo {place} de {plan}", rule="ALL_UNITS")
        make_assignment(deliverable, group=group, position=1)
        make_actor(entity)
    for _ in range(rows):
        earlier = make_consultation(plan)
        withdraw_consultation(
            consultation_id=earlier.pk, reason="Se abrió con el texto de otro año.", by=coordinator, now=NOW
        )
    consultation = make_consultation(plan)
    for activity in Activity.objects.filter(plan=plan):
        answered = make_comment(consultation, activity_key=activity.key, subject=str(activity))
        values = ReplyValues((answered.number,), "ACCEPTED", "Sí.", promises_change=True, activity_id=activity.pk)
        reply = write_reply(consultation_id=consultation.pk, values=values, by=coordinator, now=NOW)
        make_comment(consultation, status="PENDING")
        make_comment(consultation, status="HIDDEN", hidden_reason="trae datos de otra persona")
        waiting = make_comment(consultation)
    assert Reply.objects.filter(consultation=consultation).count() == rows
    return {"plan": plan.pk, "comment": waiting.number, "reply": reply.number}


def _at(entity: Entity) -> list[str]:
    pages = [f"/{entity.slug}/gestion/planes/{{plan}}/consulta/{path}" for path in PAGES]
    return [f"/{entity.slug}/gestion/consultas/", *pages]


def test_pages_of_a_consultation_stay_cheap(entity: Entity, client: Client, coordinator: Principal) -> None:
    pages = _at(entity)

    assert_cheap(*(costs_of(client, pages, **_consulted(entity, rows, coordinator)) for rows in (1, MANY)))


def test_page_of_a_plan_without_consultation_stays_cheap(entity: Entity, client: Client) -> None:
    plans = [make_full_plan(entity, activities=rows) for rows in (1, MANY)]
    page = f"/{entity.slug}/gestion/planes/{{plan}}/consulta/"

    assert_cheap(*(costs_of(client, [page, f"{page}abrir/"], plan=plan.pk) for plan in plans))


def test_every_page_of_a_consultation_is_measured(entity: Entity, client: Client) -> None:
    assert pages_among(urlpatterns, client, entity) - names_in(_at(entity)) == set()
