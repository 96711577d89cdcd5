"""The survey that an address of the desk names, for whoever may do what the page is for."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.permissions import can_enter, can_manage, check_enter, check_manage, check_read
from rinde.capabilities.surveys.queries.surveys import has_pending_changes, survey_of
from rinde.capabilities.surveys.web import presenters
from rinde.capabilities.surveys.web.addresses import Addresses


def to_read(request: DeskRequest, survey_id: int) -> Survey:
    """The survey, for whoever may read it; 404 where the entity has none of that number."""
    found = survey_of(survey_id)
    if found is None:
        raise Http404("No hay una encuesta con ese número.")
    check_read(found, by=request.principal)
    return found


def to_manage(request: DeskRequest, survey_id: int) -> Survey:
    found = to_read(request, survey_id)
    check_manage(found, by=request.principal)
    return found


def to_enter(request: DeskRequest, survey_id: int) -> Survey:
    found = to_read(request, survey_id)
    check_enter(found, by=request.principal)
    return found


def page_of(request: DeskRequest, survey: Survey) -> dict[str, Any]:
    """What every page of a survey on the desk prints. No query."""
    now = timezone.now()
    is_draft = survey.status == "DRAFT"
    return {
        "survey": survey,
        "state": presenters.state_markup(survey, now),
        "receives": presenters.takes_answers(survey, now),
        "last_day": presenters.last_moment(survey),
        "at": Addresses(survey),
        "is_draft": is_draft,
        "asks_key": survey.audience == "TOKEN",
        "pending": not is_draft and has_pending_changes(survey),
        "takes_paper": not is_draft and not survey.shows_results,
        "can_manage": can_manage(survey, by=request.principal),
        "can_enter": can_enter(survey, by=request.principal),
    }


def back_to(request: DeskRequest, survey: Survey, said: str, *, name: str = "survey_detail") -> HttpResponse:
    """A page of the survey, which says what was done."""
    messages.success(request, said)
    return redirect(f"desk:{name}", entity_slug=survey.entity.slug, survey_id=survey.pk)
