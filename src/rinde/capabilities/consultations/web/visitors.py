"""Commenting without an account: the form, its thanks, and the confirmation of a mail. Never kept for everybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import Received, confirm_mail, receive_comment
from rinde.capabilities.consultations.queries import comment_of
from rinde.capabilities.consultations.web import presenters
from rinde.capabilities.consultations.web.forms import CommentForm
from rinde.capabilities.consultations.web.public import Addresses, consultation_or_404, page_of
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import visitor_page
from rinde.services.visitors import mark_to_give, seconds_to_wait, wait_in_words


@visitor_page
def comment(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """The form of a comment on one activity or on the whole; whatever refuses it, what was typed stays."""
    found, now = consultation_or_404(request, year, plan_slug), timezone.now()
    if not presenters.receives(found, timezone.localdate(now)):
        return _too_late(request, found)
    form = _form(request, found, now)
    if form.is_valid():
        if wait := seconds_to_wait(request, what="comment", now=now):
            form.add_error(
                None, f"Llegaron muchos comentarios desde su conexión. Espere {wait_in_words(wait)} y envíelo."
            )
            return _page(request, found, form, status=429, wait=wait)
        received = _received(request, found, form, now)
        if received:
            return redirect(Addresses(found).to("consultation_thanks", number=received.comment.number))
    return _page(request, found, form, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Consultation, now: Any) -> CommentForm:
    place = _place(found)
    if request.method == "POST":
        return CommentForm(request.POST, place=place, now=now)
    asked = {"activity_key": request.GET.get("actividad", "")[:60]}
    return CommentForm(initial=asked, place=place, now=now)


def _place(found: Consultation) -> str:
    return f"consultation:{found.pk}"


def _received(request: HttpRequest, found: Consultation, form: CommentForm, now: Any) -> Received | None:
    at = Addresses(found)
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    try:
        return receive_comment(
            consultation_id=found.pk,
            values=form.values(),
            form_token=form.sent.form_id,
            confirm_link=lambda token: request.build_absolute_uri(at.to("consultation_confirm", token=token)),
            now=now,
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
    return None


def _page(request: HttpRequest, found: Consultation, form: CommentForm, *, status: int, wait: int = 0) -> HttpResponse:
    key = form["activity_key"].value() or ""
    row = presenters.row_of(presenters.draft_components(found.pk, found.sha256), key)
    if key and row is None and request.method != "POST":
        raise Http404("Esa actividad no está en el texto en consulta.")
    mark = mark_to_give(form.sent, form.now).signed(_place(found))
    context = page_of(found) | {"form": form, "row": row, "mark": mark}
    response = render(request, "consultations/comment.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _too_late(request: HttpRequest, found: Consultation) -> HttpResponse:
    """The period is over; what somebody was writing is given back to them."""
    context = page_of(found) | {"typed": request.POST.get("text", "")[:20_000]}
    return render(request, "consultations/comment_late.html", context, status=409 if request.method == "POST" else 200)


@visitor_page
def thanks(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The number of a comment that was received, and what comes next. It shows nothing of the comment itself."""
    found = consultation_or_404(request, year, plan_slug)
    received = comment_of(found, number)
    if received is None:
        raise Http404("Esta consulta no tiene ese comentario.")
    context = page_of(found) | {"number": number, "is_visible": received.status == "VISIBLE"}
    return render(request, "consultations/thanks.html", context)


@visitor_page
def confirm(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, token: str) -> HttpResponse:  # noqa: ARG001
    """The link of a mail. It confirms only when the button is pressed: mail programs open links before people do."""
    found = consultation_or_404(request, year, plan_slug)
    context = page_of(found) | {"number": None, "refusal": ""}
    if request.method == "POST":
        try:
            context["number"] = confirm_mail(token=token, now=timezone.now()).number
        except TransitionNotAllowed as refusal:
            context["refusal"] = refusal.message
    return render(request, "consultations/confirm.html", context, status=410 if context["refusal"] else 200)
