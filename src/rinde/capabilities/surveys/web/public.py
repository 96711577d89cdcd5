"""What everybody may read of surveys: those that run, and the results that were published. One kept copy serves all."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.queries.results import results_of
from rinde.capabilities.surveys.queries.surveys import public_surveys, survey_at
from rinde.capabilities.surveys.reports import results_report
from rinde.capabilities.surveys.rules.periods import waits_to_begin
from rinde.capabilities.surveys.web import presenters
from rinde.capabilities.surveys.web.addresses import Addresses
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write


def survey_or_404(request: HttpRequest, number: int) -> Survey:
    """The survey of the address.

    Raises:
        Http404: for a number that was never opened.
    """
    found = survey_at(request.entity, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay una encuesta en esa dirección.")
    return found


def page_of(survey: Survey) -> dict[str, Any]:
    """What every public page of a survey prints."""
    now = timezone.now()
    return {
        "section": "surveys",
        "survey": survey,
        "state": presenters.state_markup(survey, now),
        "days": presenters.days_in_words(survey, now),
        "waits": waits_to_begin(survey.status, opens_at=survey.opens_at, now=now),
        "receives": presenters.takes_answers(survey, now),
        "at": Addresses(survey),
    }


@public_page
def surveys(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every survey that was opened: first those that can be answered today."""
    entity = request.entity  # type: ignore[attr-defined]
    rows = []
    for one in public_surveys(entity):
        one.entity = entity
        rows.append(page_of(one))
    context = {
        "section": "surveys",
        "open": [row for row in rows if row["receives"]],
        "others": [row for row in rows if not row["receives"]],
    }
    return render(request, "surveys/list.html", context)


@public_page
def results(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The published questions, each as bars that are their own table."""
    found = survey_or_404(request, number)
    counted = _published(found)
    context = page_of(found) | {"results": counted, "blocks": presenters.blocks_of(counted.questions, public=True)}
    return render(request, "surveys/results.html", context)


def _published(found: Survey) -> Any:
    if not found.shows_results:
        raise Http404("La entidad todavía no ha publicado los resultados de esta encuesta.")
    return results_of(found, public=True)


@public_page
def results_file(request: HttpRequest, entity_slug: str, number: int, extension: str) -> HttpResponse:
    """The published results as a file: exactly what the page shows."""
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    found = survey_or_404(request, number)
    source = request.build_absolute_uri(Addresses(found).results)
    report = results_report(found, _published(found), source=source, made_on=timezone.localdate())
    written = write(report, extension)
    name = f"{entity_slug}-encuesta-{number}-resultados.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)
