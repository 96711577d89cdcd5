"""Says who asks: `request.principal`, worked out only when somebody looks at it."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from rinde.capabilities.accounts import queries
from rinde.services.access import Principal


def _principal(request: HttpRequest) -> Principal:
    user = request.user
    # allauth writes down each step of a sign-in; without the user it answers with nothing at all.
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    return queries.principal_of(
        user,
        request.entity,  # type: ignore[attr-defined]
        second_factor="mfa" in methods,
    )


class PrincipalMiddleware:
    """A public page never looks, so it costs no query and never varies by who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = SimpleLazyObject(lambda: _principal(request))  # type: ignore[attr-defined]
        return self.get_response(request)
