"""What stands around every request: security headers, and refusals turned into pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from rinde.foundations import refusals

Handler = Callable[[HttpRequest], HttpResponse]

# Nothing inline, nothing from elsewhere. `data:` images are the QR codes of the second factor.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
        "object-src 'none'",
    ]
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

STATUS_OF_REFUSAL: dict[type[refusals.Refusal], int] = {
    refusals.NotAllowed: 403,
    refusals.TransitionNotAllowed: 409,
    refusals.StaleWrite: 409,
    refusals.NotReady: 422,
}


class SecurityHeadersMiddleware:
    """Adds the headers that Django has no setting for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a signed-in person unless it says otherwise.

    Django's own looks at the person first and at the page second; the session that it reads for that would make every
    public page vary by cookie, and none could be kept for everybody.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _frame_of(request: HttpRequest) -> str:
    """A refusal keeps the menu of whoever works on the desk."""
    match = request.resolver_match
    is_public = match is None or getattr(match.func, "opens_to", "public") in {"public", "visitor"}
    return "design/public.html" if is_public else "design/desk.html"


class RefusalMiddleware:
    """The ONE place where a domain exception becomes a page: 403, 409 or 422 with all its reasons."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, refusals.Refusal):
            return None
        status = next(
            (code for kind, code in STATUS_OF_REFUSAL.items() if isinstance(exception, kind)),
            409,
        )
        context = {
            "frame": _frame_of(request),
            "message": exception.message,
            "gaps": getattr(exception, "gaps", ()),
            "status": status,
        }
        return render(request, "design/refusal.html", context, status=status)
