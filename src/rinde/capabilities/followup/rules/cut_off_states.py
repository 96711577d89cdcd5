"""The states of a cut-off as a table. Pure; the diagram of docs/states/ is drawn from it."""

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.foundations.refusals import TransitionNotAllowed

# Nobody freezes: the calendar does, by a job. What is frozen never thaws, and a report that went out never comes back.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    CutOffStatus.PLANNED: (Transition(CutOffStatus.FROZEN, "el cierre del reporte, por calendario"),),
    CutOffStatus.FROZEN: (Transition(CutOffStatus.PRELIMINARY, "enviar el informe preliminar a las dependencias"),),
    CutOffStatus.PRELIMINARY: (Transition(CutOffStatus.FINAL, "publicar el informe, vistas las respuestas"),),
    CutOffStatus.FINAL: (),
}
# While internal control decides; after the report only the report speaks.
EVALUABLE: frozenset[str] = frozenset({CutOffStatus.FROZEN, CutOffStatus.PRELIMINARY})


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        CutOffStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un corte en",
        way_out="Vuelva al corte y revise en qué va.",
    )


def check_evaluable(status: str) -> None:
    """Refuse what only fits between the freezing of a cut-off and the report that goes out.

    Raises:
        TransitionNotAllowed: saying what to wait for, or that the report is out.
    """
    if status == CutOffStatus.PLANNED:
        raise TransitionNotAllowed("Este corte todavía no está congelado. Se evalúa cuando cierre el reporte.")
    if status not in EVALUABLE:
        raise TransitionNotAllowed("El informe de este corte ya se publicó: los conceptos ya no cambian.")


def check_still_planned(status: str, *, is_over: bool) -> None:
    """Refuse to move the dates of a cut-off whose reporting is over, frozen already or about to be.

    Raises:
        TransitionNotAllowed: saying that nothing moves it any more.
    """
    if status != CutOffStatus.PLANNED or is_over:
        raise TransitionNotAllowed("El reporte de este corte ya cerró: sus fechas no se mueven.")


def check_sampled(status: str) -> None:
    """Refuse to draw the sample of a cut-off before it is frozen, or once a report says which sample was drawn.

    Raises:
        TransitionNotAllowed: saying what to wait for, or that the report is out.
    """
    if status == CutOffStatus.PLANNED:
        raise TransitionNotAllowed("La muestra se saca de lo congelado. Espere a que cierre el reporte.")
    if status != CutOffStatus.FROZEN:
        raise TransitionNotAllowed("El informe ya dice con qué muestra se hizo. No se saca otra.")


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(CutOffStatus, ALLOWED_TRANSITIONS, begins=CutOffStatus.PLANNED, by="programar")
