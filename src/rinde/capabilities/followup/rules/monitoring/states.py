"""The states of a round as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.plans.rules.states import Transition, drawn
from rinde.foundations.refusals import TransitionNotAllowed

# A closed round never opens again: what it said is public, and the next round is where it is corrected.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    RoundStatus.OPEN: (Transition(RoundStatus.CLOSED, "cerrar: las cifras y las notas quedan fijas"),),
    RoundStatus.CLOSED: (),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with the way out.
    """
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        raise TransitionNotAllowed(
            "Esta ronda ya está cerrada y no cambia. Lo que haya que corregir se dice en la ronda siguiente."
        )


def check_open(current: str) -> None:
    """Refuse to write in a round that was closed.

    Raises:
        TransitionNotAllowed: with the way out.
    """
    check_may_become(current, RoundStatus.CLOSED)


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(RoundStatus, ALLOWED_TRANSITIONS, begins=RoundStatus.OPEN, by="abrir")
