"""A draft before its public: opened on the desk, commented by people without an account, answered and summed up."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from journeys.formulating import go_to
from journeys.site import Site

SLOWEST_ROBOT = 4_200  # milliseconds: who fills the form in less than four seconds is taken for a program


def open_consultation(page: Page, *, notice: str, days: int) -> None:
    go_to(page, "Consulta")
    page.get_by_role("link", name="Preparar la consulta").click()
    page.get_by_label("Aviso a la ciudadanía").fill(notice)
    page.get_by_label("Días para comentar").fill(str(days))
    page.get_by_role("button", name="Ver cómo quedaría").click()
    expect(page.get_by_role("heading", name="Así lo leerá la ciudadanía")).to_be_visible()
    page.get_by_role("button", name="Abrir la consulta").click()
    expect(page.get_by_role("heading", name="Consulta pública")).to_be_visible()


def find_consultation(page: Page, site: Site, title: str) -> str:
    """From the town's home, by the notice that everybody sees; gives its address."""
    page.goto(f"{site.town}/")
    page.locator(".notice", has_text=title).get_by_role("link", name="Leer y comentar").click()
    expect(page.get_by_role("heading", name=f"Comente el borrador: {title}")).to_be_visible()
    return page.url


def comment_on_activity(page: Page, code: str, text: str) -> str:
    """Write as a person writes, key by key; gives the number of the comment."""
    page.get_by_role("link", name=f"Comentar la actividad {code}", exact=True).click()
    page.get_by_label("Su comentario").press_sequentially(text, delay=SLOWEST_ROBOT // len(text) + 1)
    page.get_by_role("button", name="Enviar el comentario").click()
    expect(page.get_by_role("heading", name="Recibimos su comentario")).to_be_visible()
    return page.get_by_role("status").locator("strong").inner_text()


def show_comment(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"Mostrar el comentario {number}", exact=True).click()
    expect(page.get_by_role("button", name=f"Mostrar el comentario {number}", exact=True)).to_have_count(0)


def answer(page: Page, *, mark: str, outcome: str, text: str, changes: str = "") -> None:
    """Answer the group of comments that holds these words; `changes` is the activity that the answer promises."""
    group = page.locator("form", has=page.get_by_text(mark))
    group.get_by_role("button", name=re.compile("^Responder")).click()
    page.get_by_role("radio", name=outcome, exact=True).check()
    page.get_by_label("Respuesta", exact=True).fill(text)
    if changes:
        page.get_by_label("Esta respuesta promete un cambio en el borrador").check()
        choice = page.get_by_label("Actividad que cambia")
        choice.select_option(label=choice.locator("option", has_text=changes).first.inner_text())
    page.get_by_role("button", name="Guardar la respuesta").click()
    expect(page.get_by_role("heading", name="Responder los comentarios")).to_be_visible()


def let_its_days_pass(site: Site, title: str) -> None:
    """Move the announced days of a plan's open consultation two days back, as if it had been opened before.

    A consultation never ends before its last day, not even for its own planning office, and a journey cannot wait until
    tomorrow. Nothing else is touched: the rule, the clock and the pages are those of every day.
    """
    moved = "opens_on = date(opens_on, '-2 days'), closes_on = date(closes_on, '-2 days')"
    with closing(sqlite3.connect(site.folder / "rinde.sqlite3", timeout=30)) as database, database:
        of_the_plan = "status = 'OPEN' AND plan_id IN (SELECT id FROM plans_plan WHERE title = ?)"
        database.execute(f"UPDATE consultations_consultation SET {moved} WHERE {of_the_plan}", [title])  # noqa: S608


def make_the_promised_change(page: Page, *, product: str) -> None:
    """From the answer's page to the activity in the draft, and back to say that it is done."""
    page.get_by_role("link", name=re.compile("^Hacerlo")).first.click()
    promise = page.url
    page.get_by_role("link", name="Editar la actividad en el borrador").click()
    for label in ("Meta", "Producto"):
        page.get_by_label(f"{label} (opcional)", exact=True).first.fill(product)
    page.get_by_role("button", name="Guardar la actividad").click()
    page.wait_for_url(re.compile(r"/planes/\d+/"))
    page.goto(promise)
    expect(page.locator("main ins", has_text=product).first).to_be_visible()
    page.get_by_role("button", name="El cambio está hecho").click()


def close_and_publish(page: Page, *, summary: str) -> None:
    go_to(page, "Consulta")
    page.get_by_role("button", name="Cerrar la consulta").click()
    page.get_by_role("link", name="Publicar el resumen").click()
    page.get_by_label("Resumen", exact=True).fill(summary)
    page.get_by_role("button", name="Publicar respuestas y resumen").click()
    expect(page.get_by_text("Respondida").first).to_be_visible()
