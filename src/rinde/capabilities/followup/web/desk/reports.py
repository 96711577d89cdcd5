"""Internal control makes its report: what is missing, its own words, the preliminary and the final one, its scan."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.choices import CutOffStatus, ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport
from rinde.capabilities.followup.operations.follow_up_reports import (
    attach_signed_scan,
    issue_final,
    issue_preliminary,
    save_report_draft,
)
from rinde.capabilities.followup.operations.follow_up_reports.issuing import hash_of
from rinde.capabilities.followup.permissions import check_read_preliminary
from rinde.capabilities.followup.queries.evaluation import cut_off_of_plan
from rinde.capabilities.followup.queries.follow_up_reports import ReportMaking
from rinde.capabilities.followup.queries.published_reports import known_report, report_of_cut_off
from rinde.capabilities.followup.rules.cut_off_states import check_evaluable, check_may_become
from rinde.capabilities.followup.rules.follow_up_report.gaps import term_is_running
from rinde.capabilities.followup.web.desk.evaluation.opened import cut_off_page, cut_off_to_evaluate, cut_off_to_see
from rinde.capabilities.followup.web.desk.monitoring.opened import followed_plan, page_of
from rinde.capabilities.followup.web.forms.reports import ConfirmForm, DraftForm, ScanForm
from rinde.capabilities.followup.web.presenters.follow_up_report import report_page
from rinde.capabilities.followup.web.presenters.making_report import ReportState, shared_recommendations
from rinde.capabilities.followup.web.report_files import downloads_of, report_response
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.foundations.attachments import UploadRefused
from rinde.services.access import desk_page


def _there(cut_off: CutOff) -> dict[str, Any]:
    return {"entity_slug": cut_off.plan.entity.slug, "plan_id": cut_off.plan_id, "number": cut_off.number}


@desk_page("followup.evaluate")
def report_making(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Where the report of a cut-off stands: what is missing, what internal control writes, and the next step."""
    cut_off = cut_off_to_see(request, plan_id, number)
    if cut_off.status == CutOffStatus.FINAL:
        return render(request, "followup/desk/report_published.html", _published_page(request, cut_off))
    check_evaluable(cut_off.status)
    making = ReportMaking(cut_off, now=timezone.now())
    form = DraftForm(
        request.POST or None,
        draft=making.draft,
        proposed=making.proposed,
        shared=shared_recommendations(making),
    )
    if form.is_valid() and save_or_explain(form, lambda: _save(request, cut_off, form), making.draft.edited_at):
        messages.success(request, "Lo escrito quedó guardado. Nadie más lo ve hasta que salga el informe.")
        return redirect(reverse("desk:report_making", kwargs=_there(cut_off)))
    context = cut_off_page(request, cut_off) | {"form": form, "making": making, "report_state": ReportState(making)}
    return render(request, "followup/desk/report_making.html", context, status=status_of(form))


def _save(request: DeskRequest, cut_off: CutOff, form: DraftForm) -> Any:
    return save_report_draft(
        cut_off_id=cut_off.pk,
        values=form.values(),
        seen=form.cleaned_data["seen"],
        by=request.principal,
        now=timezone.now(),
    )


def _published_page(request: DeskRequest, cut_off: CutOff) -> dict[str, Any]:
    plan, report = cut_off.plan, found_or_404(report_of_cut_off(cut_off, ReportStage.FINAL))
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
    place |= {"facts_until": cut_off.facts_until}
    return cut_off_page(request, cut_off) | {
        "report": report,
        "public_url": reverse("portal:follow_up_report", kwargs=place),
        "scan_url": reverse("portal:follow_up_report_scan", kwargs=place),
        "downloads": downloads_of(
            lambda ending: reverse("portal:follow_up_report_file", kwargs=place | {"extension": ending})
        ),
        "recommendations": len(known_report(report.pk, report.sha256).recommendations),
    }


