"""A public hearing up to its last minute: prepared on the desk, asked in the hall, moderated, and held."""

import re
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from journeys.site import Site

TOWN_TIME = ZoneInfo("America/Bogota")
KIND = "Audiencia pública participativa"
LASTS = timedelta(hours=2)
LOOKS_AGAIN_AFTER = 2_000  # milliseconds
LONGEST_WAIT = timedelta(minutes=6)


def soon(minutes: int) -> datetime:
    """A whole minute of the town's clock that is still ahead: people are never called to a moment that has passed."""
    return datetime.now(TOWN_TIME).replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def open_from_menu(page: Page, site: Site, name: str) -> None:
    """An entry of the menu of the desk, which a telephone folds."""
    page.goto(f"{site.desk}/")
    folded = page.locator("details.desk__menu > summary")
    if folded.is_visible():
        folded.click()
    page.get_by_label("Menú del escritorio").get_by_role("link", name=name, exact=True).click()


def go_to_dialogue(page: Page, site: Site, part: str = "") -> None:
    """By the menu of the desk, and by the tabs of the dialogue to one of its parts."""
    open_from_menu(page, site, "Diálogo")
    expect(page.get_by_role("heading", name="Espacios de diálogo", level=1)).to_be_visible()
    if part:
        page.get_by_label("Partes del diálogo").get_by_role("link", name=part, exact=True).click()


def open_space(page: Page, site: Site, title: str) -> None:
    """The page of a space as a place of work, from the list."""
    go_to_dialogue(page, site)
    page.locator("main tbody").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def go_to_part(page: Page, name: str) -> None:
    """To one of the parts of the space that is open."""
    page.get_by_label("Partes del espacio").get_by_role("link", name=name, exact=True).click()


def open_panel(page: Page, action: str) -> None:
    """Follow what the page of a space says of another of its parts."""
    page.get_by_role("link", name=re.compile(f"^{re.escape(action)} ?: ")).click()


def prepare_hearing(
    page: Page, site: Site, *, title: str, purpose: str, plan: str, place: str, starts_at: datetime
) -> None:
    go_to_dialogue(page, site)
    page.get_by_role("link", name="Preparar un espacio").click()
    page.get_by_role("link", name=KIND, exact=True).click()
    page.get_by_label("Cómo se llama").fill(title)
    write_hours(page, starts_at)
    page.get_by_label("Para qué es").fill(purpose)
    page.get_by_label("Presencial y virtual").check()
    page.get_by_label("Lugar y dirección").fill(place)
    page.get_by_label("Enlace de la transmisión").fill("https://villa-aurora.example/en-vivo")
    _choose(page.get_by_label("Plan del que hace parte"), plan)
    page.get_by_role("button", name="Guardar en preparación").click()
    expect(page.get_by_text("El espacio quedó en preparación, con sus pasos y sus fechas.")).to_be_visible()


def write_hours(page: Page, starts_at: datetime) -> None:
    ends_at = starts_at + LASTS
    page.get_by_label("Día", exact=True).fill(f"{starts_at:%Y-%m-%d}")
    page.get_by_label("Empieza", exact=True).fill(f"{starts_at:%H:%M}")
    page.get_by_label("Termina", exact=True).fill(f"{ends_at:%H:%M}")
    if ends_at.date() != starts_at.date():
        page.get_by_label("Último día").fill(f"{ends_at:%Y-%m-%d}")


def _choose(choice: Locator, words: str) -> None:
    """The first option with these words."""
    choice.select_option(label=choice.locator("option", has_text=words).first.inner_text())


def serve(page: Page, *, activity: str, due: str, step: str) -> None:
    """Say which step of the space fulfils an activity of the plans on one of its dates."""
    page.get_by_label("Palabras de la actividad, el producto o la dependencia").fill(activity)
    page.get_by_role("button", name="Buscar", exact=True).click()
    found = page.locator("main li", has_text=activity).filter(has_text=due)
    found.get_by_label("La cumple el paso").select_option(label=step)
    found.get_by_role("button", name=re.compile("^Agregar")).click()
    expect(page.get_by_text("Quedó dicho. El paso llenará su borrador.")).to_be_visible()
    served = page.locator("main tbody tr", has_text=activity)
    expect(served).to_contain_text(step)
    expect(served).to_contain_text(due)


def join_team(page: Page, *, person: str, task: str) -> None:
    _choose(page.get_by_label("Persona", exact=True), person)
    page.get_by_label(task, exact=True).check()
    page.get_by_role("button", name="Sumar al equipo").click()
    expect(page.get_by_text(f"{person} · {task}")).to_be_visible()


def write_details(page: Page, *, starts_at: datetime, groups: tuple[str, ...], capacity: int) -> None:
    """What a citizen needs to know before coming, and the hour at which it begins."""
    page.get_by_role("link", name="Cambiar los datos").click()
    write_hours(page, starts_at)
    page.get_by_label("Cupo", exact=False).fill(str(capacity))
    page.get_by_label("Intérprete de lengua de señas").check()
    for group in groups:
        page.get_by_label(group, exact=True).check()
    page.get_by_role("button", name="Guardar los datos").click()


