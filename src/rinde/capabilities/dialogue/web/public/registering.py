"""Registering without an account, and the page of one's own registration. Never kept for everybody."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from rinde.capabilities.accounts.web.adapter import absolute, qr_image
from rinde.capabilities.dialogue.choices import RegistrationStatus, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.registering import Registered, cancel_registration, refuse_closed, register
from rinde.capabilities.dialogue.operations.results_mailing import leave_results
from rinde.capabilities.dialogue.queries.attendance import group_choices, places_of
from rinde.capabilities.dialogue.queries.attendance_links import (
    attendee_of,
    registration_of,
    registration_token,
)
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.web.forms.attendance import MinorsRegistrationForm, RegistrationForm, registration_form
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.attendance import door_url, site_of
from rinde.capabilities.dialogue.web.presenters.words import when_of, where_of
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import ANONYMOUS, visitor_page
from rinde.services.visitors import mark_to_give, seconds_to_wait, wait_in_words

AnyForm = RegistrationForm | MinorsRegistrationForm


def page_of(space: DialogueSpace) -> dict[str, Any]:
    """What every visitor's page of a space prints. One query, for the words of the consent."""
    return {
        "space": space,
        "when": when_of(space.starts_at, space.ends_at),
        "where": where_of(space),
        "consent": words_in_force(space.entity),
        "section": "dialogue",
        "section_state": "true",
    }


@visitor_page
def registering(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The form of a registration; whatever refuses it, what was typed stays."""
    space, now = public_space(request, slug), timezone.now()
    form = _form(request, space, now)
    try:
        refuse_closed(space, now=now)
    except TransitionNotAllowed as refusal:
        return _page(request, space, form, closed=refusal.message, status=409 if form.is_bound else 200)
    if form.is_valid():
        if wait := seconds_to_wait(request, what="registration", now=now):
            form.add_error(
                None, f"Llegaron muchas inscripciones desde su conexión. Espere {wait_in_words(wait)} y envíela."
            )
            return _page(request, space, form, status=429, wait=wait)
        if done := _received(request, space, form, now):
            token = registration_token(done.registration.pk)
            return redirect("portal:registration", entity_slug=space.entity.slug, slug=slug, token=token)
    return _page(request, space, form, status=422 if form.errors else 200)


def _form(request: HttpRequest, space: DialogueSpace, now: datetime) -> AnyForm:
    data = request.POST if request.method == "POST" else None
    return registration_form(space, data, place=_place(space), now=now, groups=group_choices(space.entity))


def _place(space: DialogueSpace) -> str:
    return f"registration:{space.pk}"


def _received(request: HttpRequest, space: DialogueSpace, form: AnyForm, now: datetime) -> Registered | None:
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    try:
        return register(
            space_id=space.pk,
            values=form.values(),
            consent_digest=form.cleaned_data["words"],
            form_token=form.sent.form_id,
            site=site_of(request),
            now=now,
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
    return None


def _page(
    request: HttpRequest, space: DialogueSpace, form: AnyForm, *, status: int, wait: int = 0, closed: str = ""
) -> HttpResponse:
    mark = mark_to_give(form.sent, form.now).signed(_place(space))
    typed = {name: request.POST.get(name, "")[:500] for name in ("author_name", "email", "phone", "need", "people")}
    context = page_of(space) | {
        "form": form,
        "mark": mark,
        "places": places_of(space),
        "closed": closed,
        "typed": [text for text in typed.values() if text],
    }
    response = render(request, "dialogue/public/register.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@visitor_page
def registration(request: HttpRequest, entity_slug: str, slug: str, token: str) -> HttpResponse:
    """One's own registration by its link: how it stands, the code for the door, and a button to cancel it."""
    space = public_space(request, slug)
    found = registration_of(token, space=space)
    if found is None:
        raise Http404("Ese enlace no es de una inscripción a este espacio, o está incompleto.")
    refusal = ""
    if request.method == "POST":
        try:
            cancel_registration(
                space_id=space.pk, number=found.number, by=ANONYMOUS, site=site_of(request), now=timezone.now()
            )
            return redirect("portal:registration", entity_slug=entity_slug, slug=slug, token=token)
        except TransitionNotAllowed as refused:
            refusal = refused.message
    stands = found.status != RegistrationStatus.CANCELLED and space.status in {SpaceStatus.CALLED, SpaceStatus.LIVE}
    context = page_of(space) | {
        "registration": found,
        "refusal": refusal,
        "stands": stands,
        "qr": qr_image(absolute(request, door_url(space, token))) if stands else "",
    }
    return render(request, "dialogue/public/registration.html", context, status=409 if refusal else 200)


@csrf_exempt
@visitor_page
def results_leave(request: HttpRequest, entity_slug: str, slug: str, token: str) -> HttpResponse:  # noqa: ARG001
    """The link of a mail of the results, and what a mailbox's own button sends (RFC 8058): no more of this space.

    The signed link alone says who leaves: no session is looked at. A visit shows the button and writes nothing.
    """
    space = public_space(request, slug)
    found = attendee_of(token, space=space)
    if found is None:
        raise Http404("Ese enlace no es de un correo de este espacio, o está incompleto.")
    has_left = request.method == "POST"
    if has_left:
        leave_results(space_id=space.pk, attendee_id=found.pk, now=timezone.now())
    return render(request, "dialogue/public/results_leave.html", page_of(space) | {"has_left": has_left})
