"""Dates as a calendar that phones subscribe to (RFC 5545). Pure."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from rinde.sites.portal.editions import Due, lead_names


def calendar_file(name: str, dues: Iterable[Due], site: str) -> bytes:
    """Write dates as all-day events, each with the address of its activity.

    The same date keeps its UID whatever else changes in the plan, and the stamp is the publication's, so that a phone
    that asks again gets the same bytes until something was published.

    Args:
        site: scheme and host for absolute addresses: «https://rinde.example.gov.co».
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rinde//Calendario de compromisos//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "America/Bogota")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for due in dues:
        calendar.add_component(_event(due, site))
    written: bytes = calendar.to_ical()
    return written


def _event(due: Due, site: str) -> Event:
    activity = due.row.placed.activity
    url = f"{site}{due.row.url}"
    event = Event()
    event.add("uid", f"{due.row.url.strip('/').replace('/', '.')}.{due.number}.{due.on:%Y%m%d}@rinde")
    event.add("dtstamp", due.edition.published.published_at)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    event.add("summary", f"Vence: {' '.join(filter(None, (activity.code, activity.name)))}")
    event.add("description", _description(due, url))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _description(due: Due, url: str) -> str:
    responsible = "; ".join(lead_names(due.row.placed.activity))
    lines = (
        due.name,
        due.deliverable.product and f"Producto: {due.deliverable.product}",
        due.deliverable.target and f"Meta: {due.deliverable.target}",
        responsible and f"Responsable: {responsible}",
        f"Plan: {due.edition.content.title}",
        url,
    )
    return "\n".join(filter(None, lines))
