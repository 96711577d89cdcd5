"""Files: exactly what the page shows, and exactly what was hashed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from rinde.capabilities.plans.reports import plan_report
from rinde.services.access import public_page
from rinde.services.reporting.writers import FORMATS, render
from rinde.sites.portal.filters import chosen_rows, filter_in_words, read_filter
from rinde.sites.portal.reading import edition_or_404, version_bytes


def _as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@public_page
def plan(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, extension: str) -> HttpResponse:
    """The plan, or the part of it that was asked for, as a file named after what it holds."""
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    edition = edition_or_404(request, year, plan_slug)
    question = read_filter(request.GET, edition)
    report = plan_report(
        edition.content,
        edition=edition.published,
        placed=None if question.is_empty else [row.placed for row in chosen_rows(edition, question)],
        filtered_by=filter_in_words(question, edition),
        source=request.build_absolute_uri(f"{edition.url()}{question.query}"),
        made_on=timezone.localdate(),
    )
    written = render(report, extension)
    part = "" if question.is_empty else "-parte"
    name = f"{entity_slug}-{plan_slug}-{year}-v{edition.published.number}{part}.{extension}"
    return _as_file(written.content, written.content_type, name)


@public_page
def version(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:
    """The bytes of a version as they were hashed: `sha256sum` of this file is the published hash."""
    edition = edition_or_404(request, year, plan_slug)
    content = version_bytes(edition, number)
    if content is None:
        raise Http404("No existe esa versión.")
    return _as_file(content, "application/json", f"{entity_slug}-{plan_slug}-{year}-v{number}.json")
