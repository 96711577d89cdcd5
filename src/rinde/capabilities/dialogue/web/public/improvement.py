"""Improvement plans as everybody reads them: the published text, how it goes, and internal control's word apart."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace, ImprovementPlan, ImprovementVersion, SpaceSeries
from rinde.capabilities.dialogue.queries.commitments import (
    ListedCommitment,
    commitments_of_series,
    commitments_of_space,
    tally_of,
    with_words,
)
from rinde.capabilities.dialogue.queries.improvement import (
    evaluations_of,
    improvement_of,
    newest_version,
    published_series,
)
from rinde.capabilities.dialogue.reports.commitments import improvement_report
from rinde.capabilities.dialogue.rules.improvement import read_back
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.commitments import outcome_state, public_url, row_of, tally_words
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

Origin = DialogueSpace | SpaceSeries


def _published(origin: Origin) -> tuple[ImprovementPlan, ImprovementVersion]:
    improvement = improvement_of(origin)
    version = newest_version(improvement)
    if improvement is None or version is None:
        raise Http404("Este espacio todavía no tiene un plan de mejoramiento publicado.")
    return improvement, version


def _series(request: HttpRequest, slug: str) -> SpaceSeries:
    found = published_series(request.entity, slug)  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay un plan de mejoramiento publicado en esa dirección.")
    return found


@public_page
def space_improvement(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The plan of a space."""
    return _page(request, public_space(request, slug), "space_improvement")


@public_page
def series_improvement(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The plan of a series."""
    return _page(request, _series(request, slug), "series_improvement")


def _page(request: HttpRequest, origin: Origin, name: str) -> HttpResponse:
    improvement, version = _published(origin)
    listed = _listed(origin)
    context: dict[str, Any] = {
        "section": "dialogue",
        "origin": origin,
        "is_space": isinstance(origin, DialogueSpace),
        "version": version,
        "content": read_back(version.content),
        "rows": [row_of(one, url=public_url(one.commitment)) for one in listed],
        "tally": tally_words(tally_of(listed)),
        "evaluations": [
            {"one": one, "state": outcome_state(one.verdict)} for one in evaluations_of(improvement, public_only=True)
        ],
        "downloads": [
            {"url": _at(origin, f"{name}_download", extension=extension), "label": form.label}
            for extension, form in FORMATS.items()
        ],
        "text_url": _at(origin, f"{name}_text"),
    }
    return render(request, "dialogue/public/improvement.html", context)


def _at(origin: Origin, name: str, **more: str) -> str:
    return reverse(f"portal:{name}", kwargs={"entity_slug": origin.entity.slug, "slug": origin.slug, **more})


def _listed(origin: Origin) -> list[ListedCommitment]:
    rows = commitments_of_space(origin) if isinstance(origin, DialogueSpace) else commitments_of_series(origin)
    return with_words(rows.in_public(), today=timezone.localdate())


@public_page
def space_improvement_download(request: HttpRequest, entity_slug: str, slug: str, extension: str) -> HttpResponse:  # noqa: ARG001
    """The plan of a space as a file."""
    return _file(request, public_space(request, slug), "space_improvement", extension)


@public_page
def series_improvement_download(request: HttpRequest, entity_slug: str, slug: str, extension: str) -> HttpResponse:  # noqa: ARG001
    """The plan of a series as a file."""
    return _file(request, _series(request, slug), "series_improvement", extension)


def _file(request: HttpRequest, origin: Origin, name: str, extension: str) -> HttpResponse:
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    improvement, version = _published(origin)
    report = improvement_report(
        version,
        read_back(version.content),
        _listed(origin),
        evaluations_of(improvement, public_only=True),
        source=request.build_absolute_uri(_at(origin, name)),
        made_on=timezone.localdate(),
    )
    written = write(report, extension)
    file_name = f"{origin.entity.slug}-{origin.slug}-plan-de-mejoramiento.{extension}"
    return as_attachment(written.content, name=file_name, content_type=written.content_type)


@public_page
def space_improvement_text(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The published text of a space's plan, byte by byte: `sha256sum` of it gives the hash that the page shows."""
    return _text(public_space(request, slug))


@public_page
def series_improvement_text(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The same of a series."""
    return _text(_series(request, slug))


def _text(origin: Origin) -> HttpResponse:
    _, version = _published(origin)
    name = f"{origin.entity.slug}-{origin.slug}-plan-de-mejoramiento-v{version.number}.json"
    return as_attachment(version.content.encode(), name=name, content_type="application/json")
