"""Internal control evaluates a frozen cut-off, its report goes out twice, and the units have their say in between."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.site import Site
from journeys.visits import troubles


def open_cut_off(page: Page, site: Site, *, plan: str, name: str) -> str:
    """From the desk, by the list of everything that internal control may evaluate; gives its address."""
    page.goto(f"{site.desk}/")
    page.get_by_role("link", name="Evaluación", exact=True).first.click()
    card = page.locator("li.cut-off", has_text=plan).filter(has=page.get_by_role("heading", name=name, exact=True))
    card.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    return page.url


def draw_sample(page: Page, *, size: int, seed: str) -> list[str]:
    """Give the activities that the seed chose, as the working list shows them."""
    page.get_by_role("link", name=re.compile("^Sacar (una|otra) muestra")).click()
    assert troubles(page) == []
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
    assert troubles(page) == []
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
    assert troubles(page) == []
    page.get_by_role("button", name=re.compile("^Sí, decidir est")).click()
    said = page.get_by_text(re.compile("como dicen los reportes y las pruebas"))
    expect(said.first).to_be_visible()
    return said.first.inner_text()


def open_report_page(page: Page, cut_off: str) -> None:
    page.goto(cut_off)
    page.get_by_role("link", name="Informe de seguimiento", exact=True).click()
    expect(page.get_by_role("heading", name="Informe de seguimiento", level=1)).to_be_visible()


def write_report(page: Page, *, conclusion: str, name: str, post: str) -> None:
    """What only internal control can say; the observations stay as they are proposed."""
    page.get_by_label("Conclusión").fill(conclusion)
    page.get_by_label("Nombre de quien firma").fill(name)
    page.get_by_label("Cargo de quien firma").fill(post)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("Lo escrito quedó guardado.")).to_be_visible()


def send_preliminary(page: Page) -> None:
    page.get_by_role("link", name="Revisar y enviar el preliminar").click()
    assert troubles(page) == []
    page.get_by_role("button", name="Enviar el preliminar").click()
    expect(page.get_by_text("El informe preliminar quedó enviado.")).to_be_visible()


def open_replies(page: Page, site: Site, *, plan: str, name: str) -> None:
    """What internal control says of one's units, from what waits for them on the desk."""
    page.goto(f"{site.desk}/")
    waiting = page.get_by_role("region", name="Lo que espera por usted").get_by_role("listitem")
    mine = waiting.filter(has_text="Responda el informe preliminar").filter(has_text=plan).filter(has_text=name)
    mine.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Lo que control interno dice de su dependencia")).to_be_visible()


def reply(page: Page, *, activity: str, text: str) -> None:
    page.get_by_role("link", name=f"Responder sobre {activity}", exact=True).click()
    assert troubles(page) == []
    page.get_by_label("En qué no está de acuerdo y por qué").fill(text)
    page.get_by_role("button", name="Enviar la réplica").click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=activity))
    expect(card.get_by_text(text)).to_be_visible()


def answer_reply(page: Page, *, activity: str, text: str) -> None:
    """The verdict stands, and why: from the report's page and back to it."""
    page.get_by_role("link", name="Responder las réplicas").click()
    page.get_by_role("link", name=re.compile(re.escape(activity))).click()
    assert troubles(page) == []
    page.get_by_label("No se acepta: el concepto se mantiene").check()
    page.get_by_label("Por qué", exact=True).fill(text)
    page.get_by_role("button", name="Guardar la respuesta").click()
    expect(page.get_by_role("heading", name="Réplicas de las dependencias")).to_be_visible()


def agree(page: Page) -> int:
    """Say for each of one's units that it has nothing against the rest; gives how many said so."""
    agreeing = page.get_by_role("button", name=re.compile("^Estamos de acuerdo"))
    waiting = agreeing.count()
    for left in range(waiting - 1, -1, -1):
        agreeing.first.click()
        expect(page.get_by_text("Quedó dicho que la dependencia está de acuerdo.")).to_be_visible()
        expect(agreeing).to_have_count(left)
    return waiting


def publish_report(page: Page) -> str:
    """Give its hash, as the page of what was published shows it."""
    page.get_by_role("link", name="Revisar y publicar").click()
    assert troubles(page) == []
    page.get_by_role("button", name="Publicar el informe").click()
    expect(page.get_by_text("El informe quedó publicado.")).to_be_visible()
    return page.locator("main .hash").first.inner_text()


def attach_scan(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Subir la copia firmada").click()
    assert troubles(page) == []
    page.get_by_label("El informe firmado").set_input_files(path)
    page.get_by_role("button", name="Subir", exact=True).click()
    expect(page.get_by_role("link", name="El informe firmado")).to_be_visible()


def download(page: Page, label: str) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile(label)).first.click()
    return saved.value.path().read_bytes()
