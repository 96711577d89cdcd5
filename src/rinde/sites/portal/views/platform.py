"""The installation's own addresses: the list of entities, health, and what robots read."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from rinde.capabilities.entities.models import Entity
from rinde.foundations.text.folding import fold
from rinde.services.access import public_page


@public_page
def root(request: HttpRequest) -> HttpResponse:
    """The only entity's own page, or the list to choose from, or how to start."""
    entities = list(Entity.objects.all())
    if len(entities) == 1:
        return redirect("portal:home", entity_slug=entities[0].slug)
    text = request.GET.get("q", "").strip()[:100]
    words = fold(text).split()
    shown = [one for one in entities if all(word in fold(f"{one.name} {one.department}") for word in words)]
    return render(request, "portal/root.html", {"entities": shown, "any": bool(entities), "text": text})


@public_page
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """«ok» while pages can be served and the database answers; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("sin base de datos\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    site_map = request.build_absolute_uri(reverse("portal:sitemap"))
    lines = ["User-agent: *", "Disallow: /cuenta/", "Disallow: /*/gestion/", f"Sitemap: {site_map}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the entities' own maps."""
    addresses = [
        request.build_absolute_uri(reverse("portal:entity_sitemap", kwargs={"entity_slug": slug}))
        for slug in Entity.objects.values_list("slug", flat=True)
    ]
    return render(request, "portal/sitemap_index.xml", {"addresses": addresses}, content_type="application/xml")
