"""Published reports of the dialogue: the list, each at its permanent address, and its files exactly as frozen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rinde.capabilities.dialogue.models import DialogueReport
from rinde.capabilities.dialogue.queries.reports import published_report, published_reports
from rinde.capabilities.dialogue.web.presenters.report_page import (
    downloads_of,
    public_url,
    sections_of_page,
    title_of,
)
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.frozen import thaw
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write


@require_safe
@public_page
def dialogue_reports(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every published report, newest year first."""
    found = published_reports(request.entity)  # type: ignore[attr-defined]
    rows = [{"one": one, "title": title_of(one), "url": public_url(one)} for one in found]
    return render(request, "dialogue/public/reports.html", {"rows": rows})


def _report_or_404(request: HttpRequest, year: int, word: str, about: str, number: int) -> DialogueReport:
    found = published_report(
        request.entity,  # type: ignore[attr-defined]
        year=year,
        word=word,
        about=about,
        number=number,
    )
    if found is None:
        raise Http404("No hay un informe publicado en esa dirección.")
    return found


@require_safe
@public_page
def dialogue_report(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    word: str,
    about: str,
    number: int,
) -> HttpResponse:
    """A report as it was frozen, whatever the spaces say today."""
    report = _report_or_404(request, year, word, about, number)
    document = thaw(report.content)
    same = [one for one in published_reports(request.entity, year=year) if _is_of(report, one)]  # type: ignore[attr-defined]
    context = {
        "report": report,
        "document": document,
        "sections": sections_of_page(document),
        "downloads": downloads_of(report),
        "others": [{"one": one, "url": public_url(one)} for one in same],
        "newer": next(({"one": one, "url": public_url(one)} for one in same if one.number > report.number), None),
    }
    return render(request, "dialogue/public/report.html", context)


def _is_of(report: DialogueReport, other: DialogueReport) -> bool:
    """Whether another one is a number of the same report."""
    about = (other.kind, other.space_id, other.series_id)
    return other.pk != report.pk and about == (report.kind, report.space_id, report.series_id)


@require_safe
@public_page
def dialogue_report_file(
    request: HttpRequest,
    entity_slug: str,
    year: int,
    word: str,
    about: str,
    number: int,
    extension: str,
) -> HttpResponse:
    """A report in a form. The JSON is the very text that was hashed: `sha256sum` gives the hash shown."""
    report = _report_or_404(request, year, word, about, number)
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    name = f"{entity_slug}-{word}-{about}-{year}-{number}.{extension}"
    if extension == "json":
        return as_attachment(report.content.encode(), name=name, content_type=FORMATS["json"].content_type)
    written = write(thaw(report.content), extension)
    return as_attachment(written.content, name=name, content_type=written.content_type)
