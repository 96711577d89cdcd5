"""The space that an address names, for whoever may open it, and the way back to its page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.permissions import check_check_in, check_manage, check_read
from rinde.capabilities.dialogue.queries.spaces import public_spaces, spaces_of
from rinde.capabilities.plans.web.requests import DeskRequest


def space_to_read(request: DeskRequest, space_id: int) -> DialogueSpace:
    """The space of a desk address, for whoever may read it; 404 where the entity has none of that number."""
    space: DialogueSpace = get_object_or_404(spaces_of(request.entity).select_related("plan", "survey"), pk=space_id)
    check_read(space, by=request.principal)
    return space


def space_to_manage(request: DeskRequest, space_id: int) -> DialogueSpace:
    """The space of a desk address, for whoever runs it."""
    space = space_to_read(request, space_id)
    check_manage(space, by=request.principal)
    return space


def space_to_check_in(request: DeskRequest, space_id: int) -> DialogueSpace:
    """The space of a desk address, for whoever runs it or registers who comes to it."""
    space = space_to_read(request, space_id)
    check_check_in(space, by=request.principal)
    return space


def public_space(request: HttpRequest, slug: str) -> DialogueSpace:
    """The space of a public address; 404 where nobody was called to one of that name."""
    found: DialogueSpace | None = public_spaces(request.entity).select_related("survey").filter(slug=slug).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay un espacio de diálogo en esa dirección.")
    return found


def back_to_space(request: DeskRequest, space: DialogueSpace, said: str, *, to: str = "") -> HttpResponse:
    """The desk page of a space, which says what was done. `to` is a place of that page: «pasos»."""
    messages.success(request, said)
    page = redirect("desk:space_detail", entity_slug=space.entity.slug, space_id=space.pk)
    if to:
        page["Location"] += f"#{to}"
    return page


def back_to_space_page(request: DeskRequest, space: DialogueSpace, name: str, said: str) -> HttpResponse:
    """Another desk page of the space, which says what was done."""
    messages.success(request, said)
    return redirect(f"desk:{name}", entity_slug=space.entity.slug, space_id=space.pk)
