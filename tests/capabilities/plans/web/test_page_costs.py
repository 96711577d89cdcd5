"""What the editing pages of a plan cost: a fixed number of queries, however many rows and responsibles it holds."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import (
    client_of,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_member,
    make_milestone,
    make_node,
    make_plan,
)
from plan_changes import published_world
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Announcement, Assignment, Objective, Placement, Plan, UniverseItem

MOST = 15  # queries of one page, with those that find out who asks and where
TODAY = "2026-05-04T15:00:00Z"

OF_A_DRAFT = [
    "{plan}/",
    "{plan}/datos/",
    "{plan}/imprimir/",
    "{plan}/revision/",
    "{plan}/revision/resumen/",
    "{plan}/hoja/",
    "{plan}/fechas-legales/",
    "{plan}/aprobacion/",
    "{plan}/aprobacion/consolidar/",
    "{plan}/componentes/nuevo/",
    "{plan}/componentes/{node}/editar/",
    "{plan}/componentes/{node}/eliminar/",
    "{plan}/actividades/nueva/",
    "{plan}/actividades/{activity}/editar/",
    "{plan}/actividades/{activity}/eliminar/",
    "{plan}/actividades/{activity}/responsables/{open_set}/",
    "{plan}/actividades/{activity}/fila/",
    "{plan}/actividades/{activity}/mover/",
    "{plan}/actividades/{activity}/dividir/",
    "{plan}/actividades/{activity}/unir/",
    "{plan}/actividades/{activity}/otros-planes/",
    "{plan}/acciones/nueva/",
    "{plan}/acciones/{announcement}/editar/",
    "{plan}/acciones/{announcement}/eliminar/",
    "{plan}/acciones/{announcement}/programar/",
    "nuevo/",
    "nuevo/desde/{plan}/",
]
OF_A_PUBLISHED_PLAN = [
    "{plan}/",
    "{plan}/hoja/",
    "{plan}/aprobacion/",
    "{plan}/revision/",
    "{plan}/cerrar/",
    "{plan}/cambios/",
    "{plan}/cambios/{change}/",
    "{plan}/cambios/nuevo/",
    "{plan}/cambios/nuevo/actividad/?actividad={activity}",
    "{plan}/cambios/nuevo/retirar/?actividad={activity}",
    "{plan}/cambios/nuevo/datos/",
    "{plan}/cambios/nuevo/componente/?componente={node}",
    "{plan}/cambios/nuevo/responsables/?responsable={open_set}",
    "{plan}/cambios/decidir/",
]


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(TODAY, tick=False)


def _fill(plan: Plan, rows: int) -> dict[str, Any]:
    """A plan with so many of everything: nodes, activities, products, dates, responsibles, groups, objectives."""
    entity, node = plan.entity, make_node(plan)
    activity, host = make_activity(node), make_node(make_plan(entity, status=plan.status))
    make_node(plan, kind="SUBCOMPONENT", parent=node, code="1.1")
    for position in range(rows):
        group = ActorGroup.objects.create(entity=entity, name=f"Grupo {position} de {plan}", rule="ALL_UNITS")
        for owner in (activity, make_activity(node)):
            deliverable = make_deliverable(owner, position=position, product=f"Informe {position}")
            make_milestone(deliverable)
            make_assignment(deliverable, actor=make_actor(entity))
            make_assignment(deliverable, group=group, position=1)
            UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=f"Trámite {position}")
        activity.objectives.add(Objective.objects.create(entity=entity, plan=plan, text=f"Objetivo {position}"))
        announcement = Announcement.objects.create(entity=entity, plan=plan, text=f"Se hará {position}")
        Placement.objects.create(entity=entity, activity=make_activity(node), node=host)
    open_set = Assignment.objects.filter(deliverable__activity=activity).first()
    Assignment.objects.filter(pk=open_set.pk).update(is_conditional=True)
    return {
        "plan": plan.pk,
        "node": node.pk,
        "activity": activity.pk,
        "announcement": announcement.pk,
        "open_set": open_set.pk,
    }


def _cost(client: Client, url: str) -> int:
    """The queries of the second visit: the first may start something that is made once."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize("path", OF_A_DRAFT)
def test_page_of_a_draft_stays_cheap(entity: Entity, path: str) -> None:
    client = client_of(make_member(entity, "PLAN_COORDINATOR"))

    costs = [
        _cost(client, f"/{entity.slug}/gestion/planes/{path.format(**_fill(make_plan(entity), rows))}")
        for rows in (1, 30)
    ]

    assert costs[0] == costs[1] <= MOST, costs


@pytest.mark.parametrize("path", OF_A_PUBLISHED_PLAN)
def test_page_of_a_published_plan_stays_cheap(entity: Entity, path: str) -> None:
    costs = []
    for rows in (1, 30):
        world = published_world(entity, activities=rows)
        asked = [world.ask(world.with_date(activity=one)) for one in world.activities]
        activity = world.activities[0]
        ids = {"plan": world.plan.pk, "activity": activity.pk, "node": activity.node_id, "change": asked[0].pk}
        open_set = Assignment.objects.get(deliverable__activity=activity)
        Assignment.objects.filter(pk=open_set.pk).update(is_conditional=True)
        ids["open_set"] = open_set.pk
        user = make_member(entity, "PLAN_COORDINATOR")
        costs.append(_cost(client_of(user, second_factor=True), f"/{entity.slug}/gestion/planes/{path.format(**ids)}"))

    assert costs[0] == costs[1] <= MOST, costs
