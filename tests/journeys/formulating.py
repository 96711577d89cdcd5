"""The planner's first steps in the browser: a document becomes a draft, and the review's findings are settled."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from journeys.site import Site
from journeys.visits import troubles

READS_WITHIN = 60_000  # milliseconds for the worker, on a slow machine
REVIEWED = re.compile(r"(\d+) de (\d+) filas revisadas")


def upload(page: Page, site: Site, document: Path) -> None:
    page.goto(f"{site.desk}/documentos/subir/")
    page.locator("input[type=file]").set_input_files(document)
    page.get_by_role("button", name="Subir y leer").click()
    page.wait_for_url(re.compile(r"/documentos/\d+/"))
    expect(page.locator("#fila-titulo")).to_be_visible(timeout=READS_WITHIN)


def accept_all(page: Page) -> None:
    """What «aceptar todas» holds back is looked at one by one."""
    page.get_by_role("button", name=re.compile("^Aceptar (todas|las)")).first.click()
    progress = page.get_by_text(REVIEWED)
    expect(page.get_by_text(re.compile(r"^Se aceptaron \d+ filas"))).to_be_visible()
    accept = page.get_by_role("button", name="Aceptar", exact=True)
    while True:
        said = progress.inner_text()
        done, total = REVIEWED.search(said).groups()  # type: ignore[union-attr]  # it is how the text was found
        if done == total:
            return
        if accept.count() == 0:
            page.get_by_role("link", name="Siguiente por revisar").click()
            expect(accept).to_be_visible()
        accept.click()
        expect(progress).not_to_have_text(said)


def make_draft(page: Page, *, beside: bool = False) -> None:
    """Make a draft of what was read; `beside` a plan of the same title and year that is there, which is asked about."""
    page.get_by_role("link", name=re.compile("Crear (el )?plan")).first.click()
    create = page.get_by_role("button", name="Crear el plan en borrador")
    if beside:
        create.click()
        expect(page.get_by_role("heading", name="¿Es otro plan?")).to_be_visible()
        assert troubles(page) == []
        page.get_by_label("Sí, es otro plan").check()
    create.click()
    page.wait_for_url(re.compile(r"/planes/\d+/"))


def name_it(page: Page, title: str) -> None:
    page.get_by_role("link", name="Datos del plan").click()
    page.get_by_label("Título").fill(title)
    page.get_by_role("button", name="Guardar", exact=False).first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def go_to(page: Page, tab: str) -> None:
    """Open another page of the plan by its tab."""
    page.get_by_label("Páginas del plan").get_by_role("link", name=tab, exact=True).click()
    page.wait_for_load_state()


def finding(page: Page, rule: str) -> Locator:
    return page.locator(".finding", has=page.get_by_role("heading", name=rule, exact=True))


def apply_with_the_button(page: Page, rule: str) -> None:
    with page.expect_navigation():  # a page that is only half there has no findings either
        finding(page, rule).locator("[data-key=a]").click()
    expect(finding(page, rule)).to_have_count(0)


def apply_with_the_keyboard(page: Page, rule: str) -> None:
    """From finding to finding with «j» until it is the one in focus; then «a»."""
    wanted = finding(page, rule)
    for _ in range(page.locator(".finding").count()):
        if wanted.evaluate("card => card === document.activeElement"):
            break
        page.keyboard.press("j")
    expect(wanted).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(finding(page, rule)).to_have_count(0)


def leave_as_it_is(page: Page, rule: str, reason: str) -> None:
    card = finding(page, rule)
    card.locator("summary", has_text="Dejar como está").click()
    card.get_by_label("¿Por qué se queda así?").fill(reason)
    card.get_by_role("button", name="Guardar el motivo").click()
    expect(finding(page, rule)).to_have_count(0)


def write_in_cell(page: Page, *, code: str, cell: str, text: str) -> None:
    """In the plan's table, from the keyboard: Enter opens the cell, Control and Enter keep it and go on below."""
    row = page.locator("tbody[data-activity]", has=page.locator("[data-cell=code]").get_by_text(code, exact=True))
    row.locator(f"[data-cell={cell}]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-grid-state]")).to_contain_text("Guardado a las")
    expect(row.locator(f"[data-cell={cell}]").first).to_contain_text(text)
    page.keyboard.press("Escape")
