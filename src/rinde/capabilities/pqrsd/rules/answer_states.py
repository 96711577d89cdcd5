"""The states of one version of an answer as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.plans.rules.states import Transition, drawn
from rinde.capabilities.pqrsd.choices import AnswerStatus
from rinde.foundations.refusals import TransitionNotAllowed

# A version is never rewritten: who changes the text writes another one, and the one before stays as it was.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    AnswerStatus.DRAFT: (
        Transition(AnswerStatus.IN_REVIEW, "pedir la revisión"),
        Transition(AnswerStatus.APPROVED, "aprobar"),
        Transition(AnswerStatus.REPLACED, "escribir otra versión"),
    ),
    AnswerStatus.IN_REVIEW: (
        Transition(AnswerStatus.APPROVED, "aprobar"),
        Transition(AnswerStatus.RETURNED, "devolver con observaciones"),
        Transition(AnswerStatus.REPLACED, "escribir otra versión"),
    ),
    AnswerStatus.RETURNED: (Transition(AnswerStatus.REPLACED, "escribir otra versión"),),
    AnswerStatus.APPROVED: (
        Transition(AnswerStatus.SENT, "enviar"),
        Transition(AnswerStatus.REPLACED, "escribir otra versión"),
    ),
    AnswerStatus.SENT: (),
    AnswerStatus.REPLACED: (),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        labels = dict(AnswerStatus.choices)
        raise TransitionNotAllowed(
            f"Una respuesta «{labels.get(current, current)}» no puede pasar a «{labels.get(wanted, wanted)}». "
            "Vuelva a la petición y mire su última versión."
        )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(AnswerStatus, ALLOWED_TRANSITIONS, begins=AnswerStatus.DRAFT, by="proyectar")
