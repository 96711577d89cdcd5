"""The board of a published plan in August, with June's round closed, in a browser of somebody of a role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from board_pages import Page, page_of
from factories import make_published_plan
from followup_rounds import IN_AUGUST
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan


@pytest.fixture(autouse=True)
def on_a_day(db: None) -> Iterator[Any]:
    """In August, when everything of the factories has fallen due."""
    with time_machine.travel(IN_AUGUST, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity, activities=3)


@pytest.fixture
def client(as_role: Callable[[str], Client]) -> Client:
    return as_role("PLAN_COORDINATOR")


@pytest.fixture
def at(plan: Plan) -> Callable[[str], str]:
    """An address below the plan's follow-up."""
    return lambda path="": f"/{plan.entity.slug}/gestion/seguimiento/planes/{plan.pk}/{path}"


@pytest.fixture
def opened(client: Client) -> Callable[[str], Page]:
    """A page that opens, read."""

    def read(address: str) -> Page:
        response = client.get(address)
        assert response.status_code == 200, address
        return page_of(response.content)

    return read
