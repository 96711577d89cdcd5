"""The states of a space of dialogue as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.plans.rules.states import Transition
from rinde.foundations.refusals import TransitionNotAllowed

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
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        labels = dict(SpaceStatus.choices)
        raise TransitionNotAllowed(
            f"Un espacio «{labels.get(current, current)}» no puede pasar a «{labels.get(wanted, wanted)}». "
            "Vuelva al espacio y revise en qué va."
        )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {SpaceStatus.DRAFT.value}: preparar"]
    lines += [f"    {status.value}: {status.label}" for status in SpaceStatus]
    lines += [
        f"    {SpaceStatus(current).value} --> {SpaceStatus(step.to).value}: {step.name}"
        for current, steps in ALLOWED_TRANSITIONS.items()
        for step in steps
    ]
    return "\n".join(lines) + "\n"
