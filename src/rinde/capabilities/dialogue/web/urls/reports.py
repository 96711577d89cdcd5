"""Addresses of reports: on the desk, and on the public site."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from rinde.capabilities.dialogue.rules.report_addresses import PATTERN
from rinde.capabilities.dialogue.web.desk import reports as desk_reports
from rinde.capabilities.dialogue.web.public import reports as public_reports


class ReportYearConverter(IntConverter):
    """Four digits: a year that no calendar has is no address of ours."""

    regex = "[1-9][0-9]{3}"


class ReportNumberConverter(IntConverter):
    """1, 2, 3…: no report comes out a thousand times."""

    regex = "[1-9][0-9]{0,2}"


class ReportWordConverter(StringConverter):
    """«espacio», «anual»: the kinds of reports that there are."""

    regex = PATTERN


register_converter(ReportYearConverter, "report_year")
register_converter(ReportNumberConverter, "report_number")
register_converter(ReportWordConverter, "report_word")

_ONE = "informes/<report_year:year>/<report_word:word>/<slug:about>/<report_number:number>/"

desk: list[URLPattern] = [
    path("informes/", desk_reports.report_list, name="dialogue_reports"),
    path("informes/nuevo/", desk_reports.report_new, name="report_new"),
    path("informes/formato.<slug:extension>", desk_reports.internal_format_file, name="internal_format"),
    path("informes/<int:report_id>/", desk_reports.report_write, name="report_write"),
    path(
        "informes/<int:report_id>/borrador.<slug:extension>", desk_reports.report_draft_file, name="report_draft_file"
    ),
    path("espacios/<int:space_id>/informe/", desk_reports.space_report, name="space_report"),
]
public: list[URLPattern] = [
    path("informes/", public_reports.dialogue_reports, name="dialogue_reports"),
    path(_ONE, public_reports.dialogue_report, name="dialogue_report"),
    path(f"{_ONE}informe.<slug:extension>", public_reports.dialogue_report_file, name="dialogue_report_file"),
]
