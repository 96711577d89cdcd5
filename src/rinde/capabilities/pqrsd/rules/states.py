"""The states of a petition as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.capabilities.pqrsd.choices import PetitionStatus

# Nothing that was filed is refused or deleted: every petition ends with an answer, a transfer or a reasoned act.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    PetitionStatus.RECEIVED: (
        Transition(PetitionStatus.IN_PROGRESS, "clasificar"),
        Transition(PetitionStatus.TRANSFERRED, "trasladar a quien es competente"),
    ),
    PetitionStatus.IN_PROGRESS: (
        Transition(PetitionStatus.INCOMPLETE, "pedir que la complete"),
        Transition(PetitionStatus.ANSWERED, "enviar la respuesta"),
        Transition(PetitionStatus.TRANSFERRED, "trasladar a quien es competente"),
    ),
    PetitionStatus.INCOMPLETE: (
        Transition(PetitionStatus.IN_PROGRESS, "la persona la completa"),
        Transition(PetitionStatus.WITHDRAWN, "declarar el desistimiento tácito"),
        Transition(PetitionStatus.ARCHIVED, "archivar lo que no se aclaró"),
    ),
    PetitionStatus.ANSWERED: (),
    PetitionStatus.TRANSFERRED: (),
    PetitionStatus.WITHDRAWN: (),
    PetitionStatus.ARCHIVED: (),
}
OPEN = frozenset({PetitionStatus.RECEIVED, PetitionStatus.IN_PROGRESS, PetitionStatus.INCOMPLETE})
CLOSED = frozenset(PetitionStatus) - OPEN


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        PetitionStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una petición",
        way_out="Vuelva a la petición y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(PetitionStatus, ALLOWED_TRANSITIONS, begins=PetitionStatus.RECEIVED, by="radicar")
