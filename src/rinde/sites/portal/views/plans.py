"""The list of plans, a plan and an activity: of the version in force, or of any version at its own address."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.consultations.queries import draft_notices
from rinde.capabilities.followup.queries.public_voices import voices_on
from rinde.capabilities.followup.queries.remarks import public_remarks, remark_count
from rinde.capabilities.plans.queries.change_requests import PublishedChange, change_log
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.services.access import public_page
from rinde.services.reporting.writers import FORMATS, Format
from rinde.sites.portal import presenters, words
from rinde.sites.portal.editions import Edition, Row, prepared
from rinde.sites.portal.filters import chosen_rows, filter_in_words, read_filter
from rinde.sites.portal.memory import Memory
from rinde.sites.portal.reading import edition_or_404, editions_of, entity_of, plan_of, version_or_404
from rinde.sites.portal.structured_data import json_ld, plan_dataset
from rinde.sites.portal.summaries import by_component, by_quarter
from rinde.sites.portal.views.progress import progress_today
from rinde.sites.portal.voices import ActivityVoices

ROWS_ON_PAGE = 200
REMARKS_SHOWN = 5
_SAID: Memory[dict[str, Any]] = Memory(most=500)


@public_page
def plans(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every published plan, newest first, under its year; above them, the drafts that were put before people."""
    entity = entity_of(request)
    years = [(year, list(ones)) for year, ones in groupby(editions_of(entity), key=lambda one: one.content.year)]
    drafts = draft_notices(entity, today=timezone.localdate())
    return render(request, "portal/plans.html", {"section": "plans", "years": years, "drafts": drafts})


@public_page
def plan(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """The plan: what it is, in numbers, and its activities as asked for."""
    return _plan_page(request, edition_or_404(request, year, plan_slug))


@public_page
def version_page(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """A version as it was published, whatever came after it."""
    return _plan_page(request, version_or_404(request, year, plan_slug, number))


def _plan_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    # An old version shows its promise only.
    progress = progress_today(request, edition) if edition.is_current else None
    told = progress if progress and progress.is_told else None
    goes = told.activities if told else None
    question = read_filter(request.GET, edition, goes)
    rows = chosen_rows(edition, question)
    page = Paginator(rows, ROWS_ON_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "progress": progress,
        "shows_standing": told is not None,
        "section": "plans",
        "edition": edition,
        "content": edition.content,
        "question": question,
        "asked": filter_in_words(question, edition),
        "choices": presenters.choices_of(edition, question, goes),
        "components": presenters.grouped_rows(page.object_list, told.standing_cells if told else None),
        "page": page,
        "found": len(rows),
        "all": len(prepared(edition).rows),
        **_header(request, edition),
        **_downloads(edition, question.query),
    }
    return render(request, "portal/plan.html", context)


def _header(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    entity, content = entity_of(request), edition.content
    page = request.build_absolute_uri(edition.url())
    home = request.build_absolute_uri(reverse("portal:home", kwargs={"entity_slug": entity.slug}))
    files = [(request.build_absolute_uri(url), form.content_type.split(";")[0]) for form, url in _files_of(edition)]
    return {
        "canonical": page,
        "period": words.period_of(content),
        "instrument": presenters.instrument_of(content),
        "annexes": presenters.annexes_of(content),
        "signatures": presenters.signed_by(content),
        "announced": presenters.announced_by_group(content),
        "shown_here": _shown_here(request, content),
        "component_bars": by_component(edition),
        "quarter_bars": by_quarter(edition),
        "units": len(prepared(edition).units),
        "dates": len(prepared(edition).dues),
        "data": json_ld(plan_dataset(edition, entity, home=home, page=page, files=files)),
    }


def _shown_here(request: HttpRequest, content: PlanContent) -> Sequence[presenters.Shown]:
    """Asks for the other plans only where this one shows something of theirs."""
    shown = presenters.shown_here(content, ())
    return presenters.shown_here(content, editions_of(entity_of(request))) if shown else ()


def _downloads(edition: Edition, query: str) -> dict[str, Any]:
    query = query if edition.is_current else ""
    return {"downloads": [{"url": f"{url}{query}", "label": form.label} for form, url in _files_of(edition)]}


@lru_cache(maxsize=64)
def _files_of(edition: Edition) -> Sequence[tuple[Format, str]]:
    """Of the plan in force, what the page shows as a file; of a version, its whole document, which never changes."""
    ways = FORMATS.items()
    if edition.is_current:
        return [(form, edition.url("download", extension=extension)) for extension, form in ways]
    return [(form, edition.document(extension)) for extension, form in ways]


@public_page
def activity(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str) -> HttpResponse:  # noqa: ARG001
    """One promise: what, how much, who, for when, and where it is written."""
    return _activity_page(request, edition_or_404(request, year, plan_slug), key)


@public_page
def version_activity(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    number: int,
    key: str,
) -> HttpResponse:
    """A promise as a version made it."""
    return _activity_page(request, version_or_404(request, year, plan_slug, number), key)


def _activity_page(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    rows = prepared(edition).rows
    position = next((number for number, row in enumerate(rows) if row.placed.activity.key == key), None)
    if position is None:
        raise Http404("Esta versión del plan no tiene esa actividad.")
    row, today = rows[position], timezone.localdate()
    context = {
        "section": "plans",
        "section_state": "true",
        "edition": edition,
        "content": edition.content,
        "placed": row.placed,
        "activity": row.placed.activity,
        "today": today,
        **_follow_up(request, edition, row, today),
        "previous": rows[position - 1] if position else None,
        "next": rows[position + 1] if position + 1 < len(rows) else None,
        "changes": _changes_of(edition, key),
        "elsewhere": presenters.shown_elsewhere(edition, key, editions_of(entity_of(request))),
        "component_url": f"{edition.url()}?componente={row.component}#actividades",
        "canonical": request.build_absolute_uri(row.url),
    }
    return render(request, "portal/activity.html", context)


def _follow_up(request: HttpRequest, edition: Edition, row: Row, today: date) -> dict[str, Any]:
    """What is said of the activity besides its promise; an old version shows its promise only."""
    if not edition.is_current:
        return {"promises": _promises(row, today), "voices": None}
    key, entity_id = row.placed.activity.key, entity_of(request).pk

    def make() -> dict[str, Any]:
        return _said_of(edition, row, today)

    return _SAID.ready(edition, make, entity_id=entity_id, today=today, about=key)


def _said_of(edition: Edition, row: Row, today: date) -> dict[str, Any]:
    key, plan_id = row.placed.activity.key, edition.published.plan_id
    voices = ActivityVoices(voices_on(edition.published, key, today=today), entity_slug=edition.entity_slug)
    return {
        "promises": _promises(row, today, tells_past=not voices.is_told),
        "voices": voices,
        "remarks": public_remarks(plan_id, activity_key=key, most=REMARKS_SHOWN),
        "remark_counts": remark_count(plan_id, activity_key=key),
    }


def _changes_of(edition: Edition, key: str) -> Sequence[PublishedChange]:
    """What changed in an activity up to this version; a first version has no past to ask for."""
    number = edition.published.number
    log = change_log(plan_of(edition)) if number > 1 else ()
    return [one for one in log if one.key == key and one.version <= number]


def _promises(row: Row, today: date, *, tells_past: bool = True) -> Sequence[presenters.Promise]:
    return [
        presenters.promise_of(number, one, today, tells_past=tells_past)
        for number, one in enumerate(row.placed.activity.deliverables, start=1)
    ]
