"""In a real browser: accessibility rules, narrow screens, the keyboard, the content policy, paper."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from journeys.site import chromium
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.rules.content import PlanContent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/{slug}/",
    "/{slug}/planes/",
    "/{slug}/planes/2026/ptep/",
    "/{slug}/planes/2026/ptep/?q=zzz&mes=x",
    "/{slug}/planes/2026/ptep/actividades/2-1/",
    "/{slug}/planes/2026/ptep/versiones/",
    "/{slug}/calendario/?mes=2026-06",
    "/{slug}/calendario/?mes=2026-02",
    "/{slug}/buscar/?q=rendision",
    "/{slug}/buscar/?q=zzzz",
    "/{slug}/politicas/",
    "/{slug}/nada/",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; Django takes that for asynchronous code and refuses the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def published(entity: Entity, content: PlanContent, publish) -> Entity:
    publish(entity, content)
    return entity


def _open(browser: Browser, width: int, **options: object) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "404" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    return page, complaints


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_pass_the_accessibility_rules(browser: Browser, live_server, published: Entity, width: int) -> None:
    page, complaints = _open(browser, width)
    for address in PAGES:
        page.goto(live_server.url + address.format(slug=published.slug))
        violations = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["target"]) for one in violations] == []
    assert complaints == []  # the content policy was never broken, JSON-LD included
    page.context.close()


def test_pages_fit_a_screen_of_320_pixels(browser: Browser, live_server, published: Entity) -> None:
    page, _ = _open(browser, 320)
    for address in PAGES:
        page.goto(live_server.url + address.format(slug=published.slug))
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (address, beyond) == (address, 0)
    page.context.close()


def test_keyboard_reaches_the_content_and_shows_where_it_is(browser: Browser, live_server, published: Entity) -> None:
    page, _ = _open(browser, 1280)
    page.goto(f"{live_server.url}/{published.slug}/planes/2026/ptep/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ir al contenido"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.context.close()


def test_plan_is_filtered_without_javascript(browser: Browser, live_server, published: Entity) -> None:
    page, _ = _open(browser, 360, java_script_enabled=False)
    page.goto(f"{live_server.url}/{published.slug}/planes/2026/ptep/")
    page.get_by_label("Palabras").fill("audiencia")
    page.get_by_role("button", name="Filtrar").click()
    assert page.get_by_text("1 de 3 actividades").is_visible()
    page.get_by_role("link", name="Realizar la audiencia").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("rendición de cuentas")
    page.context.close()


def test_paper_has_the_table_and_no_menus(browser: Browser, live_server, published: Entity) -> None:
    page, _ = _open(browser, 1280)
    page.goto(f"{live_server.url}/{published.slug}/planes/2026/ptep/")
    page.emulate_media(media="print")
    assert page.get_by_role("table").first.is_visible()
    assert not page.locator(".tabs").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator(".hash").first.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.table--plan thead')).display") == "table-header-group"
    )
    page.context.close()
