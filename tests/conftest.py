"""Fixtures of the whole suite."""

from collections.abc import Iterator

import pytest
from factories import make_entity

from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant


@pytest.fixture
def entity(db: None) -> Iterator[Entity]:
    """An entity whose tenant guard stays open during the test."""
    entity = make_entity()
    with active_tenant(entity):
        yield entity


@pytest.fixture
def other_entity(db: None) -> Entity:
    """A second entity, for what must not leak. Its guard is shut: open it with `active_tenant`."""
    return make_entity()
