"""A year of follow-up on the demo's strategy, which the demo leaves unevaluated: three voices, then a citizen's.

Each does their part by the pages' own links and buttons: the liaison of a unit on a phone, the plan's coordination,
internal control, and a neighbour whose browser runs no scripts.
"""

import csv
import json
import re
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from journeys.conftest import NewPage
from journeys.evaluating import (
    agree,
    answer_reply,
    attach_scan,
    decide_otherwise,
    decide_rest,
    download,
    draw_sample,
    open_cut_off,
    open_replies,
    open_report_page,
    publish_report,
    reply,
    send_preliminary,
    write_report,
)
from journeys.monitoring import activity_of, close_round, go_to_follow_up, open_follow_up, open_round, write_note
from journeys.planted import write_act
from journeys.remarking import leave_remark, show_and_answer
from journeys.reporting import accept, correct, give_back, open_report, report_not_done, report_with_photo, write_photo
from journeys.site import Site
from journeys.visits import PHONE, troubles

PLAN = "Estrategia de rendición de cuentas 2026"
PROGRAMME = "Programa de Transparencia y Ética Pública 2026"
MOST_TAPS = 4
VISIT = "2.6 Abrir visitas de obra con la comunidad y la interventoría"
DIALOGUE = "2.2 Realizar diálogos en los cuatro corregimientos"
VISITED = "Visita de obra al puente de la vereda El Mirador, con la interventoría."
VISITED_IN_FULL = "Visita de obra al puente de El Mirador el 29 de septiembre: fueron la veeduría y la interventoría."
WHY_LATE = "El acta se firmó en octubre y nadie la había subido."
RETURNED = "La foto no deja ver de qué obra es. Suba otra donde se vea el puente y diga quiénes fueron."
WHY_NOT = "El derrumbe cerró la vía a El Retiro y la comunidad pidió hacer el diálogo en diciembre."
NOTES = {
    "Abril a junio de 2026": ("Hubo dos diálogos, pero ninguno trae su registro de compromisos.", 50),
    "Julio a septiembre de 2026": ("Falta el diálogo de El Retiro. La comunidad pidió hacerlo en diciembre.", 75),
}
SUMMARIES = {  # with the official number that the round freezes
    "Abril a junio de 2026": ("El semestre va a tiempo. Falta el registro de cada diálogo.", "9 de 9 (100 %)"),
    "Julio a septiembre de 2026": ("El derrumbe atrasó un diálogo. La visita se reportó tarde.", "6 de 10 (60 %)"),
}
APRIL, AUGUST = "Corte al 30 de abril de 2026", "Corte al 31 de agosto de 2026"
SEED = "Personería, 13 de mayo"
OTHERWISE = "El plan promete acta y registro de compromisos. La única prueba es una foto."
OBSERVATION = "El diálogo se hizo. No hay acta ni registro de lo que se acordó."
RECOMMENDATION = "Publicar el acta y el registro de compromisos de cada diálogo."
CONCLUSIONS = {
    APRIL: "Se cumple a tiempo, pero los diálogos no dejan constancia de lo que se acordó.",
    AUGUST: "Faltan el presupuesto ciudadano de julio y el diálogo de El Retiro.",
}
SIGNED_BY, POST = "Álvaro Guerrero Insuasty", "Jefe de la Oficina de Control Interno"
REPLY = "El acta y el registro existen en papel. La foto es la que se tomó ese día."
ANSWER = "Lo que está en papel no se puede comprobar desde aquí. El concepto se mantiene."
REMARK = "En El Tambo Alto hubo diálogo, pero nadie nos ha mostrado los compromisos."
REMARK_ANSWER = "Tiene razón. El registro se publicará con el acta antes del 15 de diciembre."
DEAD_LINK = "villa-aurora.example/documentos/denuncias-2026-1.pdf"


