"""View-models of a plan's way to its public: where it stands, who took each step, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Act, Plan, PlanStep
from rinde.capabilities.plans.permissions import can_publish_plan, can_register_act
from rinde.foundations.law.terms import long_day
from rinde.services.access import Principal

COORDINATION = "Lo hace la coordinación del plan."
REGISTRAR = "Lo registra la coordinación del plan o la administración de la entidad, con su segundo factor."
IN_ORDER = tuple(PlanStatus)


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of the way. `kind` and `word` are of the `status` tag; `here` marks where the plan stands."""

    label: str
    kind: str
    word: str
    here: bool = False
    is_ahead: bool = False
    is_skipped: bool = False
    at: datetime | None = None
    by: str = ""
    note: str = ""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Something that may be done, and where."""

    label: str
    url: str
    icon: str = "arrow-right"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next. Without `way` it is somebody else's: `who` says whose."""

    title: str
    text: str
    way: Way | None = None
    who: str = ""
    others: tuple[Way, ...] = ()


def stages(plan: Plan, steps: Sequence[PlanStep]) -> tuple[Stage, ...]:
    """Every state in order, with the last time that the plan came to it; a state that it jumped over says so."""
    came = {step.to_status: step for step in steps}
    now_at = IN_ORDER.index(PlanStatus(plan.status))
    return tuple(_stage(plan, status, came.get(status), place - now_at) for place, status in enumerate(IN_ORDER))


def _stage(plan: Plan, status: PlanStatus, step: PlanStep | None, ahead: int) -> Stage:
    label = str(status.label)
    if ahead > 0:
        return Stage(label, "off", "Falta", is_ahead=True)
    kind, word = ("ok", "Hecho") if ahead < 0 else ("info", "Está aquí")
    if step is None:
        if status == PlanStatus.DRAFT:
            return Stage(label, kind, word, here=not ahead, at=plan.created_at)
        return Stage(label, "off", "No pasó por aquí", is_skipped=True)
    by = step.by.full_name if step.by else ""
    return Stage(label, kind, word, here=not ahead, at=step.at, by=by, note=step.note, act=step.act)


def next_step(plan: Plan, *, by: Principal, today: date) -> NextStep | None:
    """What may happen to the plan now, told to this person; None for a closed one."""
    coordinates, registers = can_publish_plan(plan, by=by), can_register_act(plan, by=by)
    match plan.status:
        case PlanStatus.DRAFT if plan.period_end < today:
            return _history(plan, coordinates=coordinates, registers=registers)
        case PlanStatus.DRAFT:
            return _draft(plan, coordinates=coordinates, registers=registers)
        case PlanStatus.IN_CONSULTATION:
            return _consultation(plan, coordinates=coordinates, today=today)
        case PlanStatus.CONSOLIDATED:
            return _consolidated(plan, coordinates=coordinates, registers=registers)
        case PlanStatus.APPROVED:
            return _approved(plan, coordinates=coordinates, registers=registers)
        case PlanStatus.PUBLISHED:
            return _published(plan, coordinates=coordinates, is_over=plan.period_end < today)
    return None


def way_to(plan: Plan, name: str, label: str, icon: str = "arrow-right") -> Way | None:
    """A page of this plan; None where the page does not exist."""
    try:
        return Way(label, reverse(f"desk:{name}", args=[plan.entity.slug, plan.pk]), icon)
    except NoReverseMatch:
        return None


def _ways(*ways: Way | None) -> tuple[Way, ...]:
    return tuple(way for way in ways if way)


def _already_approved(plan: Plan) -> Way | None:
    label = "Este plan ya fue aprobado: registrar el acto y publicarlo"
    return way_to(plan, "plan_already_approved", label, "clipboard-document-check")


