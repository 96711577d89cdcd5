"""The states of a space of dialogue as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn

# Whoever was called to a space is told what became of it: from the call on nothing disappears, it is cancelled with a
# reason. A small event needs no button on its day: what was called may be marked as held afterwards.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    SpaceStatus.DRAFT: (
        Transition(SpaceStatus.CALLED, "convocar"),
        Transition(SpaceStatus.HELD, "registrar uno que ya se hizo, donde no se convoca a la ciudadanía"),
        Transition(SpaceStatus.CANCELLED, "dejar de prepararlo, con un motivo"),
    ),
    SpaceStatus.CALLED: (
        Transition(SpaceStatus.LIVE, "abrir el día del espacio"),
        Transition(SpaceStatus.HELD, "marcar como realizado"),
        Transition(SpaceStatus.CANCELLED, "cancelar con un motivo"),
    ),
    SpaceStatus.LIVE: (Transition(SpaceStatus.HELD, "terminar"),),
    SpaceStatus.HELD: (Transition(SpaceStatus.CLOSED, "cerrar, con cada paso hecho o dejado con su motivo"),),
    SpaceStatus.CLOSED: (),
    SpaceStatus.CANCELLED: (),
}
IN_PUBLIC: frozenset[str] = frozenset(
    {SpaceStatus.CALLED, SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED, SpaceStatus.CANCELLED}
)
OVER: frozenset[str] = frozenset({SpaceStatus.HELD, SpaceStatus.CLOSED})
EDITABLE: frozenset[str] = frozenset({SpaceStatus.DRAFT, SpaceStatus.CALLED, SpaceStatus.LIVE, SpaceStatus.HELD})


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        SpaceStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un espacio",
        way_out="Vuelva al espacio y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(SpaceStatus, ALLOWED_TRANSITIONS, begins=SpaceStatus.DRAFT, by="preparar")
