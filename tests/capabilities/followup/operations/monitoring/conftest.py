"""A published plan, and whoever coordinates it."""

import pytest

from factories import make_published_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Principal


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity, activities=2)


@pytest.fixture
def coordinator(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")
