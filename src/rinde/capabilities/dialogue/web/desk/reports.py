"""Reports of the dialogue on the desk: the list of a year, and writing one with the report below as it would go out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import ReportKind, ReportState
from rinde.capabilities.dialogue.models import DialogueReport
from rinde.capabilities.dialogue.operations.reports import (
    FIRST_YEAR,
    LAST_YEAR,
    ReportOf,
    open_report,
    publish_report,
    write_report,
)
from rinde.capabilities.dialogue.permissions import (
    can_evaluate,
    can_manage,
    can_set_up,
    can_write_report,
    check_write_report,
)
from rinde.capabilities.dialogue.queries.reports import reports_about, reports_of
from rinde.capabilities.dialogue.reports.documents import document_of, format_of
from rinde.capabilities.dialogue.web.forms.reports import ReportForm
from rinde.capabilities.dialogue.web.opened import space_to_read
from rinde.capabilities.dialogue.web.presenters.report_page import (
    public_url,
    sections_of_page,
    title_of,
    word_of,
)
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

READ = "dialogue.read"


@desk_page(READ)
def report_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The reports of a year with their states, what may be begun, and the internal format as it stands."""
    year = _year(request)
    rows = [
        {"one": one, "title": title_of(one), "state": word_of(one), "url": _url_for(request, one)}
        for one in reports_of(request.entity).filter(year=year)
    ]
    context = {
        "year": year,
        "rows": rows,
        "may_begin": can_set_up(request.entity, by=request.principal),
        "begins": [(ReportKind.ANNUAL, ReportKind.ANNUAL.label), (ReportKind.STRATEGY, ReportKind.STRATEGY.label)],
        "forms": [(ending, form.label) for ending, form in FORMATS.items()],
    }
    return render(request, "dialogue/desk/reports.html", context)


def _url_for(request: DeskRequest, report: DialogueReport) -> str:
    """Where this person opens a report: its page, once it is out; its draft, for whoever may write it."""
    if report.state == ReportState.PUBLISHED:
        return public_url(report)
    if not can_write_report(report, by=request.principal):
        return ""
    return reverse("desk:report_write", kwargs={"entity_slug": request.entity.slug, "report_id": report.pk})


def _year(request: DeskRequest) -> int:
    """The year that is asked for, or this one."""
    asked = request.GET.get("vigencia", "")
    return int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else timezone.localdate().year


@desk_page(READ)
@require_POST
def report_new(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Begin the report of a year or of a series, or go on with its draft."""
    number = request.POST.get("de", "")
    of = int(number) if number.isdecimal() else None
    kind = request.POST.get("clase", "")
    named = ReportOf(kind, series_id=of) if kind == ReportKind.SERIES else ReportOf(kind, year=of)
    report = open_report(entity_id=request.entity.pk, of=named, by=request.principal, now=timezone.now())
    return redirect("desk:report_write", entity_slug=entity_slug, report_id=report.pk)


@desk_page(READ)
def space_report(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:
    """From a space to its report: the one that there is, or a button to begin it. `clase` says which of the two."""
    space = space_to_read(request, space_id)
    kind = request.GET.get("clase", "") or request.POST.get("clase", "") or ReportKind.EVENT
    if kind not in {ReportKind.EVENT, ReportKind.EVALUATION}:
        raise Http404("Un espacio tiene su informe y la evaluación de control interno.")
    if request.method == "POST":
        of = ReportOf(kind, space_id=space.pk)
        report = open_report(entity_id=request.entity.pk, of=of, by=request.principal, now=timezone.now())
        return redirect("desk:report_write", entity_slug=entity_slug, report_id=report.pk)
    found = reports_about(space, kind)
    if found and found[0].state == ReportState.DRAFT:
        return redirect("desk:report_write", entity_slug=entity_slug, report_id=found[0].pk)
    rows = [{"one": one, "title": title_of(one), "state": word_of(one), "url": public_url(one)} for one in found]
    may = can_evaluate if kind == ReportKind.EVALUATION else can_manage
    context = {
        "space": space,
        "kind": kind,
        "name": ReportKind(kind).label,
        "rows": rows,
        "may_begin": may(space, by=request.principal),
    }
    return render(request, "dialogue/desk/space_report.html", context)


def _report(request: DeskRequest, report_id: int) -> DialogueReport:
    report: DialogueReport = get_object_or_404(reports_of(request.entity), pk=report_id)
    check_write_report(report, by=request.principal)
    return report


@desk_page(READ)
def report_write(request: DeskRequest, entity_slug: str, report_id: int) -> HttpResponse:
    """The texts of a draft, with the report below as it would go out."""
    report = _report(request, report_id)
    if report.state == ReportState.PUBLISHED:
        return redirect(public_url(report))
    form = ReportForm(request.POST if request.method == "POST" else None, report=report)
    saved = save_or_explain(form, lambda: _keep(request, report, form), report.edited_at) if form.is_valid() else None
    if saved is not None:
        if "publicar" in request.POST:
            return _publish(request, report, form)
        messages.success(request, "Se guardó el borrador del informe.")
        return redirect("desk:report_write", entity_slug=entity_slug, report_id=report.pk)
    return _write_page(request, report, form)


def _keep(request: DeskRequest, report: DialogueReport, form: ReportForm) -> DialogueReport:
    return write_report(
        report_id=report.pk,
        texts=form.texts(),
        findings=form.findings(),
        seen=form.cleaned_data["seen"],
        by=request.principal,
        now=timezone.now(),
    )


def _publish(request: DeskRequest, report: DialogueReport, form: ReportForm) -> HttpResponse:
    """What was written is kept whether or not the report may go out already."""
    try:
        published = publish_report(report_id=report.pk, by=request.principal, now=timezone.now())
    except NotReady as refusal:
        report.refresh_from_db()
        form.accept_newer(report.edited_at)
        form.is_stale = False
        for gap in refusal.gaps:
            form.add_error(None, gap)
        return _write_page(request, report, form)
    messages.success(request, "Se publicó el informe. Esta es su página: no cambia.")
    return redirect(public_url(published))


def _write_page(request: DeskRequest, report: DialogueReport, form: ReportForm) -> HttpResponse:
    document = document_of(report, today=timezone.localdate())
    context = {
        "report": report,
        "title": title_of(report),
        "form": form,
        "document": document,
        "sections": sections_of_page(document),
        "forms": [(ending, one.label) for ending, one in FORMATS.items()],
    }
    return render(request, "dialogue/desk/report.html", context, status=status_of(form))


@desk_page(READ)
def report_draft_file(request: DeskRequest, entity_slug: str, report_id: int, extension: str) -> HttpResponse:  # noqa: ARG001
    """A draft as a file, to be looked at by others before it goes out; its title says that it is one."""
    report = _report(request, report_id)
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    written = write(document_of(report, today=timezone.localdate()), extension)
    name = f"borrador-informe-{report.pk}.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)


@desk_page(READ)
def internal_format_file(request: DeskRequest, entity_slug: str, extension: str) -> HttpResponse:
    """The internal format of a year's accountability activities, as they stand today."""
    year = _year(request)
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    written = write(format_of(request.entity, year, today=timezone.localdate()), extension)
    name = f"{entity_slug}-actividades-rendicion-de-cuentas-{year}.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)
