"""The accountability strategy of a year, as everybody reads it; and a series of spaces."""

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace, SpaceSeries
from rinde.capabilities.dialogue.queries.improvement import improvement_of, newest_version
from rinde.capabilities.dialogue.queries.outreach import actions_of, coverage, plans_of_year, stages_of, topics_of
from rinde.capabilities.dialogue.queries.series import public_series_spaces, series_totals
from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.rules.coverage import QUARTERS, missing_in_words
from rinde.capabilities.dialogue.rules.topics import votes_in_public
from rinde.capabilities.dialogue.web.presenters.strategy import stage_card
from rinde.capabilities.dialogue.web.presenters.words import state_of, when_of, where_of
from rinde.capabilities.entities.models import Entity
from rinde.services.access import public_page


@public_page
def dialogue_home(request: HttpRequest, entity_slug: str) -> HttpResponse:
    """To the strategy of this year, or of the last one that has spaces."""
    entity, today = request.entity, timezone.localdate()  # type: ignore[attr-defined]
    last = public_spaces(entity).aggregate(last=Max("starts_at"))["last"]
    year = min(today.year, timezone.localtime(last).year) if last else today.year
    return redirect("portal:dialogue_year", entity_slug=entity_slug, year=year)


@public_page
def dialogue_year(request: HttpRequest, entity_slug: str, year: int) -> HttpResponse:  # noqa: ARG001
    """Stages, spaces, communication, groups and topics of a year."""
    entity: Entity = request.entity  # type: ignore[attr-defined]
    plans = plans_of_year(entity, year, public=True)
    spaces = [_row(one) for one in public_spaces(entity).filter(starts_at__year=year)]
    covered = coverage(entity, year, public=True) if spaces else ()  # before the first one nobody was left out
    topics = topics_of(entity, year, public=True)
    context = {
        "section": "dialogue",
        "year": year,
        "years": _years(entity, year),
        "plans": plans,
        "stages": [one for one in map(stage_card, stages_of(plans[0] if plans else None)) if one.text],
        "spaces": spaces,
        "actions": actions_of(entity, year),
        "covered": covered,
        "quarters": QUARTERS,
        "missing": missing_in_words(covered, year) if covered else "",
        "topics": [(one, votes_in_public(one.topic.votes, one.topic.voters)) for one in topics],
    }
    return render(request, "dialogue/public/year.html", context)


def _row(space: DialogueSpace) -> dict[str, Any]:
    return {
        "space": space,
        "state": state_of(space),
        "when": when_of(space.starts_at, space.ends_at),
        "where": where_of(space),
    }


def _years(entity: Entity, year: int) -> list[int]:
    """The years that have public spaces, and the one that is shown."""
    found = {one.year for one in public_spaces(entity).order_by().dates("starts_at", "year")}
    return sorted(found | {year}, reverse=True)


@public_page
def dialogue_series(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """A series with its spaces; one to none of whose spaces people were called is not there yet."""
    series = get_object_or_404(SpaceSeries.objects.select_related("entity"), entity=request.entity, slug=slug)  # type: ignore[attr-defined]
    spaces = public_series_spaces(series)
    if not spaces:
        raise Http404("Todavía no se ha convocado a un espacio de esta serie.")
    context = {
        "section": "dialogue",
        "section_state": "true",
        "series": series,
        "has_improvement": newest_version(improvement_of(series)) is not None,
        "totals": series_totals(series, today=timezone.localdate(), public=True),
        "spaces": [_row(one) for one in spaces],
    }
    return render(request, "dialogue/public/series.html", context)
