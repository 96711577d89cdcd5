"""Pages of the desk about people: who they are, what they may do, who is invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.accounts import operations, queries
from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Invitation, Membership
from rinde.capabilities.accounts.operations import Invited
from rinde.capabilities.accounts.permissions import can_manage_people
from rinde.capabilities.accounts.rules import ROLES, permission_matrix
from rinde.capabilities.accounts.web.adapter import absolute
from rinde.capabilities.accounts.web.forms import InviteForm, MembershipForm
from rinde.capabilities.accounts.web.presenters import member_rows
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

MANAGE = "accounts.manage"


@desk_page(MANAGE)
def people(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Everybody with a role, and the invitations that wait."""
    now = timezone.now()
    context = {
        "members": member_rows(queries.members()),
        "invitations": queries.open_invitations(now),
        "roles": ROLES,
        "can_manage": _may_manage(request),
    }
    return render(request, "accounts/people.html", context)


def _may_manage(request: Any) -> bool:
    return can_manage_people(request.entity, by=request.principal)


@desk_page(MANAGE)
def invite(request: Any, entity_slug: str) -> HttpResponse:
    """Offer a role by mail."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            invited = operations.invite(
                entity=request.entity,
                by=request.principal,
                now=timezone.now(),
                actor_ids=values.pop("actors"),
                **values,
            )
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            _send(request, invited)
            return redirect("desk:people", entity_slug=entity_slug)
    return render(request, "accounts/invite.html", {"form": form})


def _send(request: HttpRequest, invited: Invited) -> None:
    link = absolute(request, reverse("accept_invitation", kwargs={"token": invited.token}))
    if operations.send_invitation(invited, link=link):
        messages.success(request, f"La invitación salió para {invited.invitation.email}. El enlace vale siete días.")
    else:
        messages.error(
            request,
            "La invitación quedó guardada, pero el correo no salió. Pida que revisen el servidor de correo "
            "y oprima «Enviar de nuevo».",
        )


@desk_page(MANAGE)
@require_POST
def resend(request: Any, entity_slug: str, invitation_id: int) -> HttpResponse:
    """Mail a new link; the old one no longer opens."""
    get_object_or_404(Invitation, pk=invitation_id)
    _send(
        request,
        operations.resend_invitation(invitation_id=invitation_id, by=request.principal, now=timezone.now()),
    )
    return redirect("desk:people", entity_slug=entity_slug)


@desk_page(MANAGE)
@require_POST
def withdraw(request: Any, entity_slug: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    get_object_or_404(Invitation, pk=invitation_id)
    operations.withdraw_invitation(invitation_id=invitation_id, by=request.principal, now=timezone.now())
    messages.success(request, "La invitación se retiró: el enlace ya no abre.")
    return redirect("desk:people", entity_slug=entity_slug)


@desk_page(MANAGE)
def membership(request: Any, entity_slug: str, membership_id: int) -> HttpResponse:
    """Change a person's role or where it holds."""
    held = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id, ended_at__isnull=True)
    form = MembershipForm(request.POST or None, membership=held)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["scope_kind"]
        ids = {"actor_ids" if kind == ScopeKind.ACTORS else "scope_ids": form.chosen()}
        role = form.cleaned_data["role"]
        try:
            operations.change_membership(
                membership_id=held.pk, role=role, scope_kind=kind, by=request.principal, now=timezone.now(), **ids
            )
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            messages.success(request, f"El rol de {held.user} quedó guardado.")
            return redirect("desk:people", entity_slug=entity_slug)
    return render(request, "accounts/membership.html", {"form": form, "membership": held, "role": ROLES[held.role]})


@desk_page(MANAGE)
@require_POST
def end(request: Any, entity_slug: str, membership_id: int) -> HttpResponse:
    """Take a role away."""
    get_object_or_404(Membership, pk=membership_id)
    held = operations.end_membership(membership_id=membership_id, by=request.principal, now=timezone.now())
    messages.success(request, f"{held.user} ya no tiene el rol {ROLES[held.role].name}.")
    return redirect("desk:people", entity_slug=entity_slug)


@desk_page("desk.open")
def permissions(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Who may do what: the same for every entity, open to everybody who works in one."""
    context = {"roles": ROLES.values(), "rows": permission_matrix(), "mine": request.principal.roles}
    return render(request, "accounts/permissions.html", context)
