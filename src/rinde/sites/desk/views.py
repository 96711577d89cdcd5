"""The start page of the desk, the list of one's entities, the trail, and the operator's page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.accounts import operations
from rinde.capabilities.accounts.models import User
from rinde.capabilities.accounts.queries import entities_of
from rinde.capabilities.accounts.rules import ROLES
from rinde.capabilities.accounts.web.adapter import absolute
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.web.forms import NewEntityForm
from rinde.capabilities.plans.permissions import can_read_draft_of
from rinde.capabilities.plans.queries import plan_summaries
from rinde.capabilities.plans.web.presenters import state_of_summary
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page, signed_in_page
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.queries import prove_chain
from rinde.sites.desk.audit_words import in_words
from rinde.sites.desk.next_steps import next_steps
from rinde.sites.desk.shortcuts import shortcuts_of

ENTRIES_A_PAGE = 50


@desk_page("desk.open")
def start(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """«¿Qué sigue?»: what waits for this person, the plans and where they stand, the shortcuts of their roles."""
    by = request.principal
    plans = [plan for plan in plan_summaries() if can_read_draft_of(plan.id, by=by)]
    context = {
        "steps": next_steps(request.entity, by=by, plans=plans, now=timezone.now()),
        "plans": [(plan, state_of_summary(plan)) for plan in plans],
        "shortcuts": shortcuts_of(by, request.entity),
        "roles": [ROLES[code] for code in ROLES if code in by.roles],
    }
    return render(request, "desk/start.html", context)


@signed_in_page
def my_entities(request: Any) -> HttpResponse:
    """Where one works. Somebody with a single entity and nothing else to see is taken there."""
    mine = entities_of(request.user.pk)
    if len(mine) == 1 and not request.user.is_platform_operator and "ver" not in request.GET:
        return redirect("desk:start", entity_slug=mine[0].slug)
    return render(request, "desk/my_entities.html", {"mine": mine})


@desk_page("audit.read")
def audit(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The trail, newest first. People appear by name while they have an account; the trail itself keeps numbers."""
    page = Paginator(AuditEntry.objects.order_by("-number"), ENTRIES_A_PAGE).get_page(request.GET.get("pagina"))
    entries = list(page.object_list)
    names = User.objects.in_bulk({entry.user_id for entry in entries if entry.user_id})
    rows = [(entry, in_words(entry.action), names.get(entry.user_id)) for entry in entries]
    proof = prove_chain(request.entity.pk) if "comprobar" in request.GET else None
    return render(request, "desk/audit.html", {"rows": rows, "page": page, "proof": proof})


@desk_page("platform.manage")
def platform(request: Any) -> HttpResponse:
    """The entities of the installation, for its operator; nothing of what is inside them."""
    form = NewEntityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = operations.open_entity(by=request.principal, now=timezone.now(), **form.cleaned_data)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            link = absolute(request, reverse("accept_invitation", kwargs={"token": invited.token}))
            _tell(request, invited.invitation.entity, sent=operations.send_invitation(invited, link=link))
            return redirect("platform")
    return render(request, "desk/platform.html", {"form": form, "hosted": Entity.objects.all()})


def _tell(request: Any, entity: Entity, *, sent: bool) -> None:
    if sent:
        messages.success(request, f"{entity.name} quedó creada y la invitación salió.")
    else:
        messages.error(
            request,
            f"{entity.name} quedó creada, pero el correo no salió. En el servidor, «rinde first-admin» da el enlace.",
        )
