"""«¿Qué sigue?»: what waits for this person in this entity, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.accounts.queries import has_second_factor, open_invitations
from rinde.capabilities.accounts.rules import InvitationState
from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.queries import unfinished_consultations
from rinde.capabilities.dialogue.permissions import MANAGE as DIALOGUE
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.choices import CutOffStatus, RecommendationStatus
from rinde.capabilities.followup.permissions import EVALUATE, MONITOR, REPORT
from rinde.capabilities.followup.queries.evaluation import waiting_cut_offs
from rinde.capabilities.followup.queries.monitoring import rounds_to_close
from rinde.capabilities.followup.queries.recommendations import answering_actors, waiting_recommendations
from rinde.capabilities.followup.queries.remarks import waiting_remarks
from rinde.capabilities.followup.queries.replies import WaitingPreliminary, waiting_preliminaries
from rinde.capabilities.followup.queries.reporting import agenda, offices_of_plan
from rinde.capabilities.followup.rules.agenda import Pressing, pressing_of
from rinde.capabilities.followup.rules.follow_up_report.gaps import term_is_running
from rinde.capabilities.followup.rules.reach import Reach, reach_of
from rinde.capabilities.followup.rules.recommendation_states import WITHOUT_ACTION
from rinde.capabilities.followup.rules.recommendations import is_overdue
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.capabilities.plan_imports.queries import imports_of
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.queries import PlanSummary
from rinde.capabilities.plans.queries.change_requests import waiting_requests
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.pqrsd.permissions import may_open_petitions, own_actors
from rinde.capabilities.pqrsd.queries.petitions import counts_of
from rinde.capabilities.pqrsd.rules.pressing import pressing_until
from rinde.capabilities.surveys.permissions import MANAGE as SURVEYS
from rinde.foundations.design.spanish import spanish_number
from rinde.foundations.law import plain_day
from rinde.services.access import Principal
from rinde.sites.desk.dialogue_steps import dialogue_steps
from rinde.sites.desk.promises import told_of_commitments
from rinde.sites.desk.step import Step
from rinde.sites.desk.survey_steps import survey_steps

DOCUMENTS_SHOWN = 5
CLOSES_SOON = timedelta(days=14)  # from when internal control is told that a cut-off closes
REPORT_SOON = timedelta(days=5)  # from when its report is said to be due soon
_WAITING = (ImportStatus.FAILED, ImportStatus.READ, ImportStatus.UPLOADED, ImportStatus.READING)
# What Res. MinTIC 1519/2020, annex 2, asks for in the footer of every page of a public entity.
CONTACT_FIELDS = {
    "address": "dirección",
    "phone": "teléfono",
    "email": "correo institucional",
    "judicial_email": "correo para notificaciones judiciales",
    "opening_hours": "horario de atención",
    "nit": "NIT",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What a plan in some state waits for, and the permission of whoever does it."""

    permission: str
    text: str
    url_name: str
    action: str
    kind: str
    word: str
    can_wait: bool = False


_MOVES: dict[str, Move] = {
    PlanStatus.DRAFT: Move(
        "plans.edit", "{activities}. Complételo, revíselo y consolídelo.", "plan_detail", "Abrir el borrador", "draft",
        "Borrador",
    ),
    PlanStatus.IN_CONSULTATION: Move(
        "consultations.manage", "La ciudadanía lo comenta. Al terminar el plazo, responda y cierre la consulta.",
        "plan_approval", "Ver cómo va", "info", "En consulta",
    ),
    PlanStatus.CONSOLIDATED: Move(
        "plans.register_act", "Espera la sesión que lo aprueba. Registre el acto con su número y su fecha.",
        "plan_approval", "Registrar el acto", "due", "Falta el acto",
    ),
    PlanStatus.APPROVED: Move(
        "plans.publish", "Ya tiene su acto. Publíquelo para que la ciudadanía lo vea.", "plan_approval",
        "Revisar y publicar", "due", "Por publicar",
    ),
}  # fmt: skip
_CLOSE = Move(
    "plans.publish", "Su vigencia terminó. Al cerrarlo queda como historia.", "plan_approval", "Cerrar el plan", "info",
    "Por cerrar", can_wait=True,
)  # fmt: skip


