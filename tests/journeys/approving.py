"""Consolidating, the second factor, the act of a body, and publishing, as the people of the desk do it."""

import base64
import hmac
import re
import struct
import time
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from journeys.formulating import go_to

APPROVAL = "Aprobación y versiones"


def code_of(secret: str, moment: float) -> str:
    """The six figures that an application of the phone shows for this key (RFC 6238, over RFC 4226)."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(moment // 30)), "sha1")
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def consolidate(page: Page, *, consulted: str) -> None:
    go_to(page, APPROVAL)
    page.get_by_role("link", name="Revisar y consolidar").click()
    page.get_by_label("Qué se hizo con lo comentado").fill(consulted)
    page.get_by_role("button", name="Consolidar", exact=True).click()
    expect(page.get_by_text("El texto quedó consolidado.")).to_be_visible()


def set_up_second_factor(page: Page, password: str) -> None:
    """From the page that asks for it and back: the password, the key for the phone, its code, the spare codes."""
    page.get_by_role("link", name="Activar el segundo factor").click()
    page.get_by_label("Contraseña", exact=True).fill(password)
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_role("heading", name="Activar el segundo factor")).to_be_visible()
    secret = page.locator("main code").first.inner_text().strip()
    page.get_by_label(re.compile("^Código")).fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Activar").click()
    page.get_by_role("link", name="Ya los guardé: volver a lo que estaba haciendo").click()


def fill_act(page: Page, *, number: str, dated_on: date, file: Path | None = None) -> None:
    page.get_by_label("Quién aprobó", exact=True).fill("Comité Institucional de Gestión y Desempeño")
    page.get_by_label("Acto", exact=True).fill(number)
    page.get_by_label("Fecha del acto", exact=True).fill(dated_on.isoformat())
    if file:
        page.get_by_label("Documento del acto").set_input_files(file)
        page.get_by_label("El documento puede verlo cualquiera").check()


def publish(page: Page) -> str:
    """Publish what was approved; gives its hash as the desk shows it before."""
    go_to(page, APPROVAL)
    page.get_by_role("link", name="Revisar y publicar").click()
    shown = page.locator(".facts .hash").inner_text()
    page.get_by_role("button", name="Publicar la versión 1").click()
    expect(page.get_by_text("Se publicó la versión 1.")).to_be_visible()
    return shown


def public_address(page: Page) -> str:
    href = page.get_by_role("link", name="Ver lo publicado").first.get_attribute("href") or ""
    return urljoin(page.url, href)
