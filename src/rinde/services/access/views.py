"""Every view says who may open it. A test walks all URLs and fails where one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from rinde.services.access.principal import Principal

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Anybody may open it, without an account. It never reads the session: one cached copy serves everybody."""
    marked = login_not_required(view)
    marked.opens_to = "public"  # type: ignore[attr-defined]
    return marked


def signed_in_page(view: View) -> View:
    """Anybody with an account may open it, whatever their role: their own account, their list of entities."""
    view.opens_to = "signed-in"  # type: ignore[attr-defined]
    return view


def desk_page(permission: str) -> Callable[[View], View]:
    """Only who holds the permission somewhere in the entity of the URL; others get a 404, which tells them nothing.

    The operation checks again with the thing at hand; this only keeps strangers out of the room.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            principal: Principal = request.principal  # type: ignore[attr-defined]
            if not principal.may_somewhere(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.opens_to = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
