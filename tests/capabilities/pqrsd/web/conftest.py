"""Whoever attends people, signed in, at an entity with two units."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from factories import client_of, make_member


@pytest.fixture(autouse=True)
def _no_floods(db: None) -> None:
    cache.clear()


@pytest.fixture
def desk(entity: Any) -> Client:
    return client_of(make_member(entity, "CITIZEN_SERVICE", full_name="Lucía Ortega"))
