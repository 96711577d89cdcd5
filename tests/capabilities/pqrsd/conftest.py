"""An entity with a unit, and whoever attends people, answers, approves and only reads."""

from typing import Any

import pytest

from factories import make_actor, principal
from rinde.capabilities.entities.models import Actor
from rinde.services.access import Principal


@pytest.fixture
def unit(entity: Any) -> Actor:
    return make_actor(entity, name="Secretaría de Obras")


@pytest.fixture
def attendant(entity: Any) -> Principal:
    return principal(entity, "CITIZEN_SERVICE")
