"""«Avisos»: what one was told, what was sent to whom, and when people are told."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.operations.alerts import choose_digest, set_alert_policy
from rinde.capabilities.followup.permissions import can_set_alerts, check_set_alerts
from rinde.capabilities.followup.queries.alerts import alert_policy_of
from rinde.capabilities.followup.queries.notices import (
    WAITING,
    given_up,
    names_of,
    notices_of,
    sent_log,
    waiting_count,
    wants_digest,
)
from rinde.capabilities.followup.web.forms.alerts import AlertForm
from rinde.capabilities.followup.web.presenters import alerts as presenters
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

ON_PAGE = 30


def _page(request: DeskRequest, **more: Any) -> dict[str, Any]:
    policy = alert_policy_of(request.entity)
    base = {"policy": policy, "may_set": can_set_alerts(request.entity, by=request.principal)}
    return base | {"digest_time": presenters.digest_time(policy)} | more


@desk_page("desk.open")
def alert_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """What this person was told, newest first, and whether they want the weekly digest."""
    user_id = request.principal.user_id or 0
    page = Paginator(notices_of(request.entity, user_id), ON_PAGE).get_page(request.GET.get("pagina"))
    notices = [(one, presenters.text_of(one, site=settings.BASE_URL)) for one in page.object_list]
    context = _page(request, page=page, notices=notices, wants=wants_digest(request.entity, user_id))
    return render(request, "followup/desk/notices.html", context)


@desk_page("desk.open")
@require_POST
def digest_choice(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Turn one's own weekly digest off or on."""
    wants = request.POST.get("quiero") == "si"
    choose_digest(entity=request.entity, wants=wants, by=request.principal, now=timezone.now())
    said = "Recibirá el resumen de cada semana." if wants else "Ya no recibirá el resumen. Los plazos le llegan igual."
    messages.success(request, said)
    return redirect("desk:alert_list", entity_slug=entity_slug)


@desk_page("followup.set_policy")
def alert_log(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """What was sent to whom, by name; never an address, never a text."""
    check_set_alerts(request.entity, by=request.principal)
    only_waiting = request.GET.get("ver") == WAITING
    page = Paginator(sent_log(request.entity, only_waiting=only_waiting), ON_PAGE).get_page(request.GET.get("pagina"))
    mails = list(page.object_list)
    rows = presenters.log_rows(mails, names_of(one.recipient for one in mails), given_up(mails))
    waiting = waiting_count(request.entity)
    context = _page(request, page=page, rows=rows, only_waiting=only_waiting, waiting=waiting, kept=WAITING)
    return render(request, "followup/desk/notice_log.html", context)


@desk_page("followup.set_policy")
def alert_settings(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Day and hour of the digest, and the days before and after a date."""
    check_set_alerts(request.entity, by=request.principal)
    context, now = _page(request), timezone.now()
    form = AlertForm(request.POST or None, initial=AlertForm.initial_of(context["policy"]))
    if form.is_valid():
        try:
            set_alert_policy(entity=request.entity, days=form.days(), by=request.principal, now=now)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            messages.success(request, "Quedó guardado cuándo se avisa.")
            return redirect("desk:alert_settings", entity_slug=entity_slug)
    context |= {"form": form, "next_digest": presenters.next_digest(context["policy"], now)}
    return render(request, "followup/desk/alert_settings.html", context, status=422 if form.errors else 200)
