"""What everybody may read of citizens' remarks on a plan. One kept copy serves all; the form stands in `visitors`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rinde.capabilities.followup.queries.remarks import PublicRemark, public_remarks, remark_count
from rinde.capabilities.plans.queries import PublishedPlan, published_plan
from rinde.capabilities.plans.rules.content import PlacedActivity
from rinde.services.access import public_page

REMARKS_ON_PAGE = 50


def plan_or_404(request: HttpRequest, year: int, plan_slug: str) -> PublishedPlan:
    """The plan in force at the address.

    Raises:
        Http404: where none was published there.
    """
    found = published_plan(request.entity, year, plan_slug)  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay un plan publicado en esa dirección.")
    return found


def activity_or_404(found: PublishedPlan, key: str) -> PlacedActivity:
    """An activity of the plan in force.

    Raises:
        Http404: where the plan has none of that key.
    """
    placed = next((one for one in found.content.placed() if one.activity.key == key), None)
    if placed is None:
        raise Http404("El plan no tiene esa actividad.")
    return placed


class RemarkAddresses:
    """The public addresses around the remarks of one plan."""

    def __init__(self, request: HttpRequest, found: PublishedPlan) -> None:
        content = found.content
        slug = request.entity.slug  # type: ignore[attr-defined]
        self._place = {"entity_slug": slug, "year": content.year, "plan_slug": content.slug}

    def to(self, name: str, **more: str | int | date) -> str:
        """An address below the plan's."""
        return reverse(f"portal:{name}", kwargs=self._place | more)

    @property
    def plan(self) -> str:
        return self.to("plan")

    @property
    def remarks(self) -> str:
        return self.to("remarks")

    def thanks(self, key: str, number: int) -> str:
        return self.to("remark_thanks", key=key, number=number)


def page_of(request: HttpRequest, found: PublishedPlan) -> dict[str, Any]:
    """What every page around remarks prints."""
    return {
        "section": "plans",
        "section_state": "true",
        "content": found.content,
        "at": RemarkAddresses(request, found),
    }


@public_page
def remarks(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """What people say of a plan or of one of its activities, with what the entity answered; hidden ones say why."""
    found = plan_or_404(request, year, plan_slug)
    key = request.GET.get("actividad", "") or None
    placed = activity_or_404(found, key) if key else None
    said = public_remarks(found.plan_id, activity_key=key)
    paginator = Paginator(said, REMARKS_ON_PAGE)
    page = paginator.get_page(_page_with(said, request.GET.get("ver", "")) or request.GET.get("pagina"))
    context = page_of(request, found) | {
        "activity": placed.activity if placed else None,
        "page": page,
        "remarks": page.object_list,
        "counts": remark_count(found.plan_id, activity_key=key),
        "of_today": {one.activity.key for one in found.content.placed()},  # the others' pages are gone
    }
    return render(request, "followup/remarks.html", context)


def _page_with(said: Sequence[PublicRemark], wanted: str) -> int | None:
    """The page on which a remark stands: where the link of a mail leads."""
    place = next((place for place, one in enumerate(said) if str(one.number) == wanted), None)
    return None if place is None else place // REMARKS_ON_PAGE + 1
