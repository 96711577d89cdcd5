"""«¿Qué sigue?» of whoever reports and of whoever looks at what was reported."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from capabilities.followup.web.report_forms import liaison
from factories import client_of, make_member, make_published_plan
from followup_samples import cells_in, make_report
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.next_steps import Step


def steps(client: Client, entity: Entity) -> dict[str, Step]:
    answer: Any = client.get(reverse("desk:start", kwargs={"entity_slug": entity.slug}))
    return {step.title: step for step in answer.context["steps"]}


def test_liaison_is_told_what_presses_and_where_to_report_it(entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity, activities=3)
    returned, late, sent = cells_in(plan)
    make_report(plan, returned, status="RETURNED")
    make_report(plan, sent, outcome="PARTIAL")
    with active_tenant(other_entity):
        make_published_plan(other_entity)
    unit = liaison(entity, *(cell.key.actor_id for cell in (returned, late, sent)))
    with time_machine.travel("2026-07-03T15:00:00Z", tick=False):
        found = steps(unit, entity)
    step = found["Tiene 2 reportes por hacer"]
    assert (step.text, step.kind, step.word) == ("1 devuelto y 1 vencido.", "late", "Devuelto")
    assert step.url == reverse("desk:my_cells", kwargs={"entity_slug": entity.slug})
    assert not [title for title in found if "revisar" in title]


@pytest.mark.parametrize(
    ("day", "title"),
    [("2026-05-01", None), ("2026-06-20", "Tiene un reporte por hacer"), ("2026-07-01", "Tiene un reporte por hacer")],
)
def test_what_is_far_off_is_not_told(entity: Entity, day: str, title: str | None) -> None:
    plan = make_published_plan(entity)
    unit = liaison(entity, cells_in(plan)[0].key.actor_id)
    with time_machine.travel(f"{day}T15:00:00Z", tick=False):
        found = steps(unit, entity)
    assert [one for one in found if "report" in one] == ([title] if title else [])


def test_coordinator_is_told_what_waits_for_review(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    for cell in cells_in(plan):
        make_report(plan, cell)
    found = steps(client_of(make_member(entity, "PLAN_COORDINATOR")), entity)
    assert found["2 reportes por revisar"].url == reverse("desk:review_list", kwargs={"entity_slug": entity.slug})


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "ENTITY_ADMIN"])
def test_others_are_told_nothing_of_it(entity: Entity, role: str) -> None:
    make_report(make_published_plan(entity))
    found = steps(client_of(make_member(entity, role)), entity)
    assert [one for one in found if "reporte" in one] == []
