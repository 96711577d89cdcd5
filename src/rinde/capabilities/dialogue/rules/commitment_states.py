"""The states of a commitment as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn

# What was promised in public is never taken back: it is closed with a word on whether it was kept. Closed too soon, it
# is opened again with a reason, and both stay readable.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    CommitmentStatus.DRAFT: (Transition(CommitmentStatus.OPEN, "publicar"),),
    CommitmentStatus.OPEN: (Transition(CommitmentStatus.CLOSED, "cerrar: cumplido, en parte o no cumplido"),),
    CommitmentStatus.CLOSED: (Transition(CommitmentStatus.OPEN, "volver a abrir con un motivo público"),),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        CommitmentStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un compromiso",
        way_out="Vuelva al compromiso y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(CommitmentStatus, ALLOWED_TRANSITIONS, begins=CommitmentStatus.DRAFT, by="escribir")
