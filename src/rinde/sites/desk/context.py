"""What every page's frame needs: the entity, and on the desk the menu and the person."""

from typing import Any

from django.http import HttpRequest

from rinde.capabilities.accounts.queries import entities_of
from rinde.services.access import Principal
from rinde.sites.desk.menu import menu_of

FOR_EVERYBODY = ("public", "visitor")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The entity of the URL; menu, person and their entities on desk and account pages only.

    A public page must not vary by who asks, so it never even looks. Pages without a view (a wrong address) are public.
    """
    entity = getattr(request, "entity", None)
    if not _is_for_staff(request):
        return {"entity": entity, "menu": None}
    principal: Principal = request.principal  # type: ignore[attr-defined]
    if principal.user_id is None:
        return {"entity": entity, "menu": None}
    return {
        "entity": entity,
        "person": principal,
        "entities": entities_of(principal.user_id),
        "menu": menu_of(request, principal, entity.slug if entity else None),
    }


def _is_for_staff(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "opens_to", "public") not in FOR_EVERYBODY
