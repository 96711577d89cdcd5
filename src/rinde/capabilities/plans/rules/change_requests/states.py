"""The states of a change request as a table, with who takes each step. Pure; docs/states/ draws the diagram from it."""

from dataclasses import dataclass

from rinde.capabilities.plans.choices import ChangeStatus, PlanStatus
from rinde.capabilities.plans.rules.states import drawn
from rinde.foundations.refusals import TransitionNotAllowed


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that a request may take, what people call it, and who takes it."""

    to: str
    name: str
    who: str


_COORDINATION = "la coordinación del plan"
_WHO_ASKED = "quien la pidió"
_WHO_REGISTERS = "quien registra el acto, con segundo factor"

# A request is opined upon before it is decided, and decided before it is published: each step has its own person. What
# was approved on a text that has changed since is taken back and asked for again, so it may be withdrawn too.
ALLOWED_TRANSITIONS: dict[ChangeStatus, tuple[Transition, ...]] = {
    ChangeStatus.REQUESTED: (
        Transition(ChangeStatus.WITH_OPINION, "dar concepto", _COORDINATION),
        Transition(ChangeStatus.WITHDRAWN, "retirar", _WHO_ASKED),
    ),
    ChangeStatus.WITH_OPINION: (
        Transition(ChangeStatus.APPROVED, "aprobar con un acto", _WHO_REGISTERS),
        Transition(ChangeStatus.REJECTED, "negar con su razón", _WHO_REGISTERS),
        Transition(ChangeStatus.WITHDRAWN, "retirar", _WHO_ASKED),
    ),
    ChangeStatus.APPROVED: (
        Transition(ChangeStatus.PUBLISHED, "publicar en una versión nueva", _COORDINATION),
        Transition(ChangeStatus.WITHDRAWN, "retirar para pedirla de nuevo", _WHO_ASKED),
    ),
    ChangeStatus.REJECTED: (),
    ChangeStatus.WITHDRAWN: (),
    ChangeStatus.PUBLISHED: (),
}
OPEN: frozenset[str] = frozenset(status for status, steps in ALLOWED_TRANSITIONS.items() if steps)
# Who is waited for, for the board and the start page.
WAITS_FOR: dict[str, str] = {
    ChangeStatus.REQUESTED: "Falta el concepto de la coordinación del plan",
    ChangeStatus.WITH_OPINION: "Falta registrar el acto que decide",
    ChangeStatus.APPROVED: "Falta publicarla en una versión nueva",
}


def waits_for(status: str, requests: int = 1) -> str:
    """Say whom one or several requests of a state wait for; empty for what has ended."""
    said = WAITS_FOR.get(status, "")
    return said.replace("publicarla", "publicarlas").replace("que decide", "que las decide") if requests > 1 else said


def may_become(current: str, wanted: str) -> bool:
    """Whether a request may go from one state to another."""
    steps = ALLOWED_TRANSITIONS[ChangeStatus(current)] if current in ChangeStatus.values else ()
    return any(step.to == wanted for step in steps)


def check_may_become(current: str, wanted: str, *, number: int) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with the request's number and its state, and what it waits for.
    """
    if may_become(current, wanted):
        return
    waits = WAITS_FOR.get(current)
    way_out = f"{waits}." if waits else "Ya terminó; si hace falta, haga una solicitud nueva."
    raise TransitionNotAllowed(f"La solicitud {number} está en «{_name(current)}». {way_out}")


def check_takes_changes(plan_status: str) -> None:
    """Refuse a request about a plan that is not published.

    Raises:
        TransitionNotAllowed: with the way to change such a plan, or why there is none.
    """
    if plan_status == PlanStatus.CLOSED:
        raise TransitionNotAllowed(
            "Este plan está cerrado: ya no cambia. Lo que falte va en el plan de la vigencia siguiente."
        )
    if plan_status != PlanStatus.PUBLISHED:
        raise TransitionNotAllowed("Este plan todavía no está publicado: edítelo en lugar de pedir un cambio.")


def _name(status: str) -> str:
    return str(ChangeStatus(status).label) if status in ChangeStatus.values else status


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(ChangeStatus, ALLOWED_TRANSITIONS, begins=ChangeStatus.REQUESTED, by="pedir")
