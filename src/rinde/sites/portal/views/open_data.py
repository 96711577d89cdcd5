"""Open data of a plan: what there is, what each column says, and the files themselves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.datasets import DATASETS, dataset_table
from rinde.capabilities.followup.datasets.catalogue import LICENCE, LICENCE_URL
from rinde.capabilities.followup.queries.public_look import public_look
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting import Report
from rinde.services.reporting.writers import render as write
from rinde.sites.portal.due_list import DueList
from rinde.sites.portal.editions import Edition
from rinde.sites.portal.open_data import DICTIONARY, EXTENSIONS, catalogue, dataset_report, dictionary_report, links_of
from rinde.sites.portal.reading import edition_or_404
from rinde.sites.portal.structured_data import follow_up_dataset, json_ld

PROGRESS = "avance"


@public_page
def open_data(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every dataset of the plan with its files and its dictionary."""
    edition = edition_or_404(request, year, plan_slug)
    context = {
        "section": "plans",
        "section_state": "true",
        "edition": edition,
        "content": edition.content,
        "datasets": list(catalogue(edition)),
        "dictionary": links_of(edition, DICTIONARY),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "data": json_ld({"@graph": list(_graph(request, edition))}),
    }
    return render(request, "portal/open_data.html", context)


def _graph(request: HttpRequest, edition: Edition) -> Iterator[Any]:
    """Every table for harvesters of open data."""
    here, plan = request.build_absolute_uri(request.path), request.build_absolute_uri(edition.home)
    for dataset, links in catalogue(edition):
        files = [(request.build_absolute_uri(one.url), one.media_type) for one in links]
        yield follow_up_dataset(edition, dataset, part_of=plan, page=here, files=files)


@public_page
def data_file(
    request: HttpRequest, entity_slug: str, year: int, plan_slug: str, dataset: str, extension: str
) -> HttpResponse:
    """A dataset, or the part of the commitments that was asked for, as a file named after what it holds."""
    if extension not in EXTENSIONS:
        raise Http404("No hay datos en ese formato.")
    edition, today = edition_or_404(request, year, plan_slug), timezone.localdate()
    if dataset == DICTIONARY:
        source = request.build_absolute_uri(edition.url("open_data"))
        report = dictionary_report(edition, made_on=today, source=source)
    else:
        report = _report(request, edition, dataset, today)
    written = write(report, extension)
    part = "-parte" if any(label == "Solo una parte" for label, _ in report.facts) else ""
    name = f"{entity_slug}-{plan_slug}-{year}-{dataset}{part}.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)


def _report(request: HttpRequest, edition: Edition, dataset: str, today: date) -> Report:
    if dataset not in DATASETS:
        raise Http404("No hay datos con ese nombre.")
    look = public_look(edition.published, today=today, words=True)
    if dataset != PROGRESS:
        source = request.build_absolute_uri(edition.url("open_data"))
        return dataset_report(edition, dataset_table(dataset, look), made_on=today, filtered_by="", source=source)
    listed = DueList(edition, look, request.GET)
    cells = look.cells if listed.question.is_empty else listed.cells
    table = dataset_table(dataset, look, cells=cells)
    source = request.build_absolute_uri(f"{edition.url('due')}{listed.question.query}")
    return dataset_report(edition, table, made_on=today, filtered_by=listed.in_words, source=source)
