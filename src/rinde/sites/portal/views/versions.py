"""How a plan came to be what it is: its versions, what each changed and why, and any two side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rinde.capabilities.plans.models import PlanVersion
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.services.access import public_page
from rinde.services.reporting.writers import FORMATS
from rinde.sites.portal.editions import Edition
from rinde.sites.portal.reading import edition_or_404, steps_of, version_or_404, versions_of


def _context(edition: Edition, **more: Any) -> dict[str, Any]:
    base = {"section": "plans", "section_state": "true", "edition": edition, "content": edition.content}
    return base | more


@public_page
def versions(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every version with its act, what changed, its documents, and how to prove that nobody altered it."""
    edition = edition_or_404(request, year, plan_slug)
    listed = [_listed(edition, one) for one in versions_of(edition)]
    context = _context(edition, versions=listed, steps=steps_of(edition))
    return render(request, "portal/versions.html", context)


def _listed(edition: Edition, version: PlanVersion) -> dict[str, Any]:
    place = f"{edition.home}versiones/{version.number}/"
    return {
        "version": version,
        "url": place,
        "current": version.pk == edition.version_id,
        "before": version.number - 1,
        "documents": [
            {"url": f"{place}plan.{extension}", "label": form.label, "extension": extension}
            for extension, form in FORMATS.items()
        ],
    }


@public_page
def comparison(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Any two versions, the older one first whichever way they were asked for."""
    current = edition_or_404(request, year, plan_slug)
    last = current.published.number
    older, newer = sorted(_asked(request, name, default) for name, default in (("de", max(last - 1, 1)), ("a", last)))
    before, after = (version_or_404(request, year, plan_slug, number) for number in (older, newer))
    context = _context(
        current,
        before=before,
        after=after,
        numbers=range(1, last + 1),
        same=older == newer,
        changes=changes_between(before.content, after.content),
    )
    return render(request, "portal/comparison.html", context)


def _asked(request: HttpRequest, name: str, default: int) -> int:
    """The number of a version in the question; anything that is none counts as not asked."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) else default