def next_steps(entity: Entity, *, by: Principal, plans: list[PlanSummary], now: datetime) -> list[Step]:
    """Everything that waits, told to whoever may do it. At most twenty-three queries, whatever there is."""
    address = {"entity_slug": entity.slug}
    steps = [
        *(_documents(entity, address) if by.may_somewhere("plan_imports.upload") else ()),
        *(_consultations(by, address) if by.may_somewhere("consultations.moderate") else ()),
        *(_petitions(by, address, timezone.localdate(now)) if may_open_petitions(by) else ()),
        *told_of_commitments(by, entity_slug=entity.slug, today=timezone.localdate(now)),
        *(_remarks(by, address) if by.may_somewhere("followup.moderate") else ()),
        *(_reports(entity, by, address, timezone.localdate(now)) if by.may_somewhere(REPORT) else ()),
        *(dialogue_steps(entity, by, address, timezone.localdate(now)) if by.may_somewhere(DIALOGUE) else ()),
        *(survey_steps(address) if by.may_somewhere(SURVEYS) else ()),
        *(_rounds(by, address, timezone.localdate(now)) if by.may_somewhere(MONITOR) else ()),
        *(_evaluation(by, address, timezone.localdate(now)) if by.may_somewhere(EVALUATE) else ()),
        *(_control(entity, by, address, timezone.localdate(now)) if _has_to_do_with_control(by) else ()),
        *_plans(plans, by, address, timezone.localdate(now)),
        *_changes(plans, by, address),
        *(_first_plan(entity, plans, address) if by.may_somewhere("plan_imports.upload") else ()),
        *(_set_up(entity, address) if by.may("entities.edit") else ()),
        *(_people(address, now) if by.may("accounts.manage") else ()),
        *_second_factor(by),
    ]
    order = {"late": 0, "due": 1, "draft": 2, "info": 3}
    return sorted(steps, key=lambda step: (step.can_wait, order.get(step.kind, 9)))


def _documents(entity: Entity, address: dict[str, Any]) -> Iterator[Step]:
    """The newest few that wait; a file that could not be read holds nobody up, so it comes last."""
    failed_last = Case(When(status=ImportStatus.FAILED, then=Value(1)), default=Value(0))
    waiting = imports_of(entity).filter(status__in=_WAITING).order_by(failed_last, "-uploaded_at", "-pk")
    found = list(waiting[: DOCUMENTS_SHOWN + 1])
    for document in found[:DOCUMENTS_SHOWN]:
        yield _document(document, reverse("desk:import_detail", kwargs={**address, "import_id": document.pk}))
    if len(found) > DOCUMENTS_SHOWN:
        text = f"Aquí están {DOCUMENTS_SHOWN}. Los demás, con su estado, están en la lista."
        url = reverse("desk:import_list", kwargs=address)
        yield Step("Hay más documentos", text, url, "Ver todos", "info", "Lista completa", can_wait=True)


def _document(document: Any, url: str) -> Step:
    if document.status == ImportStatus.FAILED:
        why = document.failure_message
        return Step(document.name, why, url, "Ver qué pasó", "late", "No se pudo leer", can_wait=True)
    if document.status == ImportStatus.READ:
        return Step(document.name, _review(document), url, "Seguir la revisión", "due", "Por revisar")
    pages = f"{spanish_number(document.pages_done)} de {spanish_number(document.pages_total)} páginas."
    return Step(document.name, pages if document.pages_total else "En cola.", url, "Ver el avance", "info", "Leyendo")


def _review(document: Any) -> str:
    return f"{spanish_number(document.reviewed_count)} de {spanish_number(document.row_count)} filas revisadas."