def turn(page: Page, link: str, button: str, said: str) -> None:
    """One step of a space's state: its link, what would follow from it, and the button that does it."""
    page.get_by_role("link", name=link, exact=True).first.click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(said)).to_be_visible()


def call(page: Page) -> str:
    """Call people; gives the address of the public page."""
    turn(page, "Convocar", "Convocar", "El espacio quedó convocado y su página es pública.")
    address = page.get_by_role("link", name="Ver su página pública").get_attribute("href")
    return urljoin(page.url, address)


def register(page: Page, name: str) -> str:
    """From the public page of a space; gives the number of the registration."""
    page.get_by_role("link", name="Inscribirme", exact=True).first.click()
    page.get_by_label("Su nombre y apellido").fill(name)
    page.get_by_label("Leí para qué son mis datos").check()
    page.get_by_role("button", name="Inscribirme", exact=True).click()
    expect(page.get_by_text("Tiene su lugar.")).to_be_visible()
    return page.get_by_role("heading", name=re.compile(r"^Inscripción \d+$")).inner_text().split()[-1]


def ask(page: Page, text: str) -> str:
    """From any page of the space that offers it; gives the number of the question."""
    page.get_by_role("link", name=re.compile("^Hacer (una|otra) pregunta")).first.click()
    page.get_by_label("Su pregunta", exact=True).fill(text)
    page.get_by_role("button", name="Enviar la pregunta").click()
    expect(page.get_by_role("heading", name="Recibimos su pregunta")).to_be_visible()
    return page.get_by_role("status").locator("strong").inner_text()


def support(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"Apoyar la pregunta {number}", exact=True).click()
    expect(
        page.get_by_role("button", name=re.compile(f"^La apoya ?: quitar su apoyo a la pregunta {number}$"))
    ).to_be_visible()


def show(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"Mostrar la pregunta {number}", exact=True).click()
    expect(page.get_by_text(f"La pregunta {number} está a la vista.")).to_be_visible()


def _more(page: Page, number: str) -> Locator:
    """The rarer things that may be done with a question, unfolded."""
    page.get_by_text(f"Más sobre la pregunta {number}", exact=True).click()
    return page.locator(f"li#p{number} .moderated__more")


def hide(page: Page, number: str, *, reason: str, note: str) -> None:
    more = _more(page, number)
    more.get_by_label("Retirar porque").select_option(label=reason)
    more.get_by_label("Nota (la lee todo el mundo)").fill(note)
    more.get_by_role("button", name="Retirar", exact=True).click()
    expect(page.get_by_text(f"La pregunta {number} se retiró. La ciudadanía lee el motivo.")).to_be_visible()


def leave_for_writing(page: Page, number: str) -> None:
    _more(page, number).get_by_role("button", name="Dejar para respuesta escrita").click()
    expect(page.get_by_text(f"La pregunta {number} se responderá por escrito.")).to_be_visible()


def put_on_screen(page: Page, number: str) -> None:
    page.get_by_role("button", name=re.compile(f"^A la pantalla ?: pregunta {number}$")).click()
    expect(page.get_by_text(f"La pregunta {number} está en pantalla.")).to_be_visible()


def answer_live(page: Page, number: str, *, by: str, text: str) -> None:
    page.get_by_role("link", name=f"Respondida… de la pregunta {number}").click()
    page.get_by_label("Quién respondió").fill(by)
    page.get_by_label("Qué se respondió, en pocas palabras").fill(text)
    page.get_by_role("button", name="Marcar como respondida").click()
    expect(page.get_by_text(f"La pregunta {number} quedó como respondida en vivo.")).to_be_visible()


def wait_for_its_hour(page: Page, until: Locator) -> None:
    """Look again until the space has begun and its page offers what is done from then on."""
    last = datetime.now(TOWN_TIME) + LONGEST_WAIT
    while datetime.now(TOWN_TIME) < last:
        try:
            expect(until).to_be_visible(timeout=LOOKS_AGAIN_AFTER)
        except AssertionError:
            page.reload()
        else:
            return
    expect(until).to_be_visible()


def end_questions(page: Page) -> None:
    button = page.get_by_role("button", name="Cerrar las preguntas")
    wait_for_its_hour(page, button)
    button.click()
    expect(page.get_by_text(re.compile("^Las preguntas se cerraron."))).to_be_visible()


def note_arrival(page: Page, name: str) -> None:
    """Open the names, which is written down, and tap whoever came."""
    page.get_by_role("button", name="Abrir la lista con nombres").click()
    page.get_by_role("button", name=f"Llegó {name}").click()
    expect(page.get_by_role("button", name="Registrada")).to_be_visible()


def count_people(page: Page, people: int, *, group: str) -> None:
    counting = page.get_by_role("region", name="Contar sin nombre")
    counting.get_by_label("Cuántas personas").fill(str(people))
    counting.get_by_label("Grupo de valor").select_option(label=group)
    counting.get_by_role("button", name="Sumar").click()
    expect(page.get_by_role("region", name="Lo contado")).to_contain_text(group)


def close_attendance(page: Page, people: int) -> None:
    button = page.get_by_role("button", name=f"Cerrar con {people} personas")
    wait_for_its_hour(page, button)
    button.click()
    expect(page.get_by_role("heading", name="Asistencia cerrada")).to_be_visible()
