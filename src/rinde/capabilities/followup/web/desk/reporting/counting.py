"""Monthly totals by channel of what is too many to report one by one, with a few proofs of them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.choices import Visibility
from rinde.capabilities.followup.operations.counters import MonthCounted, TotalsNotReady, add_sample, count_month
from rinde.capabilities.followup.operations.report_rows import check_carried_out
from rinde.capabilities.followup.permissions import REPORT, check_report
from rinde.capabilities.followup.queries.counters import Counted, counted_of
from rinde.capabilities.followup.queries.reporting import plan_of_deliverable
from rinde.capabilities.followup.rules.counters import by_month, cell_of_month, month_in_words, months_between
from rinde.capabilities.followup.web.forms.counting import MonthForm, SampleForm
from rinde.capabilities.followup.web.presenters import counting as presenters
from rinde.capabilities.followup.web.proving import keep_proofs, proofs_in, tell_held_back
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.forms.saving import status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.foundations.refusals import StaleWrite
from rinde.services.access import desk_page


class _Open:
    """What an address names: the deliverable of one who answers for it, and the month that is looked at."""

    def __init__(self, request: DeskRequest, deliverable_id: int, actor_id: int) -> None:
        self.request, self.deliverable_id, self.actor_id = request, deliverable_id, actor_id or None
        self.plan: Plan = found_or_404(plan_of_deliverable(deliverable_id))
        check_report(self.plan, by=request.principal, actor_id=self.actor_id)
        check_carried_out(self.plan)
        found = counted_of(self.plan, deliverable_id, self.actor_id)
        if found is None:
            raise Http404("El plan vigente no tiene este producto de este responsable.")
        self.counted: Counted = found
        self.months = _months(self.plan)
        known = {f"{one:%Y-%m}": one for one in self.months}
        self.month = known.get(request.GET.get("mes", ""), self.months[0])
        self.channels = tuple(by_month(found.totals).get(self.month, {}))

    @property
    def of(self) -> dict[str, Any]:
        """What the operations are told."""
        return {
            "plan_id": self.plan.pk,
            "deliverable_id": self.deliverable_id,
            "actor_id": self.actor_id,
            "month": self.month,
            "by": self.request.principal,
            "now": timezone.now(),
        }

    def month_form(self, data: Any = None) -> MonthForm:
        return MonthForm(data, initial=MonthForm.initial_of(self.counted, self.month))

    def sample_form(self, data: Any = None) -> SampleForm:
        return SampleForm(data, channels=self.channels, initial={"visibility": Visibility.PUBLIC.value})

    def back(self) -> HttpResponse:
        names = {"deliverable_id": self.deliverable_id, "actor_id": self.actor_id or 0}
        url = reverse("desk:counters", kwargs={"entity_slug": self.plan.entity.slug, **names})
        return redirect(f"{url}?mes={self.month:%Y-%m}")

    def page(self, form: MonthForm, sample: SampleForm) -> HttpResponse:
        context = {
            "plan": self.plan,
            "form": form,
            "sample": sample if self.channels else None,
            "sample_url": self._sample_url(),
            "month": self.month,
            "months": [(f"{one:%Y-%m}", month_in_words(one), one == self.month) for one in self.months],
            "page": presenters.counters_page(self.counted, self.plan, self.plan.entity.slug, self.actor_id),
        }
        status = 422 if sample.is_bound and sample.errors else status_of(form)
        return render(self.request, "followup/reporting/counters.html", context, status=status)

    def _sample_url(self) -> str:
        names = {"deliverable_id": self.deliverable_id, "actor_id": self.actor_id or 0}
        url = reverse("desk:counter_sample", kwargs={"entity_slug": self.plan.entity.slug, **names})
        return f"{url}?mes={self.month:%Y-%m}"


@desk_page(REPORT)
def counters(request: DeskRequest, entity_slug: str, deliverable_id: int, actor_id: int) -> HttpResponse:  # noqa: ARG001
    """A month to write, the year beside its goal, and what the months say of each date."""
    opened = _Open(request, deliverable_id, actor_id)
    form = opened.month_form(request.POST if request.method == "POST" else None)
    if form.is_valid() and _counted(opened, form):
        messages.success(request, f"Quedaron las cuentas de {month_in_words(opened.month)}.")
        return opened.back()
    return opened.page(form, opened.sample_form())


def _months(plan: Plan) -> tuple[date, ...]:
    """The months that can be counted, the newest first. Before the plan begins: its first."""
    return tuple(reversed(months_between(plan.period_start, max(timezone.localdate(), plan.period_start))))


def _counted(opened: _Open, form: MonthForm) -> MonthCounted | None:
    try:
        return count_month(typed=form.typed(), seen=form.cleaned_data["seen"], **opened.of)
    except TotalsNotReady as refusal:
        form.tell(refusal.by_channel)
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        form.accept_newer(opened.counted.marks.get(opened.month))
    return None


@desk_page(REPORT)
@require_POST
def counter_sample(request: DeskRequest, entity_slug: str, deliverable_id: int, actor_id: int) -> HttpResponse:  # noqa: ARG001
    """Show a few of what was counted: the proofs go to the report of the month's date, and are named here."""
    opened = _Open(request, deliverable_id, actor_id)
    form = opened.sample_form(request.POST)
    form.is_valid()
    brought = proofs_in(request, form)
    if not brought:
        form.add_error(None, "Escoja una foto o un archivo, o escriba un enlace.")
    counted, plan = opened.counted, opened.plan
    cell = cell_of_month(counted.cells, counted.deliverable, opened.month, period_start=plan.period_start)
    about, now = form.about_proofs(happened_on=None), timezone.now()
    kept = keep_proofs(brought, form, about, plan_id=plan.pk, cell=cell.key, request=request, now=now)
    for evidence_id in kept.ids:
        add_sample(channel=form.cleaned_data["channel"], evidence_id=evidence_id, **opened.of)
    if form.errors:
        return opened.page(opened.month_form(), form)
    tell_held_back(request, kept)
    messages.success(request, f"Quedó la muestra: {', '.join(kept.names)}.")
    return opened.back()
