"""What falls due, month by month, and as a calendar to subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.services.access import public_page
from rinde.sites.portal.agenda import AgendaFilter, agenda_months, asked_dues, read_agenda_filter
from rinde.sites.portal.calendars import calendar_file
from rinde.sites.portal.editions import Due, prepared
from rinde.sites.portal.reading import edition_or_404, editions_of, entity_of
from rinde.sites.portal.words import DayState, day_state


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    state: DayState
    dues: Sequence[Due]


def _days(dues: Sequence[Due], today: date) -> list[Day]:
    return [Day(on, day_state(on, today), list(ones)) for on, ones in groupby(dues, key=lambda due: due.on)]


@public_page
def calendar(request: HttpRequest, entity_slug: str) -> HttpResponse:
    """The dates of a month across all plans; the current month unless another is asked for."""
    today = timezone.localdate()
    editions = editions_of(entity_of(request))
    question = read_agenda_filter(request.GET, editions, today)
    dues = asked_dues(editions, question)
    of_month = [due for due in dues if f"{due.on:%Y-%m}" == question.month]
    feed = f"{reverse('portal:calendar_feed', kwargs={'entity_slug': entity_slug})}{question.feed_query}"
    context = {
        "section": "calendar",
        "question": question,
        "days": _days(of_month, today),
        "count": len(of_month),
        "months": agenda_months(dues, question),
        "has_plans": bool(editions),
        "feed": feed,
        "choices": question.choices,
    }
    return render(request, "portal/calendar.html", context)


def _calendar_response(request: HttpRequest, name: str, dues: Sequence[Due]) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(calendar_file(name, dues, site), content_type="text/calendar; charset=utf-8")


@public_page
def feed(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every date of the published plans, or of the plan and unit that were asked for."""
    entity = entity_of(request)
    editions = editions_of(entity)
    question: AgendaFilter = read_agenda_filter(request.GET, editions, timezone.localdate())
    return _calendar_response(request, f"Compromisos de {entity.display_name}", asked_dues(editions, question))


@public_page
def activity_dates(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str) -> HttpResponse:  # noqa: ARG001
    edition = edition_or_404(request, year, plan_slug)
    dues = [due for due in prepared(edition).dues if due.row.placed.activity.key == key]
    if not dues:
        raise Http404("Esa actividad no tiene fechas en la versión vigente.")
    return _calendar_response(request, dues[0].row.placed.activity.name[:80], dues)
