"""The few pictures that the README and the manual show, taken of a demo in which the journeys' own steps left a story.

A picture shows what a reader of that page is about to do, with something in it: a cell being written, a sheet that
asks for a correction, three comments that say the same.
"""

import re
import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page, expect

from journeys.consulting import open_consultation
from journeys.evaluating import draw_sample, open_cut_off
from journeys.formulating import accept_all, go_to, make_draft, upload, write_in_cell
from journeys.manual_dialogue import photograph_dialogue
from journeys.monitoring import go_to_follow_up, open_follow_up
from journeys.planted import TITLE, YEAR, write_draft
from journeys.site import Site
from journeys.taking import HEIGHT, MANUAL, take
from journeys.visits import DESK, PHONE, context_of, sign_in

PLAN = "planes/2026/ptep/"
TOWN_TIME = ZoneInfo("America/Bogota")
NOTICE = (
    "Este es el borrador del programa del próximo año. Díganos qué falta, qué sobra y qué no se entiende. "
    "Respondemos cada comentario antes de llevarlo al comité."
)
COMMENTS = (
    "La mesa de trabajo también debe hacerse en la vereda El Mirador: a la cabecera no podemos bajar entre semana.",
    "Pido que la mesa de trabajo se haga también en la vereda El Mirador; a la cabecera no podemos bajar.",
    "Que la mesa de trabajo se haga también en la vereda El Mirador: no podemos bajar a la cabecera entre semana.",
)
PROGRAMME, STRATEGY = "Programa de Transparencia y Ética Pública 2026", "Estrategia de rendición de cuentas 2026"
NOTED = "La vía a El Retiro ya abrió. El diálogo que falta quedó para el 5 de diciembre, en la escuela."
OBSERVED = "Se hicieron tres de los cuatro diálogos. El de El Retiro no se reportó."
REPORTED = "Sesenta vecinos recorrieron la obra del puente; quedaron tres compromisos."
REPLY = (
    "Tienen razón. Habrá otra mesa en la escuela de la vereda El Mirador, un sábado de mayo, y el acta se "
    "publica con los compromisos de las dos mesas."
)


def photograph_for_manual(browser: Browser, site: Site) -> None:
    """Take every picture of the manual: first what the demo tells by itself, then what is planted for it."""
    MANUAL.mkdir(parents=True, exist_ok=True)
    public, desk = context_of(browser).new_page(), context_of(browser).new_page()
    sign_in(desk, site, "planeacion")
    _reporting(browser, site)
    photograph_follow_up(browser, site)
    photograph_dialogue(browser, site)
    _public_pages(public, site)
    _desk_pages(desk, site)
    with tempfile.TemporaryDirectory() as folder:
        plan = _draft_with_errors(desk, site, Path(folder))
        _formulation(desk, plan)
        _sheet(desk, plan, Path(folder))
    _consultation(desk, public, plan)


def _reporting(browser: Browser, site: Site) -> None:
    """What somebody of a unit has in their hand: the list, and the form before it is sent."""
    page = context_of(browser, PHONE).new_page()
    sign_in(page, site, "infraestructura")
    page.goto(f"{site.desk}/seguimiento/")
    take(page, "report-list-phone", width=PHONE, top=page.locator("main h1"))
    page.locator(".report-rows a").first.click()
    page.wait_for_load_state()
    page.get_by_label("Se cumplió").check()
    page.get_by_label("Cuéntelo en una frase").fill(REPORTED)
    take(page, "report-form-phone", width=PHONE, height=HEIGHT + 340, top=page.locator("form[data-report]"))
    page.context.close()


def photograph_follow_up(browser: Browser, site: Site) -> None:
    """The year of the demo's programme as each role sees it, and the strategy while internal control evaluates it."""
    planner, control, public = (context_of(browser).new_page() for _ in range(3))
    sign_in(planner, site, "planeacion")
    sign_in(control, site, "control.interno")
    _monitoring(planner, site)
    _evaluation(control, site)
    for address, name, width in (
        (f"{PLAN}seguimiento/2026-08-31/", "follow-up-report", DESK),
        (f"{PLAN}actividades/3.1.1/", "voices-phone", PHONE),
    ):
        public.set_viewport_size({"width": width, "height": HEIGHT})
        public.goto(f"{site.town}/{address}")
        top = public.get_by_role("region", name="Lo que dice planeación") if width == PHONE else public.locator("h1")
        take(public, name, width=width, height=HEIGHT + 180, top=top)


