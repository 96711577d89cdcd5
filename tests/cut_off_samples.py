"""Cut-offs for the tests of the evaluation: planned, frozen, and internal control's people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from factories import make_published_plan, principal
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FrozenActivity
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs, prepare_cut_offs_of
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Grant, Principal

MARCH = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
# The half-yearly cut-off of 30 June closes on 7 July; the nightly job finds it over on the 8th, at 2:15 in Bogotá.
CLOSES_ON = date(2026, 7, 7)
NIGHT = datetime(2026, 7, 8, 7, 15, tzinfo=UTC)
LATE_NIGHT = datetime(2026, 9, 20, 7, 15, tzinfo=UTC)
JULY_9 = datetime(2026, 7, 9, 15, 0, tzinfo=UTC)


def internal_control(entity: Entity) -> Principal:
    return principal(entity, "INTERNAL_CONTROL")


def also_coordinating(entity: Entity) -> Principal:
    """Internal control's person who coordinates plans too: would judge their own work."""
    by = internal_control(entity)
    return replace(by, grants=(*by.grants, Grant("PLAN_COORDINATOR", permissions_of("PLAN_COORDINATOR"))))


def planned(plan: Plan, *, now: datetime = MARCH) -> list[CutOff]:
    """The cut-offs of a plan as its regime says."""
    prepare_cut_offs(plan_id=plan.pk, by=internal_control(plan.entity), now=now)
    return list(CutOff.objects.filter(plan=plan).order_by("facts_until"))


def frozen(plan: Plan, *, now: datetime = NIGHT) -> CutOff:
    """The first cut-off of a plan, frozen by the nightly job."""
    prepare_cut_offs_of(entity_id=plan.entity_id, now=MARCH)
    freeze_due_cut_offs(entity_id=plan.entity_id, now=now)
    cut_off: CutOff = CutOff.objects.select_related("plan__entity").filter(plan=plan).order_by("facts_until").first()
    return cut_off


def frozen_plan(entity: Entity, activities: int = 1, **fields: Any) -> CutOff:
    """A cut-off of a plan of which nobody reported anything."""
    return frozen(make_published_plan(entity, activities, **fields))


def activities_of(cut_off: CutOff) -> list[FrozenActivity]:
    return list(FrozenActivity.objects.filter(cut_off=cut_off).order_by("position"))
