"""The states of a plan as a table. Pure; the diagram of docs/states/ is drawn from it."""

from dataclasses import dataclass

from rinde.capabilities.plans.choices import PlanStatus
from rinde.foundations.refusals import TransitionNotAllowed


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that a plan may take, and what people call it."""

    to: str
    name: str


# Publishing again leads to the same state: rows stay editable, each publication freezes the next version.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    PlanStatus.DRAFT: (Transition(PlanStatus.PUBLISHED, "publicar"),),
    PlanStatus.PUBLISHED: (Transition(PlanStatus.PUBLISHED, "publicar una nueva versión"),),
}


def may_become(current: str, wanted: str) -> bool:
    """Whether a plan may go from one state to another."""
    return any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ()))


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    if not may_become(current, wanted):
        raise TransitionNotAllowed(
            f"Un plan «{_name(current)}» no puede pasar a «{_name(wanted)}». Vuelva al plan y revise su estado."
        )


def _name(status: str) -> str:
    return str(PlanStatus(status).label) if status in PlanStatus.values else status


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {PlanStatus.DRAFT.value}: crear"]
    lines += [f"    {status.value}: {status.label}" for status in PlanStatus]
    lines += [
        f"    {PlanStatus(current).value} --> {PlanStatus(step.to).value}: {step.name}"
        for current, steps in ALLOWED_TRANSITIONS.items()
        for step in steps
    ]
    return "\n".join(lines) + "\n"
