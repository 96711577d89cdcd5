"""The way to a second factor and back to what one was doing: some acts are not done with a password alone."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse
from django.urls import reverse

from rinde.capabilities.accounts.queries import has_second_factor


def second_factor_url(user_id: int, *, back_to: str) -> str:
    """Where somebody whose session has no code gives one, or sets their second factor up, and then comes back."""
    name = "mfa_reauthenticate" if has_second_factor(user_id) else "mfa_activate_totp"
    return f"{reverse(name)}?{urlencode({'next': back_to})}"


class ActivateView(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Setting the second factor up. The code that proves it counts for this session, and the way back is kept."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp", reauthenticated=True)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "back": get_next_redirect_url(self.request)}

    def get_success_url(self) -> str:
        url: str = super().get_success_url()
        back = get_next_redirect_url(self.request)
        return f"{url}?{urlencode({'next': back})}" if back else url


class CodesView(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """The spare codes, and the way back to what one was doing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "back": get_next_redirect_url(self.request)}
