"""From a draft with errors to a plan that binds: reviewed, consulted, approved, published and changed in public.

The people of a town do it by the pages' own links and buttons: the planner, a neighbour with an old phone, another
whose browser runs no scripts, the general secretary with a second factor, and the liaison of one unit.
"""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.approving import (
    APPROVAL,
    consolidate,
    fill_act,
    public_address,
    publish,
    set_up_second_factor,
)
from journeys.changing import ask_for_another_date, decide, follow_by_mail, give_opinion, publish_changes
from journeys.conftest import NewPage
from journeys.consulting import (
    answer,
    close_and_publish,
    comment_on_activity,
    find_consultation,
    let_its_days_pass,
    make_the_promised_change,
    open_consultation,
    show_comment,
)
from journeys.formulating import (
    accept_all,
    apply_with_the_button,
    apply_with_the_keyboard,
    finding,
    go_to,
    leave_as_it_is,
    make_draft,
    name_it,
    upload,
    write_in_cell,
)
from journeys.mailbox import wait_for_mails
from journeys.planted import (
    ATTENDANCE_LIST,
    IMPOSSIBLE_DATE,
    OTHER_YEAR,
    THREE_AND_TWO,
    TITLE,
    TODAY,
    YEAR,
    write_act,
    write_draft,
)
from journeys.site import Site
from journeys.visits import PHONE, troubles

SAFE_PRODUCT = "Acta y totales de asistencia"
COMMENTS = (
    "No publiquen la lista con nuestros nombres: digan cuántas personas fueron.",
    "Que no publiquen la lista con nuestros nombres; digan cuántas personas fueron.",
)
REPLY = "Tienen razón: se publicarán el acta y los totales, y la lista queda guardada."
SUMMARY = "Pidieron que la lista de asistencia no se publique. Se acoge: el programa promete el acta y los totales."
FOLLOWER = "vecina@correo.example"
ACT, ACT_OF_THE_CHANGE = f"Acta 07 de {TODAY.year}", f"Acta 08 de {TODAY.year}"
REASON = "las lluvias dañaron el paso de la quebrada y la obra empezó dos meses después"
DAYS = f"del 30 de julio al 30 de septiembre de {YEAR}"
MOVED = f"La fecha de la actividad 2.2.2 pasó {DAYS}"


def test_plan_becomes_a_legal_document(new_page: NewPage, site: Site, tmp_path: Path) -> None:
    planner, secretary = new_page(person="planeacion"), new_page(person="administracion")
    neighbour = new_page(PHONE)
    _formulate(planner, site, write_draft(tmp_path))
    _settle_the_findings(planner)
    draft = planner.url

    consultation = _comment(planner, neighbour, new_page(PHONE, javascript=False), site)
    _answer(planner, site)
    _read_the_answer(neighbour, consultation)

    consolidate(planner, consulted="Cada comentario tiene su respuesta en el resumen de la consulta.")
    _register_the_act(secretary, site, draft, write_act(tmp_path))
    fingerprint = publish(planner)
    public = public_address(planner)
    _verify_version_one(neighbour, public, fingerprint)

    follow_by_mail(neighbour, site, public, FOLLOWER)
    _change_a_date(planner, secretary, new_page(PHONE, person="infraestructura"))
    _read_the_change(neighbour, site, public)


def _formulate(planner: Page, site: Site, document: Path) -> None:
    upload(planner, site, document)
    planner.get_by_role("link", name="Revisión del plan").click()
    for rule in (IMPOSSIBLE_DATE, THREE_AND_TWO, OTHER_YEAR, ATTENDANCE_LIST):
        expect(planner.get_by_role("heading", name=rule)).to_be_visible()
    assert troubles(planner) == []
    planner.get_by_role("link", name=re.compile("^Filas")).click()
    accept_all(planner)
    make_draft(planner, beside=True)  # the demo has its own programme of that year
    name_it(planner, TITLE)


