"""Internal control's final report at its permanent address, its files and its signed scan. One kept copy serves all."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.queries.published_reports import known_report, published_report, published_reports
from rinde.capabilities.followup.web.presenters.follow_up_report import report_page
from rinde.capabilities.followup.web.public import RemarkAddresses, page_of, plan_or_404
from rinde.capabilities.followup.web.report_files import downloads_of, report_response, scan_response
from rinde.capabilities.plans.queries import PublishedPlan
from rinde.services.access import public_page


def report_or_404(found: PublishedPlan, facts_until: date) -> FollowUpReport:
    """The final report of the cut-off of a day.

    Raises:
        Http404: where none is out.
    """
    report = published_report(found.plan_id, facts_until)
    if report is None:
        raise Http404("No hay un informe publicado de ese corte.")
    return report


def file_name(found: PublishedPlan, facts_until: date) -> str:
    """What the files of a report are called, without their ending."""
    content = found.content
    return f"{content.entity_slug}-{content.slug}-{content.year}-seguimiento-{facts_until}"


@public_page
def follow_up_report(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    facts_until: date,
) -> HttpResponse:
    """What internal control concludes of a cut-off, as it was frozen, whatever the plan says today."""
    found = plan_or_404(request, year, plan_slug)
    report = report_or_404(found, facts_until)
    page = page_of(request, found)
    at: RemarkAddresses = page["at"]
    links = {one.activity.key: at.to("activity", key=one.activity.key) for one in found.content.placed()}
    context = page | {
        "report": report,
        "page": report_page(known_report(report.pk, report.sha256), links=links),
        "others": [one for one in published_reports(found) if one.id != report.pk],
        "downloads": downloads_of(
            lambda ending: at.to("follow_up_report_file", facts_until=facts_until, extension=ending)
        ),
        "scan_url": at.to("follow_up_report_scan", facts_until=facts_until),
    }
    return render(request, "followup/follow_up_report.html", context)


@public_page
def report_file(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    facts_until: date,
    extension: str,
) -> HttpResponse:
    """The report as a file: exactly what was frozen."""
    found = plan_or_404(request, year, plan_slug)
    return report_response(request, report_or_404(found, facts_until), file_name(found, facts_until), extension)


@public_page
def signed_scan(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    facts_until: date,
) -> HttpResponse:
    """The signed paper of exactly this report."""
    found = plan_or_404(request, year, plan_slug)
    return scan_response(report_or_404(found, facts_until), file_name(found, facts_until))
