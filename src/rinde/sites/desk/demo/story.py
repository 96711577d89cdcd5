"""What happened in Villa Aurora, in order: each plan with the date on which its people worked on it.

Dates that lie ahead of today's are brought back to today, so that a demo never shows a publication of tomorrow.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.capabilities.plans.operations import (
    add_activity,
    add_announcement,
    add_node,
    consolidate_plan,
    create_plan,
    update_plan,
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
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.demo.acts import acting, approve_and_publish
from rinde.sites.desk.demo.changes import change_programme
from rinde.sites.desk.demo.documents import Desk, begin_review, bring_in, review
from rinde.sites.desk.demo.people import People, open_accounts
from rinde.sites.desk.demo.town import SLUG, found_town

DEMO_SLUG: Final = SLUG
FOUNDED: Final = datetime(2024, 1, 15, 15, 0, tzinfo=UTC)
PAAC_2024: Final = datetime(2024, 1, 30, 20, 30, tzinfo=UTC)
PTEP_2026: Final = datetime(2026, 1, 29, 21, 15, tzinfo=UTC)
RDC_2026: Final = datetime(2026, 2, 6, 16, 40, tzinfo=UTC)
UPLOADED: Final = datetime(2026, 9, 3, 14, 20, tzinfo=UTC)
PTEP_2027: Final = datetime(2026, 10, 7, 15, 10, tzinfo=UTC)
RDC_2027: Final = datetime(2026, 10, 20, 16, 30, tzinfo=UTC)
NEXT_YEAR: Final = (
    (
        "Actualizar el mapa de riesgos de corrupción con la participación de las dependencias",
        "Mapa de riesgos aprobado y publicado",
        "Secretaría de Planeación",
        date(2027, 3, 31),
    ),
    (
        "Revisar los conflictos de intereses declarados por el nivel directivo",
        "Informe de revisión",
        "Unidad de Talento Humano",
        date(2027, 5, 28),
    ),
)

STRATEGY: Final = (
    (
        "Caracterizar a quienes participan en los espacios de diálogo",
        "Caracterización publicada",
        "Secretaría de Planeación",
        date(2027, 2, 26),
    ),
    (
        "Contar cada trimestre los avances en la emisora comunitaria",
        "Programa emitido y grabado",
        "Oficina de Comunicaciones y Prensa",
        date(2027, 4, 30),
    ),
    (
        "Celebrar la audiencia pública de rendición de cuentas",
        "Acta de la audiencia con preguntas y respuestas",
        "Secretaría de Planeación",
        date(2027, 11, 26),
    ),
)


@transaction.atomic
def load_demo(folder: Path, *, now: datetime) -> People:
    """Tell the whole story, or nothing of it. Gives the people with their passwords.

    Args:
        folder: where the town's org chart and plan documents are.
    """
    entity = found_town(folder / "organigrama.csv", now=min(FOUNDED, now))
    with active_tenant(entity):
        people = open_accounts(entity, now=min(FOUNDED, now))
        desk = _planning_office(entity, now=now)
        _published_history(folder, desk.at(min(PAAC_2024, now)))
        _published_programme(folder, desk.at(min(PTEP_2026, now)))
        _published_strategy(folder, desk.at(min(RDC_2026, now)))
        change_programme(desk)
        received = bring_in(folder / "participacion-2026.pdf", desk.at(min(UPLOADED, now)))
        begin_review(received, desk.at(min(UPLOADED, now)), rows=4)
        _draft_of_next_year(desk.at(min(PTEP_2027, now)))
        _strategy_of_next_year(desk.at(min(RDC_2027, now)))
    return people


def _planning_office(entity: Entity, *, now: datetime) -> Desk:
    return Desk(entity, acting(entity, RoleCode.PLAN_COORDINATOR), now)


def _published_history(folder: Path, desk: Desk) -> None:
    plan = review(bring_in(folder / "paac-2024.pdf", desk), desk, answers={})
    approve_and_publish(plan, desk, number="Acta 01 de 2024", dated_on=date(2024, 1, 29))


def _published_programme(folder: Path, desk: Desk) -> None:
    received = bring_in(folder / "ptep-2026.xlsx", desk)
    plan = review(received, desk, answers={"3.2.1": "Oficina TIC"})
    update_plan(
        plan_id=plan.pk,
        header=PlanHeader(
            instrument=plan.instrument,
            title="Programa de Transparencia y Ética Pública 2026",
            period_start=plan.period_start,
            period_end=plan.period_end,
            slug=plan.slug,
            objective="Prevenir la corrupción y abrir la gestión de Villa Aurora a su gente, con actividades medibles.",
            scope="Todas las dependencias de la alcaldía, sus contratistas y los corregimientos.",
            legal_bases=("Ley 2195 de 2022, artículo 31", "Decreto 1122 de 2024"),
            format_code="DE-PG-04",
            format_version="1",
            signatories=(
                SignatoryContent("PREPARED", "Secretaría de Planeación", signed_on=date(2026, 1, 20)),
                SignatoryContent("REVIEWED", "Secretaría General y de Gobierno", signed_on=date(2026, 1, 23)),
            ),
        ),
        seen=plan.header_edited_at,
        by=desk.by,
        now=desk.now,
    )
    approve_and_publish(plan, desk, number="Acta 02 de 2026", dated_on=date(2026, 1, 28), with_file=True)


def _published_strategy(folder: Path, desk: Desk) -> None:
    plan = review(bring_in(folder / "estrategia-rdc-2026.docx", desk), desk, answers={})
    approve_and_publish(plan, desk, number="Acta 03 de 2026", dated_on=date(2026, 2, 5))


def _draft_of_next_year(desk: Desk) -> None:
    """The planning office has begun the programme of 2027 from the regime's template, with two activities so far."""
    header = PlanHeader(
        instrument=Instrument.PTEP,
        title="Programa de Transparencia y Ética Pública 2027",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        objective="Sostener lo logrado en 2026 y llevar la rendición de cuentas a las veredas.",
    )
    plan = create_plan(entity=desk.entity, header=header, by=desk.by, now=desk.now, template_key="PTEP_2024")
    nodes = list(PlanNode.objects.filter(plan=plan).order_by("pk"))
    leaf = next((node for node in nodes if node.parent_id), nodes[0])
    for name, product, unit, day in NEXT_YEAR:
        _add(plan, leaf, desk, name=name, product=product, unit=unit, day=day)
    announcement = AnnouncementRow("Cartilla ilustrada para explicar el programa a las juntas de acción comunal")
    add_announcement(plan_id=plan.pk, values=announcement, by=desk.by, now=desk.now)