def _settle_the_findings(planner: Page) -> None:
    """One by a button, one by a key, one by hand in the table, and one stays with its reason."""
    go_to(planner, "Revisión")
    assert troubles(planner) == []
    apply_with_the_button(planner, IMPOSSIBLE_DATE)
    apply_with_the_keyboard(planner, OTHER_YEAR)
    go_to(planner, "Plan")
    write_in_cell(planner, code="1.1.2", cell="dates", text=f"15/05/{YEAR}, 15/09/{YEAR} y 15/12/{YEAR}")
    assert troubles(planner) == []
    go_to(planner, "Revisión")
    expect(finding(planner, THREE_AND_TWO)).to_have_count(0)
    leave_as_it_is(planner, ATTENDANCE_LIST, "La pide el formato de la gobernación; lo consultamos con las juntas.")
    planner.get_by_text("Lo que se dejó como está (1)").click()
    expect(planner.get_by_text("La pide el formato de la gobernación")).to_be_visible()
    go_to(planner, "Plan")


def _comment(planner: Page, neighbour: Page, without_scripts: Page, site: Site) -> str:
    """Two people ask for the same; gives the address where the answer will be."""
    open_consultation(planner, notice="Léalo y díganos qué cambiaría. Respondemos cada comentario.", days=1)
    expect(planner.get_by_role("button", name="Cerrar la consulta")).to_have_count(0)
    go_to(planner, APPROVAL)
    expect(planner.get_by_role("link", name="Revisar y consolidar")).to_have_count(0)
    address = find_consultation(neighbour, site, TITLE)
    assert troubles(neighbour) == []
    first = comment_on_activity(neighbour, "2.1.1", COMMENTS[0])
    assert troubles(neighbour) == []
    neighbour.get_by_role("link", name="Comentar otra actividad").click()
    neighbour.get_by_role("link", name="Comentar el plan en general").click()
    neighbour.get_by_role("button", name="Enviar el comentario").click()
    expect(neighbour.get_by_text("Escriba su comentario.").first).to_be_visible()
    assert troubles(neighbour) == []

    find_consultation(without_scripts, site, TITLE)
    second = comment_on_activity(without_scripts, "2.1.1", COMMENTS[1])
    assert (first, second) == ("1", "2")
    return address


def _answer(planner: Page, site: Site) -> None:
    """One answer serves both; it promises a change, the change is made, and all of it goes out with the summary."""
    go_to(planner, "Consulta")
    planner.get_by_role("link", name="Revisar", exact=True).click()
    for number in ("1", "2"):
        show_comment(planner, number)
    go_to(planner, "Consulta")
    assert troubles(planner) == []
    planner.get_by_role("link", name="Responder", exact=True).click()
    expect(planner.get_by_text("2 parecidos")).to_be_visible()
    answer(planner, mark=COMMENTS[0], outcome="Se acoge", text=REPLY, changes="2.1.1")
    expect(planner.get_by_role("heading", name="Sin respuesta (0)")).to_be_visible()
    assert troubles(planner) == []
    go_to(planner, "Consulta")
    make_the_promised_change(planner, product=SAFE_PRODUCT)
    let_its_days_pass(site, TITLE)
    close_and_publish(planner, summary=SUMMARY)


def _read_the_answer(neighbour: Page, consultation: str) -> None:
    neighbour.goto(consultation)
    neighbour.get_by_role("link", name=re.compile("Lea el resumen")).click()
    expect(neighbour.get_by_text(SUMMARY)).to_be_visible()
    assert troubles(neighbour) == []
    neighbour.get_by_role("link", name="Leer cada comentario con su respuesta").click()
    for number in ("1", "2"):
        said = neighbour.locator(f"#c{number}")
        expect(said.get_by_text(COMMENTS[int(number) - 1])).to_be_visible()
        expect(said.get_by_text(REPLY)).to_be_visible()
        expect(said.get_by_text("Cambio hecho en el borrador")).to_be_visible()
    assert troubles(neighbour) == []


