"""The plans of 2027: a programme that people comment on today, and a strategy that was consulted and waits for its act.

Their days are told from the desk's own, so that a demo of any date shows an open consultation and nothing of tomorrow.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.capabilities.plans.operations import (
    add_activity,
    add_announcement,
    add_node,
    consolidate_plan,
    create_plan,
)
from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.rows import (
    ActivityValues,
    AnnouncementRow,
    Assignee,
    DeliverableValues,
    NodeValues,
    PlanHeader,
)
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.sites.desk.demo.consulted_programme import consult_programme
from rinde.sites.desk.demo.consulted_strategy import consult_strategy
from rinde.sites.desk.demo.documents import Desk

PTEP_2027: Final = datetime(2026, 10, 7, 15, 10, tzinfo=UTC)
RDC_2027: Final = datetime(2026, 10, 20, 16, 30, tzinfo=UTC)
DRAFTED_BEFORE: Final = timedelta(days=20)  # before the day of the demo, at the latest
STRATEGY_TOOK: Final = timedelta(days=18)  # from its first row to the text for the committee
Row = tuple[str, str, str, str, tuple[date, ...]]  # activity, target, product, who answers, when

PROGRAMME: Final[dict[str, tuple[Row, ...]]] = {
    "0.3": (
        (
            "Evaluar cada cuatrimestre cómo va el programa y publicar el resultado",
            "Cuatro (4) informes de evaluación",  # three dates: what the review of the plan finds
            "Informe de evaluación publicado",
            "Oficina de Control Interno",
            (date(2027, 5, 14), date(2027, 9, 14), date(2027, 12, 17)),
        ),
    ),
    "1.1": (
        (
            "Actualizar el mapa de riesgos de corrupción con la participación de las dependencias",
            "Un (1) mapa de riesgos",
            "Mapa de riesgos aprobado y publicado",
            "Secretaría de Planeación",
            (date(2027, 3, 31),),
        ),
        (
            "Revisar los conflictos de intereses declarados por el nivel directivo",
            "Un (1) informe de revisión",
            "Informe de revisión",
            "Unidad de Talento Humano",
            (date(2027, 5, 28),),
        ),
    ),
    "1.4": (
        (
            "Poner buzones de denuncia sellados en los cuatro corregimientos",
            "Cuatro (4) buzones instalados",
            "Acta de instalación con fotografías",
            "Unidad de Atención a la Ciudadanía",
            (date(2027, 4, 30),),
        ),
    ),
    "3.1": (
        (
            "Publicar los contratos de obra con su avance y su interventoría",
            "Cuatro (4) publicaciones",
            "Listado de obras con avance físico y financiero",
            "Secretaría de Infraestructura",
            (date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 17)),
        ),
    ),
    "3.3": (
        (
            "Contar los avances del programa en cada corregimiento",
            "Cuatro (4) encuentros, uno por corregimiento",
            "Acta de cada encuentro con los compromisos",
            "Oficina de Participación Comunitaria",
            (date(2027, 7, 30),),
        ),
    ),
}
STRATEGY: Final[tuple[Row, ...]] = (
    (
        "Caracterizar a quienes participan en los espacios de diálogo",
        "Una (1) caracterización",
        "Caracterización publicada",
        "Secretaría de Planeación",
        (date(2027, 2, 26),),
    ),
    (
        "Contar cada trimestre los avances en la emisora comunitaria",
        "Cuatro (4) programas",
        "Programa emitido y grabado",
        "Oficina de Comunicaciones y Prensa",
        (date(2027, 4, 30), date(2027, 7, 30), date(2027, 10, 29), date(2027, 12, 17)),
    ),
    (
        "Celebrar la audiencia pública de rendición de cuentas",
        "Una (1) audiencia",
        "Acta de la audiencia con preguntas y respuestas",
        "Secretaría de Planeación",
        (date(2027, 11, 26),),
    ),
)


def draft_in_consultation(desk: Desk) -> Plan:
    """Begin the programme of 2027 from the regime's template, and open it to comments some days before today."""
    drafted = desk.at(min(PTEP_2027, desk.now - DRAFTED_BEFORE))
    header = PlanHeader(
        instrument=Instrument.PTEP,
        title="Programa de Transparencia y Ética Pública 2027",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        objective="Sostener lo logrado en 2026 y llevar la rendición de cuentas a las veredas.",
    )
    plan = create_plan(entity=desk.entity, header=header, by=desk.by, now=drafted.now, template_key="PTEP_2024")
    for code, rows in PROGRAMME.items():
        _add_all(plan, PlanNode.objects.get(plan=plan, code=code), rows, drafted)
    announcement = AnnouncementRow("Cartilla ilustrada para explicar el programa a las juntas de acción comunal")
    add_announcement(plan_id=plan.pk, values=announcement, by=desk.by, now=drafted.now)
    consult_programme(plan, desk)
    return plan


def consolidated_strategy(desk: Desk) -> Plan:
    """The strategy of 2027 went through its comments and is consolidated: its act is the next thing to register."""
    done = desk.at(min(RDC_2027, desk.now))
    begun = desk.at(done.now - STRATEGY_TOOK)
    header = PlanHeader(
        instrument=Instrument.RDC,
        title="Estrategia de rendición de cuentas 2027",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        objective="Que la gente de la cabecera y de las veredas sepa qué se hizo con lo público y pueda preguntar.",
        signatories=(SignatoryContent("PREPARED", "Secretaría de Planeación", signed_on=date(2026, 10, 19)),),
    )
    plan = create_plan(entity=desk.entity, header=header, by=desk.by, now=begun.now)
    values = NodeValues("Diálogo en doble vía", code="1")
    _add_all(plan, add_node(plan_id=plan.pk, values=values, by=desk.by, now=begun.now), STRATEGY, begun)
    consult_strategy(plan, done)
    note = "Cada comentario tiene su respuesta en la consulta; la audiencia llegará a los cuatro corregimientos."
    consolidate_plan(plan_id=plan.pk, note=note, by=desk.by, now=done.now)
    return plan


def _add_all(plan: Plan, node: PlanNode, rows: Iterable[Row], desk: Desk) -> None:
    for number, (name, target, product, unit, days) in enumerate(rows, start=1):
        actor = Actor.objects.get(name=unit)
        deliverable = DeliverableValues(
            product=product,
            target=target,
            schedule_text="; ".join(f"{day:%d/%m/%Y}" for day in days),
            milestones=tuple(PlannedDate(day) for day in days),
            assignees=(Assignee(actor.name, actor_id=actor.pk),),
        )
        values = ActivityValues(node.pk, name, f"{node.code}.{number}", deliverables=(deliverable,))
        add_activity(plan_id=plan.pk, values=values, by=desk.by, now=desk.now)
