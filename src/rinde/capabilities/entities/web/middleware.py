"""Finds the entity of the URL and opens the tenant guard for it, and for nothing else, during the request."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import active_tenant


class EntityMiddleware:
    """Sets `request.entity`; None on the platform's own pages, where tenant tables stay shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.entity = self._entity_of(request)  # type: ignore[attr-defined]
        if request.entity is None:  # type: ignore[attr-defined]
            return self.get_response(request)
        with active_tenant(request.entity):  # type: ignore[attr-defined]
            return self.get_response(request)

    def _entity_of(self, request: HttpRequest) -> Entity | None:
        try:
            slug = resolve(request.path_info).kwargs.get("entity_slug")
        except Resolver404:
            return None
        return Entity.objects.filter(slug=slug).first() if slug else None

    def process_view(self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]) -> None:
        if "entity_slug" in kwargs and request.entity is None:  # type: ignore[attr-defined]
            raise Http404("No existe una entidad con esa dirección.")
