"""The stages of a strategy in words."""

from dataclasses import dataclass

from rinde.capabilities.dialogue.choices import Stage
from rinde.capabilities.dialogue.queries.outreach import ToldStage
from rinde.capabilities.dialogue.web.presenters.words import State
from rinde.foundations.design.spanish import spanish_date

ABOUT_STAGES: dict[str, str] = {
    Stage.READINESS: "Prepararse: el equipo, el diagnóstico y quiénes son los grupos de valor.",
    Stage.DESIGN: "Decidir el objetivo, los temas, los espacios, el presupuesto y la comunicación.",
    Stage.PREPARATION: "Producir la información, convocar y capacitar.",
    Stage.EXECUTION: "Hacer los espacios, responder y comprometerse.",
    Stage.EVALUATION: "Cumplir los compromisos y mirar qué mejorar.",
}


@dataclass(frozen=True, slots=True)
class StageCard:
    """A stage as a page prints it."""

    code: str
    label: str
    about: str
    state: State
    text: str


def stage_card(told: ToldStage) -> StageCard:
    """«Preparación», with how far it is."""
    row = told.row
    if row is None or not row.text:
        state = State("draft", "Sin contar todavía")
    elif row.done_on:
        state = State("ok", f"Terminó el {spanish_date(row.done_on)}")
    else:
        state = State("info", "En curso")
    return StageCard(told.stage.value, str(told.stage.label), ABOUT_STAGES[told.stage], state, row.text if row else "")
