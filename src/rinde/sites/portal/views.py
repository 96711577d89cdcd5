"""The public pages that compose several capabilities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rinde.services.access import public_page


@public_page
def root(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/root.html")


@public_page
def home(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    return render(request, "portal/home.html")