def _consultations(by: Principal, address: dict[str, Any]) -> Iterator[Step]:
    """Comments that somebody waits to see, and consultations whose period is over and whose answers are not out."""
    for one in unfinished_consultations():
        here = {**address, "plan_id": one.plan_id}
        if one.waiting and by.may("consultations.moderate", plan=[one.plan_id]):
            title = f"Comentarios por revisar: {spanish_number(one.waiting)}"
            yield Step(title, one.title, reverse("desk:comment_list", kwargs=here), "Revisarlos")
        if one.status == ConsultationStatus.CLOSED and by.may("consultations.manage", plan=[one.plan_id]):
            text = f"{one.title}. La gente espera las respuestas y el resumen."
            url = reverse("desk:consultation", kwargs=here)
            yield Step("La consulta terminó", text, url, "Responder y publicar", "due", "Por responder")


def _petitions(by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """Petitions that press, of the entity or of this person's units. One query."""
    counts = counts_of(own_actors(by), today=today, soon_until=pressing_until(today))
    url = reverse("desk:petition_list", kwargs=address)
    if counts.overdue:
        text = "El plazo pasó y la persona espera. Responda hoy: tarde es mejor que nunca."
        title = f"Peticiones vencidas: {spanish_number(counts.overdue)}"
        yield Step(title, text, f"{url}?estado=vencidas", "Ver las vencidas", "late", "Vencidas")
    if counts.soon:
        text = "Si no se alcanza, la prórroga se avisa antes de vencer."
        title = f"Peticiones que vencen pronto: {spanish_number(counts.soon)}"
        yield Step(title, text, f"{url}?estado=pronto", "Ver cuáles", "due", "Vencen pronto")
    if counts.unclassified and by.may_somewhere("pqrsd.triage"):
        text = "Mientras nadie las clasifique, cuentan con el plazo más corto de los usuales."
        title = f"Peticiones por clasificar: {spanish_number(counts.unclassified)}"
        yield Step(title, text, f"{url}?estado=por-clasificar", "Clasificarlas", "due", "Por clasificar")
    if counts.to_review and by.may_somewhere("pqrsd.approve"):
        title = f"Respuestas por revisar: {spanish_number(counts.to_review)}"
        text = "La dependencia las proyectó y esperan su visto bueno."
        yield Step(title, text, f"{url}?estado=por-revisar", "Revisarlas", "due", "Por revisar")


def _remarks(by: Principal, address: dict[str, Any]) -> Iterator[Step]:
    """What citizens say of activities: somebody waits to see it, or for its answer."""
    for one in waiting_remarks():
        if not by.may("followup.moderate", plan=[one.plan_id]):
            continue
        url = reverse("desk:remark_list", kwargs={**address, "plan_id": one.plan_id})
        if one.pending:
            title = f"Notas de la ciudadanía por revisar: {spanish_number(one.pending)}"
            yield Step(title, one.title, f"{url}?estado=PENDING", "Revisarlas")
        if one.unanswered:
            title = f"Notas de la ciudadanía por responder: {spanish_number(one.unanswered)}"
            yield Step(title, one.title, f"{url}?estado=sin-respuesta", "Responderlas")


def _rounds(by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """Rounds of planning whose last day is over: what they say stays open to change until somebody closes them."""
    for one in rounds_to_close(today=today):
        if by.may(MONITOR, plan=[one.plan_id]):
            url = reverse("desk:round_close", kwargs={**address, "plan_id": one.plan_id, "number": one.number})
            text = f"{one.plan.title}. Miró hasta el {plain_day(one.ends_on)}. Al cerrarla, sus cifras y notas quedan "
            text += "fijas y sale su informe."
            title = f"Ronda por cerrar: {one.name[:1].lower()}{one.name[1:]}"
            yield Step(title, text, url, "Revisar y cerrar", "due", "Por cerrar")


def _report_word(due_on: date, today: date, otherwise: str) -> tuple[str, str]:
    """How a report that is not out yet is marked."""
    if due_on < today:
        return "late", "Informe vencido"
    return ("due", "Informe vence pronto") if due_on - today <= REPORT_SOON else ("due", otherwise)


def _evaluation(by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """Cut-offs for internal control: frozen and not yet evaluated, or about to close."""
    for waiting in waiting_cut_offs(closes_by=today + CLOSES_SOON):
        one, plan = waiting.cut_off, waiting.cut_off.plan
        if not by.may(EVALUATE, plan=[plan.pk]):
            continue
        url = reverse("desk:cut_off_detail", kwargs={**address, "plan_id": plan.pk, "number": one.number})
        if one.status == CutOffStatus.PLANNED and one.reporting_closes_on >= today:
            text = f"{plan.title}. {one.name}. Esa noche Rinde lo congela y usted lo evalúa."
            title = f"El corte cierra el {plain_day(one.reporting_closes_on)}"
            yield Step(title, text, url, "Ver el corte", "info", "Por venir", can_wait=True)
        elif one.status == CutOffStatus.FROZEN:
            written = f"{spanish_number(waiting.decided)} de {spanish_number(waiting.scheduled)} conceptos escritos."
            how_far = written if waiting.scheduled else "Nada estaba programado."
            text = f"{plan.title}. {one.name}. {how_far} El informe se debe el {plain_day(one.report_due_on)}."
            word = _report_word(one.report_due_on, today, "Por evaluar")
            if waiting.decided == waiting.scheduled:
                url = reverse("desk:report_making", kwargs={**address, "plan_id": plan.pk, "number": one.number})
                yield Step("Informe preliminar por enviar", text, url, "Preparar el informe", *word)
            else:
                yield Step("Corte congelado, por evaluar", text, url, "Evaluar", *word)


def _has_to_do_with_control(by: Principal) -> bool:
    return by.may_somewhere(REPORT) or by.may_somewhere(EVALUATE)


def _control(entity: Entity, by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """What internal control and the units wait for from each other: replies, answers, actions. Four queries at most."""
    reach = reach_of(by.grants, REPORT)
    for one in waiting_preliminaries(entity):
        yield from _preliminary(one, reach, by, address, today)
    for plan, ones in groupby(waiting_recommendations(entity), key=lambda one: one.plan):
        yield from _recommendations(plan, list(ones), reach, by, address, today)


def _preliminary(
    one: WaitingPreliminary, reach: Reach, by: Principal, address: dict[str, Any], today: date
) -> Iterator[Step]:
    """A preliminary report: for the units that have not spoken, and for internal control."""
    cut_off, plan = one.report.cut_off, one.report.cut_off.plan
    to = {**address, "plan_id": plan.pk, "number": cut_off.number}
    until = one.report.replies_until
    is_running = until is not None and term_is_running(until, today)
    if (
        until is not None
        and is_running
        and any(reach.is_own(plan.pk, actor, offices_of_plan(plan)) for actor in one.silent)
    ):
        title = f"Responda el informe preliminar antes del {plain_day(until)}"
        text = f"{plan.title}. {cut_off.name}. Lea lo que dice de su dependencia: replique, o diga que está de acuerdo."
        yield Step(title, text, reverse("desk:unit_reply_page", kwargs=to), "Leer y responder", "due", "Con plazo")
    if not by.may(EVALUATE, plan=[plan.pk]):
        return
    due_on = cut_off.report_due_on
    if one.unanswered:
        title = f"Réplicas por responder: {_count(one.unanswered)}"
        url = reverse("desk:unit_reply_answers", kwargs=to)
        word = _report_word(due_on, today, "Por responder")
        yield Step(title, f"{plan.title}. {cut_off.name}.", url, "Responderlas", *word)
    elif not is_running or not one.silent:
        title = f"Informe por emitir, vence el {plain_day(due_on)}"
        text = f"{plan.title}. {cut_off.name}. Ya no hay réplicas que esperar."
        word = _report_word(due_on, today, "Por emitir")
        yield Step(title, text, reverse("desk:report_making", kwargs=to), "Revisar y publicar", *word)
    elif until is not None and due_on - today <= REPORT_SOON:
        title = f"El informe vence el {plain_day(due_on)} y corre el plazo de las dependencias"
        silent = "1 dependencia" if len(one.silent) == 1 else f"{_count(len(one.silent))} dependencias"
        text = f"{plan.title}. {cut_off.name}. {silent} sin responder; pueden hacerlo hasta el {plain_day(until)}."
        word = _report_word(due_on, today, "")
        yield Step(title, text, reverse("desk:report_making", kwargs=to), "Ver el informe", *word)


def _recommendations(
    plan: Any, ones: list[Any], reach: Reach, by: Principal, address: dict[str, Any], today: date
) -> Iterator[Step]:
    """What internal control recommended: for the unit that acts, and for internal control that verifies."""
    offices = offices_of_plan(plan)
    mine = [one for one in ones if any(reach.is_own(plan.pk, actor, offices) for actor in answering_actors(one))]
    without = [one for one in mine if one.status in WITHOUT_ACTION]
    overdue = [one for one in mine if is_overdue(one.status, one.action_due_on, today)]
    done = [one for one in ones if one.status == RecommendationStatus.REPORTED]
    to = {**address, "plan_id": plan.pk}
    told = (
        (without, "Recomendación sin acción", "Recomendaciones sin acción", "Escribir la acción", "due", "Sin acción"),
        (overdue, "Acción de mejora vencida", "Acciones de mejora vencidas", "Ver la acción", "late", "Vencida"),
        (
            done if by.may(EVALUATE, plan=[plan.pk]) else [],
            "Acción de mejora por verificar",
            "Acciones de mejora por verificar",
            "Verificar",
            "due",
            "Por verificar",
        ),
    )
    for found, single, many, action, kind, word in told:
        if found:
            url = reverse("desk:recommendation_list", kwargs=to)
            if len(found) == 1:
                url = reverse("desk:recommendation_detail", kwargs={**to, "number": found[0].number})
            title = single if len(found) == 1 else f"{many}: {_count(len(found))}"
            yield Step(title, f"{plan.title}. {shortened(found[0].text, 120)}", url, action, kind, word)


def _reports(entity: Entity, by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """What this person must report, and what others sent that they must look at. Three queries."""
    found = agenda(
        entity,
        reach=reach_of(by.grants, REPORT),
        today=today,
        monitors=lambda plan_id: by.may(MONITOR, plan=[plan_id]),
    )
    waiting = pressing_of(found.items)
    if waiting.all:
        title = "Tiene un reporte por hacer" if waiting.all == 1 else f"Tiene {_count(waiting.all)} reportes por hacer"
        url, is_late = reverse("desk:my_cells", kwargs=address), bool(waiting.returned or waiting.late)
        word = "Devuelto" if waiting.returned else "Vencido" if waiting.late else "Vence pronto"
        yield Step(title, _pressing(waiting), url, "Reportar", "late" if is_late else "due", word)
    if count := found.waiting_for_review:
        title = "Un reporte por revisar" if count == 1 else f"{_count(count)} reportes por revisar"
        text = "Las dependencias los enviaron. Acéptelos, o devuélvalos con lo que se debe corregir."
        yield Step(title, text, reverse("desk:review_list", kwargs=address), "Revisarlos", "due", "Por revisar")


def _pressing(waiting: Pressing) -> str:
    """«1 devuelto, 2 vencidos y 4 que vencen pronto.»"""
    parts = [
        f"{_count(count)} {one if count == 1 else many}"
        for count, one, many in (
            (waiting.returned, "devuelto", "devueltos"),
            (waiting.late, "vencido", "vencidos"),
            (waiting.soon, "que vence pronto o le falta la prueba", "que vencen pronto o les falta la prueba"),
        )
        if count
    ]
    return f"{', '.join(parts[:-1])} y {parts[-1]}." if len(parts) > 1 else f"{parts[0]}."


def _count(value: int) -> str:
    return str(spanish_number(value))


def _plans(plans: list[PlanSummary], by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """The next move of each plan, told to whoever may make it."""
    for plan in plans:
        waiting = _MOVES.get(plan.status)
        if plan.status == PlanStatus.PUBLISHED and plan.period.end < today:
            waiting = _CLOSE
        if waiting and by.may(waiting.permission, plan=[plan.id]):
            url = reverse(f"desk:{waiting.url_name}", kwargs={**address, "plan_id": plan.id})
            text = waiting.text.format(activities=_activities(plan.activities))
            yield Step(plan.title, text, url, waiting.action, waiting.kind, waiting.word, can_wait=waiting.can_wait)


def _activities(count: int) -> str:
    return f"{spanish_number(count)} actividad{'' if count == 1 else 'es'}"


def _changes(plans: list[PlanSummary], by: Principal, address: dict[str, Any]) -> Iterator[Step]:
    """Requests for changes of published plans, told to whoever takes their next step."""
    if not any(by.may_somewhere(permission) for permission in ("plans.edit", "plans.register_act")):
        return
    waiting = waiting_requests()
    for plan in (one for one in plans if one.id in waiting):
        count, on = waiting[plan.id], {"plan": [plan.id]}
        to = {**address, "plan_id": plan.id}
        board = reverse("desk:change_list", kwargs=to)
        if count.opinion and by.may("plans.edit", **on):
            text = f"{_requests(count.opinion)} a la espera de su concepto."
            yield Step(plan.title, text, f"{board}?estado=pedidas", "Dar el concepto", "due", "Cambios pedidos")
        if count.decision and by.may("plans.register_act", **on):
            text = f"{_requests(count.decision)} con concepto. Registre el acto cuando la instancia decida."
            url = reverse("desk:change_decide", kwargs=to)
            yield Step(plan.title, text, url, "Registrar el acto", "due", "Por decidir")
        if count.publication and by.may("plans.publish", **on):
            text = f"{_requests(count.publication)} con su acto. La ciudadanía los verá en la versión nueva."
            url = reverse("desk:change_publish", kwargs=to)
            yield Step(plan.title, text, url, "Revisar y publicar", "due", "Cambios aprobados")


def _requests(count: int) -> str:
    return "Una solicitud de cambio" if count == 1 else f"{spanish_number(count)} solicitudes de cambio"


def _first_plan(entity: Entity, plans: list[PlanSummary], address: dict[str, Any]) -> Iterator[Step]:
    if not plans and not PlanImport.objects.in_use().exists():
        text = f"Rinde lee el plan que {entity.display_name} ya tiene, en PDF, Word, Excel o texto."
        yield Step("Suba su primer plan", text, reverse("desk:import_upload", kwargs=address), "Subir un plan")


def _set_up(entity: Entity, address: dict[str, Any]) -> Iterator[Step]:
    if not Actor.objects.exists():
        text = "Con las dependencias registradas, Rinde reconoce quién responde por cada actividad de un documento."
        url = reverse("desk:org_chart_upload", kwargs=address)
        yield Step("Cargue el organigrama", text, url, "Subir el organigrama")
    if missing := [label for field, label in CONTACT_FIELDS.items() if not getattr(entity, field)]:
        text = f"Falta: {', '.join(missing)}. El pie de cada página pública debe mostrarlos."
        url = reverse("desk:entity_data", kwargs=address)
        yield Step("Complete los datos de la entidad", text, url, "Completar")


def _people(address: dict[str, Any], now: datetime) -> Iterator[Step]:
    waiting = open_invitations(now)
    url = reverse("desk:people", kwargs=address)
    if expired := sum(pending.state == InvitationState.EXPIRED for pending in waiting):
        text = "Nadie abrió el enlace en siete días. Envíelas de nuevo o retírelas."
        yield Step(
            f"Invitaciones vencidas: {spanish_number(expired)}", text, url, "Ver las invitaciones", "late", "Vencidas"
        )
    if pending := len(waiting) - expired:
        text = "Las personas recibieron el enlace y todavía no entran."
        yield Step(
            f"Invitaciones sin aceptar: {spanish_number(pending)}",
            text,
            url,
            "Ver las invitaciones",
            "info",
            "En espera",
        )


def _second_factor(by: Principal) -> Iterator[Step]:
    may_do_harm = any(by.may_somewhere(permission) for permission in ("accounts.manage", "plans.publish"))
    if may_do_harm and by.user_id is not None and not has_second_factor(by.user_id):
        text = "Con un código del celular, nadie entra en su nombre aunque conozca su contraseña."
        yield Step("Active su segundo factor", text, reverse("mfa_activate_totp"), "Activarlo", "info", "Recomendado")
