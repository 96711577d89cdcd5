"""What people do with a finding: apply its repair, leave the text as it is, look again."""

from datetime import date, timedelta

import pytest

from factories import NOW, make_activity, make_assignment, make_deliverable, make_node, make_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Deliverable, FindingDecision, Milestone, Plan
from rinde.capabilities.plans.operations import apply_repairs, leave_finding, look_again
from rinde.capabilities.plans.queries.review import findings_of
from rinde.capabilities.plans.rules.review import Finding
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(hours=1)
REASON = "Así lo escribió el comité."


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def a_plan_with_a_wrong_date(entity: Entity, times: int = 1) -> Plan:
    """Each of its activities falls due on a day that no calendar has."""
    plan = make_plan(entity)
    node = make_node(plan)
    for _ in range(times):
        make_assignment(make_deliverable(make_activity(node), schedule_text="30/02/2026"))
    return plan


def wrong_dates(plan: Plan) -> list[Finding]:
    return [one for one in findings_of(plan, today=NOW.date()).open if one.repair and "30/02/2026" in one.message]


def marks(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_repair_is_written_as_if_typed_and_the_finding_goes(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    done = apply_repairs(plan_id=plan.pk, fingerprints=[finding.fingerprint], by=by, now=LATER)
    assert (done.activities, done.left) == (1, 0)
    assert [one.due_on for one in Milestone.objects.all()] == [date(2026, 2, 28)]
    activity = Activity.objects.get()
    assert (activity.edited_at, activity.edited_by_id) == (LATER, by.user_id)
    assert wrong_dates(plan) == []
    assert marks("plans.repair") == 1


def test_several_repairs_are_all_written_or_none(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity, times=3)
    prints = [one.fingerprint for one in wrong_dates(plan)]
    assert len(prints) == 3
    done = apply_repairs(plan_id=plan.pk, fingerprints=prints, by=by, now=LATER)
    assert done.activities == 3
    assert Milestone.objects.count() == 3
    assert marks("plans.repair") == 3


def test_repair_of_words_that_changed_meanwhile_is_refused(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    Deliverable.objects.update(schedule_text="31/04/2026")
    with pytest.raises(StaleWrite):
        apply_repairs(plan_id=plan.pk, fingerprints=[finding.fingerprint], by=by, now=LATER)
    assert not Milestone.objects.exists()


def test_repair_of_another_entitys_plan_changes_nothing(entity: Entity, other_entity: Entity, by: Principal):
    with active_tenant(other_entity):
        theirs = a_plan_with_a_wrong_date(other_entity)
        (finding,) = wrong_dates(theirs)
        with pytest.raises(NotAllowed):
            apply_repairs(plan_id=theirs.pk, fingerprints=[finding.fingerprint], by=by, now=LATER)
        assert not Milestone.objects.exists()
    with pytest.raises(Plan.DoesNotExist):
        apply_repairs(plan_id=theirs.pk, fingerprints=[finding.fingerprint], by=by, now=LATER)


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "ENTITY_ADMIN"])
def test_only_who_edits_the_plan_repairs_or_leaves(entity: Entity, role: str):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    other = principal(entity, role)
    with pytest.raises(NotAllowed):
        apply_repairs(plan_id=plan.pk, fingerprints=[finding.fingerprint], by=other, now=LATER)
    with pytest.raises(NotAllowed):
        leave_finding(plan_id=plan.pk, fingerprint=finding.fingerprint, reason=REASON, by=other, now=LATER)
    assert wrong_dates(plan) == [finding]


def test_text_that_stands_still_is_not_repaired(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    Plan.objects.update(status="CONSOLIDATED")
    with pytest.raises(TransitionNotAllowed):
        apply_repairs(plan_id=plan.pk, fingerprints=[finding.fingerprint], by=by, now=LATER)
    assert not Milestone.objects.exists()


def test_what_is_left_comes_up_no_more_until_its_words_change(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    for _ in range(2):
        leave_finding(plan_id=plan.pk, fingerprint=finding.fingerprint, reason=f" {REASON} ", by=by, now=LATER)
    decision = FindingDecision.objects.get()
    assert (decision.reason, decision.decided_by_id, decision.decided_at) == (REASON, by.user_id, LATER)
    assert wrong_dates(plan) == []
    assert findings_of(plan, today=NOW.date()).decided == ((decision, finding),)
    assert marks("plans.finding_leave") == 1
    Deliverable.objects.update(schedule_text="Antes del 30/02/2026")
    assert len([one for one in findings_of(plan, today=NOW.date()).open if "30/02/2026" in one.message]) == 1


@pytest.mark.parametrize("reason", ["", "   ", "x", "Así    va", "x" * 501])
def test_leaving_takes_a_reason_that_fits(entity: Entity, by: Principal, reason: str):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    with pytest.raises(NotReady) as refused:
        leave_finding(plan_id=plan.pk, fingerprint=finding.fingerprint, reason=reason, by=by, now=LATER)
    assert refused.value.gaps
    assert not FindingDecision.objects.exists()


def test_leaving_what_is_not_found_is_refused(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    with pytest.raises(StaleWrite):
        leave_finding(plan_id=plan.pk, fingerprint="0" * 64, reason=REASON, by=by, now=LATER)


def test_a_finding_that_was_left_can_be_looked_at_again(entity: Entity, by: Principal):
    plan = a_plan_with_a_wrong_date(entity)
    (finding,) = wrong_dates(plan)
    decision = leave_finding(plan_id=plan.pk, fingerprint=finding.fingerprint, reason=REASON, by=by, now=LATER)
    for _ in range(2):
        look_again(plan_id=plan.pk, decision_id=decision.pk, by=by, now=LATER)
    assert wrong_dates(plan) == [finding]
    assert marks("plans.finding_again") == 1
