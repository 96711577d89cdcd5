"""Opening one document's review: the document of the URL, and what every page of it shows around its content."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import queries
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.capabilities.plan_imports.web import presenters
from rinde.foundations.refusals import NotReady, Refusal
from rinde.services.access import Principal


class DeskRequest(HttpRequest):
    """A request as the middleware hands it on."""

    entity: Entity
    principal: Principal
    htmx: HtmxDetails


def opened(request: DeskRequest, import_id: int) -> PlanImport:
    """The document of the URL. Raises Http404 for one that is not of this entity."""
    plan_import = queries.import_of(request.entity, import_id)
    if plan_import is None:
        raise Http404
    plan_import.entity = request.entity
    return plan_import


def address(plan_import: PlanImport, name: str, *more: Any) -> str:
    """The address of one of the document's pages."""
    return reverse(f"desk:{name}", args=[plan_import.entity.slug, plan_import.pk, *more])


def review_page(
    request: DeskRequest, template: str, plan_import: PlanImport, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the review within its header: facts, progress, tabs."""
    if not plan_import.is_read:
        return redirect(address(plan_import, "import_detail"))
    return render(request, f"plan_imports/{template}", around(plan_import, tab) | context, status=status)


def around(plan_import: PlanImport, tab: str) -> dict[str, Any]:
    """What stands around every page of a review: the plan's facts, how far the review is, the tab."""
    return {
        "plan_import": plan_import,
        "heading": queries.heading_of(plan_import),
        "counts": queries.review_counts(plan_import),
        "tab": tab,
        "open": plan_import.is_open,
        "plan_url": presenters.plan_address(plan_import.plan) if plan_import.plan else "",
        "other_entity": presenters.other_entity(plan_import),
    }


def say_no(request: DeskRequest, refusal: Refusal) -> None:
    """Tell a refusal as messages, every reason of it, so that the person stays on the page."""
    messages.error(request, refusal.message)
    for gap in refusal.gaps if isinstance(refusal, NotReady) else ():
        messages.error(request, gap)