def _monitoring(page: Page, site: Site) -> None:
    """The board, a note being written in the open round, and the sheet that goes to the wall."""
    open_follow_up(page, site, PROGRAMME)
    take(page, "board", top=page.locator("h1"))
    go_to_follow_up(page, "Rondas")
    page.locator("main tbody th a").first.click()
    page.get_by_label("Mostrar", exact=True).select_option(label="Con algo pendiente")
    page.get_by_role("button", name="Ver", exact=True).click()
    card = page.locator("li", has=page.get_by_role("heading", name=re.compile("^3.3.3 "))).last
    card.get_by_label("Nota de planeación").fill(NOTED)
    card.get_by_label("Porcentaje de planeación").fill("67")
    take(page, "round-note", top=card)
    page.goto(f"{site.desk}/seguimiento/avisos/")
    take(page, "notices", top=page.locator("h1"))
    page.goto(f"{site.desk}/seguimiento/avisos/muro/")
    page.get_by_role("link", name=re.compile("Secretaría de Infraestructura")).first.click()
    take(page, "wall", height=HEIGHT + 180, top=page.locator("article.wall"))


def _evaluation(page: Page, site: Site) -> None:
    """What there is to look at in a frozen cut-off, and a verdict being written beside the voices."""
    open_cut_off(page, site, plan=STRATEGY, name="Corte al 31 de agosto de 2026")
    draw_sample(page, size=3, seed="Personería, 9 de septiembre")
    page.get_by_role("link", name="Quitar filtros").click()
    take(page, "working-list", height=HEIGHT + 180, top=page.get_by_role("heading", name="Lista de trabajo"))
    page.get_by_role("link", name=re.compile("^2.2 ")).click()
    page.get_by_label("No se cumplió").check()
    page.get_by_label("Observación").fill(OBSERVED)
    take(page, "verdict", height=HEIGHT + 180, top=page.locator("h1"))


def _public_pages(page: Page, site: Site) -> None:
    for address, name, width in (
        ("", "portal", DESK),
        (PLAN, "plan", DESK),
        (f"{PLAN}#actividades", "plan-phone", PHONE),
        (f"{PLAN}cambios/", "changes", DESK),
        (f"{PLAN}versiones/comparar/?de=1&a=2", "comparison", DESK),
    ):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(f"{site.town}/{address}")
        take(page, name, width=width)


def _desk_pages(page: Page, site: Site) -> None:
    """What the demo left half done: a document in review, a plan without its act, a change that nobody has judged."""
    page.goto(f"{site.desk}/documentos/")
    page.get_by_role("link", name=re.compile("participacion-2026")).first.click()
    page.wait_for_load_state()
    take(page, "review")
    page.goto(f"{site.desk}/documentos/subir/")
    take(page, "upload")
    page.goto(f"{site.desk}/")
    take(page, "desk")
    _follow(page, "Falta el acto")
    take(page, "approval", top=page.locator("h1"))
    go_to(page, "Fechas legales")
    counted_in_days = page.locator("main li", has_text="Informe de seguimiento").first
    counted_in_days.locator("summary").first.click()
    take(page, "legal-dates", top=counted_in_days)
    page.goto(f"{site.desk}/")
    _follow(page, "Dar el concepto")
    page.locator("main li", has_text="Solicitud").get_by_role("link").first.click()
    page.wait_for_load_state()
    take(page, "change-request", top=page.locator("h1"))


def _follow(page: Page, words: str) -> None:
    """Open what the start page says with these words."""
    page.locator(".step", has_text=words).first.get_by_role("link").click()
    page.wait_for_load_state()


def _draft_with_errors(page: Page, site: Site, folder: Path) -> str:
    """Bring the planted document in as a planner does; gives the address of its draft."""
    upload(page, site, write_draft(folder))
    accept_all(page)
    make_draft(page, beside=True)
    plan = page.url
    page.get_by_role("link", name="Datos del plan").click()
    page.get_by_label("Título").fill(TITLE)
    page.get_by_role("button", name="Guardar").click()
    page.wait_for_url(plan)
    return plan


