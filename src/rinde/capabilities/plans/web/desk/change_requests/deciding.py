"""Deciding several requests with one act, and publishing the approved ones as the next version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from rinde.capabilities.accounts.web.adapter import absolute
from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations.change_requests import approve_changes, publish_changes
from rinde.capabilities.plans.operations.change_requests.informing import PublicPages
from rinde.capabilities.plans.permissions import PUBLISH, REGISTER_ACT, check_publish_plan, check_register_act
from rinde.capabilities.plans.queries import last_body
from rinde.capabilities.plans.queries.change_requests import change_requests, clashes_of, next_version, stale_requests
from rinde.capabilities.plans.rules.change_requests.proposals import TextChanged
from rinde.capabilities.plans.web.forms import save_or_explain, status_of
from rinde.capabilities.plans.web.forms.change_requests import DecisionForm
from rinde.capabilities.plans.web.requests import DeskRequest, plan_to_read
from rinde.foundations.refusals import NotReady, StaleWrite
from rinde.services.access import desk_page


@desk_page(REGISTER_ACT)
def change_decide(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    check_register_act(plan, by=request.principal)
    stale = stale_requests(plan, on=timezone.localdate())
    asked = [one for one in change_requests(plan) if one.status == ChangeStatus.WITH_OPINION]
    waiting = [one for one in asked if one.id not in stale]
    found = clashes_of(plan)
    disputed = {number for one in found for number in one.numbers}
    chosen = request.GET.getlist("solicitud") or [str(one.id) for one in waiting if one.number not in disputed]
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        waiting=waiting,
        initial={"body": last_body(), "requests": chosen},
    )
    if form.is_valid():
        ids = form.cleaned_data["requests"]
        act = save_or_explain(
            form,
            lambda: approve_changes(
                plan_id=plan.pk, request_ids=ids, values=form.values(), by=request.principal, now=timezone.now()
            ),
        )
        if act:
            said = "La solicitud quedó aprobada" if len(ids) == 1 else f"Las {len(ids)} solicitudes quedaron aprobadas"
            messages.success(request, f"{said} con {act.number}. Falta publicar la versión nueva.")
            return redirect("desk:change_list", entity_slug=plan.entity.slug, plan_id=plan.pk)
    context = {
        "plan": plan,
        "form": form,
        "waiting": waiting,
        "clashes": found,
        "stale": [one for one in asked if one.id in stale],
    }
    return render(request, "plans/change_decide.html", context, status=status_of(form))


@desk_page(PUBLISH)
def change_publish(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The version as it would be; sent, it is. Each request may be left for another version."""
    plan = plan_to_read(request, plan_id)
    check_publish_plan(plan, by=request.principal)
    sent = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in sent.getlist("solicitud") if one.isdecimal() and len(one) < 18]
    outdated = stale_requests(plan, on=timezone.localdate())
    version = next_version(plan, ids or None, outdated=outdated)
    gaps: tuple[str, ...] = ()
    stale: tuple[int, ...] = ()
    if request.method == "POST":
        try:
            publication = publish_changes(
                plan_id=plan.pk,
                request_ids=ids,
                reviewed=request.POST.get("revisado", ""),
                by=request.principal,
                now=timezone.now(),
                pages=_pages(request, plan),
            )
        except NotReady as refusal:
            gaps = refusal.gaps or (refusal.message,)
        except StaleWrite as refusal:
            gaps = (refusal.message,)
            stale = refusal.numbers if isinstance(refusal, TextChanged) else ()
        else:
            number = publication.version.number
            messages.success(request, f"Se publicó la versión {number}. Su huella: {publication.version.sha256}")
            return redirect("desk:change_list", entity_slug=plan.entity.slug, plan_id=plan.pk)
    everything = sorted((*version.requests, *version.others), key=lambda one: one.number)
    context = {
        "plan": plan,
        "version": version,
        "left_out": [one for one in version.others if one.id not in outdated],
        "outdated": [one for one in everything if one.id in outdated],
        "gaps": gaps,
        "stale": [one for one in everything if one.number in stale],
    }
    return render(request, "plans/change_publish.html", context, status=409 if gaps else 200)


def _pages(request: DeskRequest, plan: Plan) -> PublicPages | None:
    """What the mails point at; None on an installation without a public site."""
    slug = plan.entity.slug
    try:
        changes = reverse("portal:changes", kwargs={"entity_slug": slug, "year": plan.year, "plan_slug": plan.slug})
        leaving = reverse("portal:following", kwargs={"entity_slug": slug, "token": "-"})
    except NoReverseMatch:
        return None
    return PublicPages(absolute(request, changes), absolute(request, leaving.removesuffix("-/")))
