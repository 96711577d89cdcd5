"""Saying whether a commitment was kept, by a personal link or a code, and following it by mail. Never kept for all."""

from datetime import datetime
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import Outcome
from rinde.capabilities.dialogue.models import Commitment
from rinde.capabilities.dialogue.operations.citizen_words import say_word, voice_of_token
from rinde.capabilities.dialogue.operations.commitment_followers import follow_commitment
from rinde.capabilities.dialogue.queries.words import SaidWord, voices_of
from rinde.capabilities.dialogue.web.forms.commitments import WordForm
from rinde.capabilities.dialogue.web.opened_commitments import public_commitment
from rinde.capabilities.dialogue.web.presenters.commitments import public_url
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import visitor_page
from rinde.services.visitors import FollowForm, mark_to_give, seconds_to_wait, wait_in_words


@visitor_page
def commitment_word(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """By code: the form asks for it."""
    found = public_commitment(request, number)
    return _word(request, found, token="")


@visitor_page
def commitment_word_link(request: HttpRequest, entity_slug: str, number: int, token: str) -> HttpResponse:  # noqa: ARG001
    """By personal link: the form knows who speaks."""
    found = public_commitment(request, number)
    try:
        voice = voice_of_token(found, token)
    except TransitionNotAllowed as refusal:
        context = {"section": "dialogue", "commitment": found, "refusal": refusal.message}
        return render(request, "dialogue/public/commitment_word_gone.html", context, status=410)
    said = next((one for one in voices_of([found])[found.pk].now if one.name == voice.name), None)
    return _word(request, found, token=token, who=voice.name, said=said)


def _word(
    request: HttpRequest, found: Commitment, *, token: str, who: str = "", said: SaidWord | None = None
) -> HttpResponse:
    now, place = timezone.now(), f"commitment-word:{found.pk}"
    more: dict[str, Any] = {"place": place, "now": now, "by_code": not token}
    if request.method != "POST":
        form = WordForm(initial={"outcome": said.outcome if said else None}, **more)
        return _word_page(request, found, form, who=who, said=said, status=200)
    form = WordForm(request.POST, **more)
    if form.is_valid():
        if wait := seconds_to_wait(request, what="commitment-word", now=now):
            form.add_error(None, f"Llegaron muchos intentos desde su conexión. Espere {wait_in_words(wait)} y envíela.")
            page = _word_page(request, found, form, who=who, said=said, status=429)
            page.headers["Retry-After"] = str(wait)
            return page
        if _was_said(found, form, token, now):
            return redirect(f"{public_url(found)}?gracias=1#palabras")
    return _word_page(request, found, form, who=who, said=said, status=422)


def _was_said(found: Commitment, form: WordForm, token: str, now: datetime) -> bool:
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    data = form.cleaned_data
    try:
        say_word(
            commitment_id=found.pk, outcome=data["outcome"], comment=data["comment"], form_token=form.sent.form_id,
            token=token, code=data.get("code", ""), now=now,
        )  # fmt: skip
    except TransitionNotAllowed as refusal:
        form.add_error("code" if "code" in form.fields else None, refusal.message)
        return False
    except NotReady as refusal:
        for gap in refusal.gaps or (refusal.message,):
            form.add_error(None, gap)
        return False
    return True


def _word_page(
    request: HttpRequest, found: Commitment, form: WordForm, *, who: str, said: SaidWord | None, status: int
) -> HttpResponse:
    context = {
        "section": "dialogue",
        "commitment": found,
        "form": form,
        "mark": mark_to_give(form.sent, form.now).signed(form.place),
        "who": who,
        "said": said,
        "said_word": str(Outcome(said.outcome).label).lower() if said else "",
    }
    return render(request, "dialogue/public/commitment_word.html", context, status=status)


@visitor_page
def commitment_follow(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:
    """Ask for a mailbox and send it a link; the answer is the same whoever already follows."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="follow")
    if too_many:
        return too_many
    found = public_commitment(request, number)
    form, asked = FollowForm(request.POST or None), False
    if form.is_valid():
        asked = True
        if not form.cleaned_data["website"]:
            home = reverse("portal:home", kwargs={"entity_slug": entity_slug})
            page = request.build_absolute_uri(f"{home}avisos/")
            address = form.cleaned_data["address"]
            follow_commitment(commitment_id=found.pk, address=address, page=page, now=timezone.now())
    context = {"section": "dialogue", "commitment": found, "form": form, "asked": asked}
    return render(request, "dialogue/public/commitment_follow.html", context, status=422 if form.errors else 200)