def _formulation(page: Page, plan: str) -> None:
    """The review of the draft, its table with a cell open, and the form of an activity before it is saved."""
    go_to(page, "Revisión")
    take(page, "plan-review", top=page.get_by_label("Páginas del plan"))
    page.goto(plan)
    write_in_cell(page, code="1.2.1", cell="dates", text=f"30/06/{YEAR}")
    page.locator("tbody[data-activity]").nth(1).locator("[data-cell=indicator]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Controles que funcionaron, de los que se probaron")
    take(page, "plan-table", top=page.locator(".plan-part").first)
    page.keyboard.press("Escape")

    page.locator("tbody[data-activity] .plan-menu summary").first.click()
    page.get_by_role("link", name="Abrir en formulario").first.click()
    page.wait_for_load_state()
    page.get_by_label("Meta", exact=False).first.fill("Dos reportes de cada dependencia misional")
    page.get_by_label("Cantidad", exact=False).first.fill("2")
    page.get_by_label("La meta es de cada responsable").first.check()
    page.get_by_label("Fechas", exact=False).first.fill("cada semestre")
    page.get_by_label(re.compile("^Secretaría de Planeación")).first.uncheck()
    page.get_by_label(re.compile("^Dependencias misionales")).first.check()
    page.get_by_role("button", name="Ver las fechas y los totales").click()
    page.wait_for_load_state()
    take(page, "activity", top=page.locator("fieldset.card").first)
    page.goto(plan)


def _sheet(page: Page, plan: str, folder: Path) -> None:
    """The plan as a spreadsheet that changes two rows, adds one, and has a date that no calendar knows."""
    page.goto(plan)
    go_to(page, "Hoja de cálculo")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("XLSX")).click()
    path = folder / "hoja.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    _edit(book.worksheets[0])
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Revisar la hoja").click()
    page.wait_for_url(re.compile(r"/hoja/\d+/"))
    take(page, "sheet-report", top=page.locator("h1"))


def _edit(sheet: Worksheet) -> None:
    head = next(row for row in sheet.iter_rows() if any(one.value == "Actividad" for one in row))
    column = {str(one.value): one.column for one in head if one.value}
    first = int(head[0].row or 0) + 1

    def write(row: int, name: str, text: str) -> None:
        sheet.cell(row, column[name]).value = text

    write(first + 1, "Meta", "Dos (2) informes")
    write(first + 3, "Fecha programada", f"31/09/{YEAR}")
    write(first + 4, "Producto", "Acta con los acuerdos, sin nombres de asistentes")
    below = max(row for row in range(first, sheet.max_row + 1) if sheet.cell(row, column["Actividad"]).value) + 1
    write(below, "Componente o subcomponente", str(sheet.cell(first, column["Componente o subcomponente"]).value))
    write(below, "Actividad", "Contar en la emisora, cada trimestre, qué se hizo con las alertas")
    write(below, "Meta", "Cuatro (4) programas")
    write(below, "Responsables", "Oficina de Comunicaciones y Prensa")
    write(below, "Fecha programada", "cada trimestre")


def _consultation(desk: Page, public: Page, plan: str) -> None:
    """The draft before its public: the page on a phone, and the answer to three comments that say the same."""
    desk.goto(plan)
    open_consultation(desk, notice=NOTICE, days=15)
    notice = desk.get_by_role("link", name="Ver la página pública").get_attribute("href") or ""
    desk.get_by_role("link", name="Entrar comentarios en papel").click()
    for text in COMMENTS:
        _enter_on_paper(desk, text)
    public.set_viewport_size({"width": PHONE, "height": HEIGHT})
    public.goto(urljoin(desk.url, notice))
    take(public, "consultation-phone", width=PHONE, top=public.locator("main header"))
    _reply(desk)


def _enter_on_paper(page: Page, text: str) -> None:
    page.get_by_label("Cómo llegó").select_option(index=1)
    page.get_by_label("Lugar de la mesa o reunión").fill("Escuela de El Mirador")
    page.get_by_label("Día en que se recibió").fill(datetime.now(TOWN_TIME).date().isoformat())
    subject = page.get_by_label("Sobre qué comenta")
    subject.select_option(label=subject.locator("option", has_text="mesas de trabajo").first.inner_text())
    page.get_by_label("Comentario, como lo escribió la persona").fill(text)
    page.get_by_role("button", name="Guardar y entrar otro").click()
    expect(page.get_by_text(re.compile(r"^Quedó el comentario \d+"))).to_be_visible()


def _reply(page: Page) -> None:
    page.get_by_role("link", name="Terminar").click()
    page.wait_for_load_state()
    page.goto(f"{page.url}respuestas/")
    page.get_by_role("button", name=re.compile("^Responder a los marcados")).first.click()
    page.wait_for_load_state()
    page.get_by_label("Se acoge", exact=True).check()
    page.get_by_label("Respuesta", exact=True).fill(REPLY)
    page.get_by_label("Esta respuesta promete un cambio").check()
    take(page, "reply", top=page.get_by_role("heading", name="Lo que dicen"), height=HEIGHT + 180)
