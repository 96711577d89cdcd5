"""The states of one version of an answer as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.capabilities.pqrsd.choices import AnswerStatus

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
    check_step(
        AnswerStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una respuesta",
        way_out="Vuelva a la petición y mire su última versión.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(AnswerStatus, ALLOWED_TRANSITIONS, begins=AnswerStatus.DRAFT, by="proyectar")
