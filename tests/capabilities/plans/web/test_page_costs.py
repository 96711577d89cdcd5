"""What the editing pages of a plan cost: a fixed number of queries, however many rows and responsibles it holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from factories import (
    NOW,
    an_act,
    approve,
    approve_and_publish,
    client_of,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    principal,
)
from page_costs import assert_cheap, costs_of, names_in, pages_among
from plan_changes import MAY, World
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Activity,
    Announcement,
    Assignment,
    Objective,
    Placement,
    Plan,
    SheetImport,
    UniverseItem,
)
from rinde.capabilities.plans.operations import consolidate_plan
from rinde.capabilities.plans.operations.change_requests import approve_changes, give_opinion
from rinde.capabilities.plans.operations.sheets import receive_sheet
from rinde.capabilities.plans.queries.sheets import plan_standing
from rinde.capabilities.plans.web.urls_desk import urlpatterns
from sheet_samples import as_csv, cells_of, set_cell

TODAY = "2026-05-04T15:00:00Z"
MANY = 12

OF_A_DRAFT = [
    "{plan}/",
    "{plan}/datos/",
    "{plan}/imprimir/",
    "{plan}/revision/",
    "{plan}/revision/resumen/",
    "{plan}/hoja/",
    "{plan}/hoja/{sheet}/",
    "{plan}/fechas-legales/",
    "{plan}/aprobacion/",
    "{plan}/aprobacion/consolidar/",
    "{plan}/aprobacion/ya-aprobado/",
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
    "",
    "nuevo/",
    "nuevo/desde/{plan}/",
]
OF_A_CONSOLIDATED_PLAN = ["{plan}/", "{plan}/aprobacion/", "{plan}/aprobacion/devolver/", "{plan}/aprobacion/acto/"]
OF_AN_APPROVED_PLAN = ["{plan}/", "{plan}/aprobacion/", "{plan}/aprobacion/acto/anular/", "{plan}/publicar/"]
OF_A_PLAN_OF_THE_PAST = ["{plan}/", "{plan}/aprobacion/", "{plan}/publicar/"]
OF_A_PUBLISHED_PLAN = [
    "{plan}/",
    "{plan}/hoja/",
    "{plan}/hoja/{sheet}/",
    "{plan}/aprobacion/",
    "{plan}/revision/",
    "{plan}/cerrar/",
    "{plan}/cambios/",
    "{plan}/cambios/{change}/",
    "{plan}/cambios/nuevo/",
    "{plan}/cambios/nuevo/?actividad={activity}",
    "{plan}/cambios/nuevo/fecha/?actividad={activity}",
    "{plan}/cambios/nuevo/actividad/?en={node}",
    "{plan}/cambios/nuevo/retirar/?actividad={activity}",
    "{plan}/cambios/nuevo/datos/",
    "{plan}/cambios/nuevo/componente/",
    "{plan}/cambios/nuevo/componente/?en={node}",
    "{plan}/cambios/nuevo/componente/?componente={node}",
    "{plan}/cambios/nuevo/responsables/?responsable={open_set}",
    "{plan}/cambios/decidir/",
    "{plan}/cambios/publicar/",
]
ASKING = [one for one in OF_A_PUBLISHED_PLAN if "/nuevo/" in one and one != "{plan}/cambios/nuevo/"]
FILES = {"plan_version", "act_file", "sheet_download"}


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def client(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"), second_factor=True)


def _fill(plan: Plan, rows: int) -> dict[str, Any]:
    """A plan with so many of everything: nodes, activities, products, dates, responsibles, groups, objectives, sheets.

    It may be published as it is.
    """
    entity, node = plan.entity, make_node(plan)
    activity, host = make_activity(node), make_node(make_plan(entity, status=plan.status))
    below = make_node(plan, kind="SUBCOMPONENT", parent=node, code="1.1")
    for position in range(rows):
        group = ActorGroup.objects.create(entity=entity, name=f"Grupo {position} de {plan}", rule="ALL_UNITS")
        placed = make_activity(below)
        for owner in (activity, make_activity(node), placed):
            deliverable = make_deliverable(owner, position=position, product=f"Informe {position}")
            make_milestone(deliverable)
            make_assignment(deliverable, actor=make_actor(entity))
            make_assignment(deliverable, group=group, position=1)
            UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=f"Trámite {position}")
        activity.objectives.add(Objective.objects.create(entity=entity, plan=plan, text=f"Objetivo {position}"))
        announcement = Announcement.objects.create(entity=entity, plan=plan, text=f"Se hará {position}")
        Placement.objects.create(entity=entity, activity=placed, node=host)
    open_set = Assignment.objects.filter(deliverable__activity=activity).first()
    Assignment.objects.filter(pk=open_set.pk).update(is_conditional=True)
    return {
        "plan": plan.pk,
        "node": node.pk,
        "activity": activity.pk,
        "announcement": announcement.pk,
        "open_set": open_set.pk,
    }


def _sheet(plan: Plan, rows: int) -> SheetImport:
    """A sheet that would change as many rows."""
    cells = cells_of(plan_standing(plan, on=NOW.date()))
    for number in range(1, rows + 1):
        set_cell(number, "product", f"Cartilla {number}")(cells)
    by = principal(plan.entity, "PLAN_COORDINATOR")
    return receive_sheet(plan_id=plan.pk, name="hoja.csv", content=as_csv(cells), by=by, now=MAY)


def _published(entity: Entity, rows: int) -> dict[str, Any]:
    """A published plan with requests in every state that waits."""
    plan = make_plan(entity)
    ids = _fill(plan, rows)
    approve_and_publish(plan)
    secretary = principal(entity, "ENTITY_ADMIN", second_factor=True)
    world = World(plan, principal(entity, "PLAN_COORDINATOR"), secretary)
    asked = [world.ask(world.with_date(activity=one)) for one in Activity.objects.filter(plan=plan)]
    for one in asked[1:]:
        give_opinion(request_id=one.pk, favourable=True, text="", by=world.coordinator, now=MAY)
    approved = [one.pk for one in asked[2::2]]
    values = an_act(number="Acta 05 de 2026", dated_on=MAY.date())
    approve_changes(plan_id=plan.pk, request_ids=approved, values=values, by=secretary, now=MAY)
    return ids | {"change": asked[0].pk, "sheet": _sheet(plan, rows).pk}


def _at(entity: Entity, paths: Iterable[str]) -> list[str]:
    return [f"/{entity.slug}/gestion/planes/{path}" for path in paths]


def test_pages_of_a_draft_stay_cheap(entity: Entity, client: Client) -> None:
    costs = []
    for rows in (1, MANY):
        plan = make_plan(entity)
        ids = _fill(plan, rows)
        costs.append(costs_of(client, _at(entity, OF_A_DRAFT), **ids, sheet=_sheet(plan, rows).pk))

    assert_cheap(*costs)


def test_pages_of_a_consolidated_plan_stay_cheap(entity: Entity, client: Client) -> None:
    by = principal(entity, "PLAN_COORDINATOR")
    costs = []
    for rows in (1, MANY):
        plan = make_plan(entity)
        ids = _fill(plan, rows)
        consolidate_plan(plan_id=plan.pk, note="Ya se había consultado.", by=by, now=NOW)
        costs.append(costs_of(client, _at(entity, OF_A_CONSOLIDATED_PLAN), **ids))

    assert_cheap(*costs)


def test_pages_of_an_approved_plan_stay_cheap(entity: Entity, client: Client) -> None:
    costs = []
    for rows in (1, MANY):
        plan = make_plan(entity)
        ids = _fill(plan, rows)
        approve(plan)
        costs.append(costs_of(client, _at(entity, OF_AN_APPROVED_PLAN), **ids))

    assert_cheap(*costs)


def test_pages_of_a_plan_of_the_past_stay_cheap(entity: Entity, client: Client) -> None:
    period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    plans = [(make_plan(entity, **period), rows) for rows in (1, MANY)]

    assert_cheap(*(costs_of(client, _at(entity, OF_A_PLAN_OF_THE_PAST), **_fill(*one)) for one in plans))


def test_pages_of_a_published_plan_stay_cheap(entity: Entity, client: Client) -> None:
    pages = _at(entity, OF_A_PUBLISHED_PLAN)

    assert_cheap(*(costs_of(client, pages, **_published(entity, rows)) for rows in (1, MANY)))


def test_request_that_is_sent_back_costs_no_more_than_a_page(entity: Entity, client: Client) -> None:
    """Without a reason nothing is asked: the same page comes back with what lacks."""
    pages, sent = _at(entity, ASKING), {"cambio-reason": ""}

    assert_cheap(*(costs_of(client, pages, sent=sent, **_published(entity, rows)) for rows in (1, MANY)))


def test_every_page_of_a_plan_is_measured(entity: Entity, client: Client) -> None:
    paths = (*OF_A_DRAFT, *OF_A_CONSOLIDATED_PLAN, *OF_AN_APPROVED_PLAN, *OF_A_PUBLISHED_PLAN)

    unmeasured = pages_among(urlpatterns, client, entity) - names_in(_at(entity, paths))

    assert unmeasured == FILES
