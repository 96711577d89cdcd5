"""The list of surveys, beginning one, its board, its details, and throwing a draft away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.operations import discard_survey, edit_survey, make_survey
from rinde.capabilities.surveys.queries.surveys import batches_of, counts_of, entity_surveys, pending_changes
from rinde.capabilities.surveys.rules.questions import questions_gaps
from rinde.capabilities.surveys.rules.ready_forms import FORMS
from rinde.capabilities.surveys.web import presenters
from rinde.capabilities.surveys.web.addresses import qr_of
from rinde.capabilities.surveys.web.desk.opened import back_to, page_of, to_manage, to_read
from rinde.capabilities.surveys.web.forms import DetailsForm, NewSurveyForm
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("surveys.read")
def survey_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every survey of the entity, newest first."""
    now = timezone.now()
    rows = [
        {"survey": one, "state": presenters.state_markup(one, now), "last_day": presenters.last_moment(one)}
        for one in entity_surveys()
    ]
    context = {"rows": rows, "can_make": request.principal.may("surveys.manage")}
    return render(request, "surveys/desk/list.html", context)


@desk_page("surveys.manage")
def survey_new(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Begin a survey from a ready form."""
    form = NewSurveyForm(request.POST or None, initial={"ready_form": request.GET.get("formulario", "TOPICS")})
    if form.is_valid():
        entered = form.cleaned_data
        try:
            made = make_survey(
                entity_id=request.entity.pk,
                title=entered["title"],
                ready_form=entered["ready_form"],
                topics=form.lines(),
                by=request.principal,
                now=timezone.now(),
            )
            messages.success(request, "La encuesta quedó en preparación. Revise sus preguntas y ábrala.")
            return redirect("desk:survey_detail", entity_slug=entity_slug, survey_id=made.pk)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
    ready = [
        {"code": code, "title": one.title, "questions": [question.label for question in one.questions]}
        for code, one in FORMS.items()
        if one.questions
    ]
    return render(request, "surveys/desk/new.html", {"form": form, "ready": ready}, status=422 if form.errors else 200)


@desk_page("surveys.read")
def survey_detail(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """A survey's board: how it goes and what comes next."""
    found = to_read(request, survey_id)
    context = page_of(request, found)
    batches = batches_of(found) if context["asks_key"] else ()
    context |= {
        "counts": counts_of(found),
        "questions": len(found.questions),
        "gaps": questions_gaps(found.question_list),
        "changes": pending_changes(found) if context["pending"] else (),
        "keys_issued": sum(one.issued - one.voided for one in batches),
        "keys_used": sum(one.used for one in batches),
        "qr": None if context["is_draft"] else qr_of(request, context["at"].survey),
    }
    return render(request, "surveys/desk/detail.html", context)


@desk_page("surveys.manage")
def survey_edit(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """Title, presentation, audience, and what data of people are for."""
    found, now = to_manage(request, survey_id), timezone.now()
    actors = actors_on(timezone.localdate(now)).order_by("name")
    form = DetailsForm(request.POST or None, actors=actors, initial=DetailsForm.initial_of(found))
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: edit_survey(
                survey_id=found.pk,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=now,
            ),
            current=found.edited_at,
        )
        if saved:
            return back_to(request, found, "Se guardaron los datos de la encuesta.")
    return render(request, "surveys/desk/edit.html", page_of(request, found) | {"form": form}, status=status_of(form))


@desk_page("surveys.manage")
@require_POST
def survey_discard(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:
    found = to_manage(request, survey_id)
    discard_survey(survey_id=found.pk, by=request.principal, now=timezone.now())
    messages.success(request, f"Se descartó «{found.title}», que nunca se abrió.")
    return redirect("desk:survey_list", entity_slug=entity_slug)
