"""A public hearing of today, from its first note to what stands in public afterwards.

The coordination prepares and opens it, people ask from a telephone and from a browser without scripts, somebody of the
team moderates; what nobody answered there is answered in writing, and what the town says it kept is contradicted.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys import aftermath, hearing
from journeys.conftest import NewPage
from journeys.hearing import TOWN_TIME
from journeys.planted import write_act
from journeys.reporting import write_photo
from journeys.site import Site
from journeys.visits import PHONE, faults, scrolls_sideways, troubles

HALL = 1920  # pixels of a projector
TITLE = "Audiencia pública en San Isidro"
PURPOSE = "Contar en el corregimiento qué se hizo en el año con la plata del municipio, y responder por lo que falta."
PLAN = "Programa de Transparencia y Ética Pública 2026"
GROUP = "Juntas de acción comunal"
MODERATOR = "Mireya Portilla Erazo"
# What nobody has reported yet, with the step of the hearing that fulfils it.
SERVED = (
    ("3.3.3 Realizar diálogos territoriales", "18 dic 2026", "Registrar la asistencia"),
    ("4.1.6 Llevar el informe de avance", "30 oct 2026", "Publicar el informe del espacio"),
    ("3.3.6 Responder por escrito las preguntas", "18 dic 2026", "Publicar las respuestas"),
)
WHY_LATE = "El cabildo pidió que el recorrido por San Isidro se hiciera con la audiencia, en noviembre."
ADDED: tuple[dict[str, str], ...] = (
    {},
    {"Si se hizo tarde o no se hizo, ¿por qué?": WHY_LATE},
    {"¿Qué porcentaje va?": "100"},
)
WHO = "Blanca Inés Getial"
LIVE = "¿Cuántos días a la semana va a haber médico en el puesto de salud?"
LIVE_ANSWER = "Cinco días desde el 1 de diciembre. El contrato se firmó el viernes."
HEALTH = "Unidad de Salud Pública"
WRITTEN = "¿Quién va a arreglar el techo de la escuela antes de que vuelvan las lluvias?"
WRITTEN_ANSWER = "Lo arregla la Secretaría de Infraestructura con 18 millones que ya están. La obra empieza el lunes."
ROOFS = "Secretaría de Infraestructura"
ADVERTISED = "Vendo celulares baratos, pregunte al salir."
NOTE = "ofrece algo en venta"
ADVERTISING = "es publicidad"
CAME_TOO = 11
COMMUNITY = "Asociación de padres de San Isidro"
PROMISE = "Poner una lona en el techo de la escuela de San Isidro mientras empieza la obra"
KEPT = "Se puso la lona sobre los dos salones que se mojaban."
WHY_CLOSED = "La lona quedó puesta el mismo día, con la junta presente."
CONTRADICTED = "Pusieron la lona en un salón. El otro se sigue mojando."
CONCLUSIONS = "La escuela y el puesto de salud son lo primero. Queda un compromiso con fecha."
OBSERVATIONS = "La gente pide que la audiencia vuelva al corregimiento cada año."
RESULT = "El arreglo del techo entró al contrato de mantenimiento."
SUMMARY = "Doce personas oyeron qué se hizo en el año y preguntaron por la escuela y por el puesto de salud."
OCTOBER = "Audiencia pública participativa de octubre"
OVERDUE = "¿Cuándo arreglan el puente peatonal del colegio?"
LATE_ANSWER = (
    "El puente se arregla en enero: el material ya está comprado y el paso queda por la orilla mientras tanto."
)


@dataclass
class Story:
    """What the people of the journey carry from one page to the next."""

    site: Site
    folder: Path
    public: str = ""
    numbers: dict[str, str] = field(default_factory=dict)  # of the questions, by their text
    petition: str = ""
    code: str = ""
    commitment: str = ""

    @property
    def today(self) -> datetime:
        return datetime.now(TOWN_TIME)


def test_a_hearing_is_heard_answered_and_contradicted(new_page: NewPage, site: Site, tmp_path: Path) -> None:
    story = Story(site, tmp_path)
    planner, moderator = new_page(person="planeacion"), new_page(person="comunicaciones")
    phone, neighbour = new_page(PHONE), new_page(PHONE, javascript=False)
    screen, attends = new_page(HALL, person="comunicaciones"), new_page(person="ventanilla")
    unit, liaison = new_page(PHONE, person="infraestructura"), new_page(PHONE, person="enlaces")
    _prepare(planner, story)
    _register_and_ask(phone, story)
    _open_the_doors(planner, phone, story)
    _ask_in_the_hall(phone, neighbour, story)
    _moderate(moderator, screen, neighbour, story)
    _end(moderator, planner, story)
    _answer_in_writing(planner, attends, story)
    _answer_late(planner, attends, phone, story)
    _promise(planner, story)
    _keep_it(unit, planner, story)
    _contradict(phone, story)
    _tell(planner, story)
    _send_the_drafts(liaison, story)
    _write_the_year(planner, phone, story)
    _read_afterwards(phone, neighbour, story)


def _prepare(planner: Page, story: Story) -> None:
    """The hour is written at the last moment: people are called to one that is still ahead."""
    hearing.prepare_hearing(
        planner, story.site, title=TITLE, purpose=PURPOSE, plan=PLAN, place="Casa del cabildo, San Isidro",
        starts_at=hearing.soon(60),
    )  # fmt: skip
    assert troubles(planner) == []
    hearing.go_to_part(planner, "Lo que cumple del plan")
    for activity, due, step in SERVED:
        hearing.serve(planner, activity=activity, due=due, step=step)
    assert troubles(planner) == []
    hearing.go_to_part(planner, "Equipo")
    hearing.join_team(planner, person=MODERATOR, task="Modera las preguntas")
    hearing.go_to_part(planner, "Pasos")
    hearing.write_details(planner, starts_at=hearing.soon(3), groups=(GROUP,), capacity=80)
    story.public = hearing.call(planner)


def _register_and_ask(phone: Page, story: Story) -> None:
    phone.goto(story.public)
    expect(phone.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    assert troubles(phone) == []
    assert hearing.register(phone, WHO) == "1"
    assert troubles(phone) == []
    phone.get_by_role("link", name="Ir a la página del espacio").click()
    story.numbers[LIVE] = hearing.ask(phone, LIVE)
    assert troubles(phone) == []


def _open_the_doors(planner: Page, phone: Page, story: Story) -> None:
    hearing.turn(planner, "Abrir el espacio", "Abrir el espacio", "El espacio está en curso.")
    phone.goto(story.public)
    expect(phone.get_by_role("heading", name="En este momento")).to_be_visible()
    assert troubles(phone) == []


def _ask_in_the_hall(phone: Page, neighbour: Page, story: Story) -> None:
    neighbour.goto(story.public)
    story.numbers[WRITTEN] = hearing.ask(neighbour, WRITTEN)
    story.numbers[ADVERTISED] = hearing.ask(phone, ADVERTISED)
    assert sorted(story.numbers.values()) == ["1", "2", "3"]


def _moderate(moderator: Page, screen: Page, neighbour: Page, story: Story) -> None:
    """One to the big screen and answered, one left for writing, one taken out with a reason that everybody reads."""
    live, written, advertised = (story.numbers[text] for text in (LIVE, WRITTEN, ADVERTISED))
    hearing.open_space(moderator, story.site, TITLE)
    hearing.open_panel(moderator, "Moderar las preguntas")
    assert troubles(moderator) == []
    address = moderator.url
    hearing.show(moderator, live)
    hearing.show(moderator, written)
    hearing.hide(moderator, advertised, reason=ADVERTISING, note=NOTE)
    hearing.put_on_screen(moderator, live)

    screen.goto(address)
    screen.get_by_role("link", name="Abrir la pantalla del salón").click()
    shown = screen.get_by_role("region", name="Pregunta en pantalla")
    expect(shown).to_contain_text(LIVE)
    assert not scrolls_sideways(screen)
    assert faults(screen) == []
    neighbour.get_by_role("link", name="Leer y apoyar otras preguntas").click()
    hearing.support(neighbour, live)
    expect(shown).to_contain_text("1 apoyo")  # by itself

    hearing.answer_live(moderator, live, by=HEALTH, text=LIVE_ANSWER)
    hearing.leave_for_writing(moderator, written)
    assert troubles(moderator) == []
    expect(shown).not_to_contain_text(LIVE)


def _end(moderator: Page, planner: Page, story: Story) -> None:
    hearing.end_questions(moderator)
    hearing.open_space(planner, story.site, TITLE)
    hearing.open_panel(planner, "Registrar la asistencia")
    hearing.note_arrival(planner, WHO)
    hearing.count_people(planner, CAME_TOO, group=GROUP)
    assert troubles(planner) == []
    hearing.close_attendance(planner, CAME_TOO + 1)
    hearing.open_space(planner, story.site, TITLE)
    hearing.turn(planner, "Terminar el espacio", "Marcar como realizado", "El espacio quedó como realizado.")


def _answer_in_writing(planner: Page, attends: Page, story: Story) -> None:
    aftermath.open_answers(planner)
    aftermath.file_questions(planner)
    assert troubles(planner) == []
    answers = planner.url
    story.petition = aftermath.petition_of(planner, WRITTEN)
    aftermath.open_petition(attends, story.site, story.petition)
    aftermath.classify(attends, kind="Petición de interés general", unit=ROOFS)
    assert troubles(attends) == []
    aftermath.draft_answer(attends, WRITTEN_ANSWER)
    aftermath.open_petition(planner, story.site, story.petition)
    aftermath.approve_and_send(planner)
    planner.goto(answers)
    aftermath.finish_answers(planner)


def _answer_late(planner: Page, attends: Page, phone: Page, story: Story) -> None:
    """What October's hearing left unanswered is answered today: in public it says until when it was due, and why."""
    hearing.open_space(planner, story.site, OCTOBER)
    aftermath.open_answers(planner)
    number = aftermath.petition_of(planner, OVERDUE)
    public = planner.get_by_role("link", name="Ver su página pública").get_attribute("href")
    aftermath.open_petition(attends, story.site, number)
    aftermath.draft_answer(attends, LATE_ANSWER)
    aftermath.open_petition(planner, story.site, number)
    aftermath.approve_and_send(planner)
    phone.goto(f"{story.site.address}{public}")
    late = phone.locator("li.respuesta", has_text=OVERDUE)
    for said in (LATE_ANSWER, number):
        expect(late).to_contain_text(said)
    expect(late).to_contain_text(re.compile(r"Vencía el \d+ de \w+ de 2026 y se respondió el .*: \d+ días? después\."))
    late.get_by_text("¿Cómo se cuenta el plazo?").click()
    for said in (
        "15 días hábiles",
        "2 de noviembre",
        "Ley Estatutaria 1757 de 2015",
    ):  # the term, a holiday, the source
        expect(late).to_contain_text(said)
    assert troubles(phone) == []


