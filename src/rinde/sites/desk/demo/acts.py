"""How the plans of Villa Aurora were approved: the committee's act, who wrote it down, and its signed document."""

from datetime import date
from typing import Final

from django.utils import timezone

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import User
from rinde.capabilities.accounts.queries import principal_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import consolidate_plan, publish_plan, register_act
from rinde.capabilities.plans.rules.acts import ActFile, ActValues
from rinde.services.access import Principal
from rinde.services.reporting import Report, Section
from rinde.services.reporting.writers import render
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.people import PEOPLE

COMMITTEE: Final = "Comité Institucional de Gestión y Desempeño"
WITHOUT_CONSULTATION: Final = (
    "El borrador se conversó con las juntas y las veedurías en tres mesas antes de llegar a Rinde; el comité recibió "
    "las actas."
)


def acting(entity: Entity, role: str) -> Principal:
    """Somebody of the town at work in this role, signed in with their second factor."""
    person = next(person for person in PEOPLE if person.role == role)
    return principal_of(User.objects.get(email=person.email), entity, second_factor=True)


def approve_and_publish(
    plan: Plan, desk: Desk, *, number: str, dated_on: date, with_file: bool = False, note: str = WITHOUT_CONSULTATION
) -> None:
    """The planning office consolidates, the general secretary writes down the act, the planning office publishes.

    Args:
        with_file: also keep the signed document, open to everybody.
    """
    consolidate_plan(plan_id=plan.pk, note=note, by=desk.by, now=desk.now)
    # A clock that stands before the committee's session has it meet today.
    dated_on = min(dated_on, timezone.localdate(desk.now))
    file = ActFile(f"{number}.pdf", _document(plan, number, dated_on), is_public=True) if with_file else None
    values = ActValues(COMMITTEE, number, dated_on, file=file, is_older=True)
    secretary = acting(desk.entity, RoleCode.ENTITY_ADMIN)
    register_act(plan_id=plan.pk, values=values, by=secretary, now=desk.now)
    publish_plan(plan_id=plan.pk, by=desk.by, now=desk.now)


def _document(plan: Plan, number: str, dated_on: date) -> bytes:
    """The committee's minutes, made on the spot: a fictional town keeps no scans."""
    decided = (
        f"El comité, reunido el {dated_on:%d/%m/%Y} con la asistencia de todos sus miembros, aprobó por unanimidad "
        f"«{plan.title}» en el texto consolidado que presentó la Secretaría de Planeación."
    )
    report = Report(
        title=number,
        subtitle=COMMITTEE,
        entity=plan.entity.name,
        sections=(
            Section("Orden del día", bullets=("Verificación del cuórum", "Aprobación del plan", "Varios")),
            Section("Decisión", paragraphs=(decided,)),
        ),
        made_on=dated_on,
    )
    return render(report, "pdf").content
