"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rinde.services.access import public_page
from rinde.services.search.documents import Hit
from rinde.services.search.queries import search
from rinde.sites.portal.reading import entity_of

MOST_HITS = 50
KINDS = {
    # kind of document: (page, anchor, word)
    "activity": ("activity", "", "Actividad"),
    "plan": ("plan", "", "Plan"),
    "announcement": ("plan", "#anunciado", "Acción anunciada"),
}


@dataclass(frozen=True, slots=True)
class Result:
    hit: Hit
    url: str
    kind: str


def _results(hits: Sequence[Hit], entity_slug: str) -> list[Result]:
    results = []
    for hit in hits:
        page, anchor, word = KINDS[hit.kind]
        url = reverse(f"portal:{page}", kwargs={"entity_slug": entity_slug, **hit.url_args})
        results.append(Result(hit, f"{url}{anchor}", word))
    return results


@public_page
def search_page(request: HttpRequest, entity_slug: str) -> HttpResponse:
    """Activities, plans and announcements that have the words; typing errors are mended and the page says so."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    found = search(entity_id=entity_of(request).pk, query=text, limit=MOST_HITS) if text else None
    context = {
        "section": "search",
        "text": text,
        "found": found,
        "results": _results(found.hits, entity_slug) if found else [],
    }
    return render(request, "portal/search.html", context)
