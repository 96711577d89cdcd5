"""The public page of a space: before it, while it happens, and afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import Accessibility, Approach, DocumentKind, Mode, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.queries.documents import public_documents
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.web.presenters.panels_of import public_panels
from rinde.capabilities.dialogue.web.presenters.words import state_of, step_line, when_of, where_of
from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.law import long_day

_ATTENDANCE_MODES = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.VIRTUAL: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A date that changed: both in words, and why."""

    before: str
    after: str
    reason: str


def public_page_of(space: DialogueSpace, *, now: datetime) -> dict[str, Any]:
    """What the public page prints. Six queries besides those of the panels and of the space itself."""
    today = timezone.localdate(now)
    documents = public_documents(space)
    panels = public_panels(space)
    steps = [step_line(one, space_kind=space.kind, today=today) for one in space.steps.filter(is_asked=True)]
    is_over = space.status in OVER
    return {
        "space": space,
        "year": timezone.localtime(space.starts_at).year,
        "state": state_of(space),
        "when": when_of(space.starts_at, space.ends_at),
        "where": where_of(space),
        "is_live": space.status == SpaceStatus.LIVE,
        "is_over": is_over,
        "is_ahead": space.status == SpaceStatus.CALLED,
        "moves": [_moved(one.from_at, one.to_at, one.reason) for one in space.moves.all()],
        "topics": list(space.topics.all()),
        "groups": list(space.groups.all()),
        "accessibility": _labels(Accessibility, space.accessibility),
        "approaches": _labels(Approach, space.approaches),
        "pictures": [one for one in documents if one.kind == DocumentKind.PICTURE],
        "documents": [one for one in documents if one.kind != DocumentKind.PICTURE],
        "main_panels": [one for one in panels if one.is_main and one.url],
        "panels": [one for one in panels if one.lines or not (one.is_main and one.url)],
        "steps": [] if space.status == SpaceStatus.CANCELLED else steps,
        "steps_done": sum(not one.is_pending for one in steps),
        **survey_of(space, now=now),
    }


def _moved(from_at: datetime, to_at: datetime, reason: str) -> MovedDate:
    def said(at: datetime) -> str:
        day = timezone.localtime(at)
        return f"{long_day(day.date())}, {spanish_date(day, 'clock')}"

    return MovedDate(said(from_at), said(to_at), reason)


def _labels(choices: Any, codes: list[str]) -> list[str]:
    known = dict(choices.choices)
    return [str(known.get(code, code)) for code in codes]


def survey_of(space: DialogueSpace, *, now: datetime) -> dict[str, str]:
    """Where one answers the evaluation of a space, and where its results are; empty where that is not out."""
    survey = space.survey
    if survey is None or survey.status == SurveyStatus.DRAFT:
        return {"survey_url": "", "results_url": ""}
    place = [space.entity.slug, survey.number]
    takes = survey.status == SurveyStatus.OPEN and (survey.closes_at is None or now < survey.closes_at)
    return {
        "survey_url": reverse("portal:survey", args=place) if takes else "",
        "results_url": reverse("portal:survey_results", args=place) if survey.shows_results else "",
    }


def event_data(request: HttpRequest, space: DialogueSpace) -> dict[str, Any]:
    """A space as an event of schema.org. No query."""
    home = request.build_absolute_uri(reverse("portal:home", kwargs={"entity_slug": space.entity.slug}))
    is_cancelled = space.status == SpaceStatus.CANCELLED
    place = {"@type": "Place", "name": where_of(space), "address": where_of(space)}
    online = {"@type": "VirtualLocation", "url": space.link}
    where = [one for one, is_there in ((place, space.mode != Mode.VIRTUAL), (online, bool(space.link))) if is_there]
    return {
        "@type": "Event",
        "name": space.title,
        "description": space.purpose[:5000],
        "url": request.build_absolute_uri(request.path),
        "startDate": timezone.localtime(space.starts_at).isoformat(),
        "endDate": timezone.localtime(space.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE_MODES[Mode(space.mode)]}",
        "location": where,
        "isAccessibleForFree": True,
        "inLanguage": "es-CO",
        "organizer": {"@type": "GovernmentOrganization", "name": space.entity.name, "url": home},
    }
