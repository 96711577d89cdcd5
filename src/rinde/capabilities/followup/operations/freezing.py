"""Freezing a cut-off: done by the calendar, as at the last moment of its close, whoever clicks what and however late.

One transaction a cut-off: a worker killed in the middle leaves nothing behind, and of two workers the second finds it
done.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.followup.models import CutOff, FrozenActivity
from rinde.capabilities.followup.queries.evaluation import due_cut_offs, window_of_cut_off
from rinde.capabilities.followup.queries.freezing import plan_at
from rinde.capabilities.followup.rules.cut_off_states import check_may_become
from rinde.capabilities.followup.rules.cut_offs import is_past
from rinde.capabilities.followup.rules.freezing import Frozen, FrozenRow, freeze
from rinde.capabilities.plans.rules.legal_dates import template_of
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant

_AT_ONCE = 100  # rows of an insert: their texts may be long


def freeze_due_cut_offs(*, entity_id: int, now: datetime) -> int:
    """Freeze every cut-off of an entity whose reporting is over; gives how many. Asking again freezes none."""
    entity = Entity.objects.get(pk=entity_id)
    with active_tenant(entity):
        return sum(_freeze_if_due(one, now=now) for one in due_cut_offs(entity, today=timezone.localdate(now)))


@transaction.atomic
def _freeze_if_due(cut_off_id: int, *, now: datetime) -> bool:
    """Freeze one, unless another worker did so between the look and the lock."""
    locked = CutOff.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    cut_off: CutOff = locked.get(pk=cut_off_id)
    if cut_off.status != CutOffStatus.PLANNED or not is_past(cut_off.reporting_closes_on, timezone.localdate(now)):
        return False
    window = window_of_cut_off(cut_off)
    stood = plan_at(cut_off.plan, at=window.closes_at)
    if stood is None:
        return False
    plan = cut_off.plan
    template = template_of(plan.template_key, plan.instrument, plan.period_start)
    frozen = freeze(
        stood.content,
        stood.seen,
        window,
        version=(stood.version_number, stood.version_sha256),
        bands=template.bands if template else None,
        elsewhere=stood.elsewhere,
    )
    _keep(cut_off, frozen, version_id=stood.version_id, now=now)
    return True


def _keep(cut_off: CutOff, frozen: Frozen, *, version_id: int, now: datetime) -> None:
    check_may_become(cut_off.status, CutOffStatus.FROZEN)
    rows = [_row(cut_off, position, one) for position, one in enumerate(frozen.rows, start=1)]
    FrozenActivity.objects.bulk_create(rows, batch_size=_AT_ONCE)
    cut_off.status, cut_off.frozen_at, cut_off.version_id = CutOffStatus.FROZEN, now, version_id
    cut_off.figures, cut_off.sha256 = frozen.figures, frozen.sha256
    cut_off.save(update_fields=["status", "frozen_at", "version", "figures", "sha256"])
    facts = {"plan": cut_off.plan_id, "number": cut_off.number, "sha256": frozen.sha256, "activities": len(rows)}
    entity_id = cut_off.entity_id
    record(entity_id=entity_id, action="followup.freeze_cut_off", target=cut_off, by=ANONYMOUS, now=now, facts=facts)


def _row(cut_off: CutOff, position: int, row: FrozenRow) -> FrozenActivity:
    at_cut_off, in_year = row.at_cut_off, row.in_year
    return FrozenActivity(
        entity_id=cut_off.entity_id,
        cut_off=cut_off,
        position=position,
        key=row.key,
        code=row.code,
        name=row.name,
        component=row.component,
        subcomponent=row.subcomponent,
        due=at_cut_off.due,
        done=at_cut_off.done,
        no_case=at_cut_off.no_case,
        ratio_sum=at_cut_off.ratio_sum,
        year_due=in_year.due,
        year_done=in_year.done,
        year_no_case=in_year.no_case,
        year_ratio_sum=in_year.ratio_sum,
        flags=row.flags,
        actors=[list(one) for one in row.actors],
        content=row.content,
    )