def test_a_year_is_followed_in_three_voices(new_page: NewPage, site: Site, tmp_path: Path) -> None:
    planner, control = new_page(person="planeacion"), new_page(person="control.interno")
    unit, liaison = new_page(PHONE, person="infraestructura"), new_page(PHONE, person="enlaces")
    treasury = new_page(PHONE, person="hacienda")
    _report(unit, site, tmp_path)
    _return_correct_accept(planner, unit, site, tmp_path)
    _say_why_it_is_late(liaison, site)
    _close_two_rounds(planner, site)
    april = _judge_april(control, site)
    august = _judge_august(control, site)

    _send_preliminaries(control, april, august)
    _reply_and_agree(liaison, [unit, treasury], site)
    _publish_april(control, april, tmp_path)
    _publish_august(control, august)
    _see_the_dead_link(control, site)
    _read_it_all(new_page(PHONE, javascript=False), new_page(), new_page(person="ventanilla"), site)


def _report(unit: Page, site: Site, folder: Path) -> None:
    """What the reminder's link opens, at the width of a phone; with a photo of the place."""
    unit.goto(f"{site.desk}/seguimiento/")
    expect(unit.get_by_role("region", name="Primero esto (1)")).to_contain_text(VISIT)
    assert troubles(unit) == []
    taps = report_with_photo(
        unit, cell=VISIT, text=VISITED, reason=WHY_LATE, happened_on="2026-09-29",
        photo=write_photo(folder, "IMG_0412.jpg", "olive"),
    )  # fmt: skip
    expect(unit.get_by_text("Enviado y a la vista, como «sin verificar».")).to_be_visible()
    assert taps <= MOST_TAPS
    unit.goto(f"{site.desk}/seguimiento/")
    expect(unit.get_by_text("Enviado, en revisión (1)")).to_be_visible()


def _return_correct_accept(planner: Page, unit: Page, site: Site, folder: Path) -> None:
    planner.goto(f"{site.desk}/seguimiento/revisar/")
    assert troubles(planner) == []
    open_report(planner, VISIT)
    expect(planner.get_by_text(VISITED).first).to_be_visible()
    expect(planner.get_by_text(WHY_LATE).first).to_be_visible()
    assert troubles(planner) == []
    give_back(planner, RETURNED)

    unit.goto(f"{site.desk}/seguimiento/")
    expect(unit.get_by_role("region", name="Primero esto (1)")).to_contain_text(RETURNED)
    correct(unit, text=VISITED_IN_FULL, photo=write_photo(folder, "IMG_0413.jpg", "teal"))
    assert troubles(unit) == []

    planner.goto(f"{site.desk}/seguimiento/revisar/")
    open_report(planner, VISIT)
    expect(planner.get_by_text(VISITED_IN_FULL).first).to_be_visible()
    story = planner.get_by_role("region", name="Su historia")
    expect(story).to_contain_text("Se corrigió y se envió de nuevo")
    expect(story).to_contain_text(RETURNED)
    accept(planner)
    unit.goto(f"{site.desk}/seguimiento/")
    expect(unit.get_by_text("Al día")).to_be_visible()


def _say_why_it_is_late(liaison: Page, site: Site) -> None:
    liaison.goto(f"{site.desk}/seguimiento/")
    report_not_done(liaison, cell=DIALOGUE, reason=WHY_NOT)


def _close_two_rounds(planner: Page, site: Site) -> None:
    """Planning's own percentage stands beside the computed one; what is closed says both and does not change."""
    open_follow_up(planner, site, PLAN)
    for stretch, (text, percent) in NOTES.items():
        open_round(planner, stretch)
        assert troubles(planner) == []
        write_note(planner, activity=DIALOGUE, text=text, percent=percent)
        summary, official = SUMMARIES[stretch]
        close_round(planner, summary)
        expect(planner.get_by_text(summary)).to_be_visible()
        expect(planner.get_by_role("row", name=re.compile("^Todo el plan"))).to_contain_text(official)
        closed = activity_of(planner, DIALOGUE)
        expect(closed).to_contain_text(text)
        expect(closed.get_by_role("term").filter(has_text="Según planeación").locator("+ dd")).to_have_text(
            f"{percent} %"
        )
        assert troubles(planner) == []
    go_to_follow_up(planner, "Rondas")
    assert troubles(planner) == []


