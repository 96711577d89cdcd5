"""What happened in Villa Aurora, in order: each plan with the date on which its people worked on it.

Dates that lie ahead of today's are brought back to today, so that a demo never shows a publication of tomorrow.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import close_plan, update_plan
from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.demo.acts import acting, approve_and_publish
from rinde.sites.desk.demo.changes import ASKED, change_programme
from rinde.sites.desk.demo.dialogue import dialogue_events
from rinde.sites.desk.demo.dialogue.these_days import hold_and_call
from rinde.sites.desk.demo.documents import Desk, begin_review, bring_in, review
from rinde.sites.desk.demo.follow_up import FollowedYear
from rinde.sites.desk.demo.next_year import consolidated_strategy, draft_in_consultation
from rinde.sites.desk.demo.people import People, open_accounts
from rinde.sites.desk.demo.town import SLUG, found_town

DEMO_SLUG: Final = SLUG
FOUNDED: Final = datetime(2024, 1, 15, 15, 0, tzinfo=UTC)
PAAC_2024: Final = datetime(2024, 1, 30, 20, 30, tzinfo=UTC)
PAAC_2024_CLOSED: Final = datetime(2025, 2, 4, 15, 20, tzinfo=UTC)
PTEP_2026: Final = datetime(2026, 1, 29, 21, 15, tzinfo=UTC)
RDC_2026: Final = datetime(2026, 2, 6, 16, 40, tzinfo=UTC)
UPLOADED: Final = datetime(2026, 9, 3, 14, 20, tzinfo=UTC)


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
        if now >= PAAC_2024_CLOSED:
            close_plan(plan_id=Plan.objects.get(slug="paac").pk, by=desk.by, now=PAAC_2024_CLOSED)
        _published_programme(folder, desk.at(min(PTEP_2026, now)))
        _published_strategy(folder, desk.at(min(RDC_2026, now)))
        year = FollowedYear(folder, desk)
        year.also(dialogue_events(year.strategy, desk, folder.parent / "dialogue"))
        year.until(ASKED)  # of the changes that are told next
        change_programme(desk)
        year.until(now)
        hold_and_call(year.strategy, desk, folder.parent / "dialogue")
        received = bring_in(folder / "participacion-2026.pdf", desk.at(min(UPLOADED, now)))
        begin_review(received, desk.at(min(UPLOADED, now)), rows=4)
        draft_in_consultation(desk)
        consolidated_strategy(desk)
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
