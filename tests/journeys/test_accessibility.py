"""Every kind of page that links lead to: no accessibility fault by axe, no sideways scroll, with and without errors."""

import pytest
from playwright.sync_api import Page

from journeys.conftest import NewPage
from journeys.monitoring import follow_up_kinds
from journeys.site import Site
from journeys.visits import DESK, NARROWEST, PHONE, faults, page_kinds, scrolls_sideways

MANAGED_BY = {"public": "", "planner": "planeacion", "administrator": "administracion"}
FOLLOWED_BY = {"internal control": "control.interno", "unit": "enlaces"}  # whose pages the others do not have
FILLED_IN = "input:not([type=hidden]), textarea"
FEWEST_KINDS = {"public": 40, "planner": 120, "administrator": 70, "internal control": 24, "unit": 16}


def _kinds(page: Page, site: Site, who: str) -> dict[str, str]:
    if who == "public":
        found = page_kinds(page, f"{site.town}/", inside=site.address)
        return {kind: address for kind, address in found.items() if "/gestion/" not in kind}
    if who in FOLLOWED_BY:
        return follow_up_kinds(page, site)
    return page_kinds(page, f"{site.desk}/", inside=f"{site.address}/") | page_kinds(
        page, f"{site.address}/cuenta/", inside=f"{site.address}/cuenta/"
    )


@pytest.mark.parametrize("who", [*MANAGED_BY, *FOLLOWED_BY])
def test_every_page_is_accessible_and_fits(who: str, new_page: NewPage, site: Site) -> None:
    page = new_page(DESK, person=(MANAGED_BY | FOLLOWED_BY)[who])
    kinds = _kinds(page, site, who)
    assert len(kinds) >= FEWEST_KINDS[who]
    found = {}
    for kind, address in sorted(kinds.items()):
        for width in (DESK, PHONE, NARROWEST):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            seen = faults(page) if width != NARROWEST else []
            if scrolls_sideways(page):
                seen.append("scrolls sideways")
            if seen:
                found[f"{width} {kind}"] = seen
    assert found == {}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_forms_with_errors_are_accessible(width: int, new_page: NewPage, site: Site) -> None:
    """Each form is sent as empty as the browser lets it, and what comes back says so to everybody."""
    page = new_page(width, person="planeacion")
    found, seen = {}, 0
    for kind, address in sorted(page_kinds(page, f"{site.desk}/", inside=f"{site.desk}/").items()):
        page.goto(address)
        # What is folded away is opened, as a person would.
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        forms = page.locator(f"main form[method=post]:has({FILLED_IN}):has(button:not([name]))").filter(visible=True)
        if forms.count() == 0:
            continue
        forms.first.evaluate(
            "form => { for (const field of form.querySelectorAll('input:not([type=hidden]):not([type=checkbox])"
            ":not([type=radio]):not([type=file]), textarea')) field.value = ''; form.noValidate = true }"
        )
        forms.first.locator("button:not([name])").last.click()
        page.wait_for_load_state("networkidle")
        seen += 1
        if wrong := faults(page):
            found[kind] = wrong
    assert found == {}
    assert seen >= 5


def test_wrong_password_is_told_accessibly(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE)
    page.goto(f"{site.desk}/")
    page.get_by_label("correo", exact=False).first.fill("nadie@villa-aurora.example")
    page.get_by_label("contraseña", exact=False).first.fill("no-es-la-clave")
    page.get_by_role("button", name="Ingresar").click()
    page.wait_for_load_state()
    assert page.get_by_role("alert").count() >= 1
    assert faults(page) == []
