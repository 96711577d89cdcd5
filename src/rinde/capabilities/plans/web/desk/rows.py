"""The rows of the plan's table: one cell at a time for the script, one step at a time for plain forms."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.models import Activity, Plan, PlanNode
from rinde.capabilities.plans.operations import copy_activity, shift_activity, shift_node, write_cell
from rinde.capabilities.plans.queries.working import working_plan
from rinde.capabilities.plans.rules.cell_entries import CELLS, CellEntry
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.web.forms.saving import SeenField
from rinde.capabilities.plans.web.presenters import GridPage
from rinde.capabilities.plans.web.presenters.grid import GridActivity
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_edit
from rinde.foundations.refusals import NotReady, Refusal, StaleWrite
from rinde.services.access import desk_page

# Says to the script that an answer is its row or its refusal, and not the page of a session that ended.
ANSWER = "X-Rinde-Row"
SAVED, MERGED = "saved", "merged"  # merged: somebody wrote in other cells of the row meanwhile
UP, DOWN = "subir", "bajar"


@desk_page("plans.edit")
def activity_row(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """One activity's rows as they stand (GET), or with one cell written (POST)."""
    plan = plan_to_edit(request, plan_id)
    found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    if request.method != "POST":
        return _rows_page(request, plan, activity_id)
    entry = _entry_of(request)
    try:
        written = write_cell(
            activity_id=activity_id,
            entry=entry,
            seen=seen_in(request.POST.get("seen", "")),
            was=request.POST.get("was"),
            today=timezone.localdate(),
            by=request.principal,
            now=timezone.now(),
        )
    except (StaleWrite, NotReady) as refusal:
        return _refused(request, plan, activity_id, entry, refusal)
    answer = MERGED if written.is_merged else SAVED
    return _rows_page(request, plan, activity_id, understood=written.understood, answer=answer)


def _entry_of(request: DeskRequest) -> CellEntry:
    number = request.POST.get("deliverable", "")
    return CellEntry(
        request.POST.get("cell", ""), request.POST.get("text", ""), int(number) if number.isdecimal() else None
    )


def seen_in(text: str) -> datetime | None:
    """The mark that a button or a cell carries of what its reader saw."""
    return SeenField().clean(text)


def _shown(plan: Plan, activity_id: int) -> GridActivity:
    now = timezone.now()
    today = timezone.localdate(now)
    working = working_plan(plan, on=today, only=(activity_id,))
    page = GridPage(plan, working, publication_gaps(working.content, today=today), now=now)
    return found_or_404(page.seen_row)


def _rows_page(
    request: DeskRequest, plan: Plan, activity_id: int, understood: str = "", answer: str = SAVED
) -> HttpResponse:
    context = {"activity": _shown(plan, activity_id), "can_edit": True, "plan": plan, "understood": understood}
    page = render(request, "plans/part/activity_rows.html", context)
    page.headers[ANSWER] = answer
    return page


def _refused(
    request: DeskRequest, plan: Plan, activity_id: int, entry: CellEntry, refusal: StaleWrite | NotReady
) -> HttpResponse:
    """What is wrong with a cell, or both versions of it; what was typed stays where it was typed."""
    standing = _shown(plan, activity_id)
    context = {
        "label": CELLS.get(entry.cell, ""),
        "reasons": getattr(refusal, "gaps", ()) or (refusal.message,),
        "is_stale": isinstance(refusal, StaleWrite),
        "activity": standing,
        "saved": standing.text_of(entry.cell, str(entry.deliverable_id or "")),
        "typed": entry.text,
    }
    status = 409 if context["is_stale"] else 422
    page = render(request, "plans/part/cell_problem.html", context, status=status)
    page.headers[ANSWER] = "refused"
    return page


def back_to_row(request: DeskRequest, plan: Plan, row: str, said: str = "") -> HttpResponse:
    """The plan's page at a row («fila-12») or a part («parte-3»), with the same part of the plan in sight."""
    if said:
        messages.success(request, said)
    chosen = request.POST.get("componente", "")
    query = f"?{urlencode({'componente': chosen})}" if chosen else ""
    page = redirect("desk:plan_detail", entity_slug=plan.entity.slug, plan_id=plan.pk)
    page["Location"] += f"{query}#{row}"
    return page


def _done_or_told(request: DeskRequest, plan: Plan, row: str, do: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the row; where it is refused, the same page says why."""
    try:
        return back_to_row(request, plan, row, do())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return back_to_row(request, plan, row)


@desk_page("plans.edit")
@require_POST
def activity_shift(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    way = UP if UP in request.POST else DOWN

    def shift() -> str:
        step, seen = -1 if way == UP else 1, seen_in(request.POST.get(way, ""))
        shift_activity(activity_id=activity_id, step=step, seen=seen, by=request.principal, now=timezone.now())
        return "Se movió la actividad."

    if ANSWER not in request.headers:
        return _done_or_told(request, plan, f"fila-{activity_id}", shift)
    try:
        shift()
    except Refusal as refusal:
        return HttpResponse(refusal.message, status=409, content_type="text/plain", headers={ANSWER: "refused"})
    return _rows_page(request, plan, activity_id)


@desk_page("plans.edit")
@require_POST
def activity_copy(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    seen = seen_in(request.POST.get("copiar", ""))
    try:
        copy = copy_activity(activity_id=activity_id, seen=seen, by=request.principal, now=timezone.now())
    except StaleWrite as refusal:
        messages.error(request, refusal.message)
        return back_to_row(request, plan, f"fila-{activity_id}")
    return back_to_row(request, plan, f"fila-{copy.pk}", "Se copió la actividad. La copia está debajo, sin código.")


@desk_page("plans.edit")
@require_POST
def node_shift(request: DeskRequest, entity_slug: str, plan_id: int, node_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    found_or_404(PlanNode.objects.filter(plan=plan, pk=node_id).first())

    def shift() -> str:
        step = -1 if UP in request.POST else 1
        shift_node(node_id=node_id, step=step, by=request.principal, now=timezone.now())
        return "Se movió el componente."

    return _done_or_told(request, plan, f"parte-{node_id}", shift)