def _register_the_act(secretary: Page, site: Site, draft: str, document: Path) -> None:
    """Refused without a code, by a page that leads to it and back; with it the act is written down."""
    secretary.goto(draft)
    go_to(secretary, APPROVAL)
    assert troubles(secretary) == []
    secretary.get_by_role("link", name="Registrar el acto").click()
    expect(secretary.get_by_role("heading", name="Antes, su segundo factor")).to_be_visible()
    assert troubles(secretary) == []
    set_up_second_factor(secretary, site.people["administracion"][1])
    fill_act(secretary, number=ACT, dated_on=date(YEAR + 1, 1, 15))
    secretary.get_by_role("button", name="Registrar el acto").click()
    expect(secretary.get_by_role("alert").first).to_be_visible()
    assert troubles(secretary) == []
    fill_act(secretary, number=ACT, dated_on=TODAY, file=document)
    secretary.get_by_role("button", name="Registrar el acto").click()
    expect(secretary.get_by_text("El acto quedó registrado y el plan está aprobado.")).to_be_visible()


def _verify_version_one(neighbour: Page, public: str, fingerprint: str) -> None:
    """What everybody can check by themselves: the act, and the hash over the very bytes of plan.json."""
    neighbour.goto(public)
    expect(neighbour.get_by_role("heading", name=TITLE)).to_be_visible()
    assert troubles(neighbour) == []
    neighbour.get_by_role("link", name=re.compile("versiones y huella")).click()
    first = neighbour.locator("#v1")
    expect(first).to_contain_text(ACT)
    expect(first.locator(".hash")).to_have_text(fingerprint)
    with neighbour.expect_download() as download:
        first.get_by_role("link", name=re.compile("JSON")).click()
    assert sha256(download.value.path().read_bytes()).hexdigest() == fingerprint
    assert troubles(neighbour) == []


def _change_a_date(planner: Page, secretary: Page, liaison: Page) -> None:
    """The unit asks on a phone, first with too little of a reason; who coordinates, who decides and who publishes."""
    plan = planner.url
    liaison.goto(plan)
    ask_for_another_date(liaison, code="2.2.2", day=date(YEAR, 9, 30), reason="Por la obra")
    expect(liaison.get_by_role("alert").first).to_be_visible()
    assert troubles(liaison) == []
    liaison.get_by_label("Por qué se pide").fill(REASON)
    liaison.get_by_role("button", name="Pedir el cambio").click()
    expect(liaison.get_by_text(DAYS).first).to_be_visible()
    assert troubles(liaison) == []

    planner.goto(liaison.url)
    give_opinion(planner, "La interventoría lo confirma.")
    secretary.goto(liaison.url)
    assert troubles(secretary) == []
    decide(secretary, number=ACT_OF_THE_CHANGE, dated_on=TODAY)
    planner.goto(plan)
    publish_changes(planner, 2)
    assert troubles(planner) == []


def _read_the_change(neighbour: Page, site: Site, public: str) -> None:
    neighbour.goto(public)
    neighbour.get_by_role("link", name="Qué ha cambiado").click()
    for said in (f"{MOVED}.", REASON, "Secretaría de Infraestructura", ACT_OF_THE_CHANGE):
        expect(neighbour.locator("#c1")).to_contain_text(said)
    assert troubles(neighbour) == []
    neighbour.get_by_role("link", name=re.compile("^Comparar con la anterior")).click()
    expect(neighbour.get_by_role("heading", name="De la versión 1 a la 2")).to_be_visible()
    expect(neighbour.locator("main")).to_contain_text(f"{MOVED} porque {REASON}.")
    expect(neighbour.locator("main")).to_contain_text(f"30/07/{YEAR}")
    expect(neighbour.locator("main")).to_contain_text(f"30/09/{YEAR}")
    assert troubles(neighbour) == []

    _confirmation, told = wait_for_mails(site, FOLLOWER, 2)
    assert "versión 2" in told.get_content()
    assert REASON in told.get_content()
