"""How a plan was made, in words: what each step from state to state is called, and who judged their own work. Pure.

The desk and the public read the same names; the public never reads whose step it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rinde.capabilities.plans.choices import PlanStatus

SAME_HANDS_APPROVED: Final = "La misma persona consolidó el texto y registró el acto."
SAME_HANDS_CHANGED: Final = "La misma persona dio el concepto y decidió sobre {what}."
_NAMES: Final = {
    (PlanStatus.DRAFT, PlanStatus.IN_CONSULTATION): "Se abrió a comentarios",
    (PlanStatus.DRAFT, PlanStatus.CONSOLIDATED): "Se consolidó el texto",
    (PlanStatus.IN_CONSULTATION, PlanStatus.CONSOLIDATED): "Se consolidó el texto, después de la consulta",
    (PlanStatus.IN_CONSULTATION, PlanStatus.DRAFT): "La consulta se retiró y el plan volvió a borrador",
    (PlanStatus.CONSOLIDATED, PlanStatus.DRAFT): "Volvió a borrador",
    (PlanStatus.DRAFT, PlanStatus.PUBLISHED): "Se publicó como historia",
    (PlanStatus.APPROVED, PlanStatus.PUBLISHED): "Se publicó",
    (PlanStatus.PUBLISHED, PlanStatus.CLOSED): "Se cerró",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A move from state to state. `act`: its number, where one stands behind it; `by_id`: who took it, if known."""

    from_status: str
    to_status: str
    act: str = ""
    by_id: int | None = None


def step_name(step: Step) -> str:
    """Say what happened: «Se anuló el registro del Acta 09 de 2026»."""
    match step.from_status, step.to_status:
        case PlanStatus.APPROVED, PlanStatus.CONSOLIDATED:
            return f"Se anuló el registro {_of_act(step.act)}"
        case PlanStatus.CONSOLIDATED, PlanStatus.APPROVED:
            return f"Se registró el acto que lo aprobó: {step.act}" if step.act else "Se registró el acto que lo aprobó"
        case before, after if before == after:
            return f"Se publicaron cambios, con {step.act}" if step.act else "Se publicaron cambios"
        case before, after:
            labels = (PlanStatus(before), PlanStatus(after))
            return _NAMES.get(labels, f"De «{labels[0].label}» a «{labels[1].label}»")


def _of_act(number: str) -> str:
    """«del Acta 09», «de la Resolución 045»; «del acto» where it has no number."""
    if not number:
        return "del acto"
    return f"de la {number}" if number.lower().startswith(("resolución", "circular", "ordenanza")) else f"del {number}"


def same_hands(steps: Iterable[Step]) -> str:
    """Tell in one neutral sentence that nobody else looked before the act that stands; empty where somebody did.

    Args:
        steps: every step in order.
    """
    consolidated = registered = None
    for step in steps:
        match step.from_status, step.to_status:
            case PlanStatus.DRAFT | PlanStatus.IN_CONSULTATION, PlanStatus.CONSOLIDATED:
                consolidated, registered = step.by_id, None
            case PlanStatus.CONSOLIDATED, PlanStatus.APPROVED:
                registered = step.by_id
            case PlanStatus.APPROVED, PlanStatus.CONSOLIDATED:
                registered = None
    return SAME_HANDS_APPROVED if registered is not None and registered == consolidated else ""


def same_hands_changes(changes: Iterable[tuple[int, int | None, int | None]]) -> str:
    """Tell of which changes one and the same person gave the opinion and decided; empty where of none.

    Args:
        changes: the number of each change, who gave the opinion on it and who decided it.
    """
    numbers = [str(number) for number, opinion_by, decided_by in changes if opinion_by and opinion_by == decided_by]
    if not numbers:
        return ""
    what = f"el cambio {numbers[0]}" if len(numbers) == 1 else f"los cambios {', '.join(numbers)}"
    return SAME_HANDS_CHANGED.format(what=what)
