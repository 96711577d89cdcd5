"""Somebody who lives there says «esto no pasó», without an account; the town shows the note and answers it."""

import re

from playwright.sync_api import Page, expect

from journeys.site import Site

SLOWEST_ROBOT = 4_200  # milliseconds: who fills the form in less than four seconds is taken for a program


def leave_remark(page: Page, text: str) -> str:
    """From the page of an activity; gives the number by which the note is found again."""
    page.get_by_role("link", name=re.compile("Esto no pasó")).click()
    page.get_by_label("Cuente qué vio").press_sequentially(text, delay=SLOWEST_ROBOT // len(text) + 1)
    page.get_by_role("button", name="Enviar la nota").click()
    expect(page.get_by_role("heading", name="Recibimos su nota")).to_be_visible()
    return page.get_by_role("status").locator("strong").inner_text()


def show_and_answer(page: Page, site: Site, *, plan: str, number: str, answer: str) -> None:
    """Whoever attends to citizens, from what waits for them."""
    page.goto(f"{site.desk}/")
    waiting = page.get_by_role("listitem").filter(has_text="Notas de la ciudadanía por revisar").filter(has_text=plan)
    waiting.get_by_role("link").first.click()
    page.get_by_role("button", name=f"Mostrar la nota {number}", exact=True).click()
    page.get_by_role("link", name=re.compile("^Por responder")).click()
    page.get_by_label(f"Respuesta de la entidad a la nota {number}", exact=True).fill(answer)
    page.get_by_role("button", name=f"Publicar la respuesta a la nota {number}", exact=True).click()
    expect(page.get_by_label(f"Respuesta de la entidad a la nota {number}", exact=True)).to_have_count(0)
