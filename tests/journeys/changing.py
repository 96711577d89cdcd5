"""A published plan changes: it is asked for with its reason, judged, decided by an act, published and told by mail."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.approving import fill_act
from journeys.formulating import go_to
from journeys.mailbox import wait_for_mails
from journeys.site import Site

LINK = re.compile(r"http://\S+/avisos/\S+")


def follow_by_mail(page: Page, site: Site, public: str, address: str) -> None:
    """Ask for it on the plan's page, then open the link that came by mail and confirm."""
    page.goto(public)
    page.get_by_role("link", name="Seguir este plan").click()
    page.get_by_label("Su correo").fill(address)
    page.get_by_role("button", name="Avisarme").click()
    expect(page.get_by_text("Revise su correo.")).to_be_visible()
    confirmation = wait_for_mails(site, address, 1)[0].get_content()
    page.goto(LINK.findall(confirmation)[0])
    page.get_by_role("button", name="Sí, avísenme").click()
    expect(page.get_by_role("heading", name="Usted sigue este plan")).to_be_visible()


def ask_for_another_date(page: Page, *, code: str, day: date, reason: str) -> None:
    """From the list of the plan's changes to the form of one date, sent."""
    go_to(page, "Cambios")
    page.get_by_role("link", name="Pedir un cambio").first.click()
    page.get_by_label("Código o palabras").fill(code)
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name=re.compile("una fecha", re.IGNORECASE)).first.click()
    page.get_by_label("Fecha nueva").fill(day.isoformat())
    page.get_by_label("Por qué se pide").fill(reason)
    page.get_by_role("button", name="Pedir el cambio").click()


def give_opinion(page: Page, text: str) -> None:
    page.get_by_label("Favorable", exact=True).check()
    page.get_by_label("Razones").fill(text)
    page.get_by_role("button", name="Dar el concepto").click()
    expect(page.get_by_role("button", name="Dar el concepto")).to_have_count(0)


def decide(page: Page, *, number: str, dated_on: date, file: Path | None = None) -> None:
    page.get_by_role("link", name="Registrar el acto que la aprueba").click()
    fill_act(page, number=number, dated_on=dated_on, file=file)
    page.get_by_role("button", name="Registrar el acto").click()
    expect(page.get_by_text(f"La solicitud quedó aprobada con {number}.")).to_be_visible()


def publish_changes(page: Page, number: int) -> None:
    go_to(page, "Cambios")
    page.get_by_role("link", name=re.compile("^Publicar 1 cambio aprobado")).click()
    page.get_by_role("button", name=f"Publicar la versión {number}").click()
    expect(page.get_by_text(f"Se publicó la versión {number}.")).to_be_visible()
