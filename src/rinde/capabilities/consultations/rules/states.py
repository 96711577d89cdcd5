"""The states of a consultation as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn

# It ends on its announced day and never before it: who meant to comment on the last day would find the door shut.
# A consultation of the wrong text is withdrawn, with its reason in public; what was said in it stays.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    ConsultationStatus.OPEN: (
        Transition(ConsultationStatus.CLOSED, "terminar el plazo"),
        Transition(ConsultationStatus.WITHDRAWN, "retirar con un motivo público"),
    ),
    ConsultationStatus.CLOSED: (Transition(ConsultationStatus.ANSWERED, "publicar las respuestas y el resumen"),),
    ConsultationStatus.ANSWERED: (),
    ConsultationStatus.WITHDRAWN: (),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        ConsultationStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una consulta",
        way_out="Vuelva a la consulta y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(ConsultationStatus, ALLOWED_TRANSITIONS, begins=ConsultationStatus.OPEN, by="abrir")