def _promise(planner: Page, story: Story) -> None:
    hearing.open_space(planner, story.site, TITLE)
    hearing.open_panel(planner, "Escribir y publicar")
    plan, today = planner.url, story.today.date()
    aftermath.promise(
        planner, text=PROMISE, obtained_by=COMMUNITY, evidence="Foto de la lona puesta", unit=ROOFS,
        made_on=today, due_on=today + timedelta(days=20), question=WRITTEN[:40],
    )  # fmt: skip
    assert troubles(planner) == []
    planner.goto(plan)
    aftermath.publish_improvement(planner, "Lo que se prometió en San Isidro, con responsable y fecha.")
    assert troubles(planner) == []


def _keep_it(unit: Page, planner: Page, story: Story) -> None:
    today = story.today.date()
    aftermath.open_commitment(unit, story.site, PROMISE)
    aftermath.report_kept(
        unit, text=KEPT, on=today, proof=write_photo(story.folder, "lona.jpg", "navy"), title="Lona en el techo"
    )
    assert troubles(unit) == []
    aftermath.open_commitment(planner, story.site, PROMISE)
    aftermath.accept_and_close(planner, reason=WHY_CLOSED, on=today)
    assert troubles(planner) == []
    address = planner.get_by_role("link", name="Ver su página pública").get_attribute("href")
    story.commitment = f"{story.site.address}{address}"
    story.code = aftermath.give_code(planner)


