"""Pages of one's own account: accepting an invitation, one's name and post, and allauth's in our words."""

from typing import Any

from allauth.account import views as account_views
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.accounts import operations, queries
from rinde.capabilities.accounts.models import Invitation
from rinde.capabilities.accounts.rules import REFUSED_INVITATION, ROLES, InvitationState
from rinde.capabilities.accounts.web.forms import AcceptForm, ProfileForm
from rinde.foundations.refusals import NotReady
from rinde.services.access import signed_in_page, visitor_page


class LoginView(account_views.LoginView):  # type: ignore[misc]  # allauth has no types
    """Signing in; on a new installation it says how the first person enters."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        for field in form.fields.values():  # the labels say it all; the way to a new password stands beside the button
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "nobody_yet": queries.nobody_yet()}


@visitor_page
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: a new account, or a further role for the one that is signed in."""
    if too_many := ratelimit.consume_or_429(request, action="accept_invitation", limit_get=True):
        refused: HttpResponse = too_many
        return refused
    invitation, refusal = _usable(token)
    if invitation is None:
        return render(request, "accounts/invitation_refused.html", {"refusal": refusal}, status=410)
    if queries.has_account(invitation.email):
        return _accept_with_account(request, invitation, token)
    return _accept_as_newcomer(request, invitation, token)


def _usable(token: str) -> tuple[Invitation | None, str]:
    invitation = queries.invitation_of(token)
    if invitation is None:
        return None, "El enlace no es válido. Cópielo completo del correo o pida una nueva invitación."
    state = queries.state_of(invitation, timezone.now())
    if state != InvitationState.PENDING:
        return None, REFUSED_INVITATION[state]
    return invitation, ""


def _accept_as_newcomer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"full_name": invitation.full_name})
    if request.method == "POST" and form.is_valid():
        values = {key: form.cleaned_data[key] for key in ("full_name", "post", "password")}
        try:
            operations.accept_invitation(token=token, now=timezone.now(), **values)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            messages.success(request, "Su cuenta está lista. Ingrese con su correo y su contraseña.")
            return redirect("account_login")
    return render(request, "accounts/accept.html", _page(invitation, form=form))


def _accept_with_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    user = request.user
    is_theirs = user.is_authenticated and user.email.lower() == invitation.email.lower()
    if request.method == "POST" and user.is_authenticated:
        operations.accept_as(token=token, user=user, now=timezone.now())
        messages.success(request, f"Ya tiene acceso a {invitation.entity.display_name}.")
        return redirect("desk:start", entity_slug=invitation.entity.slug)
    return render(request, "accounts/accept_with_account.html", _page(invitation, is_theirs=is_theirs))


def _page(invitation: Invitation, **values: Any) -> dict[str, Any]:
    return {"invitation": invitation, "role": ROLES[invitation.role], "invited_to": invitation.entity, **values}


@signed_in_page
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and post, and the ways to the password and the second factor."""
    user: Any = request.user
    form = ProfileForm(request.POST or None, initial={"full_name": user.full_name, "post": user.post})
    if request.method == "POST" and form.is_valid():
        operations.update_profile(user_id=user.pk, **form.cleaned_data)
        messages.success(request, "Sus datos quedaron guardados.")
        return redirect("profile")
    context = {"form": form, "has_second_factor": queries.has_second_factor(user.pk)}
    return render(request, "accounts/profile.html", context)
