"""A year of follow-up on the demo's strategy, which the demo leaves unevaluated: the three voices, then a citizen.

Each does their part by the pages' own links and buttons: the liaison of a unit on a phone, the plan's coordination,
internal control, and a neighbour whose browser runs no scripts.
"""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.conftest import NewPage
from journeys.evaluating import decide_otherwise, decide_rest, draw_sample, open_cut_off
from journeys.monitoring import activity_of, close_round, go_to_follow_up, open_follow_up, open_round, write_note
from journeys.reporting import accept, correct, give_back, open_report, report_not_done, report_with_photo, write_photo
from journeys.site import Site
from journeys.visits import PHONE, troubles

PLAN = "Estrategia de rendición de cuentas 2026"
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


def test_a_year_is_followed_in_three_voices(new_page: NewPage, site: Site, tmp_path: Path) -> None:
    planner, control = new_page(person="planeacion"), new_page(person="control.interno")
    unit, liaison = new_page(PHONE, person="infraestructura"), new_page(PHONE, person="enlaces")
    _report(unit, site, tmp_path)
    _return_correct_accept(planner, unit, site, tmp_path)
    _say_why_it_is_late(liaison, site)
    _close_two_rounds(planner, site)
    _judge_april(control, site)
    _judge_august(control, site)


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


def _judge_april(control: Page, site: Site) -> None:
    """Everything was reported as done; internal control looks at three and says otherwise of one, with its reason."""
    open_cut_off(control, site, plan=PLAN, name=APRIL)
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


def _judge_august(control: Page, site: Site) -> None:
    open_cut_off(control, site, plan=PLAN, name=AUGUST)
    draw_sample(control, size=2, seed=SEED)
    assert decide_rest(control).startswith("9 conceptos quedaron escritos")
    expect(control.get_by_role("row", name=re.compile("^Todo el plan"))).to_contain_text("77,8 %")
    # What the unit said in November came after the close: it counts later, and is shown apart.
    late = control.get_by_role("region", name="Llegaron después del cierre (1)")
    expect(late).to_contain_text(DIALOGUE)
    expect(late).to_contain_text("Oficina de Participación Comunitaria · vencía el 22 ago 2026")
