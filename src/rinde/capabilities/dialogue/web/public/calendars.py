"""The spaces of dialogue as a calendar that phones subscribe to (RFC 5545); each event links back to its page."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from rinde.capabilities.dialogue.choices import SpaceKind, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.words import where_of
from rinde.services.access import public_page


@public_page
def space_calendar(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every space to which people were called; a cancelled one stays and says so."""
    entity = request.entity  # type: ignore[attr-defined]
    return _answer(request, f"Espacios de diálogo de {entity.display_name}", public_spaces(entity))


@public_page
def space_date(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """One space, for somebody's own calendar."""
    space = public_space(request, slug)
    return _answer(request, space.title, [space])


def _answer(request: HttpRequest, name: str, spaces: Iterable[DialogueSpace]) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(spaces_file(name, spaces, site), content_type="text/calendar; charset=utf-8")


def spaces_file(name: str, spaces: Iterable[DialogueSpace], site: str) -> bytes:
    """Write spaces as events. A space keeps its UID whatever happens to it, also when its date moves.

    Args:
        site: scheme and host for absolute addresses: «https://rinde.example.gov.co».
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rinde//Espacios de dialogo//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "America/Bogota")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for space in spaces:
        calendar.add_component(_event(space, site))
    written: bytes = calendar.to_ical()
    return written


def _event(space: DialogueSpace, site: str) -> Event:
    path = reverse("portal:dialogue_space", kwargs={"entity_slug": space.entity.slug, "slug": space.slug})
    is_cancelled = space.status == SpaceStatus.CANCELLED
    event = Event()
    event.add("uid", f"{space.entity.slug}.espacio.{space.code}@rinde")
    # The moment of the last change: a phone takes the newer of two events of one UID.
    event.add("dtstamp", space.edited_at.astimezone(UTC))
    event.add("last-modified", space.edited_at.astimezone(UTC))
    event.add("dtstart", space.starts_at.astimezone(UTC))
    event.add("dtend", space.ends_at.astimezone(UTC))
    event.add("summary", f"Cancelado: {space.title}" if is_cancelled else space.title)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("location", where_of(space))
    event.add("description", _description(space, f"{site}{path}"))
    event.add("url", f"{site}{path}")
    return event


def _description(space: DialogueSpace, url: str) -> str:
    lines = (
        str(SpaceKind(space.kind).label),
        space.cancelled_reason and f"Se canceló. Motivo: {space.cancelled_reason}",
        space.purpose,
        space.link and f"Enlace: {space.link}",
        url,
    )
    return "\n".join(line for line in lines if line)
