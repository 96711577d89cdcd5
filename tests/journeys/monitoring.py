"""The plan's coordination looks at a stretch of time: a round is opened, noted activity by activity, and closed."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from journeys.site import Site
from journeys.visits import page_kinds

PLACES = "Páginas del seguimiento"


def open_follow_up(page: Page, site: Site, title: str) -> None:
    """From the desk to the board of a plan."""
    page.goto(f"{site.desk}/")
    page.get_by_role("link", name="Seguimiento", exact=True).first.click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name="Seguimiento", exact=True)).to_be_visible()


def go_to_follow_up(page: Page, name: str) -> None:
    page.get_by_role("navigation", name=PLACES).get_by_role("link", name=name, exact=True).click()


def follow_up_kinds(page: Page, site: Site) -> dict[str, str]:
    """One address of each kind of page of the follow-up that links lead this person to.

    A cut-off that is still to come has none of the pages of one that was evaluated, so that both are begun from.
    """
    inside = f"{site.desk}/seguimiento/"
    found = page_kinds(page, inside, inside=inside)
    page.goto(f"{inside}evaluacion/")
    cut_offs = page.get_by_role("link", name=re.compile("^Corte al"))  # those that are over stand last
    if cut_offs.count():
        start = urljoin(page.url, cut_offs.last.get_attribute("href"))
        found |= page_kinds(page, page.url, inside=inside) | page_kinds(page, start, inside=inside)
    return found


def open_round(page: Page, stretch: str) -> None:
    go_to_follow_up(page, "Rondas")
    page.get_by_role("link", name=re.compile("^Abrir (una ronda|la primera)")).first.click()
    page.get_by_label(stretch).check()
    page.get_by_role("button", name="Abrir la ronda").click()
    expect(page.get_by_role("heading", level=1, name=re.compile(stretch, re.IGNORECASE))).to_be_visible()


def activity_of(page: Page, name: str) -> Locator:
    """The card of an activity on the page of a round, open or closed."""
    return page.locator("li", has=page.get_by_role("heading", name=name, exact=True))


def write_note(page: Page, *, activity: str, text: str, percent: int) -> None:
    """Where the activity stands among the others; the page stays where it is."""
    card = activity_of(page, activity)
    card.get_by_label("Nota de planeación").fill(text)
    card.get_by_label("Porcentaje de planeación").fill(str(percent))
    card.get_by_role("button", name="Guardar").click()
    expect(card.get_by_role("status")).to_have_text("Guardada")


def close_round(page: Page, summary: str) -> None:
    page.get_by_role("link", name="Revisar y cerrar").click()
    page.get_by_label("Resumen de la ronda").fill(summary)
    page.get_by_role("button", name="Cerrar la ronda").click()
    expect(page.get_by_text("Nada de esto cambia.")).to_be_visible()
