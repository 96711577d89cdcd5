"""Answering without an account: the form and its thanks. Never kept for everybody."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.surveys.models import Survey, SurveyVersion
from rinde.capabilities.surveys.operations import SheetRefused, receive_answer
from rinde.capabilities.surveys.operations.answering import CONSENT_FIELD, KEY_FIELD
from rinde.capabilities.surveys.queries.surveys import version_of
from rinde.capabilities.surveys.web.addresses import Addresses
from rinde.capabilities.surveys.web.presenters import takes_answers
from rinde.capabilities.surveys.web.public import page_of, survey_or_404
from rinde.capabilities.surveys.web.sheets import fields_of, raw_of
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import visitor_page
from rinde.services.visitors import FormMark, mark_to_give, read_mark, seconds_to_wait, visit_gap, wait_in_words

# A hall of two hundred answers through one connection when the hearing ends.
LIMITS = ((150, timedelta(minutes=10)), (1_000, timedelta(days=1)))


@dataclass
class Sent:
    """What a form brought, and everything that is wrong with it by the name of its field; "" is the whole."""

    version: SurveyVersion
    raw: dict[str, list[str]] = field(default_factory=dict)
    token: str = ""
    consents: bool = False
    keeps_signs: bool = False
    mark: FormMark | None = None
    errors: dict[str, str] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    status: int = 200
    wait: int = 0

    def refuse(self, errors: dict[str, str], status: int = 422) -> None:
        self.errors |= errors
        self.status = status


@visitor_page
def survey(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The form; whatever refuses it, what was marked and typed stays."""
    found, now = survey_or_404(request, number), timezone.now()
    if not takes_answers(found, now) and request.method != "POST":
        return render(request, "surveys/not_now.html", page_of(found))
    sent = _read(request, found, now)
    if request.method == "POST" and _take(request, found, sent, now):
        return redirect(Addresses(found).thanks)
    return _page(request, found, sent, now)


def _place(found: Survey) -> str:
    return f"survey:{found.pk}"


def _read(request: HttpRequest, found: Survey, now: datetime) -> Sent:
    """What came in, with what is wrong with the form as such."""
    number = request.POST.get("version", "")
    version = version_of(found, int(number) if number.isdecimal() and len(number) < 6 else None)
    assert version is not None  # noqa: S101 - the table holds no opened survey without one
    if request.method != "POST":
        return Sent(version, token=request.GET.get("clave", "")[:40])
    sent = Sent(
        version,
        raw=raw_of(version.question_list, request.POST),
        token=request.POST.get(KEY_FIELD, "")[:40],
        consents=bool(request.POST.get(CONSENT_FIELD)),
        keeps_signs=bool(request.POST.get("asi")),
        mark=read_mark(request.POST.get("mark", "")[:400], _place(found)),
    )
    if request.POST.get("website"):
        sent.refuse({"": "Un campo que debe quedar vacío llegó lleno. Envíe de nuevo."})
    if gap := visit_gap(sent.mark, now):
        sent.refuse({"": gap})
    return sent


def _take(request: HttpRequest, found: Survey, sent: Sent, now: datetime) -> bool:
    """Whether the answer stands; where it does not, the form says why."""
    if sent.errors or sent.mark is None:
        return False
    if wait := seconds_to_wait(request, what="survey", now=now, limits=LIMITS):
        sent.wait = wait
        words = f"Llegaron muchas respuestas desde su conexión. Espere {wait_in_words(wait)} y envíela."
        sent.refuse({"": words}, status=429)
        return False
    try:
        receive_answer(
            survey_id=found.pk,
            raw=sent.raw,
            form_token=sent.mark.form_id,
            version_number=sent.version.number,
            token=sent.token,
            consents=sent.consents,
            keeps_signs=sent.keeps_signs,
            now=now,
        )
    except SheetRefused as refusal:
        sent.signs = refusal.signs
        sent.refuse(refusal.by_key)
        return False
    except TransitionNotAllowed as refusal:
        sent.refuse({"": f"{refusal.message} Lo que escribió sigue aquí: puede copiarlo."}, status=409)
        return False
    return True


def _page(request: HttpRequest, found: Survey, sent: Sent, now: datetime) -> HttpResponse:
    fields = fields_of(sent.version.question_list, sent.raw, sent.errors)
    context: dict[str, Any] = page_of(found) | {
        "sent": sent,
        "fields": [one for one in fields if not one.question.is_personal],
        "personal": [one for one in fields if one.question.is_personal],
        "asks_key": found.audience == "TOKEN",
        "whole_error": sent.errors.get("", ""),
        "key_error": sent.errors.get(KEY_FIELD, ""),
        "consent_error": sent.errors.get(CONSENT_FIELD, ""),
        "wrong": [one for one in fields if one.error],
        "asks_to_keep": bool(sent.signs) or sent.keeps_signs,
        "mark": mark_to_give(sent.mark, now).signed(_place(found)),
    }
    response = render(request, "surveys/survey.html", context, status=sent.status)
    if sent.wait:
        response.headers["Retry-After"] = str(sent.wait)
    return response


@visitor_page
def thanks(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """That it was received, and what comes next. It shows nothing of the answer."""
    return render(request, "surveys/thanks.html", page_of(survey_or_404(request, number)))
