"""What a plan lacks before it may be published: every gap at once, in words that say the way out.

Pure. An error stops the publication; a warning is shown and leaves the decision to people. A plan whose period is over
is history: it is told as it was, gaps included, so that only an empty or nameless one is stopped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rinde.capabilities.plans.rules.content import DeliverableContent, NodeContent, PlacedActivity, PlanContent
from rinde.capabilities.plans.rules.labels import activity_labels, node_label

Severity = Literal["error", "warning"]

EMPTY_PARTS = frozenset({"empty-component", "empty-subcomponent"})  # codes of gaps


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or odd. `activity_id` and `node_id` say where to mend it; neither: in the plan's header."""

    code: str
    severity: Severity
    message: str
    activity_id: int | None = None
    node_id: int | None = None

    @property
    def blocks(self) -> bool:
        return self.severity == "error"


def publication_gaps(content: PlanContent, *, today: date) -> tuple[Gap, ...]:
    """Find every gap of a plan, in its order: header, then components, then activities.

    Args:
        today: to tell a plan to carry out from one whose period is over.
    """
    placed = tuple(content.placed())
    labels = activity_labels(placed)
    gaps = (
        *_header_gaps(content, bool(placed)),
        *(gap for node in content.nodes for gap in _node_gaps(node)),
        *(gap for one in placed for gap in _activity_gaps(one, labels[one.activity.key])),
    )
    return tuple(map(_softened, gaps)) if content.period_end < today else gaps


def blocking(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """Give the messages of the gaps that stop a publication."""
    return tuple(gap.message for gap in gaps if gap.blocks)


def _softened(gap: Gap) -> Gap:
    return gap if gap.code in {"title", "empty", "activity-name"} else replace(gap, severity="warning")


def _header_gaps(content: PlanContent, has_activities: bool) -> Iterator[Gap]:
    if not content.title.strip():
        yield Gap("title", "error", "Falta el título del plan. Escríbalo en los datos del plan.")
    if not has_activities:
        yield Gap("empty", "error", "El plan no tiene actividades. Agregue al menos una antes de publicar.")
    if not content.objective.strip():
        yield Gap("objective", "warning", "Falta el objetivo del plan. Agréguelo en los datos del plan.")
    if not content.signatories:
        yield Gap("signatories", "warning", "No se dice quién elaboró, revisó o aprobó el plan.")


def _node_gaps(component: NodeContent) -> Iterator[Gap]:
    if not component.activities and not any(child.activities for child in component.children):
        if component.narrative.strip():
            return  # its text says why
        message = f"{node_label(component)} no tiene actividades. Agregue alguna o explique por qué en su texto."
        yield Gap("empty-component", "warning", message, node_id=component.id)
        return
    for child in component.children:
        if not child.activities and not child.narrative.strip():
            message = f"{node_label(child)} no tiene actividades. Agregue alguna o explique por qué en su texto."
            yield Gap("empty-subcomponent", "warning", message, node_id=child.id)


def _activity_gaps(placed: PlacedActivity, label: str) -> Iterator[Gap]:
    activity = placed.activity

    def gap(code: str, severity: Severity, message: str) -> Gap:
        return Gap(code, severity, message, activity_id=activity.id)

    if not activity.name.strip():
        yield gap("activity-name", "error", f"Falta el texto de la {label}. Escríbalo o elimine la fila.")
    if not activity.deliverables:
        yield gap("deliverable", "error", f"Falta la meta o el producto de la {label}. Agréguelo antes de publicar.")
    several = len(activity.deliverables) > 1
    for number, deliverable in enumerate(activity.deliverables, start=1):
        of_which = f" (producto {number})" if several else ""
        for code, severity, message in _deliverable_gaps(deliverable, f"{label}{of_which}"):
            yield gap(code, severity, message)


def _deliverable_gaps(deliverable: DeliverableContent, label: str) -> Iterator[tuple[str, Severity, str]]:
    if not deliverable.assignments:
        yield "responsible", "error", f"Falta el responsable de la {label}. Agréguelo antes de publicar."
    if not deliverable.milestones:
        yield "date", "error", f"Falta la fecha límite de la {label}. Agréguela antes de publicar."
    if not deliverable.product.strip() and not deliverable.target.strip() and deliverable.target_quantity is None:
        yield "target", "error", f"Falta la meta o el producto de la {label}. Agréguelo antes de publicar."
    for assignment in deliverable.assignments:
        if not assignment.actors and not assignment.conditional:
            who = assignment.group or assignment.text
            yield "unmatched", "warning", f"«{who}», de la {label}, no está en el organigrama. Escoja quién es."
