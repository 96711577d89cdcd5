"""Fixtures of the whole suite."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from factories import make_entity
from rinde.capabilities.entities.models import Entity
from rinde.services.audit.protection import unprotect
from rinde.services.tenancy import active_tenant


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, for it starts processes of its own; it still always runs")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The trail's triggers refuse the emptying of the database after a transactional test.

    tests/services/audit puts them back for itself.
    """
    with django_db_blocker.unblock():
        unprotect(connection)


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
