"""The whole way of the product: a published document becomes a public plan that everybody can read and take home.

In the words of a user: sign in, upload the PDF, review it, make the draft, publish, open it on a phone, find an
activity by a word without its accent, download the spreadsheet, and read it back with `rinde read-plan`.
"""

import json
import re
import subprocess
import sys
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from journeys.approving import public_address
from journeys.conftest import NewPage
from journeys.formulating import accept_all, make_draft, upload
from journeys.site import ROOT, Site, clean_environment
from journeys.visits import PHONE, scrolls_sideways

DOCUMENT = ROOT / "tests" / "journeys" / "documents" / "ptep-2025.pdf"
YEAR = 2025  # of the document
SAME_WHEN_READ_BACK = ("code", "activity", "component", "subcomponent", "target", "product", "responsible")


def _read_plan(path: Path, folder: Path) -> list[dict[str, Any]]:
    """What `rinde read-plan` says of a file."""
    command = [sys.executable, "-m", "rinde.config.manage", "read-plan", str(path)]
    environment = clean_environment() | {"RINDE_DATA_DIR": str(folder)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return rows


def _correct_first_row(page: Page) -> str:
    """Correct the product of the row on screen by hand; gives the corrected text."""
    corrected = "Acta firmada y publicada en la página web"
    page.get_by_role("link", name="Corregir", exact=True).click()
    page.get_by_label("Producto", exact=False).first.fill(corrected)
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text(corrected).first).to_be_visible()
    return corrected


def _take_the_proposed_date(page: Page) -> None:
    """The document says 31/06/2025; Rinde says what is wrong and proposes the last day of June."""
    page.get_by_role("link", name=re.compile("^Hallazgos")).click()
    expect(page.get_by_text("31/06/2025").first).to_be_visible()
    page.get_by_role("button", name=re.compile("30.*(06|jun).*2025")).first.click()
    page.wait_for_load_state()


def test_document_becomes_a_public_plan(new_page: NewPage, site: Site, tmp_path: Path) -> None:
    page = new_page(person="planeacion")
    upload(page, site, DOCUMENT)
    corrected = _correct_first_row(page)
    _take_the_proposed_date(page)
    accept_all(page)
    make_draft(page)
    _publish(page)
    public = public_address(page)

    phone = new_page(PHONE)
    phone.goto(public)
    assert not scrolls_sideways(phone)
    _find_without_accent(phone, public)
    with phone.expect_download() as download:
        phone.goto(public)
        phone.get_by_text("Descargar").first.click()
        phone.get_by_role("link", name=re.compile("Excel|XLSX", re.IGNORECASE)).first.click()
    spreadsheet = tmp_path / "plan.xlsx"
    download.value.save_as(spreadsheet)

    document, back = _read_plan(DOCUMENT, tmp_path), _read_plan(spreadsheet, tmp_path)
    expected = [_said(row) for row in document]
    expected[0]["product"] = corrected
    expected[4]["due"] = ["2025-06-30"]
    assert [_said(row) for row in back] == expected


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says, whether as marked months (the document) or as the dates that they mean (the spreadsheet)."""
    when = row["schedule"]
    month_ends = [date(YEAR, month, monthrange(YEAR, month)[1]).isoformat() for month in when["months"]]
    return {name: row[name] for name in SAME_WHEN_READ_BACK} | {"due": when["deadlines"] or month_ends or when["end"]}


def _publish(page: Page) -> None:
    """The document is of a year that is over, so it goes to the public as history, without an act."""
    page.get_by_role("link", name="Aprobación y versiones").click()
    page.get_by_role("link", name="Revisar y publicar como historia").click()
    page.get_by_role("button", name=re.compile("^Publicar la versión")).click()
    page.wait_for_load_state()


def _find_without_accent(phone: Page, public: str) -> None:
    """The word is taken from the plan itself: the first with an accent."""
    phone.goto(public)
    texts = phone.locator("main").inner_text()
    word = next(word for word in re.findall(r"\b\w{7,}\b", texts) if re.search("[áéíóú]", word))
    plain = word.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))
    phone.get_by_label("Palabras").fill(plain)
    phone.get_by_role("button", name="Filtrar").click()
    expect(phone.get_by_text(word, exact=False).first).to_be_visible()
