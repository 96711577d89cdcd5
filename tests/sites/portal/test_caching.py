"""Kept copies: quick, right, never somebody else's, never old in the process that published."""

import gzip
from dataclasses import replace
from secrets import token_bytes

import brotli
import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.sites.portal.caching import (
    CACHE_CONTROL,
    LARGEST_KEPT,
    SECONDS,
    Copy,
    PublicPageCacheMiddleware,
    _encoding_for,
    _key,
)


def _plan(entity: Entity) -> str:
    return f"/{entity.slug}/planes/2026/ptep/"


def test_kept_copy_is_the_same_page_without_a_question_to_the_database(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    first = client.get(_plan(entity))
    with CaptureQueriesContext(connection) as queries:
        second = client.get(_plan(entity))
    assert len(queries) == 0
    assert second.content == first.content
    for header in ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"):
        assert second[header] == first[header]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5, br;q=0", "gzip"),
        ("", ""),
        ("identity", ""),
        ("br;q=x", ""),
    ],
)
def test_encoding_is_the_best_that_is_taken(accepted: str, encoding: str):
    assert _encoding_for(accepted, "text/html; charset=utf-8") == encoding
    assert _encoding_for(accepted, "application/pdf") == ""


def test_every_encoding_holds_the_same_page(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    bodies = []
    for encoding, unpack in (
        ("br", brotli.decompress),
        ("gzip", gzip.decompress),
        ("", bytes),
        ("br", brotli.decompress),
    ):
        response = client.get(_plan(entity), headers={"accept-encoding": encoding})
        assert response.get("Content-Encoding", "") == encoding
        assert response["Content-Length"] == str(len(response.content))
        assert response["Vary"] == "Accept-Encoding"
        bodies.append(unpack(response.content))
    assert len(set(bodies)) == 1


def test_conditional_get_saves_the_body(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    etag = client.get(_plan(entity))["ETag"]
    for asked in (etag, f'"x", {etag}', "*"):
        again = client.get(_plan(entity), headers={"if-none-match": asked})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert client.get(_plan(entity), headers={"if-none-match": '"x"'}).status_code == 200


def test_head_has_the_headers_of_the_page(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    head = client.head(_plan(entity))
    page = client.get(_plan(entity))
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == page["ETag"]
    assert head["Content-Length"] == page["Content-Length"]


def test_new_version_shows_at_once_after_whatever_may_have_written(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    before = client.get(_plan(entity))
    publish(entity, replace(content, objective="Un objetivo nuevo."))
    assert client.get(_plan(entity)).content == before.content  # written by another process: up to SECONDS late
    client.post("/cuenta/")
    after = client.get(_plan(entity))
    assert "Un objetivo nuevo." in after.content.decode()
    assert after["ETag"] != before["ETag"]


def test_copy_of_another_process_goes_after_ten_seconds(
    client: Client, entity: Entity, content: PlanContent, publish, time_machine
):
    time_machine.move_to("2026-04-20T12:00:00-05:00", tick=False)
    publish(entity, content)
    client.get(_plan(entity))
    publish(entity, replace(content, objective="Un objetivo nuevo."))
    time_machine.shift(SECONDS + 1)
    assert "Un objetivo nuevo." in client.get(_plan(entity)).content.decode()


def test_another_encoding_does_not_lengthen_a_copys_life():
    copy = Copy.of(b"x", {"Content-Type": "text/html"}, 'W/"x"')
    copy.until -= SECONDS
    assert copy.seconds_left == 0


def test_errors_redirects_and_health_are_not_kept(client: Client, entity: Entity):
    for page in (f"/{entity.slug}/nada/", "/", "/salud/", "/cuenta/"):
        client.get(page)
    assert len(caches["pages"]._cache) == 0


def test_questions_and_entities_have_their_own_copies(
    client: Client, entity: Entity, other_entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    publish(other_entity, replace(content, title="Plan de la otra"))
    whole = client.get(_plan(entity)).content
    part = client.get(f"{_plan(entity)}?componente=1").content
    other = client.get(_plan(other_entity)).content
    assert len({whole, part, other}) == 3
    assert client.get(_plan(entity)).content == whole
    assert client.get(f"{_plan(entity)}?componente=1").content == part
    assert client.get(_plan(other_entity)).content == other


def test_host_is_part_of_the_key(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    here = client.get(_plan(entity)).content.decode()
    there = client.get(_plan(entity), headers={"host": "localhost"}).content.decode()
    assert "http://testserver/" in here
    assert "http://testserver/" not in there


def test_page_rendered_while_something_was_written_is_not_kept(rf, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    inner = Client().handler

    def writes_meanwhile(request):
        response = inner.get_response(request)
        middleware.generation += 1
        return response

    inner.load_middleware()
    caches["pages"].clear()
    middleware = PublicPageCacheMiddleware(writes_meanwhile)
    request = rf.get(_plan(entity))
    assert middleware._render(request, "k").status_code == 200
    assert caches["pages"].get("k") is None


def test_signed_in_people_get_the_same_copy(client: Client, entity: Entity, content: PlanContent, publish, admin_like):
    publish(entity, content)
    anonymous = client.get(_plan(entity)).content
    signed_in = Client()
    signed_in.force_login(admin_like)
    caches["pages"].clear()
    assert signed_in.get(_plan(entity)).content == anonymous


@pytest.mark.parametrize(("line", "kept"), [(b"BEGIN:VEVENT\r\n", True), (None, False)])
def test_large_calendar_is_compressed_and_told_by_its_hash(rf, entity: Entity, line: bytes | None, kept: bool):
    address = f"/{entity.slug}/calendario.ics"
    size = LARGEST_KEPT * 2
    body = line * (size // len(line)) if line else token_bytes(size)

    def calendar(request):
        request.resolver_match = resolve(address)
        return HttpResponse(body, content_type="text/calendar; charset=utf-8")

    middleware = PublicPageCacheMiddleware(calendar)
    first = middleware(rf.get(address, headers={"accept-encoding": "gzip"}))
    assert gzip.decompress(first.content) == body
    assert first["Cache-Control"] == CACHE_CONTROL
    again = middleware(rf.get(address, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]}))
    assert (again.status_code, again.content) == (304, b"")
    assert (caches["pages"].get(_key(rf.get(address))) is not None) is kept
