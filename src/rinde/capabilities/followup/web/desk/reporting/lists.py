"""«Lo que debo hacer ahora», over every plan; and who of a group has reported."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.permissions import MONITOR, READ, REPORT, check_read
from rinde.capabilities.followup.queries.reporting import (
    Agenda,
    agenda,
    agenda_of_cells,
    cells_of_deliverable,
    offices_of_plan,
    plan_of_deliverable,
)
from rinde.capabilities.followup.rules.agenda import group_tally, in_groups, pressing_of
from rinde.capabilities.followup.rules.reach import reach_of
from rinde.capabilities.followup.web.presenters import report_lists
from rinde.capabilities.followup.web.presenters import reporting as presenters
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.services.access import desk_page

ROWS_ON_PAGE = 60


def agenda_for(request: DeskRequest, *, everything: bool) -> Agenda:
    """The list of whoever asks, today."""
    by = request.principal
    return agenda(
        request.entity,
        reach=reach_of(by.grants, REPORT),
        today=timezone.localdate(),
        everything=everything,
        monitors=lambda plan_id: by.may(MONITOR, plan=[plan_id]),
    )


@desk_page(REPORT)
def my_cells(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Everything that this person reports, what presses first; a coordinator may see the whole of their plans."""
    reach, today = reach_of(request.principal.grants, REPORT), timezone.localdate()
    sees_all = reach.coordinates_all or bool(reach.coordinated_plans)
    everything = sees_all and request.GET.get("ver") == "todas"
    found = agenda_for(request, everything=everything)
    chosen, known = request.GET.get("plan", ""), {str(number) for number in found.plans}
    items = [one for one in found.items if chosen not in known or str(one.plan_id) == chosen]
    listed = in_groups(items) if everything else tuple((one,) for one in items)
    page = Paginator(listed, ROWS_ON_PAGE).get_page(request.GET.get("pagina"))
    rows = [report_lists.row_of(ones, found, entity_slug, today) for ones in page.object_list]
    context = {
        "sections": report_lists.sections_of(rows, Counter(ones[0].turn for ones in listed)),
        "page": page,
        "pressing": pressing_of(found.items),
        "plans": [(str(plan.pk), plan.title, str(plan.pk) == chosen) for plan in found.plans.values()],
        "sees_all": sees_all,
        "everything": everything,
        "waiting_for_review": found.waiting_for_review,
    }
    return render(request, "followup/reporting/my_cells.html", context)


@desk_page(READ)
def cell_group(request: DeskRequest, entity_slug: str, deliverable_id: int, milestone_id: int) -> HttpResponse:
    """One date of a deliverable that many owe: who has reported and who has not."""
    plan, today = found_or_404(plan_of_deliverable(deliverable_id)), timezone.localdate()
    cells = cells_of_deliverable(plan, deliverable_id, milestone_id)
    check_read(plan, by=request.principal, actors=[cell.key.actor_id for cell in cells if cell.key.actor_id])
    if not cells:
        raise Http404("El plan vigente no tiene esta fecha.")
    tally = group_tally(agenda_of_cells(plan, cells, today=today))
    reach, offices = reach_of(request.principal.grants, REPORT), offices_of_plan(plan)
    mine = {cell.key for cell in cells if reach.may_report(plan.pk, cell.key.actor_id, offices)}
    context = {
        "plan": plan,
        "cell": cells[0],
        "promise": presenters.promise_of(cells[0], plan, today),
        "words": report_lists.group_in_words(len(cells), tally.reported),
        "tally": tally,
        "rows": report_lists.group_rows(tally.items, entity_slug, mine),
    }
    return render(request, "followup/reporting/group.html", context)
