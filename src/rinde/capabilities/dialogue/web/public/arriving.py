"""The code at the door: whoever arrives notes it from their own phone, without an account."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.checking_in import arrive_alone
from rinde.capabilities.dialogue.queries.attendance import group_choices
from rinde.capabilities.dialogue.rules.attendance import may_arrive_alone
from rinde.capabilities.dialogue.web.forms.attendance import SelfArrivalForm
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.public.registering import page_of
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import visitor_page
from rinde.services.visitors import mark_to_give, seconds_to_wait, wait_in_words

# A whole hall comes in through one connection in half an hour; a program is still cut.
LIMITS = ((400, timedelta(minutes=10)), (3_000, timedelta(days=1)))


@visitor_page
def arriving(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The form at the door, around the hours of the space."""
    space, now = public_space(request, slug), timezone.now()
    is_open = may_arrive_alone(space.status, starts_at=space.starts_at, ends_at=space.ends_at, now=now)
    form = SelfArrivalForm(
        request.POST if request.method == "POST" else None,
        place=_place(space),
        now=now,
        groups=group_choices(space.entity),
    )
    if is_open and not space.is_for_minors and form.is_valid():
        if wait := seconds_to_wait(request, what="arrival", now=now, limits=LIMITS):
            form.add_error(None, f"Llegaron muchos registros desde esta conexión. Espere {wait_in_words(wait)}.")
        elif _arrived(space, form, now):
            return redirect("portal:arrived", entity_slug=space.entity.slug, slug=slug)
    mark = mark_to_give(form.sent, now).signed(_place(space))
    context = page_of(space) | {"form": form, "mark": mark, "is_open": is_open}
    refused = form.is_bound and (form.errors or not is_open)
    return render(request, "dialogue/public/arriving.html", context, status=422 if refused else 200)


def _place(space: DialogueSpace) -> str:
    return f"arrival:{space.pk}"


def _arrived(space: DialogueSpace, form: SelfArrivalForm, now: datetime) -> bool:
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    try:
        arrive_alone(
            space_id=space.pk,
            values=form.values(),
            consent_digest=form.cleaned_data["words"],
            form_token=form.sent.form_id,
            now=now,
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
        return False
    return True


@visitor_page
def arrived(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """Welcome. It says nothing of who came: the same for everybody."""
    return render(request, "dialogue/public/arrived.html", page_of(public_space(request, slug)))
