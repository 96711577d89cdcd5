"""The end of a review: a draft plan, made once; or the document put aside."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import update_actor
from rinde.capabilities.entities.queries import standing_actors
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ActorMatch, ImportRow, PlanImport
from rinde.capabilities.plan_imports.operations.rows import NOT_READ
from rinde.capabilities.plan_imports.permissions import can_edit_units, check_can_create_plan, check_can_review
from rinde.capabilities.plan_imports.queries import announcement_rows, heading_of, plan_header, rows_to_load
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import load_draft_plan
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.foundations.text.folding import fold
from rinde.services.access import Principal
from rinde.services.audit import operations as audit

LONGEST_ALIAS: Final = 200


@transaction.atomic
def create_draft_plan(
    *, entity: Entity, import_id: int, by: Principal, now: datetime, beside: Collection[int] = ()
) -> Plan:
    """Make a draft plan of the accepted rows and the kept announcements. Asked twice, it gives the same plan.

    Args:
        beside: the plans with this title, instrument and period of which somebody said that this is another one.

    Raises:
        NotReady: with everything that is missing: instrument, title, year, or any accepted row.
        AlreadyStands: where there is such a plan and nobody said so.
        TransitionNotAllowed: the document is not in review.
        NotAllowed: the person may not create plans.
    """
    check_can_create_plan(entity, by=by)
    plan_import: PlanImport = PlanImport.objects.without_draft().select_for_update().get(entity=entity, pk=import_id)
    if plan_import.status == ImportStatus.LOADED and plan_import.plan_id:
        made: Plan = Plan.objects.get(pk=plan_import.plan_id)
        return made
    if plan_import.status != ImportStatus.READ:
        raise TransitionNotAllowed(NOT_READ)
    plan = _load(entity, plan_import, by, now, beside)
    _remember_names(plan_import, by, now)
    plan_import.plan, plan_import.status = plan, ImportStatus.LOADED
    plan_import.loaded_at, plan_import.loaded_by_id = now, by.user_id
    plan_import.save(update_fields=["plan", "status", "loaded_at", "loaded_by"])
    facts = {"plan": plan.pk, "rows": ImportRow.objects.filter(plan_import=plan_import).accepted().count()}
    audit.record(
        entity_id=entity.pk, action="plan_imports.create_plan", target=plan_import, by=by, now=now, facts=facts
    )
    return plan


def _load(entity: Entity, plan_import: PlanImport, by: Principal, now: datetime, beside: Collection[int]) -> Plan:
    heading = heading_of(plan_import)
    accepted = list(ImportRow.objects.filter(plan_import=plan_import).accepted())
    problems = heading.problems()
    if not accepted:
        problems.append("Acepte al menos una fila: el plan no puede nacer vacío.")
    if problems:
        raise NotReady("El plan no se creó todavía.", problems)
    header = plan_header(heading)
    period = Period(header.period_start, header.period_end)
    return load_draft_plan(
        entity=entity,
        header=header,
        rows=tuple(rows_to_load(plan_import, accepted, period)),
        announcements=tuple(announcement_rows(plan_import)),
        by=by,
        now=now,
        beside=beside,
    )


def _remember_names(plan_import: PlanImport, by: Principal, now: datetime) -> None:
    """What a person said that a name means becomes an alias, so that next year's document is matched by itself."""
    if not can_edit_units(by=by):
        return
    standing = standing_actors()
    decided = ActorMatch.objects.filter(plan_import=plan_import, decided_at__isnull=False, actor__isnull=False)
    for match in decided.select_related("actor"):
        values = standing[match.actor_id]
        known = {fold(text) for text in (values.name, values.acronym, *values.aliases)}
        if fold(match.text) in known or len(match.text) > LONGEST_ALIAS:
            continue
        standing[match.actor_id] = replace(values, aliases=(*values.aliases, match.text))
        update_actor(actor_id=match.actor_id, values=standing[match.actor_id], by=by, now=now, email=match.actor.email)


@transaction.atomic
def discard_import(*, entity: Entity, import_id: int, by: Principal, now: datetime) -> PlanImport:
    """Put a document aside. The original and every decision stay; only the list forgets it.

    Raises:
        TransitionNotAllowed: a plan was made of it, or it was put aside already.
    """
    check_can_review(entity, by=by)
    plan_import: PlanImport = PlanImport.objects.without_draft().select_for_update().get(entity=entity, pk=import_id)
    if plan_import.status in {ImportStatus.LOADED, ImportStatus.DISCARDED}:
        raise TransitionNotAllowed("Este documento ya dio lugar a un plan o ya se descartó.")
    plan_import.status = ImportStatus.DISCARDED
    plan_import.discarded_at, plan_import.discarded_by_id = now, by.user_id
    plan_import.save(update_fields=["status", "discarded_at", "discarded_by"])
    audit.record(entity_id=entity.pk, action="plan_imports.discard", target=plan_import, by=by, now=now)
    return plan_import
