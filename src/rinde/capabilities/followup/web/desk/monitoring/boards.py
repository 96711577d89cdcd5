"""The followed plans of an entity, and the board of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.permissions import can_read
from rinde.capabilities.followup.queries import followed_plans
from rinde.capabilities.followup.queries.monitoring import (
    board_of,
    closed_plans,
    followed_summaries,
    rounds_of,
)
from rinde.capabilities.followup.rules.monitoring.board import Mark
from rinde.capabilities.followup.rules.monitoring.stretches import round_called
from rinde.capabilities.followup.web.desk.monitoring.opened import both_numbers, followed_plan, page_of
from rinde.capabilities.followup.web.presenters.monitoring.boards import BoardPage, read_question, round_in
from rinde.capabilities.followup.web.presenters.monitoring.index import plan_rows
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

CELLS_ON_PAGE = 50


@desk_page("followup.read")
def follow_up(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every plan of the entity that is carried out, with what presses in it."""
    today = timezone.localdate()
    followed = [plan for plan in followed_plans(request.entity) if can_read(plan, by=request.principal)]
    closed = [plan for plan in closed_plans(request.entity) if can_read(plan, by=request.principal)]
    context = {"rows": plan_rows(followed_summaries(followed, today=today), today), "closed": closed}
    return render(request, "followup/desk/index.html", context)


@desk_page("followup.read")
def board(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """How a plan stands today: counted by component and by actor, and every number's list."""
    plan = followed_plan(request, plan_id)
    rounds = rounds_of(plan)
    chosen, today = round_in(request.GET, rounds), timezone.localdate()
    found = board_of(plan, today=today, until=chosen.ends_on if chosen else None)
    found = found.only_due() if chosen else found
    context: dict[str, Any] = page_of(request, plan) | {"board": found, "chosen": chosen}
    context["page"] = page = BoardPage(
        found, read_question(request.GET, found, rounds), rounds, can_monitor=context["can_monitor"]
    )
    context["cells"] = cells = Paginator(page.cells, CELLS_ON_PAGE).get_page(request.GET.get("pagina"))
    context["rows"] = page.rows(list(cells.object_list))
    context["open_round"] = opened = next((one for one in rounds if one.status == RoundStatus.OPEN), None)
    context["open_called"] = round_called(opened.name) if opened else ""
    context["self_monitored"] = found.tally[Mark.SELF_MONITORED]
    context |= both_numbers(found.totals)
    return render(request, "followup/desk/board.html", context)
