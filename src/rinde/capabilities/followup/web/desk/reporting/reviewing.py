"""Planning's answer: one report accepted or returned, or several accepted at once."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.deciding import accept_report, accept_reports, return_report
from rinde.capabilities.followup.permissions import MONITOR
from rinde.capabilities.followup.queries.reporting import promises_of, reports_to_review
from rinde.capabilities.followup.web.desk.reporting.opened import page_of, report_to_review
from rinde.capabilities.followup.web.forms.reviewing import ReturnForm
from rinde.capabilities.followup.web.presenters import report_lists
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page(MONITOR)
def report_review(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:
    """Read what was sent beside what was promised, and accept it or return it with what must be put right."""
    report, now = report_to_review(request, report_id), timezone.now()
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"seen": report.sent_at})
    if form.is_valid() and _decided(request, report, form, now):
        return redirect("desk:review_list", entity_slug=entity_slug)
    context = page_of(request, report) | {"form": form, "waits": report.status == "SENT"}
    return render(request, "followup/reporting/report_review.html", context, status=status_of(form))


def _decided(request: DeskRequest, report: ProgressReport, form: ReturnForm, now: datetime) -> bool:
    seen, by = form.cleaned_data["seen"], request.principal
    if "aceptar" in request.POST:
        done = save_or_explain(
            form, lambda: accept_report(report_id=report.pk, seen=seen, by=by, now=now), report.sent_at
        )
        said = f"Se aceptó el reporte de {report.about['actor'] or 'la coordinación'}."
    else:
        reason = form.cleaned_data["reason"]
        done = save_or_explain(
            form,
            lambda: return_report(
                report_id=report.pk, reason=reason, seen=seen, by=by, now=now, site=settings.BASE_URL
            ),
            report.sent_at,
        )
        said = "Se devolvió. La dependencia lo ve de primero en su lista, con el motivo."
    if done:
        messages.success(request, said)
    return done is not None


@desk_page(MONITOR)
def review_list(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """What units sent and nobody has looked at; those that are marked are accepted together."""
    if request.method == "POST":
        done = accept_reports(seen=dict(_marked(request)), by=request.principal, now=timezone.now())
        _tell(request, done.accepted, done.passed_over)
        return redirect("desk:review_list", entity_slug=entity_slug)
    by = request.principal
    waiting = [one for one in reports_to_review(request.entity) if by.may(MONITOR, plan=[one.plan_id])]
    context = {
        "rows": report_lists.review_rows(waiting, promises_of(waiting), entity_slug),
        "all_marked": request.GET.get("marcar") == "todos",
    }
    return render(request, "followup/reporting/review_list.html", context)


def _marked(request: DeskRequest) -> Iterable[tuple[int, datetime]]:
    """Each mark carries the report and the moment of the sending that was on the page."""
    for text in request.POST.getlist("reporte"):
        number, _, moment = text.partition("@")
        try:
            yield int(number[:18]), datetime.fromisoformat(moment)
        except ValueError:
            continue


def _tell(request: DeskRequest, accepted: int, passed_over: int) -> None:
    if accepted:
        said = "Se aceptó un reporte." if accepted == 1 else f"Se aceptaron {accepted} reportes."
        messages.success(request, said)
    if passed_over:
        said = (
            "Uno se corrigió o se decidió mientras usted leía. Mírelo de nuevo."
            if passed_over == 1
            else f"{passed_over} se corrigieron o se decidieron mientras usted leía. Mírelos de nuevo."
        )
        messages.warning(request, said)
    if not accepted and not passed_over:
        messages.error(request, "No marcó ningún reporte. Marque los que acepta.")
