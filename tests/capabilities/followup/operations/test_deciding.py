"""Planning's answer: accepting, returning with a reason, and several at once."""

from datetime import timedelta

import pytest

from factories import make_published_plan, principal
from followup_samples import SENT_AT, cells_in, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.deciding import accept_report, accept_reports, return_report
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = SENT_AT + timedelta(hours=1)
REASON = "Falta el enlace al informe."


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity, activities=3)


@pytest.fixture
def report(plan: Plan) -> ProgressReport:
    return make_report(plan)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def test_accepted_report_says_the_same_and_waits_no_longer(report: ProgressReport, by: Principal) -> None:
    after = accept_report(report_id=report.pk, seen=SENT_AT, by=by, now=LATER)
    step = after.steps.last()
    assert (after.status, after.decided_by_id, after.decided_at) == ("ACCEPTED", by.user_id, LATER)
    assert (after.text, after.author_id, after.self_monitored) == (report.text, report.author_id, False)
    assert (step.from_status, step.to_status, step.values) == ("SENT", "ACCEPTED", {})
    assert AuditEntry.objects.get(action="followup.accept").user_id == by.user_id


def test_returned_report_keeps_its_reason_in_the_trail_and_out_of_the_audit(
    report: ProgressReport, by: Principal
) -> None:
    after = return_report(report_id=report.pk, reason=f" {REASON} ", seen=SENT_AT, by=by, now=LATER)
    assert (after.status, after.returned_reason, after.steps.last().reason) == ("RETURNED", REASON, REASON)
    assert after.author_id == report.author_id
    assert REASON not in str(AuditEntry.objects.get(action="followup.return").facts)


@pytest.mark.parametrize("reason", ["", "   ", "Mal"])
def test_return_without_a_reason_is_refused(report: ProgressReport, by: Principal, reason: str) -> None:
    with pytest.raises(NotReady):
        return_report(report_id=report.pk, reason=reason, seen=SENT_AT, by=by, now=LATER)
    report.refresh_from_db()
    assert (report.status, report.steps.count()) == ("SENT", 1)


@pytest.mark.parametrize("status", ["DRAFT", "RETURNED", "ACCEPTED"])
def test_only_what_was_sent_is_decided(plan: Plan, by: Principal, status: str) -> None:
    report = make_report(plan, status=status)
    with pytest.raises(TransitionNotAllowed):
        accept_report(report_id=report.pk, seen=None, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        return_report(report_id=report.pk, reason=REASON, seen=None, by=by, now=LATER)


def test_what_was_corrected_since_it_was_read_is_read_again(report: ProgressReport, by: Principal) -> None:
    read_before = SENT_AT - timedelta(days=1)
    with pytest.raises(StaleWrite):
        accept_report(report_id=report.pk, seen=read_before, by=by, now=LATER)
    with pytest.raises(StaleWrite):
        return_report(report_id=report.pk, reason=REASON, seen=read_before, by=by, now=LATER)
    assert ProgressReport.objects.get().status == "SENT"


@pytest.mark.parametrize("role", RoleCode)
def test_only_who_monitors_decides(report: ProgressReport, role: RoleCode) -> None:
    by = principal(report.entity, role)
    if "followup.monitor" in permissions_of(role):
        assert accept_report(report_id=report.pk, seen=None, by=by, now=LATER).status == "ACCEPTED"
        return
    for refused in (
        lambda: accept_report(report_id=report.pk, seen=None, by=by, now=LATER),
        lambda: return_report(report_id=report.pk, reason=REASON, seen=None, by=by, now=LATER),
        lambda: accept_reports(seen={report.pk: SENT_AT}, by=by, now=LATER),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert ProgressReport.objects.get().status == "SENT"


def test_nobody_of_another_entity_decides(report: ProgressReport, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = principal(other_entity, "PLAN_COORDINATOR")
        with pytest.raises(ProgressReport.DoesNotExist):
            accept_report(report_id=report.pk, seen=None, by=stranger, now=LATER)
        assert accept_reports(seen={report.pk: SENT_AT}, by=stranger, now=LATER).accepted == 0
    with pytest.raises(NotAllowed):
        accept_report(report_id=report.pk, seen=None, by=stranger, now=LATER)


def test_closed_plan_is_still_accepted_but_nothing_is_returned_that_nobody_could_correct(
    report: ProgressReport, by: Principal
) -> None:
    Plan.objects.filter(pk=report.plan_id).update(status="CLOSED")
    with pytest.raises(TransitionNotAllowed, match="cerró"):
        return_report(report_id=report.pk, reason=REASON, seen=None, by=by, now=LATER)
    assert accept_report(report_id=report.pk, seen=None, by=by, now=LATER).status == "ACCEPTED"


def test_several_are_accepted_at_once_and_the_others_are_counted(plan: Plan, by: Principal) -> None:
    one, two, three = (make_report(plan, cell) for cell in cells_in(plan))
    return_report(report_id=three.pk, reason=REASON, seen=None, by=by, now=LATER)
    seen = {one.pk: SENT_AT, two.pk: SENT_AT - timedelta(days=1), three.pk: SENT_AT, 999_999: SENT_AT}
    done = accept_reports(seen=seen, by=by, now=LATER)
    assert (done.accepted, done.passed_over) == (1, 3)
    found = dict(ProgressReport.objects.values_list("pk", "status"))
    assert found == {one.pk: "ACCEPTED", two.pk: "SENT", three.pk: "RETURNED"}
    assert AuditEntry.objects.filter(action="followup.accept").count() == 1


def test_several_of_two_plans_are_none_where_one_is_not_theirs(entity: Entity, plan: Plan) -> None:
    other = make_published_plan(entity)
    mine, theirs = make_report(plan), make_report(other)
    limited = principal(entity, "PLAN_COORDINATOR")
    grant = limited.grants[0]
    scope = type(grant.scope)("plan", frozenset({plan.pk}))
    by = Principal(
        user_id=limited.user_id, tenant_id=entity.pk, grants=(type(grant)(grant.role, grant.permissions, scope),)
    )
    with pytest.raises(NotAllowed):
        accept_reports(seen={mine.pk: SENT_AT, theirs.pk: SENT_AT}, by=by, now=LATER)
    assert set(ProgressReport.objects.values_list("status", flat=True)) == {"SENT"}
