"""One demo and one browser for all journeys; each test has a visitor of its own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from journeys.site import Site, chromium, running_demo
from journeys.visits import DESK, context_of, sign_in

NewPage = Callable[..., Page]

# What must be seen is waited for, not timed: a slow machine is no failure.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_demo() as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        # Root has no sandbox in a container; the pages are our own.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """`new_page(width, person=…, javascript=…)`: a page of a fresh visitor, signed in where a person is named.

    An error of a script on any page fails the test.
    """
    contexts, broken = [], []

    def make(width: int = DESK, *, person: str = "", javascript: bool = True) -> Page:
        context = context_of(browser, width, javascript=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        if person:
            sign_in(page, site, person)
        return page

    yield make
    for context in contexts:
        context.close()
    assert broken == []
