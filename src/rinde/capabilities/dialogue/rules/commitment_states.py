"""The states of a commitment as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.plans.rules.states import Transition
from rinde.foundations.refusals import TransitionNotAllowed

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
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        labels = dict(CommitmentStatus.choices)
        raise TransitionNotAllowed(
            f"Un compromiso «{labels.get(current, current)}» no puede pasar a «{labels.get(wanted, wanted)}». "
            "Vuelva al compromiso y revise en qué va."
        )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {CommitmentStatus.DRAFT.value}: escribir"]
    lines += [f"    {status.value}: {status.label}" for status in CommitmentStatus]
    lines += [
        f"    {CommitmentStatus(current).value} --> {CommitmentStatus(step.to).value}: {step.name}"
        for current, steps in ALLOWED_TRANSITIONS.items()
        for step in steps
    ]
    return "\n".join(lines) + "\n"
