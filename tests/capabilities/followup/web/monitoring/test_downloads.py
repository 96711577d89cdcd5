"""The files of a closed round: each opened, and each says what the page shows and what was frozen."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from board_pages import Page, figures_of_table, page_of
from followup_rounds import make_closed_round, make_policy, make_round
from followup_samples import make_evidence, make_report
from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.queries.monitoring import frozen_round
from rinde.capabilities.followup.reports.monitoring import (
    ACTIVITY_COLUMNS,
    ACTOR_COLUMNS,
    CELL_COLUMNS,
    COMPONENT_COLUMNS,
    round_report,
)
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan
from rinde.services.reporting import Report

At = Callable[..., str]
HOSTILE = '=HYPERLINK("x")'


def cells_of(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


@pytest.fixture
def closed(plan: Plan, client: Client, at: At) -> MonitoringRound:
    """One date done, one returned, one late; a note that a spreadsheet would run; the first unit monitors itself."""
    done, returned, _late = cells_of(plan)
    make_policy(plan, monitored_by_id=done.key.actor_id)
    make_evidence(plan, make_report(plan, done, status="ACCEPTED"))
    make_report(plan, returned, status="RETURNED", returned_reason="Razón interna")
    make_round(plan)
    client.post(at(f"rondas/1/notas/{done.activity_key}/"), {"text": HOSTILE, "percent": "62,5"})
    client.post(at("rondas/1/cerrar/"), {"summary": "Un mes difícil."})
    return MonitoringRound.objects.get(plan=plan)


@pytest.fixture
def download(closed: MonitoringRound, client: Client, at: At) -> Callable[[str], bytes]:
    def get(extension: str) -> bytes:
        response = client.get(at(f"rondas/1/ronda.{extension}"))
        assert response.status_code == 200
        assert f"ronda-1.{extension}" in response.headers["Content-Disposition"]
        assert "attachment" in response.headers["Content-Disposition"]
        return bytes(response.content)

    return get


def report_of(found: MonitoringRound) -> Report:
    return round_report(frozen_round(found), sha256=found.sha256)


def rows_by_sheet(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_spreadsheet_holds_every_table_with_its_values(
    download: Callable[[str], bytes], closed: MonitoringRound, extension: str
) -> None:
    sheets = rows_by_sheet(download(extension))
    for place, (title, columns) in enumerate(
        {
            "Por componente": COMPONENT_COLUMNS,
            "Por responsable": ACTOR_COLUMNS,
            "Por actividad": ACTIVITY_COLUMNS,
            "Fecha por fecha": CELL_COLUMNS,
        }.items()
    ):
        sheet = next(rows for name, rows in sheets.items() if name.startswith(title))
        head = sheet.index([column.title for column in columns])
        table = report_of(closed).tables[place]
        assert len(sheet[head + 1 :]) == len(table.rows)
        for row, expected in zip(sheet[head + 1 :], table.rows, strict=True):
            assert [_plain(one) for one in row] == [_plain(one) for one in expected]


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str | date) else round(float(value), 4)


def test_xlsx_runs_nothing_that_a_person_wrote(download: Callable[[str], bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download("xlsx")))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in values}
    assert HOSTILE in {cell.value for cell in values}


def test_csv_holds_every_table_and_neutralises_formulas(
    download: Callable[[str], bytes], closed: MonitoringRound
) -> None:
    rows = list(csv.reader(io.StringIO(download("csv").decode("utf-8-sig"))))
    for table in report_of(closed).tables:
        head = rows.index([column.title for column in table.columns])
        body = rows[head + 1 : head + 1 + len(table.rows)]
        assert [row[0] for row in body] == [str(row[0]) for row in table.rows]
    assert f"'{HOSTILE}" in {cell for row in rows for cell in row}


def test_json_is_the_very_text_that_was_hashed(download: Callable[[str], bytes], closed: MonitoringRound) -> None:
    content = download("json")
    assert hashlib.sha256(content).hexdigest() == closed.sha256
    data = json.loads(content)
    assert (data["schema"], data["header"]["summary"]) == ("monitoring-round/1", "Un mes difícil.")


def test_pdf_is_tagged_and_tells_figures_notes_and_who_monitors_itself(
    download: Callable[[str], bytes], closed: MonitoringRound, plan: Plan
) -> None:
    reader = PdfReader(io.BytesIO(download("pdf")))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert reader.trailer["/Root"]["/Lang"] == "es-CO"
    for told in (
        "Monitoreo: Junio de 2026",
        "1 de 3 (33,3 %)",
        "Un mes difícil.",
        HOSTILE,
        "La misma dependencia reporta y monitorea",
        "(reporta y monitorea)",
        closed.sha256,
        plan.title,
    ):
        assert told in text, told


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "json", "pdf"])
def test_no_file_holds_what_is_internal(download: Callable[[str], bytes], extension: str) -> None:
    content = download(extension)
    text = content.decode("utf-8", "ignore")
    if extension in {"xlsx", "ods"}:
        text = str(rows_by_sheet(content))
    if extension == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Razón interna" not in text
    assert "Persona " not in text  # nobody's name


def test_files_say_what_the_page_shows(
    closed: MonitoringRound, opened: Callable[[str], Page], at: At, download: Callable[[str], bytes]
) -> None:
    page = opened(at("rondas/1/"))
    on_page = figures_of_table(page, "Por componente")
    sheet = rows_by_sheet(download("xlsx"))["Por componente"]
    head = sheet.index([column.title for column in COMPONENT_COLUMNS])
    titles = {column.title: place for place, column in enumerate(COMPONENT_COLUMNS)}
    columns = [" ".join(one.xpath("string()").split()) for one in page.xpath("(//table)[1]/thead//th")][1:-3]
    for row in sheet[head + 1 :]:
        assert [int(row[titles[name]]) for name in columns] == [int(one) for one in on_page[row[0]][: len(columns)]]
    cards = page.xpath("//ul[contains(@class, 'cell-lines')]/li")
    assert len(cards) == len(report_of(closed).tables[3].rows)
    links = [str(one) for one in page.xpath("//a/@href") if "ronda." in str(one)]
    assert [one.rsplit(".", 1)[1] for one in links] == ["xlsx", "ods", "csv", "json", "pdf"]


def test_files_stay_the_same_whatever_happens_later(
    download: Callable[[str], bytes], closed: MonitoringRound, plan: Plan
) -> None:
    before = {extension: download(extension) for extension in ("json", "csv", "ods")}
    make_evidence(plan, make_report(plan, cells_of(plan)[2]))
    Plan.objects.filter(pk=plan.pk).update(title="Otro nombre")
    for extension in ("json", "csv"):
        assert download(extension) == before[extension]
    assert rows_by_sheet(download("ods")) == rows_by_sheet(before["ods"])
    assert closed.sha256 == hashlib.sha256(before["json"]).hexdigest()


def test_open_round_and_unknown_formats_have_no_file(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    assert client.get(at("rondas/1/ronda.xlsx")).status_code == 404


@pytest.mark.parametrize("extension", ["docx", "exe"])
def test_unknown_format_is_not_found(plan: Plan, client: Client, at: At, extension: str) -> None:
    make_closed_round(plan)
    assert client.get(at(f"rondas/1/ronda.{extension}")).status_code == 404


def test_reader_downloads_what_the_page_offers(
    closed: MonitoringRound, at: At, as_role: Callable[[str], Client]
) -> None:
    client = as_role("READER")
    links = page_of(client.get(at("rondas/1/")).content).xpath("//a[contains(@href, 'ronda.')]/@href")
    assert [client.get(one).status_code for one in links] == [200] * 5
    assert closed.number == 1


def test_every_column_says_what_it_means() -> None:
    columns = (*COMPONENT_COLUMNS, *ACTOR_COLUMNS, *ACTIVITY_COLUMNS, *CELL_COLUMNS)
    assert [one.key for one in columns if not one.description] == []
