"""Filling in the form of a report, as somebody of a unit does in a browser."""

import re
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from browsing import value_of
from factories import (
    approve_and_publish,
    client_of,
    make_activity,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    make_user,
)
from followup_samples import cells_in, first_cell
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.plans.models import Plan, UniverseItem
from rinde.services.tenancy import active_tenant


def liaison(entity: Entity, *actor_ids: int | None) -> Client:
    """A browser of somebody who reports for some units."""
    user = make_user()
    with active_tenant(entity):
        membership = Membership.objects.create(entity=entity, user=user, role="UNIT_LIAISON", scope_kind="actors")
        membership.actors.set(Actor.objects.filter(pk__in=[one for one in actor_ids if one]))
    return client_of(user)


def unit_of(plan: Plan) -> Client:
    return liaison(plan.entity, *(cell.key.actor_id for cell in cells_in(plan)))


def form_of(plan: Plan, key: CellKey | None = None) -> str:
    key = key or first_cell(plan).key
    return reverse(
        "desk:report_cell",
        kwargs={
            "entity_slug": plan.entity.slug,
            "deliverable_id": key.deliverable_id,
            "milestone_id": key.milestone_id,
            "actor_id": key.actor_id or 0,
        },
    )


def page(name: str, entity: Entity, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **more})


def fields_of(body: str) -> dict[str, str]:
    """What a fresh form carries by itself."""
    day = re.search(r'name="happened_on" value="([^"]*)"', body)
    return {
        "form_token": value_of(body, "form_token"),
        "seen": (re.search(r'name="seen" value="([^"]*)"', body) or [""] * 2)[1],
        "happened_on": day.group(1) if day else "",
        "visibility": "PUBLIC",
    }


def fill(client: Client, plan: Plan, *, then: str = "enviar", key: CellKey | None = None, **typed: Any) -> Any:
    """Open the form, fill it in and press a button; gives the answer."""
    url = form_of(plan, key)
    opened = client.get(url)
    assert opened.status_code == 200
    return client.post(url, fields_of(opened.text) | {then: "1"} | typed)


DONE = {"outcome": "DONE", "text": "Se publicó el informe en la página."}


def counted_plan(entity: Entity, universe: tuple[str, ...] = (), **fields: Any) -> Plan:
    plan = make_plan(entity)
    deliverable = make_deliverable(
        make_activity(make_node(plan)), **{"target_quantity": Decimal(40), "target_unit": "COUNT"} | fields
    )
    for place, name in enumerate(universe):
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=name, position=place)
    make_milestone(deliverable)
    make_assignment(deliverable)
    approve_and_publish(plan)
    return plan
