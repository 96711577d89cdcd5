"""Everything public, and the desk's daily work, with scripts switched off."""

import re

from playwright.sync_api import expect

from journeys.conftest import NewPage
from journeys.formulating import go_to
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


def test_citizen_finds_what_is_late_whose_and_why_and_takes_it_along(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, javascript=False)
    page.goto(f"{site.town}/planes/2026/ptep/")
    late = page.locator("#como-va").locator("xpath=ancestor::section").get_by_role("link", name="Cuáles y de quién")
    late.click()
    expect(page.get_by_role("heading", name="Compromiso por compromiso")).to_be_visible()
    row = page.locator("main tbody tr").first
    expect(row.get_by_text("Vencida")).to_be_visible()
    page.get_by_text("Descargar esta parte").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    assert download.value.suggested_filename.endswith("-avance-parte.csv")
    page.get_by_text("Descargar esta parte").click()
    row.get_by_role("link").first.click()
    for voice in ("dependencia", "planeación", "control interno", "gente"):
        expect(page.get_by_role("heading", name=re.compile(f"Lo que dicen? .*{voice}"))).to_be_visible()


def test_citizen_says_that_it_did_not_happen_and_is_answered(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, javascript=False)
    page.goto(f"{site.town}/planes/2026/ptep/actividades/1.1.1/")
    page.get_by_role("link", name=re.compile("Esto no pasó")).click()
    page.get_by_role("button", name="Enviar la nota").click()
    expect(page.get_by_role("alert")).to_contain_text("Lo que escribió sigue aquí")
    page.get_by_label("Cuente qué vio").fill("En la vereda La Cumbre nunca hubo jornada.")
    page.get_by_label("Su nombre").fill("Rosa")
    page.get_by_role("button", name="Enviar la nota").click()
    expect(page.get_by_text("Márquela para dejar su nombre").first).to_be_visible()
    expect(page.get_by_label("Cuente qué vio")).to_have_value("En la vereda La Cumbre nunca hubo jornada.")
    page.get_by_label("Su nombre").fill("")
    page.get_by_role("button", name="Enviar la nota").click()
    expect(page.get_by_role("heading", name="Recibimos su nota")).to_be_visible()
    number = page.get_by_role("status").locator("strong").inner_text()
    page.get_by_role("link", name="Volver a la actividad").click()
    expect(page.get_by_text("espera revisión")).to_be_visible()

    desk = new_page(PHONE, person="planeacion", javascript=False)
    desk.goto(f"{site.desk}/")
    desk.get_by_role("link", name=re.compile("Notas de la ciudadanía por revisar")).first.click()
    desk.get_by_role("button", name=f"Mostrar la nota {number}").click()
    desk.get_by_role("link", name=re.compile("Por responder")).click()
    desk.get_by_label(f"Respuesta de la entidad a la nota {number}").fill("Se aplazó por la lluvia.")
    desk.get_by_role("button", name=f"Publicar la respuesta a la nota {number}").click()

    page.reload()
    expect(page.get_by_text("Se aplazó por la lluvia.")).to_be_visible()


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


def test_liaison_asks_for_another_date_and_withdraws_it(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, person="infraestructura", javascript=False)
    page.goto(f"{site.desk}/planes/")
    page.locator("main tr", has_text="Transparencia y Ética Pública 2026").get_by_role("link").first.click()
    go_to(page, "Cambios")
    page.get_by_role("link", name="Pedir un cambio").first.click()
    page.get_by_role("link", name=re.compile("una fecha", re.IGNORECASE)).first.click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Fecha nueva").fill("2026-12-18")
    page.get_by_label("Por qué se pide").fill("por la obra")
    page.get_by_role("button", name="Pedir el cambio").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Fecha nueva")).to_have_value("2026-12-18")
    page.get_by_label("Por qué se pide").fill("el contratista entrega los estudios dos semanas después")
    page.get_by_role("button", name="Pedir el cambio").click()
    expect(page.get_by_role("heading", name=re.compile("^Solicitud"))).to_be_visible()

    page.get_by_text("Retirar la solicitud").first.click()
    page.get_by_label("Por qué", exact=False).last.fill("el contratista entregó a tiempo y la fecha se mantiene")
    page.get_by_role("button", name="Retirar la solicitud").click()
    expect(page.get_by_text("Retirado").first).to_be_visible()
