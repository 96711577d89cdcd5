"""The mail that tells what came of a space, its recipients in numbers, and what became of each mail."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace, ResultsMailing
from rinde.capabilities.dialogue.operations.results_mailing import send_results, write_results
from rinde.capabilities.dialogue.queries.attendance_links import address_of
from rinde.capabilities.dialogue.queries.results_mailing import log_of, mailing_of, proposed_text
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.web.forms.attendance import ResultsMailForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage
from rinde.capabilities.dialogue.web.presenters.attendance import site_of
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

ON_PAGE = 100


@desk_page("dialogue.manage")
def results_mail(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Write the mail, see to how many it goes, send it; afterwards, what became of each."""
    space, now = space_to_manage(request, space_id), timezone.now()
    mailing = mailing_of(space)
    form = ResultsMailForm(request.POST or None, initial=_initial(request, space, mailing))
    if request.POST.get("accion") == "de nuevo" and mailing:
        return _sent(request, space, form, mailing.subject, mailing.body, now) or _page(request, space, form, now)
    if form.is_valid():
        data = form.cleaned_data
        if request.POST.get("accion") == "enviar":
            done = _sent(request, space, form, data["subject"], data["body"], now)
        else:
            done = _written(request, space, form, now)
        if done:
            return done
    return _page(request, space, form, now)


def _initial(request: DeskRequest, space: DialogueSpace, mailing: ResultsMailing | None) -> dict[str, str]:
    if mailing:
        return {"subject": mailing.subject, "body": mailing.body}
    subject, body = proposed_text(space, page=address_of(space, "dialogue_space", site=site_of(request)))
    return {"subject": subject, "body": body}


def _sent(
    request: DeskRequest, space: DialogueSpace, form: ResultsMailForm, subject: str, body: str, now: datetime
) -> HttpResponse | None:
    done = tried(
        form,
        lambda: send_results(
            space_id=space.pk, subject=subject, body=body, site=site_of(request), by=request.principal, now=now
        ),
    )
    said = "Los correos están en camino. Aquí verá qué pasó con cada uno."
    return back_to_space_page(request, space, "results_mail", said) if done else None


def _written(request: DeskRequest, space: DialogueSpace, form: ResultsMailForm, now: datetime) -> HttpResponse | None:
    data = form.cleaned_data
    done = tried(
        form,
        lambda: write_results(
            space_id=space.pk, subject=data["subject"], body=data["body"], by=request.principal, now=now
        ),
    )
    return back_to_space_page(request, space, "results_mail", "El texto quedó guardado.") if done else None


def _page(request: DeskRequest, space: DialogueSpace, form: ResultsMailForm, now: datetime) -> HttpResponse:
    log = log_of(space)
    context = page_of(space, by=request.principal, now=now) | {
        "here": "results_mail",
        "form": form,
        "mailing": mailing_of(space),
        "log": log,
        "page": Paginator(log.deliveries, ON_PAGE).get_page(request.GET.get("pagina")),
        "is_held": space.status in OVER,
        "is_open": space.status == "HELD",
        "new": log.agreed - sum(not one.has_left for one in log.deliveries),
    }
    return render(request, "dialogue/desk/results_mail.html", context, status=422 if form.errors else 200)
