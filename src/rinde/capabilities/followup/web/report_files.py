"""A frozen report as a file, on the desk and in public alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import shield_of
from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.queries.published_reports import known_report, report_text
from rinde.capabilities.followup.reports.follow_up import follow_up_report
from rinde.foundations.design.icons import own_shield_picture
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file
from rinde.services.reporting import Mark
from rinde.services.reporting.writers import FORMATS, render

NOT_A_FORMAT = "No hay descargas en ese formato."
NO_SCAN = "Este informe todavía no tiene su copia firmada."


def downloads_of(address: Callable[[str], str]) -> list[dict[str, str]]:
    """The files of a report with the words of their links.

    Args:
        address: of a form, by its ending.
    """
    return [{"url": address(ending), "label": form.label} for ending, form in FORMATS.items()]


def report_response(request: HttpRequest, report: FollowUpReport, name: str, extension: str) -> HttpResponse:
    """The report in a form. The JSON is the very text that was hashed: `sha256sum` gives the hash shown.

    Raises:
        Http404: for a form that is not written.
    """
    if extension not in FORMATS:
        raise Http404(NOT_A_FORMAT)
    file = f"{name}.{extension}"
    if extension == "json":
        return as_attachment(report_text(report).encode(), name=file, content_type=FORMATS["json"].content_type)
    written = render(
        follow_up_report(
            known_report(report.pk, report.sha256),
            sha256=report.sha256,
            site=settings.BASE_URL or request.build_absolute_uri("/").rstrip("/"),
            on_paper=extension == "pdf",
            mark=_mark_of(report.entity) if extension == "pdf" else None,
        ),
        extension,
    )
    return as_attachment(written.content, name=file, content_type=written.content_type)


def _mark_of(entity: Entity) -> Mark | None:
    content = shield_of(entity)
    return Mark(own_shield_picture(content), entity.shield_alt) if content is not None else None


def scan_response(report: FollowUpReport, name: str) -> HttpResponse:
    """The signed paper as it was uploaded, under a name that says nothing of whoever uploaded it.

    Raises:
        Http404: where there is none yet.
    """
    stored = StoredFile.objects.filter(pk=report.scan_file_id).first() if report.scan_file_id else None
    if stored is None:
        raise Http404(NO_SCAN)
    ending = "pdf" if stored.content_type == "application/pdf" else "jpg"
    return as_attachment(read_file(stored), name=f"{name}-firmado.{ending}", content_type=stored.content_type)
