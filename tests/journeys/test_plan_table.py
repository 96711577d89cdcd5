"""The plan's table in a browser: from the keyboard alone, with two people, on a bad line, and without scripts."""

import re
import secrets

from playwright.sync_api import Locator, Page, expect

from journeys.conftest import NewPage
from journeys.site import Site
from journeys.visits import DESK, PHONE, faults, scrolls_sideways

EDITED = re.compile("Borrador|En consulta")


def open_draft(page: Page, site: Site) -> str:
    """The table of the programme that the demo is still writing, while people comment on it; gives its address."""
    page.goto(f"{site.desk}/planes/")
    page.locator("main tr", has_text=EDITED).first.get_by_role("link").first.click()
    page.wait_for_load_state()
    return page.url


def rows(page: Page) -> Locator:
    return page.locator("tbody[data-activity]")


def cell(page: Page, name: str, row: int = 0) -> Locator:
    return rows(page).nth(row).locator(f"[data-cell={name}]").first


def first_of_two(page: Page) -> int:
    """The place of the first row with another below it in its group: only within a group does a row change places."""
    return int(rows(page).evaluate_all("all => all.findIndex(one => one.nextElementSibling?.dataset.activity)"))


def state(page: Page) -> Locator:
    return page.locator("[data-grid-state]")


def write(page: Page, text: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def fresh(text: str) -> str:
    """Words that are not there yet, however often the tests ran on this data."""
    return f"{text} {secrets.token_hex(3)}"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-cell]')?.dataset.cell || ''"))


def tab_into_the_table(page: Page) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if focused(page):
            return
    raise AssertionError("the table is not reached with the tabulator")


def test_plan_is_written_from_the_keyboard_alone(new_page: NewPage, site: Site) -> None:
    page = new_page(DESK, person="planeacion")
    open_draft(page, site)
    tab_into_the_table(page)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "name"

    page.keyboard.press("F2")
    name = fresh("Publicar el mapa de riesgos")
    write(page, name)
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("Guardado a las")
    assert focused(page) == "target"
    target = fresh("3 informes del grupo")
    write(page, target)
    page.keyboard.press("Control+Enter")
    expect(state(page)).to_contain_text("· 3.")
    expect(page.locator("[data-cell=target] textarea")).to_be_focused()
    expect(cell(page, "target").locator("textarea")).to_have_count(0)
    assert faults(page) == []
    write(page, "esto no queda")
    page.keyboard.press("Escape")

    page.reload()
    expect(cell(page, "name")).to_contain_text(name)
    expect(cell(page, "target")).to_contain_text(target)
    expect(page.get_by_text("esto no queda")).to_have_count(0)


def test_row_goes_down_and_up_with_its_keys(new_page: NewPage, site: Site) -> None:
    page = new_page(DESK, person="planeacion")
    open_draft(page, site)
    at = first_of_two(page)
    first = rows(page).nth(at).get_attribute("data-activity")
    cell(page, "code", at).focus()

    page.keyboard.press("Alt+ArrowDown")
    expect(state(page)).to_contain_text("bajó un puesto")
    expect(rows(page).nth(at + 1)).to_have_attribute("data-activity", first or "")
    assert focused(page) == "code"
    page.keyboard.press("Alt+ArrowUp")
    expect(rows(page).nth(at)).to_have_attribute("data-activity", first or "")
    page.keyboard.press("Alt+ArrowUp")
    expect(state(page)).to_contain_text("Ya está en el borde")


def test_two_people_on_one_cell_lose_nothing(new_page: NewPage, site: Site) -> None:
    mine, theirs = new_page(DESK, person="planeacion"), new_page(DESK, person="planeacion")
    address = open_draft(mine, site)
    theirs.goto(address)
    cell(theirs, "indicator").click()
    said = fresh("El indicador de otra persona")
    write(theirs, said)
    theirs.keyboard.press("Enter")
    expect(state(theirs)).to_contain_text("Guardado")

    cell(mine, "indicator").click()
    own = fresh("Mi indicador")
    write(mine, own)
    mine.keyboard.press("Enter")
    problem = cell(mine, "indicator").locator("[data-problem]")
    expect(problem).to_contain_text(said)
    expect(cell(mine, "indicator").locator("textarea")).to_have_value(own)
    assert faults(mine) == []
    mine.get_by_role("button", name="Guardar lo mío").press("Enter")
    expect(state(mine)).to_contain_text("Guardado a las")

    theirs.reload()
    expect(cell(theirs, "indicator")).to_contain_text(own)


