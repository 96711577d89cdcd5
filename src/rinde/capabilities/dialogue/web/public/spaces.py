"""The public page of a space, its files, and the short address that leads to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.queries.documents import file_of, public_document
from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.web.files import public_response
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.public_page import event_data, public_page_of
from rinde.foundations.design.json_ld import json_ld
from rinde.services.access import public_page


@public_page
def dialogue_space(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """A space before, during and after it."""
    space = public_space(request, slug)
    context = public_page_of(space, now=timezone.now()) | {
        "section": "dialogue",
        "section_state": "true",
        "data": json_ld(event_data(request, space)),
    }
    return render(request, "dialogue/public/space.html", context)


@public_page
def space_file(request: HttpRequest, entity_slug: str, slug: str, document_id: int) -> HttpResponse:  # noqa: ARG001
    """A published file of a space; one that is not public answers as one that never was."""
    document = public_document(public_space(request, slug), document_id)
    if document is None:
        raise Http404("No hay un documento público en esa dirección.")
    return public_response(document, file_of(document, public=True))


@public_page
def space_code(request: HttpRequest, entity_slug: str, code: str) -> HttpResponse:
    """From the code of a poster to the page of its space."""
    space = public_spaces(request.entity).filter(code=code.upper()).first()  # type: ignore[attr-defined]
    if space is None:
        raise Http404("No hay un espacio con ese código. Revise las letras del afiche.")
    return redirect("portal:dialogue_space", entity_slug=entity_slug, slug=space.slug)
