"""What a page of the desk costs in queries, and which addresses are pages at all."""

import re
from collections.abc import Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, resolve, reverse

from rinde.capabilities.entities.models import Entity

MOST = 15  # queries of one page, with those that find out who asks and where


def costs_of(
    client: Client, addresses: Iterable[str], *, sent: dict[str, str] | None = None, **ids: object
) -> dict[str, int]:
    """The queries of each page, by its address with the numbers left out; with something sent, of the refusal."""
    return {one: _cost(client, one.format(**ids), sent) for one in addresses}


def _cost(client: Client, url: str, sent: dict[str, str] | None) -> int:
    """The queries of the second visit: the first may start something that is made once."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url) if sent is None else client.post(url, sent)
    assert sent is None or answer.status_code == 422, url
    return len(captured)


def assert_cheap(one: dict[str, int], many: dict[str, int]) -> None:
    """The same for one row and for many, and never more than a page may cost."""
    assert many == one
    assert {page: cost for page, cost in one.items() if cost > MOST} == {}


def names_in(addresses: Iterable[str]) -> set[str]:
    """The names of the pages at some addresses, whatever their numbers."""
    return {resolve(re.sub(r"{\w+}", "1", one).split("?")[0]).url_name or "" for one in addresses}


def pages_among(patterns: Iterable[URLPattern], client: Client, entity: Entity) -> set[str]:
    """The names of those that are opened, and not only sent to."""
    return {one.name or "" for one in patterns if client.get(_address(one, entity)).status_code != 405}


def _address(one: URLPattern, entity: Entity) -> str:
    return reverse(f"desk:{one.name}", kwargs={"entity_slug": entity.slug, **dict.fromkeys(one.pattern.converters, 1)})
