"""What the pages of monitoring cost: a fixed number of queries, for 1, 3 and 100 activities, people and notes."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client

from factories import (
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
    make_user,
    principal,
)
from followup_rounds import IN_AUGUST, JULY, make_policy
from followup_samples import make_evidence, make_report
from page_costs import MOST, assert_cheap, costs_of, names_in, pages_among
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.operations.monitoring import close_round, open_round
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.followup.web.urls.monitoring import urlpatterns

BASE = "/{entity}/gestion/seguimiento/planes/"
PAGES = [
    BASE,
    BASE + "{plan}/",
    BASE + "{plan}/?estado=vencidas&componente=1&ronda=1",
    BASE + "{plan}/quien-hace-que/",
    BASE + "{plan}/rondas/",
    BASE + "{plan}/rondas/1/",
    BASE + "{plan}/rondas/{open}/",
    BASE + "{plan}/rondas/{open}/?mostrar=pendientes",
    BASE + "{plan}/rondas/{open}/notas/{key}/",
    BASE + "{plan}/rondas/{open}/cerrar/",
    BASE + "{plan}/rondas/{open}/recordar/",
]
TO_OPEN = BASE + "{plan}/rondas/abrir/"
FILE = BASE + "{plan}/rondas/1/ronda.csv"


@pytest.fixture
def client(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


def _note_all(opened: MonitoringRound, cells: Iterable[Cell]) -> None:
    """A note of each activity, as an operation would have left it."""
    MonitoringNote.objects.bulk_create(
        MonitoringNote(
            entity_id=opened.entity_id,
            round=opened,
            activity_key=cell.activity_key,
            text="Va bien.",
            edited_at=IN_AUGUST,
            edited_by_id=opened.opened_by_id,
        )
        for cell in cells
    )


def followed(entity: Entity, rows: int) -> dict[str, object]:
    """A plan with so many activities, units, people, reports, notes and closed rounds, and one round open."""
    by = principal(entity, "PLAN_COORDINATOR")
    plan = make_plan(entity)
    node, author = make_node(plan), make_user()
    for _ in range(rows):
        deliverable = make_deliverable(make_activity(node))
        make_milestone(deliverable)
        actor = make_actor(entity)
        make_assignment(deliverable, actor=actor)
        Membership.objects.create(entity=entity, user=make_user(), role="UNIT_LIAISON", scope_kind="actors").actors.add(
            actor
        )
    approve_and_publish(plan, by=by)
    found = plan_cells(plan)
    assert found is not None
    make_policy(plan, monitored_by_id=found.cells[0].key.actor_id)
    for place, cell in enumerate(found.cells):
        if place % 3:
            make_evidence(plan, make_report(plan, cell, author=author, status="ACCEPTED" if place % 2 else "SENT"))
    for number in range(min(rows, 12)):
        day = JULY.starts_on - timedelta(days=20 - number)
        stretch = Stretch(day, day)
        opened = open_round(plan_id=plan.pk, stretch=stretch, by=by, now=IN_AUGUST)
        _note_all(opened, found.cells)
        close_round(round_id=opened.pk, summary="", by=by, now=IN_AUGUST)
    opened = open_round(plan_id=plan.pk, stretch=JULY, by=by, now=IN_AUGUST)
    _note_all(opened, found.cells)
    return {"entity": entity.slug, "plan": plan.pk, "open": opened.number, "key": found.cells[0].activity_key}


def test_pages_of_monitoring_stay_cheap(entity: Entity, client: Client) -> None:
    one, three = (costs_of(client, [*PAGES, FILE], **followed(entity, rows)) for rows in (1, 3))

    assert_cheap(one, three)


@pytest.mark.slow
def test_pages_of_a_hundred_activities_cost_what_those_of_one_cost(entity: Entity, client: Client) -> None:
    hundred = costs_of(client, [*PAGES, FILE], **followed(entity, 100))
    one = costs_of(client, [*PAGES, FILE], **followed(entity, 1))

    assert_cheap(one, hundred)


def test_page_that_opens_a_round_stays_cheap(entity: Entity, client: Client) -> None:
    found = followed(entity, 3)
    MonitoringRound.objects.filter(status="OPEN").delete()
    assert costs_of(client, [TO_OPEN], **found)[TO_OPEN] <= MOST


def test_every_page_of_monitoring_is_measured(entity: Entity, client: Client) -> None:
    measured = [one.format(entity=entity.slug, plan=1, open=1, key="1.1") for one in (*PAGES, TO_OPEN, FILE)]
    assert pages_among(urlpatterns, client, entity) - names_in(measured) == set()
