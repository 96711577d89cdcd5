"""The states of a recommendation as a table. Pure; the diagram of docs/states/ is drawn from it.

Internal control recommends, the unit acts, internal control verifies (Ley 87/1993 art. 12): neither writes in the
other's half.
"""

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.plans.rules.states import Transition, drawn
from rinde.foundations.refusals import TransitionNotAllowed

ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    RecommendationStatus.OPEN: (Transition(RecommendationStatus.PLANNED, "escribir la acción de mejora"),),
    RecommendationStatus.PLANNED: (
        Transition(RecommendationStatus.PLANNED, "cambiar la acción o su fecha"),
        Transition(RecommendationStatus.REPORTED, "decir que la acción se hizo"),
    ),
    RecommendationStatus.REPORTED: (
        Transition(RecommendationStatus.EFFECTIVE, "verificar que resolvió"),
        Transition(RecommendationStatus.NOT_EFFECTIVE, "verificar que no resolvió"),
    ),
    RecommendationStatus.NOT_EFFECTIVE: (Transition(RecommendationStatus.PLANNED, "escribir otra acción de mejora"),),
    RecommendationStatus.EFFECTIVE: (),
}
# What is carried to the next cut-off; the rest is done with.
STANDING: frozenset[str] = frozenset(RecommendationStatus) - {RecommendationStatus.EFFECTIVE}
# What waits for its unit to write an action.
WITHOUT_ACTION: frozenset[str] = frozenset({RecommendationStatus.OPEN, RecommendationStatus.NOT_EFFECTIVE})
_WAY_OUT = {
    RecommendationStatus.OPEN: "Primero la dependencia escribe su acción de mejora.",
    RecommendationStatus.PLANNED: "La dependencia tiene una acción de mejora en curso y dirá cuándo la hizo.",
    RecommendationStatus.REPORTED: "La acción ya se reportó: control interno la verifica.",
    RecommendationStatus.NOT_EFFECTIVE: "La acción no resolvió: la dependencia escribe otra.",
    RecommendationStatus.EFFECTIVE: "Control interno verificó que resolvió: ya no cambia.",
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: saying who has to do what now.
    """
    if not any(step.to == wanted for step in ALLOWED_TRANSITIONS.get(current, ())):
        raise TransitionNotAllowed(_WAY_OUT.get(current, "Vuelva a la recomendación y revise en qué va."))  # type: ignore[call-overload]


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(
        RecommendationStatus,
        ALLOWED_TRANSITIONS,
        begins=RecommendationStatus.OPEN,
        by="publicar el informe que la hace",
    )
