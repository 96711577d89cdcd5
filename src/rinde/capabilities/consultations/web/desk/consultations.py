"""The list of consultations, a consultation's board, opening one, giving it more days, closing and withdrawing it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import (
    close_consultation,
    extend_consultation,
    open_consultation,
    withdraw_consultation,
)
from rinde.capabilities.consultations.queries import (
    entity_consultations,
    plan_calendar,
    replies_of,
    tally_of,
)
from rinde.capabilities.consultations.rules.terms import days_gaps, is_past, term_of
from rinde.capabilities.consultations.web import presenters
from rinde.capabilities.consultations.web.desk.opened import (
    back_to,
    may,
    page_of,
    plan_of,
    plan_to_manage,
    rounds_of_plan,
    to_manage,
)
from rinde.capabilities.consultations.web.forms import ExtensionForm, NoticeForm, WithdrawalForm
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.law.terms import Term
from rinde.foundations.refusals import NotReady, StaleWrite
from rinde.services.access import desk_page


@desk_page("consultations.moderate")
def consultation_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every consultation of the entity: the way in for whoever looks after comments and reads no drafts."""
    today = timezone.localdate()
    rows = [
        {"consultation": one, "state": presenters.state_of(one, today)}
        for one in entity_consultations()
        if request.principal.may("consultations.moderate", plan=[one.plan_id])
    ]
    return render(request, "consultations/desk/list.html", {"rows": rows})


@desk_page("desk.open")
def consultation(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The board of a plan's newest consultation, or how to open the first one."""
    plan = plan_of(request, plan_id)
    rounds = rounds_of_plan(plan)
    if not rounds:
        context = {"plan": plan, "can_open": plan.status in EDITABLE, **may(request, plan)}
        return render(request, "consultations/desk/none.html", context)
    newest = rounds[0]
    replies = replies_of(newest)
    context = page_of(request, newest) | {
        "earlier": rounds[1:],
        "extensions": presenters.extensions_of(newest),
        "is_past": is_past(newest.status, closes_on=newest.closes_on, today=timezone.localdate()),
        "tally": tally_of(newest),
        "replies": len(replies),
        "promised": [one for one in replies if one.reply.promise == "PENDING"],
        "can_open_again": newest.status != ConsultationStatus.OPEN and plan.status in EDITABLE,
    }
    return render(request, "consultations/desk/board.html", context)


@desk_page("consultations.manage")
def consultation_open(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Write the notice, look at what people will read, and open; nothing is opened before the preview was seen."""
    plan, now = plan_to_manage(request, plan_id), timezone.now()
    form = NoticeForm(request.POST or None)
    content = working_content(plan, on=timezone.localdate(now))
    reviewed = content_hash(canonical_json(content))
    if form.is_valid() and "abrir" in request.POST:
        seen = request.POST.get("reviewed", "")
        if _tried(
            form,
            lambda: open_consultation(
                plan_id=plan.pk, values=form.values(), reviewed=seen, by=request.principal, now=now
            ),
        ):
            return back_to(request, plan, "La consulta quedó abierta. Ya se puede comentar.")
    context = {
        "plan": plan,
        "form": form,
        "term": _term(plan, form),
        "reviewed": reviewed,
        "activities": sum(1 for _ in content.placed()),
        **may(request, plan),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultations/desk/open.html", context, status=status)


def _term(plan: Plan, form: NoticeForm) -> Term | None:
    """How the days that were asked for would be counted today; None while they make no sense."""
    if not form.is_valid() or list(days_gaps(form.cleaned_data["days"], form.cleaned_data["count_in"])):
        return None
    today = timezone.localdate()
    values = form.values()
    return term_of(today, days=values.days, count_in=values.count_in, calendar=plan_calendar(plan, from_on=today))


def _tried(form: forms.Form, act: Any) -> Consultation | None:
    """Act; where the operation refuses, say all its reasons on the form and give None."""
    try:
        done: Consultation = act()
    except (NotReady, StaleWrite) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
        return None
    return done


@desk_page("consultations.manage")
def consultation_extend(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, plan_id)
    form = ExtensionForm(request.POST or None, initial={"days": found.days})
    if form.is_valid() and _tried(
        form,
        lambda: extend_consultation(
            consultation_id=found.pk, by=request.principal, now=timezone.now(), **form.cleaned_data
        ),
    ):
        return back_to(request, found.plan, "El plazo quedó ampliado y su motivo, a la vista.")
    context = page_of(request, found) | {"form": form, "extensions": presenters.extensions_of(found)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultations/desk/extend.html", context, status=status)


@desk_page("consultations.manage")
def consultation_withdraw(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, plan_id)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid() and _tried(
        form,
        lambda: withdraw_consultation(
            consultation_id=found.pk, by=request.principal, now=timezone.now(), **form.cleaned_data
        ),
    ):
        return back_to(request, found.plan, "La consulta quedó retirada, con su motivo a la vista.")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultations/desk/withdraw.html", page_of(request, found) | {"form": form}, status=status)


@desk_page("consultations.manage")
@require_POST
def consultation_close(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, plan_id)
    close_consultation(consultation_id=found.pk, by=request.principal, now=timezone.now())
    return back_to(request, found.plan, "La consulta quedó cerrada. Ahora responda los comentarios.")
