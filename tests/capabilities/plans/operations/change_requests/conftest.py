"""The world of every test about changes."""

import pytest

from plan_changes import World, published_world
from rinde.capabilities.entities.models import Entity


@pytest.fixture
def world(entity: Entity) -> World:
    return published_world(entity)