def _strategy_of_next_year(desk: Desk) -> None:
    """The strategy of 2027 is consolidated and waits for the committee: its act is the next thing to register."""
    header = PlanHeader(
        instrument=Instrument.RDC,
        title="Estrategia de rendición de cuentas 2027",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        objective="Que la gente de la cabecera y de las veredas sepa qué se hizo con lo público y pueda preguntar.",
        signatories=(SignatoryContent("PREPARED", "Secretaría de Planeación", signed_on=date(2026, 10, 19)),),
    )
    plan = create_plan(entity=desk.entity, header=header, by=desk.by, now=desk.now)
    node = add_node(plan_id=plan.pk, values=NodeValues("Diálogo en doble vía", code="1"), by=desk.by, now=desk.now)
    for name, product, unit, day in STRATEGY:
        _add(plan, node, desk, name=name, product=product, unit=unit, day=day)
    note = "El grupo motor la conversó con las veedurías el 16 de octubre de 2026; el acta está en la secretaría."
    consolidate_plan(plan_id=plan.pk, note=note, by=desk.by, now=desk.now)


def _add(plan: Plan, node: PlanNode, desk: Desk, *, name: str, product: str, unit: str, day: date) -> None:
    actor = Actor.objects.get(name=unit)
    deliverable = DeliverableValues(
        product=product,
        target="Uno (1)",
        schedule_text=f"{day:%d/%m/%Y}",
        milestones=(PlannedDate(day),),
        assignees=(Assignee(actor.name, actor_id=actor.pk),),
    )
    values = ActivityValues(node_id=node.pk, name=name, deliverables=(deliverable,))
    add_activity(plan_id=plan.pk, values=values, by=desk.by, now=desk.now)
