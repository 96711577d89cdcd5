"""Telling people of a space: the text for a chat, and a poster with its code to print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.accounts.web.adapter import qr_image
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.rules.sharing import sharing_text
from rinde.capabilities.dialogue.web.opened import space_to_read
from rinde.capabilities.dialogue.web.presenters.sharing import shared, short_address
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


def _called(request: DeskRequest, space_id: int) -> DialogueSpace:
    """A space that may be told of: nobody is sent to a page that is not there."""
    space = space_to_read(request, space_id)
    if space.called_at is None:
        raise Http404("Este espacio todavía no se ha convocado.")
    return space


@desk_page("dialogue.read")
def space_sharing(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The text, the code and the poster."""
    space = _called(request, space_id)
    context = page_of(space, by=request.principal, now=timezone.now()) | {
        "here": "space_sharing",
        "text": sharing_text(shared(request, space)),
        "address": short_address(request, space),
        "qr": qr_image(short_address(request, space)),
    }
    return render(request, "dialogue/desk/sharing.html", context)


@desk_page("dialogue.read")
def space_text(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The same text by itself, for whoever copies with difficulty."""
    text = sharing_text(shared(request, _called(request, space_id)))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@desk_page("dialogue.read")
def space_poster(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """One page to print and put up on a wall."""
    space = _called(request, space_id)
    address = short_address(request, space)
    context = page_of(space, by=request.principal, now=timezone.now()) | {
        "here": "space_poster",
        "told": shared(request, space),
        "shown_address": address.removeprefix("https://").removeprefix("http://"),
        "qr": qr_image(address),
    }
    return render(request, "dialogue/desk/poster.html", context)
