"""Opening a survey, giving it another end, closing it by hand, and its keys of one use."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations import (
    close_survey,
    issue_tokens,
    open_survey,
    set_closing,
    void_tokens,
)
from rinde.capabilities.surveys.queries.surveys import batches_of
from rinde.capabilities.surveys.web.addresses import Addresses, qr_of
from rinde.capabilities.surveys.web.desk.opened import back_to, page_of, to_manage
from rinde.capabilities.surveys.web.forms import PeriodForm, TokensForm
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.visitors import new_mark, read_mark


@desk_page("surveys.manage")
def survey_open(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """Say from when until when, and open; of an open one, only its end changes."""
    found, now = to_manage(request, survey_id), timezone.now()
    is_open = found.status == "OPEN"
    context = page_of(request, found)
    last = context["last_day"]
    closes_on = timezone.localdate(last) if last and last > now else None
    initial = {"opens_on": timezone.localdate(now), "closes_on": closes_on}
    form = PeriodForm(request.POST or None, is_open=is_open, initial=initial)
    if form.is_valid():
        act = (lambda: _set_closing(request, found, form)) if is_open else (lambda: _open(request, found, form))
        if _tried(form, act):
            said = (
                "Se cambió el cierre." if is_open else "La encuesta quedó abierta. Comparta su dirección o su código."
            )
            return back_to(request, found, said)
    context |= {"form": form, "is_open": is_open}
    return render(request, "surveys/desk/open.html", context, status=422 if form.errors else 200)


def _open(request: DeskRequest, found: Survey, form: PeriodForm) -> Survey:
    now = timezone.now()
    return open_survey(
        survey_id=found.pk, opens_at=form.opens_at(now), closes_at=form.closes_at(), by=request.principal, now=now
    )


def _set_closing(request: DeskRequest, found: Survey, form: PeriodForm) -> Survey:
    return set_closing(survey_id=found.pk, closes_at=form.closes_at(), by=request.principal, now=timezone.now())


def _tried(form: forms.Form, act: Callable[[], Survey]) -> Survey | None:
    """Act; where the operation refuses, say all its reasons on the form and give None."""
    try:
        return act()
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error(None, gap)
    return None


@desk_page("surveys.manage")
@require_POST
def survey_close(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, survey_id)
    close_survey(survey_id=found.pk, by=request.principal, now=timezone.now())
    return back_to(request, found, "La encuesta quedó cerrada. Mire los resultados y escoja cuáles publicar.")


@desk_page("surveys.manage")
def survey_tokens(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """How many keys there are, and more of them: the sheet to print is the only time that they are seen."""
    found, now = to_manage(request, survey_id), timezone.now()
    place, form = f"survey-keys:{found.pk}", TokensForm(request.POST or None)
    mark = (read_mark(request.POST.get("mark", ""), place) if request.method == "POST" else None) or new_mark(now)
    if form.is_valid():
        try:
            made = issue_tokens(
                survey_id=found.pk,
                count=form.cleaned_data["count"],
                form_token=mark.form_id,
                by=request.principal,
                now=now,
            )
            return _token_sheet(request, found, made)
        except (NotReady, TransitionNotAllowed) as refusal:
            for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
                form.add_error(None, gap)
    context = page_of(request, found) | {
        "form": form,
        "batches": batches_of(found),
        "mark": new_mark(now).signed(place),
    }
    return render(request, "surveys/desk/tokens.html", context, status=422 if form.errors else 200)


def _token_sheet(request: DeskRequest, found: Survey, made: list[str]) -> HttpResponse:
    at = Addresses(found)
    cards = [{"token": one, **qr_of(request, at.with_key(one))} for one in made]
    context = page_of(request, found) | {"cards": cards, "short": qr_of(request, at.survey)["short"]}
    return render(request, "surveys/desk/token_sheet.html", context)


@desk_page("surveys.manage")
@require_POST
def survey_tokens_void(request: DeskRequest, entity_slug: str, survey_id: int, batch: int) -> HttpResponse:
    """Take back the keys of a batch that nobody used."""
    found = to_manage(request, survey_id)
    voided = void_tokens(survey_id=found.pk, batch=batch, by=request.principal, now=timezone.now())
    said = (
        f"Se anularon {voided} claves del grupo {batch}." if voided else "En ese grupo ya no quedaban claves sin usar."
    )
    messages.success(request, said)
    return redirect("desk:survey_tokens", entity_slug=entity_slug, survey_id=found.pk)
