"""Files: exactly what the page shows, and exactly what was hashed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.plans.reports import plan_report
from rinde.services.access import public_page
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file
from rinde.services.reporting.writers import FORMATS, render
from rinde.sites.portal.filters import chosen_rows, filter_in_words, read_filter
from rinde.sites.portal.reading import edition_or_404, version_bytes, version_or_404
from rinde.sites.portal.views.progress import told_progress

# A version is never altered, and a cache may keep it as long as caches keep anything.
FOR_EVER = "public, max-age=31536000, immutable"


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
    goes = told_progress(request, edition) if request.GET.get("avance") else None
    question = read_filter(request.GET, edition, goes)
    report = plan_report(
        edition.content,
        edition=edition.published,
        placed=None if question.is_empty else [row.placed for row in chosen_rows(edition, question)],
        filtered_by=filter_in_words(question, edition),
        source=request.build_absolute_uri(f"{edition.url()}{question.query}"),
        made_on=timezone.localdate(),
        on_paper=extension == "pdf",
    )
    written = render(report, extension)
    part = "" if question.is_empty else "-parte"
    name = f"{entity_slug}-{plan_slug}-{year}-v{edition.published.number}{part}.{extension}"
    return _as_file(written.content, written.content_type, name)


@public_page
def version(
    request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int, extension: str = "json"
) -> HttpResponse:
    """A version at its permanent address. The JSON is the very text that was hashed: `sha256sum` gives the hash shown.

    It never changes, so whoever fetched it once need not ask again.
    """
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    edition = version_or_404(request, year, plan_slug, number)
    name = f"{entity_slug}-{plan_slug}-{year}-v{number}.{extension}"
    if extension == "json":
        return _for_ever(_as_file(version_bytes(edition, number) or b"", "application/json", name))
    report = plan_report(
        edition.content,
        edition=edition.published,
        source=request.build_absolute_uri(
            reverse("portal:version_page", args=[entity_slug, year, plan_slug, number]),
        ),
        made_on=timezone.localdate(edition.published.published_at),
        on_paper=extension == "pdf",
    )
    written = render(report, extension)
    return _for_ever(_as_file(written.content, written.content_type, name))


def _for_ever(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_EVER
    return response


@public_page
def act_file(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The document of the act behind a version, where the entity left it open to everybody."""
    act = version_or_404(request, year, plan_slug, number).published.act
    stored = StoredFile.objects.filter(pk=act.file_id).first() if act and act.file_id else None
    if stored is None:
        raise Http404("Esta versión no tiene un documento público de su acto.")
    return as_attachment(read_file(stored), name=stored.name, content_type=stored.content_type)
