"""Typing in sheets of paper, one after the other: place and day stay, and the first question has the cursor."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyVersion
from rinde.capabilities.surveys.operations import SheetRefused, enter_answer
from rinde.capabilities.surveys.operations.answering import CONSENT_FIELD, KEY_FIELD
from rinde.capabilities.surveys.queries.surveys import counts_of, version_of, versions_of
from rinde.capabilities.surveys.rules.periods import LONGEST_PLACE, Paper
from rinde.capabilities.surveys.web.desk.opened import back_to, page_of, to_enter
from rinde.capabilities.surveys.web.forms import PaperForm
from rinde.capabilities.surveys.web.sheets import fields_of, raw_of
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page
from rinde.services.visitors import FormMark, new_mark, read_mark


@desk_page("surveys.enter")
def survey_paper(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    found, now = to_enter(request, survey_id), timezone.now()
    context = page_of(request, found)
    if not context["takes_paper"]:
        return back_to(request, found, "Ahora no se entran hojas: la encuesta no se ha abierto o ya tiene resultados.")
    version = _version(request, found)
    form = PaperForm(request.POST or None, initial=_remembered(request))
    mark = _mark(request, found, now)
    errors: dict[str, str] = {}
    if form.is_valid():
        entered = _entered(request, found, version, form, mark, errors)
        if entered:
            said = f"Quedó la hoja {entered.number}. Anote ese número en el papel y siga con la otra."
            messages.success(request, said)
            return redirect(f"{request.path}?{_to_remember(form, version)}")
    context |= _page(request, found, version, form, errors) | {"mark": mark.signed(_place(found))}
    return render(request, "surveys/desk/paper.html", context, status=422 if form.errors or errors else 200)


def _place(found: Survey) -> str:
    return f"survey-paper:{found.pk}"


def _mark(request: DeskRequest, found: Survey, now: datetime) -> FormMark:
    sent = read_mark(request.POST.get("mark", ""), _place(found)) if request.method == "POST" else None
    return sent or new_mark(now)


def _version(request: DeskRequest, found: Survey) -> SurveyVersion:
    """The version that was printed on the sheet: the newest, unless another was chosen."""
    asked = request.POST.get("version") or request.GET.get("version", "")
    version = version_of(found, int(asked) if asked.isdecimal() and len(asked) < 6 else None)
    assert version is not None  # noqa: S101 - the table holds no opened survey without one
    return version


def _remembered(request: DeskRequest) -> dict[str, Any]:
    """Where and when the last sheet was filled in; a day that is none is left out."""
    try:
        day: date | None = date.fromisoformat(request.GET.get("dia", ""))
    except ValueError:
        day = None
    return {"place": request.GET.get("lugar", "")[:LONGEST_PLACE], "given_on": day}


def _to_remember(form: PaperForm, version: SurveyVersion) -> str:
    """What the next form begins with. A place is where a table stood, never who came to it."""
    data = form.cleaned_data
    return urlencode({"lugar": data["place"], "dia": data["given_on"].isoformat(), "version": version.number})


def _entered(
    request: DeskRequest,
    found: Survey,
    version: SurveyVersion,
    form: PaperForm,
    mark: FormMark,
    errors: dict[str, str],
) -> SurveyAnswer | None:
    try:
        return enter_answer(
            survey_id=found.pk,
            raw=raw_of(version.question_list, request.POST),
            paper=Paper(form.cleaned_data["place"], form.cleaned_data["given_on"]),
            form_token=mark.form_id,
            version_number=version.number,
            token=request.POST.get(KEY_FIELD, ""),
            consents=bool(request.POST.get(CONSENT_FIELD)),
            by=request.principal,
            now=timezone.now(),
        ).answer
    except SheetRefused as refusal:
        errors.update(refusal.by_key)
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error(None, gap)
    return None


def _page(
    request: DeskRequest, found: Survey, version: SurveyVersion, form: PaperForm, errors: dict[str, str]
) -> dict[str, Any]:
    questions = version.question_list
    raw = raw_of(questions, request.POST) if request.method == "POST" else {}
    fields = fields_of(questions, raw, errors)
    return {
        "form": form,
        "version": version,
        "versions": [number for number, _ in versions_of(found)],
        "fields": [one for one in fields if not one.question.is_personal],
        "personal": [one for one in fields if one.question.is_personal],
        "wrong": [one for one in fields if one.error],
        "whole_error": errors.get("", ""),
        "key_error": errors.get(KEY_FIELD, ""),
        "consent_error": errors.get(CONSENT_FIELD, ""),
        "key": request.POST.get(KEY_FIELD, "")[:40],
        "consents": bool(request.POST.get(CONSENT_FIELD)),
        "counts": counts_of(found),
        "is_next": bool(request.GET.get("lugar")) and not errors and not form.errors,
    }
