"""The public page of a space, and the short address that leads to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.panels_of import public_panels
from rinde.services.access import public_page


@public_page
def dialogue_space(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """A space before, during and after it."""
    space = public_space(request, slug)
    return render(request, "dialogue/public/space.html", {"space": space, "panels": public_panels(space)})


@public_page
def space_code(request: HttpRequest, entity_slug: str, code: str) -> HttpResponse:
    """From the code of a poster to the page of its space."""
    space = public_spaces(request.entity).filter(code=code.upper()).first()  # type: ignore[attr-defined]
    if space is None:
        raise Http404("No hay un espacio con ese código. Revise las letras del afiche.")
    return redirect("portal:dialogue_space", entity_slug=entity_slug, slug=space.slug)