def _contradict(phone: Page, story: Story) -> None:
    phone.goto(story.commitment)
    aftermath.say_word(phone, code=story.code, outcome="No se cumplió", comment=CONTRADICTED)
    town, people = (
        phone.get_by_role("region", name=name) for name in ("La palabra de la entidad", "La palabra de quien lo obtuvo")
    )
    for words, said in ((town, ("Cumplido", WHY_CLOSED)), (people, ("No cumplido", COMMUNITY, CONTRADICTED))):
        for one in said:
            expect(words).to_contain_text(one)
    expect(phone.get_by_text("Las dos palabras no coinciden")).to_be_visible()
    assert troubles(phone) == []


def _tell(planner: Page, story: Story) -> None:
    hearing.open_space(planner, story.site, TITLE)
    aftermath.write_conclusions(planner, conclusions=CONCLUSIONS, observations=OBSERVATIONS, result=RESULT)
    aftermath.publish_document(planner, kind="Acta", title="Acta de San Isidro", file=write_act(story.folder))
    assert troubles(planner) == []
    hearing.open_space(planner, story.site, TITLE)
    aftermath.write_event_report(planner, summary=SUMMARY)
    for said in (SUMMARY, WRITTEN, WRITTEN_ANSWER, LIVE_ANSWER, PROMISE, "Cumplido", "No cumplido"):
        expect(planner.locator("main")).to_contain_text(said)
    assert troubles(planner) == []


