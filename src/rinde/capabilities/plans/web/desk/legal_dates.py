"""The legal dates of one plan, each with how it is counted, and the cut-offs that the plan follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.operations.legal_dates import choose_cut_off_regime
from rinde.capabilities.plans.permissions import check_edit_plan, may_edit_plan
from rinde.capabilities.plans.queries.legal_dates import legal_dates_of
from rinde.capabilities.plans.web.legal_presenters import legal_dates_page, tell_moves
from rinde.capabilities.plans.web.requests import DeskRequest, plan_to_read
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("plans.read_draft")
def legal_dates(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """What is due by law, by a guide or by habit; the coordinator says here when follow-up closes."""
    plan = plan_to_read(request, plan_id)
    now = timezone.now()
    gaps: tuple[str, ...] = ()
    if request.method == "POST":
        check_edit_plan(plan, by=request.principal)
        regime = request.POST.get("cortes", "")
        try:
            moved = choose_cut_off_regime(plan_id=plan.pk, regime=regime, by=request.principal, now=now)
        except NotReady as refusal:
            gaps = refusal.gaps
        else:
            messages.success(request, "Los cortes de seguimiento del plan quedaron guardados.")
            tell_moves(request, moved)
            return redirect(f"{request.path}#contenido")
    today = timezone.localdate(now)
    page = legal_dates_page(plan, legal_dates_of(plan, today=today), today)
    can_edit = may_edit_plan(plan, by=request.principal)
    context = {"plan": plan, "page": page, "can_edit": can_edit, "gaps": gaps, "today": today}
    return render(request, "plans/legal_dates.html", context, status=422 if gaps else 200)
