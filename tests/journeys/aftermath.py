"""What a town owes once a hearing is over: written answers, a commitment with both words, minutes and reports."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.hearing import go_to_dialogue, go_to_part, open_from_menu, open_panel
from journeys.site import Site
from journeys.visits import troubles

FILED = re.compile(r"^Abrir la petición (\d{4}-\d{6})$")


def file_questions(page: Page) -> None:
    """From the answers of a space: what was not answered there becomes a petition."""
    page.get_by_role("button", name="Radicarlas como peticiones").click()
    expect(page.get_by_role("button", name="Radicarlas como peticiones")).to_have_count(0)


def petition_of(page: Page, question: str) -> str:
    """The filing number of a question, from the answers of its space."""
    asked = page.locator("li.respuesta", has_text=question)
    said = asked.get_by_role("link", name=FILED).inner_text()
    return re.search(r"\d{4}-\d{6}", said).group()  # type: ignore[union-attr]  # it is how the link was found


def open_petition(page: Page, site: Site, number: str) -> None:
    """From the menu of the desk, as whoever attends does."""
    open_from_menu(page, site, "Peticiones")
    page.get_by_label("Número o palabras").fill(number)
    page.get_by_role("button", name="Buscar", exact=True).click()
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_role("heading", name="Cómo se cuenta el plazo")).to_be_visible()


def classify(page: Page, *, kind: str, unit: str) -> None:
    page.get_by_role("link", name="Clasificar y asignar").click()
    page.get_by_label("Qué es", exact=True).select_option(label=kind)
    page.get_by_label("Quién responde").select_option(label=unit)
    page.get_by_role("button", name="Guardar la clasificación").click()
    expect(page.get_by_text("Quedó clasificada. Su plazo se contó de nuevo.")).to_be_visible()


def draft_answer(page: Page, text: str) -> None:
    """What everybody asked, everybody reads: the mark stands already where the question is public."""
    page.get_by_role("link", name="Proyectar la respuesta").click()
    page.get_by_label("Respuesta", exact=True).fill(text)
    expect(page.get_by_label("Publicar la respuesta tal como está")).to_be_checked()
    page.get_by_role("button", name="Guardar y pedir la revisión").click()
    expect(page.get_by_text("Se pidió la revisión.")).to_be_visible()


def approve_and_send(page: Page) -> None:
    page.get_by_role("link", name="Revisar la respuesta").click()
    page.get_by_role("button", name="Aprobar", exact=True).click()
    expect(page.get_by_text("Aprobada. Ya se puede enviar.")).to_be_visible()
    page.get_by_role("link", name="Enviar la respuesta").click()
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_role("link", name="Enviar la respuesta")).to_have_count(0)


def finish_answers(page: Page) -> None:
    page.get_by_role("button", name="Marcar las respuestas como publicadas").click()
    expect(page.get_by_text(re.compile("^El paso «Publicar las respuestas» quedó hecho."))).to_be_visible()


def promise(
    page: Page, *, text: str, obtained_by: str, evidence: str, unit: str, made_on: date, due_on: date, question: str
) -> None:
    """From the improvement plan: a commitment in draft, tied to the question that it came of."""
    page.get_by_role("link", name="Escribir un compromiso").click()
    page.get_by_label("A qué se comprometió la entidad").fill(text)
    page.get_by_label("Quién lo obtuvo").fill(obtained_by)
    page.get_by_label("Con qué se sabrá que se cumplió").fill(evidence)
    page.get_by_label("Dependencia que responde").select_option(label=unit)
    page.get_by_label("Día en que se hizo").fill(made_on.isoformat())
    page.get_by_label("Fecha límite").fill(due_on.isoformat())
    choice = page.get_by_label("Pregunta de la que salió")
    choice.select_option(label=choice.locator("option", has_text=question).first.inner_text())
    page.get_by_role("button", name="Guardar en borrador").click()
    expect(page.get_by_text("El compromiso quedó en borrador. Revíselo y publíquelo.")).to_be_visible()


def publish_improvement(page: Page, introduction: str) -> None:
    page.get_by_label("Introducción").fill(introduction)
    page.get_by_role("button", name="Publicar el plan").click()
    expect(page.get_by_text("El plan de mejoramiento es público: versión 1.")).to_be_visible()


def open_commitment(page: Page, site: Site, text: str) -> None:
    go_to_dialogue(page, site, "Compromisos")
    page.get_by_role("link", name=text).first.click()
    expect(page.get_by_role("heading", name=text, level=1)).to_be_visible()


def report_kept(page: Page, *, text: str, on: date, proof: Path, title: str) -> None:
    """A unit tells that it kept its commitment, with a picture that proves it."""
    page.get_by_role("link", name="Contar un avance").click()
    page.get_by_label("Qué se ha hecho").fill(text)
    page.get_by_label("Cumplido", exact=True).check()
    page.get_by_label("Día en que pasó").fill(on.isoformat())
    page.get_by_label("Archivo", exact=False).set_input_files(proof)
    page.get_by_label("Cómo se llama").fill(title)
    page.get_by_role("button", name="Agregar la prueba").click()
    expect(page.get_by_text("La prueba quedó en el avance.")).to_be_visible()
    page.get_by_role("button", name="Enviarlo a revisión").click()
    expect(page.get_by_text("El avance se envió. La coordinación lo revisa.")).to_be_visible()


def accept_and_close(page: Page, *, reason: str, on: date) -> None:
    """The coordination reads the report, lets everybody read it, and closes the commitment as kept."""
    page.get_by_role("button", name="Aceptarlo: será público").click()
    expect(page.get_by_text("El avance es público.")).to_be_visible()
    page.get_by_role("link", name="Cerrarlo", exact=True).click()
    page.get_by_label("Cumplido", exact=True).check()
    page.get_by_label("Día en que se cumplió").fill(on.isoformat())
    page.get_by_label("Por qué lo cierra así").fill(reason)
    page.get_by_role("button", name="Cerrarlo así").click()
    expect(page.get_by_text("El compromiso quedó cerrado.", exact=False)).to_be_visible()


def give_code(page: Page) -> str:
    """The code by which whoever obtained a commitment speaks of it: shown this once."""
    page.get_by_role("link", name="Dar el enlace y el código").click()
    page.get_by_role("button", name="Hacer el enlace y el código").click()
    expect(page.get_by_text("Esta es la única vez que se ven.")).to_be_visible()
    return page.get_by_role("region", name="Código").locator("p.code").inner_text()


def say_word(page: Page, *, code: str, outcome: str, comment: str) -> None:
    """From the public page of a commitment, without an account."""
    page.get_by_role("link", name="Tengo el código: decir si se cumplió").click()
    page.get_by_label("Su código").fill(code)
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Cuente por qué").fill(comment)
    page.get_by_role("button", name="Publicar mi palabra").click()
    expect(page.get_by_text("Su palabra está publicada.")).to_be_visible()


def publish_document(page: Page, *, kind: str, title: str, file: Path) -> None:
    go_to_part(page, "Documentos y fotos")
    page.get_by_label("Qué es", exact=True).select_option(label=kind)
    page.get_by_label("Cómo se llama, o qué se ve si es una foto").fill(title)
    page.get_by_label("Archivo", exact=True).set_input_files(file)
    page.get_by_role("button", name="Subir", exact=True).click()
    page.get_by_role("link", name=f"Publicar {title}").click()
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.get_by_text(f"«{title}» quedó publicado con la fecha de hoy.")).to_be_visible()


def write_conclusions(page: Page, *, conclusions: str, observations: str, result: str) -> None:
    go_to_part(page, "Conclusiones")
    page.get_by_label("Conclusiones", exact=False).first.fill(conclusions)
    page.get_by_label("Observaciones, propuestas y recomendaciones").fill(observations)
    page.get_by_label("Resultado de la participación").fill(result)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("Quedó guardado.")).to_be_visible()


def write_event_report(page: Page, *, summary: str) -> None:
    """From the page of the space; what was written before under «Conclusiones» is there already."""
    page.locator("section.card", has=page.get_by_role("heading", name="Informe del espacio")).get_by_role(
        "link"
    ).click()
    page.get_by_role("button", name="Empezar a escribirlo").click()
    page.get_by_label("En pocas palabras").fill(summary)
    _publish_report(page)


def write_annual_report(page: Page, site: Site, *, texts: dict[str, str]) -> None:
    """The accountability report of this year, from the tabs of the dialogue. It ends on its public page."""
    go_to_dialogue(page, site, "Informes")
    page.get_by_role("button", name="Informe anual de rendición de cuentas").click()
    for label, text in texts.items():
        page.get_by_label(label, exact=False).first.fill(text)
    _publish_report(page)


def _publish_report(page: Page) -> None:
    """It ends where everybody reads it."""
    page.get_by_role("button", name="Guardar y publicar").click()
    expect(page.get_by_text("Dice lo que había ese día y no cambia.")).to_be_visible()


def send_draft(page: Page, site: Site, *, activity: str, space: str, proof: Path, adds: dict[str, str]) -> None:
    """A draft that the space filled: somebody of the unit reads where it comes from, completes it, and sends it.

    Args:
        adds: what the space cannot know, by the label that asks for it.
    """
    page.goto(f"{site.desk}/seguimiento/")
    _find_draft(page, activity)
    expect(page.get_by_text("Rinde llenó este borrador")).to_be_visible()
    expect(page.locator("main")).to_contain_text(space)
    assert troubles(page) == []
    for label, text in adds.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Foto o archivo que lo prueba").set_input_files(proof)
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_text("Enviado y a la vista")).to_be_visible()


def _find_draft(page: Page, activity: str) -> None:
    """In the list of what the units owe, page after page, folded or not."""
    draft = page.locator("h3 a", has_text=re.compile(f"^{re.escape(activity)}.*Seguir el borrador$"))
    place = page.get_by_text(re.compile(r"^Página \d+ de \d+$"))
    while draft.count() == 0:
        said = place.inner_text()
        page.get_by_role("link", name="Siguiente").click()
        expect(place).not_to_have_text(said)
    folded = page.locator("main details:not([open])", has=draft)
    if folded.count():
        folded.locator("summary").first.click()
    draft.first.click()


def open_answers(page: Page) -> None:
    open_panel(page, "Ver las respuestas")
    expect(page.get_by_role("heading", name="Respuestas a las preguntas", level=1)).to_be_visible()
