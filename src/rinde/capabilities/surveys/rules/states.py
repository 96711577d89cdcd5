"""The states of a survey as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.capabilities.surveys.choices import SurveyStatus

# It may be opened again while its results are not out: more time for a village that the rain cut off.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    SurveyStatus.DRAFT: (Transition(SurveyStatus.OPEN, "abrir"),),
    SurveyStatus.OPEN: (Transition(SurveyStatus.CLOSED, "cerrar, a mano o al llegar la fecha"),),
    SurveyStatus.CLOSED: (Transition(SurveyStatus.OPEN, "volver a abrir, antes de publicar resultados"),),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        SurveyStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una encuesta",
        way_out="Vuelva a la encuesta y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(SurveyStatus, ALLOWED_TRANSITIONS, begins=SurveyStatus.DRAFT, by="empezar")
