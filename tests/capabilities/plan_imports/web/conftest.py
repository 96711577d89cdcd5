"""A signed-in coordinator's browser."""

import pytest
from django.test import Client

from factories import make_member
from rinde.capabilities.entities.models import Entity


@pytest.fixture
def desk(entity: Entity) -> Client:
    client = Client()
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))
    return client
