"""What stands around every request: security headers, and refusals turned into pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.accounts.queries import has_second_factor
from rinde.capabilities.accounts.web.second_factor import second_factor_url
from rinde.capabilities.plans.queries import is_of_another_entity
from rinde.foundations import refusals
from rinde.services.access.views import NotForThem
from rinde.services.audit.operations import record

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


class KnownMethodsMiddleware:
    """Rinde's pages are read and sent; any other method is told so, before anybody looks at who asks."""

    METHODS = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in self.METHODS else HttpResponseNotAllowed(self.METHODS)


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


def _note_attempt(request: HttpRequest, exception: Exception) -> None:
    """Write down that somebody signed in tried what they may not: whose role forbids it, or whose entity it is not.

    What was refused has been rolled back by now, so the entry stands alone. It holds codes: the page, the plan's number
    and the kind of refusal, never what was sent.
    """
    match, entity = request.resolver_match, getattr(request, "entity", None)
    if request.method in {"GET", "HEAD", "OPTIONS"} or match is None or entity is None:
        return
    plan_id = match.kwargs.get("plan_id")
    is_attempt = isinstance(exception, refusals.NotAllowed | NotForThem) or (plan_id and is_of_another_entity(plan_id))
    if not is_attempt or not request.user.is_authenticated:
        return
    record(
        entity_id=entity.pk,
        action="plans.refused" if plan_id else "desk.refused",
        target=f"plans.Plan:{plan_id}" if plan_id else str(match.url_name),
        by=request.principal,  # type: ignore[attr-defined]
        now=timezone.now(),
        facts={"page": match.url_name, "refused": type(exception).__name__},
    )


def _frame_of(request: HttpRequest) -> str:
    """A refusal keeps the menu of whoever works on the desk."""
    match = request.resolver_match
    is_public = match is None or getattr(match.func, "opens_to", "public") in {"public", "visitor"}
    return "design/public.html" if is_public else "design/desk.html"


def _way_back(request: HttpRequest) -> tuple[str, str]:
    """Where to go from an address that shows nothing: what the page is called, and its address."""
    match = request.resolver_match
    known, slug = (match.kwargs, match.kwargs.get("entity_slug")) if match else ({}, None)
    if slug is None:
        return "la portada", "/"
    if _frame_of(request) == "design/desk.html":
        if plan_id := known.get("plan_id"):
            return "el plan", reverse("desk:plan_detail", args=[slug, plan_id])
        return "el escritorio", reverse("desk:start", args=[slug])
    if "year" in known and "plan_slug" in known:
        return "el plan", reverse("portal:plan", args=[slug, known["year"], known["plan_slug"]])
    return "la página de la entidad", reverse("portal:home", args=[slug])


class RefusalMiddleware:
    """The ONE place where a domain exception becomes a page: 403, 409 or 422 with all its reasons.

    An address that only takes what a form sends, opened by hand or from the history, gets its page here too (405).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        label, url = _way_back(request)
        context = {"frame": _frame_of(request), "label": label, "url": url}
        page = render(request, "design/not_allowed.html", context, status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, refusals.NotAllowed | Http404):
            _note_attempt(request, exception)
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
        if isinstance(exception, refusals.SecondFactorMissing) and request.user.pk:
            context["second_factor_is_set"] = has_second_factor(request.user.pk)
            context["second_factor_url"] = second_factor_url(request.user.pk, back_to=request.path)
        return render(request, "design/refusal.html", context, status=status)
