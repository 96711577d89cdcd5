"""Everything public, and the desk's daily work, with scripts switched off."""

import re

from playwright.sync_api import expect

from journeys.conftest import NewPage
from journeys.site import ROOT, Site
from journeys.visits import PHONE, sign_in

DOCUMENT = ROOT / "tests" / "samples" / "town-xlsx-date-cells" / "input.xlsx"


def test_citizen_filters_searches_and_downloads(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, javascript=False)
    page.goto(f"{site.town}/planes/2026/ptep/")
    page.get_by_label("Palabras").fill("declaracion")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.get_by_text("declaración", exact=False).first).to_be_visible()
    page.goto(f"{site.town}/buscar/?q=rendicion+de+cuentas")
    assert page.locator("main ol li").count() >= 1
    page.goto(f"{site.town}/planes/2026/ptep/")
    page.get_by_text("Descargar").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV", re.IGNORECASE)).first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_planner_uploads_and_reviews(new_page: NewPage, site: Site) -> None:
    page = new_page(javascript=False)
    sign_in(page, site, "planeacion")
    page.goto(f"{site.desk}/documentos/subir/")
    page.locator("input[type=file]").set_input_files(DOCUMENT)
    page.get_by_role("button", name="Subir y leer").click()
    heading = page.locator("#fila-titulo")
    for _ in range(30):
        if heading.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(heading).to_be_visible()
    page.get_by_role("button", name="Aceptar", exact=True).first.click()
    expect(page.get_by_text("Aceptada").first).to_be_visible()
