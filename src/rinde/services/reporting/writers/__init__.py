"""`render(report, "xlsx")`: the report tree in the form that was asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from rinde.services.reporting.tree import Report
from rinde.services.reporting.writers.csv import write_csv
from rinde.services.reporting.writers.json import write_json
from rinde.services.reporting.writers.ods import write_ods
from rinde.services.reporting.writers.pdf import write_pdf
from rinde.services.reporting.writers.xlsx import write_xlsx

__all__ = ["FORMATS", "Rendered", "UnknownFormat", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    content: bytes
    content_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class Format:
    """A form of download: its writer, its media type, and the words of its link."""

    write: Callable[[Report], bytes]
    content_type: str
    label: str


FORMATS: dict[str, Format] = {
    "xlsx": Format(write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)"),
    "ods": Format(write_ods, "application/vnd.oasis.opendocument.spreadsheet", "Hoja de cálculo abierta (ODS)"),
    "csv": Format(write_csv, "text/csv; charset=utf-8", "Datos (CSV)"),
    "json": Format(write_json, "application/json", "Datos (JSON)"),
    "pdf": Format(write_pdf, "application/pdf", "Documento (PDF accesible)"),
}


class UnknownFormat(LookupError):
    """There is no writer for the format."""


def render(report: Report, extension: str) -> Rendered:
    """Write the report as `xlsx`, `ods`, `csv`, `json` or `pdf`.

    Raises:
        UnknownFormat: for any other word.
    """
    if extension not in FORMATS:
        raise UnknownFormat(extension)
    form = FORMATS[extension]
    return Rendered(form.write(report), form.content_type, extension)
