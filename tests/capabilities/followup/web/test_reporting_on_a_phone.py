"""Reporting in a real browser: few clicks, a line that breaks, no scripts at all, and nobody kept out."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from capabilities.followup.web.report_forms import form_of, liaison, page, unit_of
from factories import (
    approve_and_publish,
    client_of,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
)
from followup_samples import cells_in, first_cell, make_evidence, make_report
from foundations.attachments.making import picture
from journeys.site import chromium
from journeys.visits import DESK, PHONE, context_of, troubles
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Evidence, ProgressReport
from rinde.capabilities.plans.models import Plan, UniverseItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NewPage = Callable[..., Page]
MOST_CLICKS = 4  # from the link in the mail to «Enviado»


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; Django takes that for asynchronous code and refuses the database.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            yield started
            started.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[NewPage]:
    """`new_page(client, width, javascript=…)`: a page of whoever is signed in at a client. Broken scripts fail."""
    broken: list[str] = []
    with ExitStack() as opened:

        def make(client: Client, width: int = PHONE, *, javascript: bool = True) -> Page:
            context = context_of(browser, width, javascript=javascript)
            opened.callback(context.close)
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
            context.add_cookies([cookie])
            page = context.new_page()
            page.on("pageerror", lambda error: broken.append(str(error)))
            return page

        yield make
    assert broken == []


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "obra.jpg"
    path.write_bytes(picture(size=(400, 300)))
    return path


@pytest.mark.parametrize("javascript", [True, False])
def test_report_with_a_photo_takes_few_clicks(
    plan: Plan, new_page: NewPage, live_server: Any, photo: Path, javascript: bool
) -> None:
    shown, clicks = new_page(unit_of(plan), javascript=javascript), 1  # the link in the mail
    shown.goto(live_server.url + form_of(plan))
    shown.get_by_label("Se cumplió").check()
    clicks += 1
    shown.get_by_label("Cuéntelo en una frase").fill("Se publicó el informe en la página.")
    shown.get_by_label("Foto o archivo").set_input_files(photo)
    clicks += 1
    shown.get_by_role("button", name="Enviar").click()
    clicks += 1
    expect(shown.get_by_text("Enviado y a la vista")).to_be_visible()
    assert clicks <= MOST_CLICKS
    report = ProgressReport.objects.get()
    assert (report.status, report.evidence_uses.count()) == ("SENT", 1)


@pytest.mark.parametrize("javascript", [True, False])
def test_form_with_gaps_does_not_ask_for_the_photo_again(
    plan: Plan, new_page: NewPage, live_server: Any, photo: Path, javascript: bool
) -> None:
    shown = new_page(unit_of(plan), javascript=javascript)
    shown.goto(live_server.url + form_of(plan))
    shown.get_by_label("Se cumplió").check()
    shown.get_by_label("Foto o archivo").set_input_files(photo)
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_role("alert")).to_contain_text("Cuente en una frase")
    expect(shown.get_by_role("alert")).to_contain_text("obra.jpg")
    expect(shown.get_by_label("Se cumplió")).to_be_checked()
    shown.get_by_label("Cuéntelo en una frase").fill("Se publicó el informe en la página.")
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("Enviado y a la vista")).to_be_visible()
    assert Evidence.objects.count() == 1


def test_upload_that_breaks_leaves_the_text_saved_and_asks_for_the_file_only(
    plan: Plan, new_page: NewPage, live_server: Any, photo: Path
) -> None:
    shown = new_page(unit_of(plan))
    shown.goto(live_server.url + form_of(plan))
    shown.get_by_label("Se cumplió").check()
    shown.get_by_label("Cuéntelo en una frase").fill("Se publicó el informe en la página.")
    shown.get_by_label("Foto o archivo").set_input_files(photo)

    def break_uploads(route: Route) -> None:
        is_upload = route.request.method == "POST" and b"obra.jpg" in (route.request.post_data_buffer or b"")
        route.abort() if is_upload else route.continue_()

    shown.route("**/reportar/**", break_uploads)
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("La subida se cortó. El texto ya quedó guardado")).to_be_visible()
    draft = ProgressReport.objects.get()
    assert (draft.status, draft.text) == ("DRAFT", "Se publicó el informe en la página.")
    expect(shown.get_by_label("Cuéntelo en una frase")).to_have_value("Se publicó el informe en la página.")
    shown.unroute("**/reportar/**")
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("Enviado y a la vista")).to_be_visible()
    assert (ProgressReport.objects.get().status, Evidence.objects.count()) == ("SENT", 1)


def test_line_that_is_gone_keeps_what_was_typed_on_the_page(plan: Plan, new_page: NewPage, live_server: Any) -> None:
    shown = new_page(unit_of(plan))
    shown.goto(live_server.url + form_of(plan))
    shown.get_by_label("Se cumplió").check()
    shown.get_by_label("Cuéntelo en una frase").fill("Se publicó el informe en la página.")
    shown.context.set_offline(True)
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("No hay conexión.")).to_be_visible()
    shown.context.set_offline(False)
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("Enviado y a la vista")).to_be_visible()
    assert ProgressReport.objects.count() == 1


def test_session_that_ended_loses_nothing_and_goes_on_after_signing_in(
    plan: Plan, new_page: NewPage, live_server: Any
) -> None:
    client = unit_of(plan)
    shown = new_page(client)
    shown.goto(live_server.url + form_of(plan))
    shown.get_by_label("Se cumplió").check()
    shown.get_by_label("Cuéntelo en una frase").fill("Se publicó el informe en la página.")
    cookies = shown.context.cookies()
    shown.context.clear_cookies()
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("Su sesión terminó.")).to_be_visible()
    shown.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])  # signed in again elsewhere
    shown.get_by_role("button", name="Enviar").click()
    expect(shown.get_by_text("Enviado y a la vista")).to_be_visible()


def test_answer_shows_only_what_it_calls_for(plan: Plan, new_page: NewPage, live_server: Any) -> None:
    shown = new_page(unit_of(plan))
    shown.goto(live_server.url + form_of(plan))
    why = shown.get_by_label("¿Por qué?", exact=True)
    expect(why).to_be_hidden()
    shown.get_by_label("No se presentó el caso").check()
    expect(why).to_be_visible()
    expect(shown.get_by_label("Cuéntelo en una frase")).to_be_hidden()
    shown.get_by_label("Se avanzó, falta").check()
    expect(why).to_be_hidden()


def _world(entity: Entity) -> tuple[Plan, list[ProgressReport]]:
    """A plan in which every kind of page has something to show."""
    plan = make_plan(entity)
    node = make_node(plan)
    for names in ((), ("Contratación", "Tesorería")):
        unit = "PERCENT" if names else "COUNT"
        deliverable = make_deliverable(make_activity(node), target_quantity=40, target_unit=unit, target_per_actor=True)
        for place, name in enumerate(names):
            UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=name, position=place)
        make_milestone(deliverable)
        for _ in range(2):
            make_assignment(deliverable, actor=make_actor(entity))
    approve_and_publish(plan)
    cells = cells_in(plan)
    reports = [
        make_report(plan, cells[0], returned_reason="Falta el enlace al informe.", status="RETURNED"),
        make_report(plan, cells[1], quantity=41),
    ]
    make_evidence(plan, reports[1])
    return plan, reports


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_are_accessible_and_fit_also_with_errors(
    entity: Entity, new_page: NewPage, live_server: Any, width: int
) -> None:
    plan, (returned, sent) = _world(entity)
    cells, found = cells_in(plan), {}
    unit = new_page(liaison(entity, *(cell.key.actor_id for cell in cells)), width)
    planning = new_page(client_of(make_member(entity, "PLAN_COORDINATOR")), width)
    key = first_cell(plan).key
    counts = {"deliverable_id": key.deliverable_id, "actor_id": key.actor_id}
    group = {"deliverable_id": key.deliverable_id, "milestone_id": key.milestone_id}
    visits: list[tuple[Page, str]] = [
        (unit, page("my_cells", entity)),
        (unit, form_of(plan, cells[0].key)),
        (unit, form_of(plan, cells[2].key)),
        (unit, page("report_detail", entity, report_id=returned.pk)),
        (unit, page("report_detail", entity, report_id=sent.pk)),
        (unit, page("counters", entity, **counts)),
        (planning, f"{page('my_cells', entity)}?ver=todas"),
        (planning, page("cell_group", entity, **group)),
        (planning, page("review_list", entity)),
        (planning, page("report_review", entity, report_id=sent.pk)),
        (planning, reverse("desk:start", kwargs={"entity_slug": entity.slug})),
    ]
    for shown, address in visits:
        shown.goto(live_server.url + address)
        shown.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        if wrong := troubles(shown):
            found[address] = wrong
        found |= _with_errors(shown, address)
    assert found == {}


def _with_errors(shown: Page, address: str) -> dict[str, list[str]]:
    """Send the page's form as it stands, or with a figure that is none; what comes back says so to everybody."""
    sent = shown.locator("main form[method=post]:has(textarea, input[type=text])").first
    if sent.count() == 0:
        return {}
    sent.evaluate("form => form.querySelectorAll('input[type=text], textarea').forEach(one => { one.value = 'x' })")
    sent.locator("button:not([name=quitar])").first.click()
    expect(shown.get_by_role("alert").first).to_be_visible()
    wrong = troubles(shown)
    return {f"{address} with errors": wrong} if wrong else {}
