"""The states of a survey as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.plans.rules.states import Transition
from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.foundations.refusals import TransitionNotAllowed

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
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        labels = dict(SurveyStatus.choices)
        raise TransitionNotAllowed(
            f"Una encuesta «{labels.get(current, current)}» no puede pasar a «{labels.get(wanted, wanted)}». "
            "Vuelva a la encuesta y revise en qué va."
        )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {SurveyStatus.DRAFT.value}: empezar"]
    lines += [f"    {status.value}: {status.label}" for status in SurveyStatus]
    lines += [
        f"    {SurveyStatus(current).value} --> {SurveyStatus(step.to).value}: {step.name}"
        for current, steps in ALLOWED_TRANSITIONS.items()
        for step in steps
    ]
    return "\n".join(lines) + "\n"
