"""Saying of an activity, without an account, that it did not happen: the form and its thanks. Never kept for all."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.followup.operations.remarks import Received, leave_remark
from rinde.capabilities.followup.queries.remarks import has_remark
from rinde.capabilities.followup.web.forms.remarks import RemarkForm
from rinde.capabilities.followup.web.public import RemarkAddresses, activity_or_404, page_of, plan_or_404
from rinde.capabilities.plans.queries import PublishedPlan
from rinde.capabilities.plans.rules.content import PlacedActivity
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import visitor_page
from rinde.services.visitors import mark_to_give, seconds_to_wait, wait_in_words


@visitor_page
def remark(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str) -> HttpResponse:  # noqa: ARG001
    """The form; whatever refuses it, what was typed stays."""
    found, now = plan_or_404(request, year, plan_slug), timezone.now()
    placed, place = activity_or_404(found, key), _place(found, key)
    if request.method != "POST":
        return _page(request, found, placed, RemarkForm(place=place, now=now), status=200)
    form = RemarkForm(request.POST, place=place, now=now)
    if form.is_valid():
        if wait := seconds_to_wait(request, what="remark", now=now):
            form.add_error(None, f"Llegaron muchas notas desde su conexión. Espere {wait_in_words(wait)} y envíela.")
            return _page(request, found, placed, form, status=429, wait=wait)
        if received := _received(form, found, key, now):
            return redirect(RemarkAddresses(request, found).thanks(key, received.remark.number))
    return _page(request, found, placed, form, status=422)


def _place(found: PublishedPlan, key: str) -> str:
    return f"remark:{found.plan_id}:{key}"


def _received(form: RemarkForm, found: PublishedPlan, key: str, now: datetime) -> Received | None:
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    try:
        return leave_remark(
            plan_id=found.plan_id, activity_key=key, values=form.values(), form_token=form.sent.form_id, now=now
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
    return None


def _page(
    request: HttpRequest, found: PublishedPlan, placed: PlacedActivity, form: RemarkForm, *, status: int, wait: int = 0
) -> HttpResponse:
    mark = mark_to_give(form.sent, form.now).signed(form.place)
    context = page_of(request, found) | {"form": form, "activity": placed.activity, "mark": mark}
    response = render(request, "followup/remark.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@visitor_page
def remark_thanks(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    key: str,
    number: int,
) -> HttpResponse:
    """The number of a remark that was received, and what comes next. It shows nothing of the remark itself."""
    found = plan_or_404(request, year, plan_slug)
    placed = activity_or_404(found, key)
    if not has_remark(found.plan_id, key, number):
        raise Http404("Esta actividad no tiene esa nota.")
    context = page_of(request, found) | {"activity": placed.activity, "number": number}
    return render(request, "followup/remark_thanks.html", context)
