"""Pages as visitors and staff meet them in a browser, two days after everything began, for conftest modules."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client

from factories import NOW, make_member


@pytest.fixture(autouse=True)
def on_a_day(db: None) -> Iterator[Any]:
    """Two days after the beginning; nothing of other tests is kept."""
    cache.clear()
    caches["pages"].clear()
    with time_machine.travel(NOW + timedelta(days=2), tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_role(entity: Any) -> Callable[[str], Client]:
    """A browser in which somebody of a role is signed in."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(make_member(entity, role))
        return client

    return signed_in


def value_of(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return found.group(1)
