"""How a plan goes, date by date, and what internal control found at each cut-off."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.queries.public_cut_offs import PublicCutOff, final_cut_off, trend_of
from rinde.capabilities.followup.queries.public_look import Looked, last_looks, looked_at, public_look
from rinde.capabilities.followup.rules.public import TrendPoint
from rinde.services.access import public_page
from rinde.sites.portal.cut_off_page import CutOffPage
from rinde.sites.portal.due_list import DueList
from rinde.sites.portal.editions import Edition
from rinde.sites.portal.filters import Progress
from rinde.sites.portal.memory import Memory
from rinde.sites.portal.open_data import links_of
from rinde.sites.portal.progress import PlanProgress, cut_off_line
from rinde.sites.portal.reading import edition_or_404, entity_of

ROWS_ON_PAGE = 100
_READY: Memory[PlanProgress] = Memory(most=64)
# What others than the units said. It changes a few times a year, and is half of what a first view would read.
_JUDGED: Memory[tuple[Looked, tuple[TrendPoint, ...]]] = Memory(most=64)


def progress_today(request: HttpRequest, edition: Edition) -> PlanProgress:
    """How a plan in force goes today."""
    entity_id, plan_id, today = entity_of(request).pk, edition.published.plan_id, timezone.localdate()

    def judge() -> tuple[Looked, tuple[TrendPoint, ...]]:
        return looked_at([plan_id]), trend_of(plan_id)

    def make() -> PlanProgress:
        since = last_looks(plan_id)
        looked, trend = _JUDGED.ready(edition, judge, entity_id=entity_id, today=today, since=since)
        return PlanProgress(edition, public_look(edition.published, today=today, looked=looked), trend)

    return _READY.ready(edition, make, entity_id=entity_id, today=today)


def told_progress(request: HttpRequest, edition: Edition) -> Progress | None:
    """The activities that go in each way, for a filter; None where the plan's page does not tell."""
    progress = progress_today(request, edition)
    return progress.activities if progress.is_told else None


def _context(edition: Edition, **more: Any) -> dict[str, Any]:
    base = {"section": "plans", "section_state": "true", "edition": edition, "content": edition.content}
    return base | more


@public_page
def due(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Everything that falls due, one row a date and whoever answers: the list behind the figures."""
    edition = edition_or_404(request, year, plan_slug)
    progress = progress_today(request, edition)
    listed = DueList(edition, progress.look, request.GET)
    cells = listed.cells
    page = Paginator(cells, ROWS_ON_PAGE).get_page(request.GET.get("pagina"))
    context = _context(
        edition,
        listed=listed,
        question=listed.question,
        progress=progress,
        page=page,
        rows=listed.rows(list(page.object_list)),
        found=len(cells),
        all=len(progress.look.cells),
        today=progress.today,
        downloads=links_of(edition, "avance", listed.question.query),
    )
    return render(request, "portal/due.html", context)


@public_page
def cut_off(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """What internal control found at a cut-off, activity by activity, once its final report is out."""
    edition = edition_or_404(request, year, plan_slug)
    found: PublicCutOff | None = final_cut_off(edition.published.plan_id, number)
    if found is None:
        raise Http404("No hay un informe publicado de ese corte.")
    point = next(one for one in trend_of(edition.published.plan_id) if one.number == number)
    page, line = CutOffPage(edition, found, request.GET), cut_off_line(edition, point)
    return render(request, "portal/cut_off.html", _context(edition, cut_off=found, page=page, line=line, point=point))
