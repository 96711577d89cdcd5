"""How allauth behaves here: nobody signs up by themselves; people enter by invitation."""

from base64 import b64encode
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The installation's own address where it has one: a mail must not say what a request's Host header said."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(self.request, path.replace("UID-KEY", quote(key)))


def absolute(request: HttpRequest, path: str) -> str:
    """The address of a page for a mail: under RINDE_BASE_URL, or under the host of the request."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def qr_image(address: str) -> str:
    """The QR of an address as the source of an <img>, drawn by what draws the second factor's: it takes any address."""
    drawn = get_adapter().build_totp_svg(address)
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
