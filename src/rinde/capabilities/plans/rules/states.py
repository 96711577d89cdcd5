"""The states of a plan as a table. Pure; the diagram of docs/states/ is drawn from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rinde.capabilities.plans.choices import PlanStatus
from rinde.foundations.law.terms import long_day
from rinde.foundations.refusals import TransitionNotAllowed


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that a plan may take, and what people call it."""

    to: str
    name: str


def drawn(statuses: Iterable[Any], table: Mapping[Any, Iterable[Any]], *, begins: Any, by: str) -> str:
    """Draw a table of states as a Mermaid state diagram.

    Args:
        statuses: the choices, in their order; `table`: the steps that each may take, with `to` and `name`.
        begins: the first status; `by`: what people call the beginning.
    """
    code = {status: status.value for status in statuses}
    lines = ["stateDiagram-v2", f"    [*] --> {code[begins]}: {by}"]
    lines += [f"    {status.value}: {status.label}" for status in code]
    lines += [
        f"    {code[current]} --> {code[step.to]}: {step.name}" for current, steps in table.items() for step in steps
    ]
    return "\n".join(lines) + "\n"


def check_step(
    statuses: Any, table: Mapping[Any, Iterable[Any]], current: str, wanted: str, *, thing: str, way_out: str
) -> None:
    """Refuse a step that is not in a table of states.

    Args:
        statuses: the choices, with their labels; `table`: the steps that each may take.
        thing: what it is of, as a sentence begins: «Una petición»; `way_out`: the sentence that follows.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    if any(step.to == wanted for step in table.get(current, ())):
        return
    labels = dict(statuses.choices)
    raise TransitionNotAllowed(
        f"{thing} «{labels.get(current, current)}» no puede pasar a «{labels.get(wanted, wanted)}». {way_out}"
    )


# Only the draft and the text in consultation are edited freely. What goes to the committee's session, what it approved
# and what was published stand still: the first two go back by a step that everybody sees, the last changes by request.
# A plan whose period is over comes in as history, with the acts that it once had or none.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    PlanStatus.DRAFT: (
        Transition(PlanStatus.IN_CONSULTATION, "abrir a comentarios"),
        Transition(PlanStatus.CONSOLIDATED, "consolidar"),
        Transition(PlanStatus.PUBLISHED, "publicar un plan de otra época"),
    ),
    PlanStatus.IN_CONSULTATION: (
        Transition(PlanStatus.CONSOLIDATED, "consolidar lo comentado"),
        Transition(PlanStatus.DRAFT, "volver a borrador"),
    ),
    PlanStatus.CONSOLIDATED: (
        Transition(PlanStatus.APPROVED, "registrar el acto que lo aprueba"),
        Transition(PlanStatus.DRAFT, "devolver a borrador"),
    ),
    PlanStatus.APPROVED: (
        Transition(PlanStatus.PUBLISHED, "publicar"),
        Transition(PlanStatus.CONSOLIDATED, "anular el registro del acto"),
    ),
    PlanStatus.PUBLISHED: (
        Transition(PlanStatus.PUBLISHED, "publicar los cambios aprobados"),
        Transition(PlanStatus.CLOSED, "cerrar"),
    ),
    PlanStatus.CLOSED: (),
}
EDITABLE: frozenset[str] = frozenset({PlanStatus.DRAFT, PlanStatus.IN_CONSULTATION})
WAY_OUT: dict[str, str] = {
    PlanStatus.CONSOLIDATED: (
        "El plan está consolidado para la sesión que lo aprueba y no se edita. "
        "Si debe cambiar, devuélvalo a borrador en «Aprobación y versiones»."
    ),
    PlanStatus.APPROVED: (
        "El plan ya fue aprobado y se publica tal como se aprobó. "
        "Si debe cambiar antes, anule el registro del acto en «Aprobación y versiones» y devuélvalo a borrador."
    ),
    PlanStatus.PUBLISHED: "El plan está publicado: sus filas no se editan. Pida el cambio con su motivo en «Cambios».",
    PlanStatus.CLOSED: "El plan está cerrado y queda como historia: ya no se edita.",
}


def check_comments_over(comments_until: date | None, *, today: date) -> None:
    """Refuse to make the text stand still before the last day on which people may comment on it has ended.

    Args:
        comments_until: that day; None where nobody may comment.

    Raises:
        TransitionNotAllowed: with the day, and what may be done instead.
    """
    if comments_until is not None and today <= comments_until:
        raise TransitionNotAllowed(
            f"Se puede comentar este plan hasta el {long_day(comments_until)}: el texto se consolida después. "
            "Si la consulta no debió abrirse, retírela en «Consulta» con su motivo."
        )


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        PlanStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un plan",
        way_out="Vuelva al plan y revise su estado.",
    )


def check_editable(status: str) -> None:
    """Refuse to edit the rows of a plan that stands still.

    Raises:
        TransitionNotAllowed: with the way out of the plan's state.
    """
    if status not in EDITABLE:
        raise TransitionNotAllowed(WAY_OUT.get(status, "El plan no se puede editar en este estado."))


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(PlanStatus, ALLOWED_TRANSITIONS, begins=PlanStatus.DRAFT, by="crear")
