"""Cut-offs for the tests of the evaluation: planned, frozen, and internal control's people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from factories import make_published_plan, principal
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FrozenActivity, Verdict
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs, prepare_cut_offs_of
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.plans.models import Activity, Plan
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


def make_secret_cut_off(plan: Plan, secret: str) -> CutOff:
    """A frozen cut-off of a plan with one activity, with what internal control thinks and nobody else may read yet."""
    days = {"facts_from": "2026-01-01", "facts_until": "2026-06-30", "reporting_closes_on": "2026-07-07"}
    cut_off: CutOff = CutOff.objects.create(
        entity=plan.entity, plan=plan, number=1, name=f"Corte {secret}", **days, report_due_on="2026-07-30",
        counting=dict.fromkeys(("facts", "closes", "report"), secret), reason=secret, status="FROZEN",
        frozen_at=NIGHT, sha256="0" * 64,
    )  # fmt: skip
    frozen = FrozenActivity.objects.create(
        entity=plan.entity, cut_off=cut_off, position=1, key=Activity.objects.get(plan=plan).key, name=secret,
        component=secret, due=1, done=0, no_case=0, ratio_sum=0, year_due=1, year_done=0, year_no_case=0,
        year_ratio_sum=0, content="{}",
    )  # fmt: skip
    Verdict.objects.create(entity=plan.entity, frozen=frozen, is_done=False, observation=secret, edited_at=NIGHT)
    return cut_off
