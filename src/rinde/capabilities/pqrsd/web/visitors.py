"""Following one's own petition by its number and its code, without an account. Never kept for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.codes import code_fits
from rinde.capabilities.pqrsd.queries.answers import sent_answer
from rinde.capabilities.pqrsd.queries.petitions import (
    clock_of,
    events_of,
    facts_of,
    petition_calendar,
    petition_numbered,
    petition_with,
)
from rinde.capabilities.pqrsd.rules.clock import silence_of
from rinde.capabilities.pqrsd.rules.numbers import read_number
from rinde.capabilities.pqrsd.web.forms.lookup import LookupForm
from rinde.capabilities.pqrsd.web.presenters.public import steps_of
from rinde.capabilities.pqrsd.web.presenters.states import state_of
from rinde.capabilities.pqrsd.web.tokens import petition_of, token_of
from rinde.services.access import visitor_page
from rinde.services.visitors import seconds_to_wait, wait_in_words

# One sentence for a number that is not there and for a wrong code: nobody finds out which numbers exist.
NOT_FOUND = (
    "No hay una petición con ese número y ese código. Revise los dos: están en el mensaje o el papel que le dieron."
)


@visitor_page
def lookup(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Ask for the number and the code; the right ones open the petition for an hour."""
    form = LookupForm(request.POST or None, initial={"number": request.GET.get("numero", "")[:20]})
    status, wait = (422 if form.is_bound and not form.is_valid() else 200), 0
    if form.is_bound and form.is_valid():
        if wait := seconds_to_wait(request, what="petition-lookup", now=timezone.now()):
            form.add_error(None, f"Se hicieron muchas consultas desde su conexión. Espere {wait_in_words(wait)}.")
            status = 429
        elif found := _found(request, form):
            token = token_of(found.pk, found.entity_id)
            return redirect("portal:petition_status", entity_slug=found.entity.slug, token=token)
        else:
            form.add_error(None, NOT_FOUND)
            status = 422
    response = render(request, "pqrsd/lookup.html", {"form": form, "section": "petitions"}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _found(request: HttpRequest, form: LookupForm) -> Petition | None:
    """The petition, where both are right. The code is hashed also where there is no such number: it takes as long."""
    entity = request.entity  # type: ignore[attr-defined]
    number = read_number(form.cleaned_data["number"])
    found = petition_numbered(entity, number)
    kept = found.code_hash if found else ""
    fits = code_fits(form.cleaned_data["code"], entity_id=entity.pk, number=number, kept=kept)
    return found if fits else None


@visitor_page
def status(request: HttpRequest, entity_slug: str, token: str) -> HttpResponse:  # noqa: ARG001
    """What was asked, how far it has come, when it is due and why, and the answer."""
    petition_id = petition_of(token, request.entity.pk)  # type: ignore[attr-defined]
    petition = petition_with(petition_id) if petition_id is not None else None
    if petition is None:
        return render(request, "pqrsd/lookup_over.html", {"section": "petitions"}, status=410)
    today = timezone.localdate()
    calendar = petition_calendar(petition, today=today)
    context = {
        "section": "petitions",
        "section_state": "true",
        "petition": petition,
        "state": state_of(petition, today),
        "clock": clock_of(petition, calendar),
        "silence": silence_of(facts_of(petition), today=today, calendar=calendar) if petition.is_open else None,
        "steps": steps_of(petition, events_of(petition)),
        "answer": sent_answer(petition),
    }
    return render(request, "pqrsd/status.html", context)
