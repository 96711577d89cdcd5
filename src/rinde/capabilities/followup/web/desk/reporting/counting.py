"""Monthly totals by channel of what is too many to report one by one."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.followup.operations.counters import MonthCounted, TotalsNotReady, count_month
from rinde.capabilities.followup.operations.report_rows import check_carried_out
from rinde.capabilities.followup.permissions import REPORT, check_report
from rinde.capabilities.followup.queries.counters import Counted, counted_of
from rinde.capabilities.followup.queries.reporting import plan_of_deliverable
from rinde.capabilities.followup.rules.counters import month_in_words, months_between
from rinde.capabilities.followup.web.forms.counting import MonthForm
from rinde.capabilities.followup.web.presenters import counting as presenters
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.forms.saving import status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.foundations.refusals import StaleWrite
from rinde.services.access import desk_page


@desk_page(REPORT)
def counters(request: DeskRequest, entity_slug: str, deliverable_id: int, actor_id: int) -> HttpResponse:
    """A month to write, the year beside its goal, and what the months say of each date."""
    plan, whose = found_or_404(plan_of_deliverable(deliverable_id)), actor_id or None
    check_report(plan, by=request.principal, actor_id=whose)
    check_carried_out(plan)
    counted = counted_of(plan, deliverable_id, whose)
    if counted is None:
        raise Http404("El plan vigente no tiene este producto de este responsable.")
    months = _months(plan)
    month = _asked(request, months)
    form = MonthForm(request.POST if request.method == "POST" else None, initial=MonthForm.initial_of(counted, month))
    if form.is_valid() and _counted(request, plan, deliverable_id, whose, month, form, counted):
        messages.success(request, f"Quedaron las cuentas de {month_in_words(month)}.")
        return redirect(f"{request.path}?mes={month:%Y-%m}")
    context = {
        "plan": plan,
        "form": form,
        "month": month,
        "months": [(f"{one:%Y-%m}", month_in_words(one), one == month) for one in months],
        "page": presenters.counters_page(counted, plan, entity_slug, whose),
    }
    return render(request, "followup/reporting/counters.html", context, status=status_of(form))


def _months(plan: Plan) -> tuple[date, ...]:
    """The months that can be counted, the newest first. Before the plan begins: its first."""
    return tuple(reversed(months_between(plan.period_start, max(timezone.localdate(), plan.period_start))))


def _asked(request: DeskRequest, months: tuple[date, ...]) -> date:
    asked = request.GET.get("mes", "")
    known = {f"{one:%Y-%m}": one for one in months}
    return known.get(asked, months[0])


def _counted(
    request: DeskRequest,
    plan: Plan,
    deliverable_id: int,
    actor_id: int | None,
    month: date,
    form: MonthForm,
    counted: Counted,
) -> MonthCounted | None:
    try:
        return count_month(
            plan_id=plan.pk,
            deliverable_id=deliverable_id,
            actor_id=actor_id,
            month=month,
            typed=form.typed(),
            seen=form.cleaned_data["seen"],
            by=request.principal,
            now=timezone.now(),
        )
    except TotalsNotReady as refusal:
        form.tell(refusal.by_channel)
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        form.accept_newer(counted.marks.get(month))
    return None