def _judge_april(control: Page, site: Site) -> str:
    """Everything was reported as done; internal control says otherwise of one, with its reason. Gives the address."""
    address = open_cut_off(control, site, plan=PLAN, name=APRIL)
    expect(control.get_by_text("0 de 7 conceptos escritos")).to_be_visible()
    sample = draw_sample(control, size=3, seed=SEED)
    assert len(sample) == 3
    assert draw_sample(control, size=3, seed=SEED) == sample
    expect(control.get_by_text(f"Semilla de la muestra: {SEED}")).to_be_visible()
    decide_otherwise(
        control, activity=DIALOGUE, reason=OTHERWISE, percent=50,
        observation=OBSERVATION, recommendation=RECOMMENDATION,
    )  # fmt: skip
    assert decide_rest(control).startswith("6 conceptos quedaron escritos")
    expect(control.get_by_text("7 de 7 conceptos escritos; 1 en desacuerdo con los reportes.")).to_be_visible()
    expect(control.get_by_role("row", name=re.compile("^Todo el plan"))).to_contain_text("85,7 %")
    assert troubles(control) == []
    return address


def _judge_august(control: Page, site: Site) -> str:
    address = open_cut_off(control, site, plan=PLAN, name=AUGUST)
    draw_sample(control, size=2, seed=SEED)
    assert decide_rest(control).startswith("9 conceptos quedaron escritos")
    expect(control.get_by_role("row", name=re.compile("^Todo el plan"))).to_contain_text("77,8 %")
    # What the unit said in November came after the close: it counts later, and is shown apart.
    late = control.get_by_role("region", name="Llegaron después del cierre (1)")
    expect(late).to_contain_text(DIALOGUE)
    expect(late).to_contain_text("Oficina de Participación Comunitaria · vencía el 22 ago 2026")
    return address


def _send_preliminaries(control: Page, april: str, august: str) -> None:
    for address, name in ((april, APRIL), (august, AUGUST)):
        open_report_page(control, address)
        assert troubles(control) == []
        write_report(control, conclusion=CONCLUSIONS[name], name=SIGNED_BY, post=POST)
        send_preliminary(control)
    expect(control.get_by_text("Revisar y publicar")).to_have_count(0)  # the units may still reply


def _reply_and_agree(liaison: Page, others: list[Page], site: Site) -> None:
    """Whoever does not agree says why; everybody else says that they do, and nobody is waited for."""
    open_replies(liaison, site, plan=PLAN, name=APRIL)
    expect(liaison.locator("main")).to_contain_text(OTHERWISE)
    assert troubles(liaison) == []
    reply(liaison, activity=DIALOGUE, text=REPLY)
    assert troubles(liaison) == []
    assert agree(liaison) == 4
    for other in others:
        open_replies(other, site, plan=PLAN, name=APRIL)
        assert agree(other) == 1
    for person, units in ((liaison, 8), *((other, 1) for other in others)):
        open_replies(person, site, plan=PLAN, name=AUGUST)
        assert agree(person) == units


def _publish_april(control: Page, address: str, folder: Path) -> None:
    """Answered, published, signed; its files say what the page says, and the hash is over the very bytes."""
    open_report_page(control, address)
    expect(control.get_by_text("1 réplica, 1 por responder.")).to_be_visible()
    answer_reply(control, activity=DIALOGUE, text=ANSWER)
    assert troubles(control) == []
    open_report_page(control, address)
    fingerprint = publish_report(control)
    assert troubles(control) == []
    attach_scan(control, write_act(folder))
    content = download(control, "JSON")
    assert sha256(content).hexdigest() == fingerprint
    assert json.loads(content)["conclusion"] == CONCLUSIONS[APRIL]
    book = load_workbook(BytesIO(download(control, "XLSX")))
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None}
    for said in (OTHERWISE, REPLY, ANSWER, RECOMMENDATION):
        assert any(said in cell for cell in cells), said
    printed = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(download(control, "PDF"))).pages).split()
    )
    for said in ("85,7 %", SIGNED_BY, POST, RECOMMENDATION):
        assert said in printed


def _publish_august(control: Page, address: str) -> None:
    open_report_page(control, address)
    publish_report(control)
    expect(control.get_by_text(f"Firma {SIGNED_BY}, {POST}.")).to_be_visible()