def test_wrong_cell_is_told_where_it_is_on_a_phone(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, person="planeacion")
    open_draft(page, site)
    cell(page, "dates").click()
    write(page, "31/02/2027")
    page.keyboard.press("Enter")

    expect(cell(page, "dates").locator("[data-problem]")).to_contain_text("no existe")
    expect(cell(page, "dates").locator("textarea")).to_have_value("31/02/2027")
    assert (faults(page), scrolls_sideways(page)) == ([], False)
    page.keyboard.press("Escape")
    expect(cell(page, "dates").locator("textarea")).to_have_count(0)


def test_bad_line_loses_nothing(new_page: NewPage, site: Site) -> None:
    page = new_page(DESK, person="planeacion")
    open_draft(page, site)
    page.route("**/fila/", lambda route: route.abort())
    waiting, half = fresh("Escrito sin línea"), fresh("A medio escribir")
    cell(page, "product").click()
    write(page, waiting)
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("Sin conexión")
    cell(page, "indicator").click()
    write(page, half)

    page.reload()
    expect(cell(page, "product")).to_contain_text(waiting)
    expect(cell(page, "indicator").locator("textarea")).to_have_value(half)
    page.unroute("**/fila/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state(page)).to_contain_text("Guardado a las")
    cell(page, "indicator").locator("textarea").press("Enter")
    expect(cell(page, "indicator").locator("textarea")).to_have_count(0)
    expect(state(page)).to_contain_text("Guardado a las")
    page.wait_for_function("sessionStorage.getItem(`rinde-plan-${location.pathname}`) === '[]'")

    page.reload()
    expect(cell(page, "product")).to_contain_text(waiting)
    expect(cell(page, "indicator")).to_contain_text(half)


def test_rows_are_arranged_without_scripts(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE, person="planeacion", javascript=False)
    open_draft(page, site)
    plain = page.locator(".plan-row:has([name=subir])")
    at, count = first_of_two(page), plain.count()
    first = plain.nth(at).get_attribute("id")

    plain.nth(at).locator(".plan-menu summary").click()
    plain.nth(at).get_by_role("button", name="Bajar").click()
    expect(page.get_by_text("Se movió la actividad.")).to_be_visible()
    expect(plain.nth(at + 1)).to_have_attribute("id", first or "")

    plain.nth(at).locator(".plan-menu summary").click()
    plain.nth(at).get_by_role("button", name="Copiar").click()
    expect(plain).to_have_count(count + 1)
    copy = plain.nth(at + 1)
    copy.locator(".plan-menu summary").click()
    copy.get_by_role("link", name="Unir con otra…").click()
    page.get_by_label("La otra actividad").select_option(index=1)
    page.get_by_role("button", name="Ver cómo queda").click()
    page.get_by_role("button", name="Unir las dos actividades").click()
    expect(plain).to_have_count(count)
    plain.nth(at).locator("th a").click()
    expect(page).to_have_url(re.compile(r"/editar/$"))


def test_sheet_for_the_committee_fits_a_page_on_its_side(new_page: NewPage, site: Site) -> None:
    page = new_page(DESK, person="planeacion")
    open_draft(page, site)
    page.get_by_role("link", name="Imprimir para el comité").click()
    expect(page.get_by_role("button", name="Imprimir")).to_be_visible()
    assert faults(page) == []

    page.emulate_media(media="print")
    width = page.evaluate("document.querySelector('.plan-paper__table').getBoundingClientRect().width")

    assert width <= page.viewport_size["width"]
    assert not page.get_by_role("button", name="Imprimir").is_visible()
