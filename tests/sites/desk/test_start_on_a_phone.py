"""The start page of the desk on a narrow screen, in a real browser."""

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from factories import NOW, make_member
from journeys.site import chromium
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.services.files.operations import keep_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; Django takes that for asynchronous code and refuses the database.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            yield started
            started.close()


@pytest.mark.parametrize("width", [320, 360])
def test_long_names_fit_and_the_bar_is_one_line(browser: Browser, live_server, entity, width: int) -> None:
    user = make_member(entity, "PLAN_COORDINATOR", full_name="María Fernanda de los Ángeles Quintero Bustamante")
    name = "programa_de_transparencia_y_etica_publica_version_definitiva_2026.pdf"
    stored = keep_file(entity_id=entity.pk, name=name, content=b"x", content_type="application/pdf", now=NOW)
    fields = {"status": "FAILED", "failure_message": "Está dañado.", "uploaded_at": NOW, "queued_at": NOW}
    PlanImport.objects.create(entity=entity, file=stored, name=name, **fields)
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("desk:start", kwargs={"entity_slug": entity.slug}))

    assert name in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.locator(".govco").bounding_box()["height"] < 60
    context.close()
