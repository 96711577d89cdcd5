"""A draft in consultation, and whoever runs it."""

from typing import Any

import pytest

from factories import make_consultation, make_full_plan, principal
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Principal


@pytest.fixture
def plan(entity: Any) -> Plan:
    return make_full_plan(entity, activities=2)


@pytest.fixture
def consultation(plan: Plan) -> Consultation:
    return make_consultation(plan)


@pytest.fixture
def coordinator(entity: Any) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")
