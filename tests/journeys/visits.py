"""Finding every kind of page by following links, as a visitor would: an address that no link reaches is a finding."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page

from journeys.site import Site

PHONE, DESK, NARROWEST = 360, 1280, 320
NO_PAGE = re.compile(
    r"\.(xlsx|ods|csv|json|pdf|ics|rss|xml|txt|png|zip)$|/original/|/modelo/|/paginas/|/salir/|download"
)
KEYS = re.compile(
    r"(?<=/actividades/)[\w.-]+(?=/)|(?<=/planes/)\d{4}/[\w-]+|(?<=/planes/)\d+|(?<=[?&]dependencia=)[\w-]+|(?<=[?&]avance=)[\w-]+"
    r"|(?<=/espacios/)[\w-]+|(?<=/espacio/)[\w-]+|(?<=/dialogo/c/)\w+|(?<=/serie/)[\w-]+|(?<=/control-interno/)[\w-]+"
    r"|(?<=/series/)(?!nueva)[\w-]+|(?<=/pasos/)\w+|(?<=/etapas/)\w+|(?<=/pasar/)\w+"
    r"|(?<=/preguntas/)(?!nueva|cerrar|apoyar|cambios)[a-z]\w*(?=/)|\b\d+\b"
)


ONLY_BY_FORM = ("buscar/?q=rendicion", "buscar/?q=xyzxyz", "planes/2026/ptep/?q=nada+de+nada")  # no link leads there


def context_of(browser: Browser, width: int = DESK, *, javascript: bool = True) -> BrowserContext:
    """A visitor of their own, in Spanish, who wants no motion: axe and pictures must not catch a page halfway."""
    return browser.new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=javascript,
        locale="es-CO",
        timezone_id="America/Bogota",
        reduced_motion="reduce",
        accept_downloads=True,
    )


def sign_in(page: Page, site: Site, person: str) -> None:
    """Enter by the form, as that person."""
    mail, password = site.people[person]
    page.goto(f"{site.desk}/")
    page.get_by_label("correo", exact=False).first.fill(mail)
    page.get_by_label("contraseña", exact=False).first.fill(password)
    page.get_by_role("button", name="Ingresar").click()
    page.wait_for_url(f"{site.desk}/**")


def kind_of(address: str) -> str:
    """The address with its numbers and names taken out: pages of one kind look alike."""
    parts = urlsplit(address)
    return KEYS.sub("…", parts.path) + (f"?{parts.query}" if parts.query else "")


def page_kinds(page: Page, start: str, *, inside: str) -> dict[str, str]:
    """One address of each kind of page that links lead to from `start`, without leaving `inside`."""
    found: dict[str, str] = {}
    waiting = deque([start, *(f"{start}{form}" for form in ONLY_BY_FORM if "/gestion/" not in start)])
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in found:
            continue
        try:
            response = page.goto(address)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if response is None or not response.headers.get("content-type", "").startswith("text/html"):
            continue
        found[kind] = address
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for link in links:
            plain = urljoin(address, link).split("#")[0].split("?")[0]
            if plain.startswith(inside) and not NO_PAGE.search(plain) and kind_of(plain) not in found:
                waiting.append(plain)
    return found


def scrolls_sideways(page: Page) -> bool:
    """True where the page is wider than the window: nobody should have to scroll in two directions (WCAG 1.4.10)."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and the first place."""
    result = Axe().run(page)
    return [f"{fault['id']} at {fault['nodes'][0]['target']}" for fault in result.response["violations"]]


def troubles(page: Page) -> list[str]:
    """What keeps somebody from the page as it stands: axe's faults, and a sideways scroll on any telephone."""
    found = faults(page)
    usual = page.viewport_size or {"width": DESK, "height": 800}
    for width in (PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        if scrolls_sideways(page):
            found.append(f"scrolls sideways at {width}")
    page.set_viewport_size(usual)
    return found
