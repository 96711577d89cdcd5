"""The pictures of the dialogue, of petitions and of surveys: mostly what the demo tells by itself.

Today's hearing is going on in the demo, so that its pages show people asking; October's shows what is owed since.
"""

from playwright.sync_api import Browser, Page

from journeys.aftermath import open_answers, open_commitment, open_petition, petition_of
from journeys.hearing import go_to_dialogue, open_panel, open_space
from journeys.site import Site
from journeys.taking import HEIGHT, take
from journeys.visits import PHONE, context_of, sign_in

TODAY, OCTOBER = "Audiencia pública del presupuesto 2027", "Audiencia pública participativa de octubre"
JUNE = "Audiencia pública de mitad de año"
OVERDUE = "¿El municipio tiene deudas con la empresa de energía?"
CONTRADICTED = "Abrir una visita al acueducto de El Tambo Alto con la interventoría"
TYPED = "¿Cuándo empieza la obra del acueducto de El Retiro y quién la vigila?"
ANSWER = (
    "El municipio tiene una factura pendiente con la empresa de energía, la de octubre, por 18,4 millones. Se paga el "
    "4 de diciembre. No hay deudas de años anteriores."
)
TALL = HEIGHT + 180


def photograph_dialogue(browser: Browser, site: Site) -> None:
    """What each role sees of a hearing before, during and after it; a petition with its term; a survey."""
    planner, moderator, attends, phone = (context_of(browser).new_page() for _ in range(4))
    for page, person in ((planner, "planeacion"), (moderator, "comunicaciones"), (attends, "ventanilla")):
        sign_in(page, site, person)
    _spaces(planner, site)
    _questions(moderator, site)
    _hall(phone, site)
    _answers(planner, attends, phone, site)
    _commitment(planner, phone, site)
    _surveys(planner, phone, site)
    for page in (planner, moderator, attends, phone):
        page.context.close()


def _spaces(planner: Page, site: Site) -> None:
    go_to_dialogue(planner, site)
    take(planner, "spaces", height=TALL, top=planner.locator("h1"))
    open_space(planner, site, OCTOBER)
    take(planner, "space-steps", height=TALL, top=planner.get_by_role("heading", name="Después", exact=True))


def _questions(moderator: Page, site: Site) -> None:
    """The moderators' page and the screen of the hall, while people ask."""
    open_space(moderator, site, TODAY)
    open_panel(moderator, "Moderar las preguntas")
    take(moderator, "moderation", height=TALL, top=moderator.locator("h1"))
    moderator.get_by_role("link", name="Abrir la pantalla del salón").click()
    moderator.wait_for_load_state()
    take(moderator, "hall-screen")


def _hall(phone: Page, site: Site) -> None:
    """What somebody in the hall has in their hand: the page of the space, and a question before it is sent."""
    phone.set_viewport_size({"width": PHONE, "height": HEIGHT})
    phone.goto(f"{site.town}/dialogo/")
    phone.get_by_role("link", name=TODAY, exact=True).first.click()
    phone.wait_for_load_state()
    take(phone, "space-phone", width=PHONE, top=phone.locator("main header").first)
    phone.get_by_role("link", name="Hacer una pregunta", exact=True).first.click()
    phone.get_by_label("Su pregunta", exact=True).fill(TYPED)
    take(phone, "ask-phone", width=PHONE)


def _answers(planner: Page, attends: Page, phone: Page, site: Site) -> None:
    """A petition that a question became: the list, its term with its arithmetic, and its answer being written."""
    open_space(planner, site, OCTOBER)
    open_answers(planner)
    number = petition_of(planner, OVERDUE)
    take(planner, "answers", height=TALL, top=planner.locator("h1"))
    attends.goto(f"{site.desk}/peticiones/")
    take(attends, "petitions", height=TALL, top=attends.locator("h1"))
    open_petition(attends, site, number)
    take(attends, "petition", height=TALL, top=attends.locator("h1"))
    attends.get_by_role("link", name="Proyectar la respuesta").click()
    attends.get_by_label("Respuesta", exact=True).fill(ANSWER)
    take(attends, "petition-answer", height=TALL, top=attends.locator("h1"))
    phone.goto(f"{site.town}/peticiones/publicas/")
    answered = phone.locator("li", has=phone.locator(".pqrsd-answer")).first
    take(phone, "petitions-phone", width=PHONE, top=answered)


def _commitment(planner: Page, phone: Page, site: Site) -> None:
    open_commitment(planner, site, CONTRADICTED)
    phone.goto(f"{site.address}{planner.get_by_role('link', name='Ver su página pública').get_attribute('href')}")
    take(phone, "commitment", height=TALL, top=phone.locator("main header"))
    phone.goto(f"{site.town}/dialogo/informes/")
    phone.get_by_role("link", name=f"Informe del espacio: {JUNE}", exact=True).click()
    phone.wait_for_load_state()
    take(phone, "space-report", height=TALL, top=phone.locator("h1"))


def _surveys(planner: Page, phone: Page, site: Site) -> None:
    """The survey of today's hearing on a telephone, and the desk's pages of one that is over."""
    phone.set_viewport_size({"width": PHONE, "height": HEIGHT})
    phone.goto(f"{site.town}/dialogo/")
    phone.get_by_role("link", name=TODAY, exact=True).first.click()
    phone.get_by_role("link", name="Diga qué le pareció").click()
    phone.wait_for_load_state()
    take(phone, "survey-phone", width=PHONE, top=phone.locator("h1"))
    planner.goto(f"{site.desk}/encuestas/")
    take(planner, "surveys", height=TALL, top=planner.locator("h1"))
    planner.locator("main tbody a, main li a", has_text=JUNE).first.click()
    planner.get_by_role("link", name="Ver los resultados").first.click()
    planner.wait_for_load_state()
    take(planner, "survey-results", height=TALL, top=planner.locator("h1"))
