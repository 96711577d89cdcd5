"""How a plan came to be what it is: its versions, what each changed and why, and any two side by side."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.consultations.queries import rounds_of
from rinde.capabilities.plans.models import PlanVersion
from rinde.capabilities.plans.queries import same_hands_told, told_steps
from rinde.capabilities.plans.queries.change_requests import change_log, version_comparison
from rinde.capabilities.plans.queries.legal_dates import legal_dates_of
from rinde.services.access import public_page
from rinde.services.reporting.writers import FORMATS
from rinde.sites.portal.editions import Edition
from rinde.sites.portal.reading import edition_or_404, plan_of, steps_of, versions_of


def _context(edition: Edition, **more: Any) -> dict[str, Any]:
    base = {"section": "plans", "section_state": "true", "edition": edition, "content": edition.content}
    return base | more


@public_page
def versions(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every version with its act, what changed, its documents, and how to prove that nobody altered it."""
    edition = edition_or_404(request, year, plan_slug)
    listed = [_listed(edition, one) for one in versions_of(edition)]
    steps = steps_of(edition)
    same_hands = same_hands_told(edition.published.plan_id, steps)
    context = _context(edition, versions=listed, story=told_steps(steps), same_hands=same_hands)
    context["rounds"] = rounds_of(edition.published.plan_id)
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
    first, second = (_asked(request, name, default) for name, default in (("de", max(last - 1, 1)), ("a", last)))
    compared = version_comparison(plan_of(current), first, second)
    if compared is None:
        raise Http404("No existe una de esas dos versiones.")
    base = f"{current.home}versiones/"
    context = _context(
        current,
        compared=compared,
        numbers=range(1, last + 1),
        before_url=f"{base}{compared.older}/",
        after_url=current.home if compared.newer == last else f"{base}{compared.newer}/",
    )
    return render(request, "portal/comparison.html", context)


@public_page
def changes(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every change since the first version, in words, with its reason, who asked and the act that approved it."""
    edition = edition_or_404(request, year, plan_slug)
    log = change_log(plan_of(edition))
    versions_told = [(number, list(ones)) for number, ones in groupby(log, key=lambda one: one.version)]
    return render(request, "portal/changes.html", _context(edition, told=versions_told))


@public_page
def legal_dates(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """What the law, a guide or habit sets for the plan, each date with how it is counted."""
    edition = edition_or_404(request, year, plan_slug)
    lines = legal_dates_of(plan_of(edition), today=timezone.localdate())
    context = _context(
        edition,
        coming=[one for one in lines if one.is_open],
        over=[one for one in lines if not one.is_open],
    )
    return render(request, "portal/legal_dates.html", context)


def _asked(request: HttpRequest, name: str, default: int) -> int:
    """The number of a version in the question; anything that is none counts as not asked."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) else default
