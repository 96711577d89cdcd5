"""The list of spaces, and the page of one."""

from django.http import HttpResponse
from django.shortcuts import render

from rinde.capabilities.dialogue.queries.spaces import spaces_of
from rinde.capabilities.dialogue.web.opened import space_to_read
from rinde.capabilities.dialogue.web.presenters.panels_of import desk_panels
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def space_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every space of the entity."""
    return render(request, "dialogue/desk/list.html", {"rows": spaces_of(request.entity)})


@desk_page("dialogue.read")
def space_detail(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The page of a space as a place of work."""
    space = space_to_read(request, space_id)
    context = {"space": space, "panels": desk_panels(space, request.principal)}
    return render(request, "dialogue/desk/space.html", context)
