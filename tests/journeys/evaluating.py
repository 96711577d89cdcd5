"""Internal control evaluates a frozen cut-off, its report goes out twice, and the units have their say in between."""

import re

from playwright.sync_api import Page, expect

from journeys.site import Site


def open_cut_off(page: Page, site: Site, *, plan: str, name: str) -> None:
    """From the desk, by the list of everything that internal control may evaluate."""
    page.goto(f"{site.desk}/")
    page.get_by_role("link", name="Evaluación", exact=True).first.click()
    card = page.locator("li.cut-off", has_text=plan).filter(has=page.get_by_role("heading", name=name, exact=True))
    card.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def draw_sample(page: Page, *, size: int, seed: str) -> list[str]:
    """Give the activities that the seed chose, as the working list shows them."""
    page.get_by_role("link", name=re.compile("^Sacar (una|otra) muestra")).click()
    page.get_by_label("Cuántas actividades").fill(str(size))
    page.get_by_label("Semilla").fill(seed)
    page.get_by_role("button", name="Sacar la muestra").click()
    expect(page.get_by_text("La muestra quedó sacada.")).to_be_visible()
    return page.locator("main tbody tr", has_text="Muestra").locator("th a").all_inner_texts()


def decide_otherwise(
    page: Page, *, activity: str, reason: str, percent: int, observation: str, recommendation: str
) -> None:
    """Say of an activity that its cells say done that it is not. Saving without the reason is refused first."""
    page.get_by_label("Mostrar", exact=True).select_option("todas")
    page.get_by_role("button", name="Filtrar").click()
    page.get_by_role("link", name=re.compile(f"^{re.escape(activity)}")).click()
    page.get_by_label("No se cumplió").check()
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Por qué decide otra cosa").fill(reason)
    page.get_by_label("Porcentaje propio").fill(str(percent))
    page.get_by_label("Observación", exact=False).fill(observation)
    page.get_by_label("Recomendación", exact=False).fill(recommendation)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("En desacuerdo").first).to_be_visible()
    page.get_by_role("link", name="Volver a la lista").click()


def decide_rest(page: Page) -> str:
    """The rest as its cells say, those of the sample too; gives what the page says was done."""
    page.get_by_role("link", name="Decidir el resto como dicen los reportes").click()
    page.get_by_role("button", name=re.compile("^Incluir también")).click()
    page.get_by_role("button", name=re.compile("^Sí, decidir est")).click()
    said = page.get_by_text(re.compile("como dicen los reportes y las pruebas"))
    expect(said.first).to_be_visible()
    return said.first.inner_text()
