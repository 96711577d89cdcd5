"""Monthly totals by channel: who writes them, what is refused, and that the same again is nothing new."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from followup_samples import SENT_AT, first_cell, liaison_of, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Counter
from rinde.capabilities.followup.operations.counters import MonthCounted, TotalsNotReady, add_sample, count_month
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotAllowed, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

MAY = date(2026, 5, 1)
LATER = SENT_AT + timedelta(hours=1)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    plan = make_plan(entity)
    posts = make_deliverable(make_activity(make_node(plan)), target_quantity=Decimal(5000), target_unit="COUNT")
    make_milestone(posts)
    make_assignment(posts)
    approve_and_publish(plan)
    return plan


def count(plan: Plan, typed: dict[str, str], **more: Any) -> MonthCounted:
    key = more.pop("key", None) or first_cell(plan).key
    given: dict[str, Any] = {
        "plan_id": plan.pk,
        "deliverable_id": key.deliverable_id,
        "actor_id": key.actor_id,
        "month": MAY,
        "typed": typed,
        "seen": None,
        "now": SENT_AT,
    }
    return count_month(**given | more)


def totals() -> dict[str, int]:
    return dict(Counter.objects.values_list("channel", "total"))


def test_totals_are_written_changed_and_taken_away(plan: Plan) -> None:
    by = liaison_of(plan)
    assert count(plan, {"FACEBOOK": "1.240", "X": "80", "RADIO": ""}, by=by) == MonthCounted(2, 0)
    after = count(plan, {"FACEBOOK": "1250", "X": "", "RADIO": ""}, by=by, seen=SENT_AT, now=LATER)
    assert (after, totals()) == (MonthCounted(1, 1), {"FACEBOOK": 1250})
    entry = AuditEntry.objects.filter(action="followup.count").order_by("number").last()
    assert entry is not None
    assert (entry.facts["month"], entry.facts["written"], entry.user_id) == ("2026-05", 1, by.user_id)


def test_same_totals_again_change_nothing_and_leave_no_mark(plan: Plan) -> None:
    by = liaison_of(plan)
    count(plan, {"FACEBOOK": "12"}, by=by)
    assert count(plan, {"FACEBOOK": "12"}, by=by, seen=SENT_AT, now=LATER) == MonthCounted(0, 0)
    assert AuditEntry.objects.filter(action="followup.count").count() == 1


def test_all_that_is_wrong_is_told_and_nothing_is_kept(plan: Plan) -> None:
    with pytest.raises(TotalsNotReady) as refused:
        count(plan, {"FACEBOOK": "muchas", "X": "3"}, by=liaison_of(plan), month=date(2026, 8, 1))
    assert [gap.channel for gap in refused.value.by_channel] == ["", "FACEBOOK"]
    assert totals() == {}


def test_month_that_somebody_saved_meanwhile_is_not_written_over(plan: Plan) -> None:
    by = liaison_of(plan)
    count(plan, {"FACEBOOK": "12"}, by=by)
    with pytest.raises(StaleWrite):
        count(plan, {"FACEBOOK": "99"}, by=by, now=LATER)
    assert totals() == {"FACEBOOK": 12}


@pytest.mark.parametrize("role", RoleCode)
def test_only_who_reports_counts(plan: Plan, role: RoleCode) -> None:
    by = principal(plan.entity, role)
    if "followup.report" in permissions_of(role):
        assert count(plan, {"X": "1"}, by=by).written == 1
    else:
        with pytest.raises(NotAllowed):
            count(plan, {"X": "1"}, by=by)
        assert totals() == {}


def test_another_unit_and_another_entity_count_nothing_here(plan: Plan, other_entity: Entity) -> None:
    key = first_cell(plan).key
    with pytest.raises(NotAllowed):
        count(plan, {"X": "1"}, by=liaison_of(plan, make_actor(plan.entity).pk))
    with active_tenant(other_entity):
        stranger = principal(other_entity, "PLAN_COORDINATOR")
        with pytest.raises(Plan.DoesNotExist):
            count(plan, {"X": "1"}, by=stranger, key=key)
    assert totals() == {}


def test_what_the_plan_does_not_have_of_this_unit_is_refused(plan: Plan) -> None:
    other = make_actor(plan.entity)
    by = liaison_of(plan, other.pk)
    with pytest.raises(TransitionNotAllowed, match="ya no tiene"):
        count(plan, {"X": "1"}, by=by, actor_id=other.pk)
    key = first_cell(plan).key
    Plan.objects.filter(pk=plan.pk).update(status="CLOSED")
    with pytest.raises(TransitionNotAllowed, match="cerró"):
        count(plan, {"X": "1"}, by=liaison_of(plan), key=key)


def sample(plan: Plan, evidence_id: int, **more: Any) -> Counter:
    key = more.pop("key", None) or first_cell(plan).key
    given: dict[str, Any] = {
        "plan_id": plan.pk,
        "deliverable_id": key.deliverable_id,
        "actor_id": key.actor_id,
        "month": MAY,
        "channel": "X",
        "evidence_id": evidence_id,
        "now": LATER,
    }
    return add_sample(**given | more)


def test_sample_is_named_once_and_left_in_the_trail(plan: Plan) -> None:
    by = liaison_of(plan)
    proof = make_evidence(plan, make_report(plan))
    with pytest.raises(TransitionNotAllowed, match="no tiene cuentas"):
        sample(plan, proof.pk, by=by)
    count(plan, {"X": "80"}, by=by)
    for _ in range(2):
        assert sample(plan, proof.pk, by=by).samples.get() == proof
    assert AuditEntry.objects.filter(action="followup.add_sample").count() == 1


def test_sample_must_be_offered_for_the_same_deliverable_and_unit(plan: Plan, other_entity: Entity) -> None:
    by = liaison_of(plan)
    count(plan, {"X": "80"}, by=by)
    loose = make_evidence(plan)
    with pytest.raises(TransitionNotAllowed, match="no es de un reporte"):
        sample(plan, loose.pk, by=by)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        stolen = make_evidence(theirs, make_report(theirs))
    with pytest.raises(TransitionNotAllowed):
        sample(plan, stolen.pk, by=by)
    with pytest.raises(NotAllowed):
        sample(plan, loose.pk, by=liaison_of(plan, make_actor(plan.entity).pk))
    assert Counter.objects.get().samples.count() == 0
