"""The states of a unit's report as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn

# What was sent stands as it was sent until somebody with another task than reporting has looked at it. Returning asks
# for a reason; accepting ends it. More progress on the same promise is another report, so that both stay readable.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    ReportStatus.DRAFT: (
        Transition(ReportStatus.SENT, "enviar"),
        Transition(ReportStatus.ACCEPTED, "enviar, donde la misma dependencia reporta y monitorea"),
    ),
    ReportStatus.SENT: (
        Transition(ReportStatus.RETURNED, "devolver con un motivo"),
        Transition(ReportStatus.ACCEPTED, "aceptar"),
    ),
    ReportStatus.RETURNED: (Transition(ReportStatus.SENT, "corregir y enviar de nuevo"),),
    ReportStatus.ACCEPTED: (),
}
WRITABLE: frozenset[str] = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
COUNTED: frozenset[str] = frozenset({ReportStatus.SENT, ReportStatus.ACCEPTED})  # what the entity says in public


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        ReportStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un reporte",
        way_out="Vuelva al reporte y revise en qué va.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(ReportStatus, ALLOWED_TRANSITIONS, begins=ReportStatus.DRAFT, by="empezar")
