"""The evaluation survey of a space: begun, opened, and where its answers are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.surveys import open_space_survey, prepare_survey
from rinde.capabilities.dialogue.web.forms.spaces import NothingForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.models import Survey, SurveyAnswer
from rinde.capabilities.surveys.permissions import MANAGE
from rinde.services.access import desk_page


@desk_page("dialogue.manage")
def space_survey(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:
    """Begin or open the survey of a space."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = NothingForm(request.POST or None)
    done = tried(form, lambda: _act(request, space)) if form.is_valid() else None
    if done:
        opens = "abrir" in request.POST
        said = "La encuesta está abierta." if opens else "La encuesta quedó en borrador: revise sus preguntas y ábrala."
        return back_to_space_page(request, space, "space_survey", said)
    survey = space.survey
    context = page_of(space, by=request.principal, now=now) | {
        "here": "space_survey",
        "survey": survey,
        "form": form,
        "answers": SurveyAnswer.objects.filter(survey=survey).count() if survey else 0,
        "may_survey": request.principal.may(MANAGE),
        "survey_url": reverse("desk:survey_detail", args=[entity_slug, survey.pk]) if survey else "",
        "public_url": reverse("portal:survey", args=[entity_slug, survey.number]) if survey else "",
    }
    return render(request, "dialogue/desk/survey.html", context, status=422 if form.errors else 200)


def _act(request: DeskRequest, space: DialogueSpace) -> Survey:
    act = open_space_survey if "abrir" in request.POST else prepare_survey
    return act(space_id=space.pk, by=request.principal, now=timezone.now())