def _send_the_drafts(liaison: Page, story: Story) -> None:
    """Nothing is sent by itself: whoever reports for the units finds three drafts, proves them and sends them."""
    for (activity, _, _), colour, adds in zip(SERVED, ("olive", "teal", "maroon"), ADDED, strict=True):
        proof = write_photo(story.folder, f"prueba-{colour}.jpg", colour)
        aftermath.send_draft(liaison, story.site, activity=activity, space=TITLE, proof=proof, adds=adds)


def _write_the_year(planner: Page, phone: Page, story: Story) -> None:
    aftermath.write_annual_report(
        planner, story.site,
        texts={"En pocas palabras": SUMMARY, "Lo que se logró": RESULT, "Conclusiones": CONCLUSIONS},
    )  # fmt: skip
    phone.goto(planner.url)
    for said in (TITLE, LIVE, LIVE_ANSWER, WRITTEN, WRITTEN_ANSWER, story.petition, PROMISE, COMMUNITY):
        expect(phone.locator("main")).to_contain_text(said)
    promised = phone.locator("main li.card", has_text=PROMISE)
    for heading, said in (("Lo que dice la entidad", "Cumplido"), ("Lo que dice quien lo obtuvo", "No cumplido")):
        told = promised.locator("dl > div", has=phone.get_by_text(heading, exact=True))
        expect(told.get_by_role("definition")).to_have_text(said)
    late = phone.locator("main li.card", has_text=OVERDUE)
    expect(late).to_contain_text("Respondida por escrito, tarde")
    expect(late).to_contain_text(LATE_ANSWER)
    assert troubles(phone) == []


def _read_afterwards(phone: Page, neighbour: Page, story: Story) -> None:
    """One page leads to all of it, with scripts and without."""
    phone.goto(story.public)
    for said in (CONCLUSIONS, OBSERVATIONS, RESULT, "Acta de San Isidro", "Participaron 12 personas."):
        expect(phone.locator("main")).to_contain_text(said)
    expect(phone.locator("main")).not_to_contain_text(WHO)
    assert troubles(phone) == []
    neighbour.goto(story.public)
    for link, words in (
        ("Leer las preguntas", (LIVE, LIVE_ANSWER, f"{ADVERTISING.capitalize()} ({NOTE})")),
        ("Leer las respuestas", (WRITTEN, WRITTEN_ANSWER, story.petition)),
        ("Leer el plan de mejoramiento", (PROMISE, COMMUNITY, "Cumplido", "No cumplido")),
        ("Leer el informe", (SUMMARY, WRITTEN_ANSWER, PROMISE)),
        ("Ver los números", ("12 personas participaron.", "para que nadie se reconozca en los números")),
    ):
        neighbour.goto(story.public)
        hearing.open_panel(neighbour, link)
        for one in words:
            expect(neighbour.locator("main")).to_contain_text(one)
        expect(neighbour.locator("main")).not_to_contain_text(ADVERTISED)
        phone.goto(neighbour.url)
        assert troubles(phone) == []
