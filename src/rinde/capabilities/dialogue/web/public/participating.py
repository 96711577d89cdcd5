"""How many took part in a space: numbers by group, age and territory, and nobody who could be known by them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rinde.capabilities.dialogue.queries.attendance import closing_of, public_ways
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.attendance import public_way
from rinde.services.access import public_page


@public_page
def participation(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The numbers, once they were said."""
    space = public_space(request, slug)
    closing = closing_of(space) if space.status in OVER else None
    if closing is None:
        raise Http404("La entidad todavía no ha dicho cuántas personas participaron.")
    ways = [public_way(title, counts) for title, counts in public_ways(closing).items()]
    context = {
        "space": space,
        "closing": closing,
        "ways": ways,
        "section": "dialogue",
        "section_state": "true",
    }
    return render(request, "dialogue/public/participation.html", context)
