"""Every view says who may open it. A test walks all URLs and fails where one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from rinde.services.access.principal import Principal

View = Callable[..., HttpResponseBase]


class NotForThem(Http404):
    """The page is there, but this person holds its permission nowhere; they are not told."""


def public_page(view: View) -> View:
    """Anybody may open it, without an account. It never reads the session: one cached copy serves everybody."""
    marked = login_not_required(view)
    marked.opens_to = "public"  # type: ignore[attr-defined]
    return marked


def visitor_page(view: View) -> View:
    """Anybody may open it, but it is not the same for everybody: signing in, an invitation. Never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked = never_cache(login_not_required(guarded))
    marked.opens_to = "visitor"  # type: ignore[attr-defined]
    marked.login_required = False  # type: ignore[attr-defined]
    return marked


def signed_in_page(view: View) -> View:
    """Anybody with an account may open it, whatever their role: their own account, their list of entities."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked = never_cache(guarded)
    marked.opens_to = "signed-in"  # type: ignore[attr-defined]
    marked.login_required = True  # type: ignore[attr-defined]
    return marked


def desk_page(permission: str) -> Callable[[View], View]:
    """Only who holds the permission somewhere in the entity of the URL; others get a 404, which tells them nothing.

    The operation checks again with the thing at hand; this only keeps strangers out of the room. What was shown is
    never kept by the browser: on a shared computer the next person must not find it with the back button.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            principal: Principal = request.principal  # type: ignore[attr-defined]
            if not principal.may_somewhere(permission):
                raise NotForThem
            return view(request, *args, **kwargs)

        marked = never_cache(guarded)
        marked.opens_to = permission  # type: ignore[attr-defined]
        return marked

    return decorate