def _see_the_dead_link(control: Page, site: Site) -> None:
    """Of the programme: what proved an activity in June opens no more, and whoever evaluates is told since when."""
    open_follow_up(control, site, PROGRAMME)
    go_to_follow_up(control, "Pruebas")
    control.get_by_role("link", name=re.compile("^Enlaces rotos")).click()
    dead = control.get_by_role("listitem").filter(has=control.get_by_role("link", name=DEAD_LINK))
    for said in ("Roto desde el 21 de septiembre de 2026", "1.3.2 Publicar", "Oficina Asesora Jurídica"):
        expect(dead).to_contain_text(said)
    assert troubles(control) == []


def _read_it_all(neighbour: Page, seeing: Page, moderator: Page, site: Site) -> None:
    """Without scripts: what is late, whose and why; the three voices; the report; and a voice of one's own."""
    neighbour.goto(f"{site.town}/planes/")
    neighbour.get_by_role("link", name=PLAN, exact=True).click()
    neighbour.get_by_role("link", name="Cuáles y de quién").click()
    late = neighbour.locator("main tbody tr").filter(has_text=DIALOGUE)
    for said in ("22 ago 2026", "Oficina de Participación Comunitaria", "Vencida", "No se hizo"):
        expect(late).to_contain_text(said)
    expect(neighbour.locator("main tbody tr").filter(has_text=VISIT)).to_have_count(0)  # told and accepted since
    late.get_by_role("link", name=DIALOGUE).click()
    _hear_three_voices(neighbour)
    activity = neighbour.url
    _open_the_report(neighbour, seeing)
    _take_the_data(neighbour, site)
    _say_what_was_seen(neighbour, moderator, site, activity)


def _hear_three_voices(neighbour: Page) -> None:
    unit = neighbour.get_by_role("region", name="Lo que dice la dependencia")
    expect(unit).to_contain_text(WHY_NOT)
    planning = neighbour.get_by_role("region", name="Lo que dice planeación")
    for text, percent in NOTES.values():
        expect(planning).to_contain_text(text)
        expect(planning).to_contain_text(f"{percent} % de avance, según planeación")
    control = neighbour.get_by_role("region", name="Lo que dice control interno")
    for said in ("No la da por cumplida", OTHERWISE, OBSERVATION, RECOMMENDATION, "50 % de avance"):
        expect(control).to_contain_text(said)
    expect(neighbour.locator("main")).not_to_contain_text(RETURNED)


def _open_the_report(neighbour: Page, seeing: Page) -> None:
    neighbour.get_by_role("link", name=PLAN, exact=True).first.click()
    neighbour.get_by_role("link", name=re.compile(APRIL)).first.click()
    neighbour.get_by_role("link", name="Leer el informe de control interno").click()
    report = neighbour.locator("main")
    for said in (CONCLUSIONS[APRIL], "6 de 7 programadas", OTHERWISE, REPLY, ANSWER, f"{SIGNED_BY}, {POST}"):
        expect(report).to_contain_text(said)
    seeing.goto(neighbour.url)
    assert troubles(seeing) == []
    assert download(neighbour, "^Documento").startswith(b"%PDF-")
    assert download(neighbour, "^El informe firmado").startswith(b"%PDF-")


def _take_the_data(neighbour: Page, site: Site) -> None:
    """The same in a table: one row for what the unit owes, and one for what internal control said of it."""
    neighbour.get_by_role("link", name=PLAN, exact=True).first.click()
    neighbour.get_by_role("link", name="Datos abiertos").first.click()
    text = download(neighbour, "CSV.*Compromisos y cómo van").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 37
    assert any(WHY_NOT in row.values() for row in rows)


def _say_what_was_seen(neighbour: Page, moderator: Page, site: Site, activity: str) -> None:
    neighbour.goto(activity)
    number = leave_remark(neighbour, REMARK)
    neighbour.get_by_role("link", name="Volver a la actividad").click()
    expect(neighbour.locator("main")).not_to_contain_text(REMARK)  # until somebody has looked at it
    show_and_answer(moderator, site, plan=PLAN, number=number, answer=REMARK_ANSWER)
    assert troubles(moderator) == []
    neighbour.reload()
    people = neighbour.get_by_role("region", name="Lo que dice la gente")
    expect(people).to_contain_text(REMARK)
    expect(people).to_contain_text(REMARK_ANSWER)