def _history(plan: Plan, *, coordinates: bool, registers: bool) -> NextStep:
    text = (
        "La vigencia de este plan ya pasó. Puede publicarlo como historia, tal como fue, aunque le falten datos. "
        "Si conoce el acto que lo aprobó, regístrelo por el camino corto."
    )
    if not coordinates:
        return NextStep("Publicar el plan como historia", text, who=COORDINATION)
    others = _ways(_already_approved(plan)) if registers else ()
    way = way_to(plan, "plan_publish", "Revisar y publicar como historia", "megaphone")
    return NextStep("Publicar el plan como historia", text, way, others=others)


def _draft(plan: Plan, *, coordinates: bool, registers: bool) -> NextStep:
    text = (
        "Al consolidarlo, el texto queda quieto para la sesión que lo aprueba: no se edita mientras tanto. "
        "Antes puede abrirlo a comentarios de la ciudadanía."
    )
    if not coordinates:
        return NextStep("Consolidar el texto", text, who=COORDINATION)
    others = _ways(
        way_to(plan, "consultation", "Abrirlo a comentarios", "chat-bubble-left-right"),
        _already_approved(plan) if registers else None,
    )
    way = way_to(plan, "plan_consolidate", "Revisar y consolidar", "document-check")
    return NextStep("Consolidar el texto", text, way, others=others)


def _consultation(plan: Plan, *, coordinates: bool, today: date) -> NextStep:
    """Until its last day has ended only the comments are looked after; the text is consolidated after it."""
    who = "" if coordinates else COORDINATION
    answer = way_to(plan, "consultation", "Ir a la consulta", "chat-bubble-left-right") if coordinates else None
    if plan.comments_until is not None and today <= plan.comments_until:
        text = (
            f"Se puede comentar hasta el {long_day(plan.comments_until)}. Revise y responda lo que llegue; "
            "el texto se consolida cuando termine el plazo."
        )
        return NextStep("Atender la consulta", text, answer, who=who)
    text = (
        "El plazo para comentar terminó. Publique las respuestas y haga en el borrador los cambios que prometió; "
        "al consolidarlo, el texto queda quieto para la sesión que lo aprueba."
    )
    way = way_to(plan, "plan_consolidate", "Revisar y consolidar", "document-check") if coordinates else None
    return NextStep("Consolidar lo comentado", text, way, who=who, others=_ways(answer))


def _consolidated(plan: Plan, *, coordinates: bool, registers: bool) -> NextStep:
    text = (
        "El plan espera la sesión que lo aprueba. Cuando haya acto, regístrelo con su número y su fecha: "
        "se guarda exactamente el texto que se aprobó. Se pide el segundo factor."
    )
    back = way_to(plan, "plan_return", "Devolver a borrador", "arrow-uturn-left") if coordinates else None
    way = way_to(plan, "act_new", "Registrar el acto", "clipboard-document-check") if registers else None
    return NextStep("Registrar el acto", text, way, who="" if registers else REGISTRAR, others=_ways(back))


def _approved(plan: Plan, *, coordinates: bool, registers: bool) -> NextStep:
    text = "El plan ya tiene su acto. Al publicarlo, la ciudadanía ve exactamente el texto aprobado."
    annul = way_to(plan, "act_annul", "Anular el registro del acto", "x-circle") if registers else None
    way = way_to(plan, "plan_publish", "Revisar y publicar", "megaphone") if coordinates else None
    return NextStep("Publicar", text, way, who="" if coordinates else COORDINATION, others=_ways(annul))


def _published(plan: Plan, *, coordinates: bool, is_over: bool) -> NextStep:
    if not coordinates:
        return NextStep("Cumplir lo publicado", "Si algo debe cambiar, se pide con su motivo.")
    changes = way_to(plan, "change_list", "Pedir un cambio", "pencil-square")
    close = way_to(plan, "plan_close", "Cerrar el plan", "lock-closed")
    if is_over:
        text = "La vigencia terminó. Al cerrarlo, el plan queda como historia y ya no admite cambios."
        return NextStep("Cerrar el plan", text, close, others=_ways(changes))
    text = "Las filas ya no se editan: cada cambio se pide con su motivo, se aprueba y queda en una versión nueva."
    return NextStep("Cumplir lo publicado", text, changes, others=_ways(close))