@desk_page("followup.evaluate")
def report_send(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Look at the preliminary report as the units will get it, and send it."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    check_may_become(cut_off.status, CutOffStatus.PRELIMINARY)
    return _confirm(
        request,
        cut_off,
        ReportStage.PRELIMINARY,
        issue_preliminary,
        "El informe preliminar quedó enviado. Las dependencias ya saben hasta cuándo pueden responder.",
    )


@desk_page("followup.evaluate")
def report_publish(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Look at the final report as everybody will read it, and publish it."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    check_may_become(cut_off.status, CutOffStatus.FINAL)
    said = "El informe quedó publicado. Imprímalo, fírmelo y suba aquí la copia firmada."
    return _confirm(request, cut_off, ReportStage.FINAL, issue_final, said)


def _confirm(
    request: DeskRequest, cut_off: CutOff, stage: str, issue: Callable[..., FollowUpReport], said: str
) -> HttpResponse:
    making = ReportMaking(cut_off, now=timezone.now())
    content = making.content(stage)
    form = ConfirmForm(request.POST or None, initial={"reviewed": hash_of(content)})
    if form.is_valid():
        entered = {"cut_off_id": cut_off.pk, "reviewed": form.cleaned_data["reviewed"]}
        site = settings.BASE_URL
        if save_or_explain(form, lambda: issue(**entered, by=request.principal, now=making.now, site=site)):
            messages.success(request, said)
            return redirect(reverse("desk:report_making", kwargs=_there(cut_off)))
        form.look_again(hash_of(content))
    context = cut_off_page(request, cut_off) | {
        "form": form,
        "is_final": stage == ReportStage.FINAL,
        "gaps": making.final_gaps() if stage == ReportStage.FINAL else making.preliminary_gaps(),
        "content": content,
        "page": report_page(content, links={}),
    }
    return render(request, "followup/desk/report_confirm.html", context, status=status_of(form))


def _preliminary(request: DeskRequest, plan_id: int, number: int) -> FollowUpReport:
    """The preliminary report of the address, for internal control and for whoever answers for some unit."""
    plan = followed_plan(request, plan_id)
    check_read_preliminary(plan, by=request.principal)
    cut_off = found_or_404(cut_off_of_plan(plan, number))
    return found_or_404(report_of_cut_off(cut_off, ReportStage.PRELIMINARY))


@desk_page("followup.read")
def report_preliminary(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The preliminary report as it was sent. It is the entity's own business: the public reads the final one."""
    report = _preliminary(request, plan_id, number)
    content, there = known_report(report.pk, report.sha256), _there(report.cut_off)
    context = page_of(request, report.cut_off.plan) | {
        "cut_off": report.cut_off,
        "report": report,
        "is_running": term_is_running(report.replies_until, timezone.localdate()),
        "content": content,
        "page": report_page(content, links={}),
        "downloads": downloads_of(
            lambda ending: reverse("desk:preliminary_file", kwargs=there | {"extension": ending})
        ),
    }
    return render(request, "followup/desk/report_preliminary.html", context)


@desk_page("followup.read")
def preliminary_file(request: DeskRequest, entity_slug: str, plan_id: int, number: int, extension: str) -> HttpResponse:
    """The preliminary report as a file."""
    report = _preliminary(request, plan_id, number)
    plan, until = report.cut_off.plan, report.cut_off.facts_until
    return report_response(request, report, f"{entity_slug}-{plan.slug}-preliminar-{until}", extension)


@desk_page("followup.evaluate")
def report_scan(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Attach the signed paper of a published report."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    report = found_or_404(report_of_cut_off(cut_off, ReportStage.FINAL))
    is_replacing = report.scan_file_id is not None
    form = ScanForm(request.POST or None, request.FILES or None, is_replacing=is_replacing)
    if form.is_valid():
        saved = save_or_explain(form, lambda: _attach(request, report, form))
        if saved:
            messages.success(request, "La copia firmada quedó junto al informe y ya se puede descargar.")
            return redirect(reverse("desk:report_making", kwargs=_there(cut_off)))
    context = cut_off_page(request, cut_off) | {"form": form, "report": report, "is_replacing": is_replacing}
    return render(request, "followup/desk/report_scan.html", context, status=status_of(form))


def _attach(request: DeskRequest, report: FollowUpReport, form: ScanForm) -> FollowUpReport | None:
    upload = form.cleaned_data["file"]
    try:
        return attach_signed_scan(
            report_id=report.pk,
            name=upload.name,
            content=upload,
            reason=form.cleaned_data.get("reason", ""),
            by=request.principal,
            now=timezone.now(),
        )
    except UploadRefused as refused:
        form.add_error("file", refused.message)
        return None
