"""The start page of the desk and the list of one's entities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rinde.services.access import desk_page, signed_in_page


@desk_page("desk.open")
def start(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    return render(request, "desk/start.html")


@signed_in_page
def my_entities(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/my_entities.html")
