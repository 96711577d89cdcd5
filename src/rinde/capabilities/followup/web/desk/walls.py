"""The wall sheets of units: one letter sheet each, for whoever does not read mail."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.accounts.web.adapter import absolute
from rinde.capabilities.followup.permissions import can_read
from rinde.capabilities.followup.queries.cells import followed_plans
from rinde.capabilities.followup.queries.walls import UnitWall, unit_walls
from rinde.capabilities.followup.reports.walls import walls_report
from rinde.capabilities.followup.web.presenters import walls as presenters
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers.pdf import write_pdf


def _walls(request: DeskRequest, actor_id: int | None = None) -> Sequence[UnitWall]:
    """The units that answer for something in the plans whose follow-up this person reads."""
    plans = [plan for plan in followed_plans(request.entity) if can_read(plan, by=request.principal)]
    return unit_walls(plans, today=timezone.localdate(), actor_id=actor_id)


@desk_page("followup.read")
def wall_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every unit with its numbers, to choose whose sheet to print."""
    return render(request, "followup/desk/walls.html", {"units": _walls(request)})


@desk_page("followup.read")
def wall(request: DeskRequest, entity_slug: str, actor_id: int) -> HttpResponse:  # noqa: ARG001
    """The sheet of one unit; `?pdf` gives it as a tagged PDF."""
    return _sheets(request, _walls(request, actor_id))


@desk_page("followup.read")
def wall_all(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The sheets of all units, each on its own; `?pdf` as one tagged PDF."""
    return _sheets(request, _walls(request))


def _sheets(request: DeskRequest, units: Sequence[UnitWall]) -> HttpResponse:
    if not units:
        raise Http404("Esa dependencia no responde por nada en los planes publicados.")
    entity, today = request.entity, timezone.localdate()
    sheets = [presenters.sheet_of(one, entity, absolute=lambda path: absolute(request, path)) for one in units]
    if "pdf" in request.GET:
        report = walls_report(
            entity.display_name,
            [one.wall for one in units],
            today=today,
            sources=[one.public_url for one in sheets if one.public_url],
            title=presenters.title_of_all(today),
        )
        name = presenters.file_name(entity, sheets, today)
        return as_attachment(write_pdf(report), name=name, content_type="application/pdf")
    return render(request, "followup/desk/wall.html", {"sheets": sheets, "today": today})
