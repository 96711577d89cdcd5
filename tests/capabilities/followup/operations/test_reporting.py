"""The unit's voice: drafts, sendings, corrections; who may, and what is refused."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from followup_samples import SENT_AT, cells_in, first_cell, liaison_of, make_evidence, what_was_done
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowUpPolicy, ProgressReport
from rinde.capabilities.followup.operations.deciding import accept_report, return_report
from rinde.capabilities.followup.operations.reporting import Reported, discard_draft, save_draft, send_report
from rinde.capabilities.followup.queries import cell_states, cell_states_at
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.report_values import ReportValues, marks_of, read_values
from rinde.capabilities.followup.rules.reporting import ReportNotReady
from rinde.capabilities.plans.models import Plan, UniverseItem
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Grant, Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = SENT_AT + timedelta(hours=1)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


@pytest.fixture
def by(plan: Plan) -> Principal:
    return liaison_of(plan)


def send(plan: Plan, by: Principal, values: ReportValues | None = None, **more: Any) -> Reported:
    return _do(send_report, plan, by, values, **more)


def draft(plan: Plan, by: Principal, values: ReportValues | None = None, **more: Any) -> Reported:
    return _do(save_draft, plan, by, values, **more)


def _do(operation: Any, plan: Plan, by: Principal, values: ReportValues | None, **more: Any) -> Reported:
    given = {
        "plan_id": plan.pk,
        "cell": more.pop("cell", None) or first_cell(plan).key,
        "values": values or what_was_done(),
        "form_token": "a-form",
        "seen": None,
        "by": by,
        "now": SENT_AT,
    }
    return operation(**given | more)


def counted_plan(entity: Entity, universe: tuple[str, ...] = (), **fields: Any) -> Plan:
    """A plan with one cell that expects five."""
    plan = make_plan(entity)
    deliverable = make_deliverable(
        make_activity(make_node(plan)), **{"target_quantity": Decimal(5), "target_unit": "COUNT"} | fields
    )
    for name in universe:
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=name)
    make_milestone(deliverable)
    make_assignment(deliverable)
    approve_and_publish(plan)
    return plan


def test_sent_report_says_what_was_typed_and_leaves_its_trail(plan: Plan, by: Principal) -> None:
    report = send(plan, by).report
    step = report.steps.get()
    assert (report.status, report.author_id, report.sent_at, report.number) == ("SENT", by.user_id, SENT_AT, 1)
    assert (step.from_status, step.to_status, step.by_id) == ("DRAFT", "SENT", by.user_id)
    assert step.values["text"] == "Se publicó el informe en la página."
    assert report.about["due_on"] == "2026-06-30"
    entry = AuditEntry.objects.filter(action="followup.send").get()
    assert (entry.user_id, entry.facts["outcome"], entry.facts["self_monitored"]) == (by.user_id, "DONE", False)
    assert "publicó" not in str(entry.facts)


def test_same_form_sent_twice_is_one_report(plan: Plan, by: Principal) -> None:
    first = send(plan, by)
    again = send(plan, by, what_was_done(text="Otra cosa distinta."), now=LATER)
    assert (again.report.pk, again.is_new, first.is_new) == (first.report.pk, False, True)
    assert (first.report.steps.count(), ProgressReport.objects.get().text) == (1, first.report.text)


def test_same_form_sent_again_after_it_was_accepted_is_still_that_report(plan: Plan, by: Principal) -> None:
    report = send(plan, by, what_was_done(outcome="PARTIAL")).report
    accept_report(report_id=report.pk, seen=None, by=principal(plan.entity, "PLAN_COORDINATOR"), now=LATER)
    assert send(plan, by).report.pk == report.pk
    assert ProgressReport.objects.count() == 1


def test_another_form_finds_it_already_sent(plan: Plan, by: Principal) -> None:
    send(plan, by)
    with pytest.raises(TransitionNotAllowed, match="ya se reportó el 29 de junio"):
        send(plan, by, form_token="another-form")
    with pytest.raises(TransitionNotAllowed):
        draft(plan, by, form_token="another-form")


def test_report_that_lacks_something_says_all_of_it_and_saves_nothing(entity: Entity) -> None:
    plan = counted_plan(entity)
    with pytest.raises(ReportNotReady) as refused:
        send(plan, liaison_of(plan), ReportValues(outcome="DONE"))
    assert {gap.field for gap in refused.value.by_field} == {"text", "quantity", "happened_on"}
    assert ProgressReport.objects.count() == 0


def test_draft_keeps_whatever_was_typed(entity: Entity) -> None:
    plan = counted_plan(entity)
    typed = {"quantity": "cinco", "happened_on": "31/02/2026", "denominator": "0", "text": "  Vamos\r\nbien "}
    report = draft(plan, liaison_of(plan), read_values(typed)).report
    report.refresh_from_db()
    assert report.unread == {"quantity": "cinco", "happened_on": "31/02/2026", "denominator": "0"}
    assert (report.status, report.text, report.steps.count()) == ("DRAFT", "Vamos\nbien", 0)


def test_figure_below_zero_is_kept_aside_in_a_draft_and_refused_when_sent(entity: Entity) -> None:
    plan = counted_plan(entity)
    by = liaison_of(plan)
    wrong = what_was_done(quantity=Decimal(-3))
    assert draft(plan, by, wrong).report.unread == {"quantity": "-3"}
    with pytest.raises(ReportNotReady, match="no se envió"):
        send(plan, by, wrong)


def test_draft_of_the_same_form_is_saved_again_and_sent(plan: Plan, by: Principal) -> None:
    draft(plan, by, ReportValues(text="Primero"))
    draft(plan, by, ReportValues(text="Segundo"), now=LATER)
    report = send(plan, by, now=LATER + timedelta(minutes=1)).report
    assert (report.number, report.status, ProgressReport.objects.count()) == (1, "SENT", 1)


def test_stale_form_is_refused_and_what_was_saved_stays(plan: Plan, by: Principal) -> None:
    saved = draft(plan, by, ReportValues(text="Lo primero")).report
    for operation in (draft, send):
        with pytest.raises(StaleWrite):
            operation(plan, by, form_token="another-form", now=LATER)
    saved.refresh_from_db()
    assert (saved.text, saved.status) == ("Lo primero", "DRAFT")
    kept = draft(plan, by, ReportValues(text="Con las dos a la vista"), form_token="another-form", seen=SENT_AT)
    assert kept.report.text == "Con las dos a la vista"


def test_author_stays_whoever_began_it(plan: Plan, by: Principal) -> None:
    draft(plan, by)
    colleague = liaison_of(plan)
    report = send(plan, colleague, form_token="theirs", seen=SENT_AT, now=LATER).report
    assert (report.author_id, report.steps.get().by_id) == (by.user_id, colleague.user_id)


@pytest.mark.parametrize("status", ["CLOSED", "APPROVED"])
def test_plan_that_is_not_carried_out_takes_no_report(plan: Plan, by: Principal, status: str) -> None:
    report = draft(plan, by).report
    key = first_cell(plan).key
    Plan.objects.filter(pk=plan.pk).update(status=status)
    for operation in (draft, send):
        with pytest.raises(TransitionNotAllowed, match="plan"):
            operation(plan, by, cell=key)
    with pytest.raises(TransitionNotAllowed):
        discard_draft(report_id=report.pk, by=by, now=LATER)


def test_cell_that_the_version_no_longer_has_is_refused_with_the_way_out(plan: Plan, by: Principal) -> None:
    cell = first_cell(plan)
    other = make_milestone(make_deliverable(make_activity(make_node(make_plan(plan.entity)))))
    gone = [
        CellKey(cell.key.deliverable_id, other.pk, cell.key.actor_id),
        CellKey(other.deliverable_id, cell.key.milestone_id, cell.key.actor_id),
    ]
    for key in gone:
        with pytest.raises(TransitionNotAllowed, match="ya no tiene este compromiso"):
            send(plan, by, cell=key)


def test_units_report_their_own_and_nobody_elses(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    mine, other = cells_in(plan)
    by = liaison_of(plan, mine.key.actor_id)
    for operation in (draft, send):
        with pytest.raises(NotAllowed):
            operation(plan, by, cell=other.key)
    assert send(plan, by, cell=mine.key).report.actor_id == mine.key.actor_id


@pytest.mark.parametrize("role", RoleCode)
def test_every_role_either_reports_or_is_refused(plan: Plan, role: RoleCode) -> None:
    by = principal(plan.entity, role)
    if "followup.report" in permissions_of(role):
        assert send(plan, by).is_new
    else:
        with pytest.raises(NotAllowed):
            send(plan, by)
        assert ProgressReport.objects.count() == 0


def test_nobody_of_another_entity_reports_here(plan: Plan, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = principal(other_entity, "PLAN_COORDINATOR")
        with pytest.raises(Plan.DoesNotExist):
            send(plan, stranger, cell=CellKey(1, 1, None))
    with pytest.raises(NotAllowed):
        send(plan, stranger)


def test_cell_of_nobody_is_reported_by_the_coordinator_only(entity: Entity) -> None:
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)))
    make_milestone(deliverable)
    make_assignment(deliverable, text="Los organismos")
    approve_and_publish(plan)
    assert first_cell(plan).key.actor_id is None
    with pytest.raises(NotAllowed):
        send(plan, liaison_of(plan, make_actor(entity).pk))
    assert send(plan, principal(entity, "PLAN_COORDINATOR")).report.actor_id is None


def test_internal_control_reports_its_own_office_and_no_other(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    own, other = cells_in(plan)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by_id=own.key.actor_id, edited_at=SENT_AT)
    grants = (
        *principal(entity, "INTERNAL_CONTROL").grants,
        *liaison_of(plan).grants,
    )
    by = Principal(user_id=make_member(entity, "READER").pk, tenant_id=entity.pk, grants=grants)
    with pytest.raises(NotAllowed, match="Control interno"):
        send(plan, by, cell=other.key)
    assert send(plan, by, cell=own.key).report.status == "SENT"


def test_where_the_same_unit_reports_and_monitors_nobody_else_accepts(plan: Plan, by: Principal) -> None:
    office = first_cell(plan).key.actor_id
    FollowUpPolicy.objects.create(entity=plan.entity, plan=plan, monitored_by_id=office, edited_at=SENT_AT)
    report = send(plan, by).report
    step = report.steps.get()
    assert (report.status, report.self_monitored, report.decided_by_id) == ("ACCEPTED", True, by.user_id)
    assert (step.to_status, step.values["self_monitored"]) == ("ACCEPTED", True)


def test_whoever_monitors_and_sends_is_told_to_monitor_themselves(plan: Plan, by: Principal) -> None:
    coordinator = principal(plan.entity, "PLAN_COORDINATOR")
    report = send(plan, coordinator).report
    assert (report.status, report.self_monitored) == ("ACCEPTED", True)
    monitors = Grant("PLAN_COORDINATOR", frozenset({"followup.monitor"}))
    both = Principal(user_id=by.user_id, tenant_id=by.tenant_id, grants=(*by.grants, monitors))
    other = make_published_plan(plan.entity)
    unit = Principal(user_id=by.user_id, tenant_id=by.tenant_id, grants=(*liaison_of(other).grants, monitors))
    assert send(other, unit).report.self_monitored
    assert both.may("followup.monitor")


def test_returned_report_is_corrected_and_sent_again(plan: Plan, by: Principal) -> None:
    coordinator = principal(plan.entity, "PLAN_COORDINATOR")
    report = send(plan, by).report
    report = return_report(
        report_id=report.pk, reason="Falta el enlace al informe.", seen=SENT_AT, by=coordinator, now=LATER
    )
    with pytest.raises(StaleWrite):
        send(plan, by)  # the old form, sent once more by a browser
    corrected = send(
        plan, by, what_was_done(text="Está en la página, sección 2."), form_token="second", seen=LATER,
        now=LATER + timedelta(hours=1),
    ).report  # fmt: skip
    assert (corrected.pk, corrected.status, corrected.first_sent_at) == (report.pk, "SENT", SENT_AT)
    assert [one.to_status for one in corrected.steps.all()] == ["SENT", "RETURNED", "SENT"]
    assert [one.values.get("text", "") for one in corrected.steps.all()] == [
        "Se publicó el informe en la página.", "", "Está en la página, sección 2."
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="followup.correct").count() == 1


def test_what_is_typed_into_a_returned_report_is_said_to_nobody(plan: Plan, by: Principal) -> None:
    report = send(plan, by).report
    coordinator = principal(plan.entity, "PLAN_COORDINATOR")
    return_report(report_id=report.pk, reason="Falta el enlace al informe.", seen=None, by=coordinator, now=LATER)
    kept = draft(plan, by, ReportValues(text="A medias"), form_token="second", seen=LATER).report
    cell = first_cell(plan)
    now, then = cell_states(plan, [cell])[0], cell_states_at(plan, [cell], at=SENT_AT)[0]
    assert (kept.status, now.said, now.is_returned) == ("RETURNED", None, True)
    assert then.said is not None
    assert then.said.text == "Se publicó el informe en la página."


def test_returned_report_sent_by_who_monitors_by_now_is_sent_and_accepted(plan: Plan, by: Principal) -> None:
    coordinator = principal(plan.entity, "PLAN_COORDINATOR")
    report = send(plan, by).report
    return_report(report_id=report.pk, reason="Falta el enlace al informe.", seen=None, by=coordinator, now=LATER)
    again = send(plan, coordinator, form_token="theirs", seen=LATER, now=LATER + timedelta(hours=1)).report
    assert [one.to_status for one in again.steps.all()] == ["SENT", "RETURNED", "SENT", "ACCEPTED"]
    assert (again.author_id, again.status) == (by.user_id, "ACCEPTED")


def test_more_progress_after_acceptance_is_another_report(plan: Plan, by: Principal) -> None:
    first = send(plan, by, what_was_done(outcome="PARTIAL")).report
    accept_report(report_id=first.pk, seen=None, by=principal(plan.entity, "PLAN_COORDINATOR"), now=LATER)
    second = send(plan, by, form_token="second", now=LATER).report
    assert (second.number, first.pk != second.pk) == (2, True)
    state = cell_states(plan, [first_cell(plan)])[0]
    assert state.said is not None
    assert state.said.id == second.pk


def test_what_was_accepted_as_done_takes_no_other_report(plan: Plan, by: Principal) -> None:
    first = send(plan, by).report
    accept_report(report_id=first.pk, seen=None, by=principal(plan.entity, "PLAN_COORDINATOR"), now=LATER)
    with pytest.raises(TransitionNotAllowed, match="ya se reportó como cumplido"):
        draft(plan, by, form_token="second", now=LATER)


def test_marks_are_kept_by_name_and_in_the_trail(entity: Entity) -> None:
    plan = counted_plan(
        entity, target_unit="PERCENT", target_quantity=Decimal(100), universe=("Contratación", "Tesorería", "Trámites")
    )
    universe = first_cell(plan).universe
    marks = marks_of(universe, done=["Contratación"], left_out={"Trámites": "No hay trámites propios."})
    by = liaison_of(plan)
    draft(plan, by, what_was_done(marks=marks))
    report = send(plan, by, what_was_done(outcome="PARTIAL", marks=marks)).report
    said = report.steps.get().values
    assert (report.numerator, report.denominator) == (1, 2)
    assert said["list"] == {"done": ["Contratación"], "not_applicable": {"Trámites": "No hay trámites propios."}}
    assert (said["universe_done"], said["universe_not_applicable"]) == (1, 1)
    assert report.universe_marks.get(name="Contratación").item.name == "Contratación"


def test_draft_is_discarded_and_what_was_sent_is_not(plan: Plan, by: Principal) -> None:
    begun = draft(plan, by).report
    with pytest.raises(NotAllowed):
        discard_draft(report_id=begun.pk, by=liaison_of(plan, make_actor(plan.entity).pk), now=LATER)
    discard_draft(report_id=begun.pk, by=by, now=LATER)
    assert ProgressReport.objects.count() == 0
    assert AuditEntry.objects.filter(action="followup.discard_draft").count() == 1
    sent = send(plan, by, form_token="second").report
    with pytest.raises(TransitionNotAllowed, match="no se descarta"):
        discard_draft(report_id=sent.pk, by=by, now=LATER)


def test_proofs_of_a_discarded_draft_go_with_it_unless_they_prove_something_else(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    one, other = cells_in(plan)
    by = liaison_of(plan)
    begun = draft(plan, by, cell=one.key).report
    sent = send(plan, by, cell=other.key).report
    alone, shared = make_evidence(plan, begun), make_evidence(plan, begun, sent)
    discard_draft(report_id=begun.pk, by=by, now=LATER)
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.withdrawn_by_id, shared.withdrawn_at) == (by.user_id, None)
    assert "descartó" in alone.withdrawn_reason


def test_refused_values_are_never_half_written(plan: Plan, by: Principal) -> None:
    saved = draft(plan, by, ReportValues(text="Lo que había")).report
    before: datetime = saved.edited_at
    with pytest.raises(NotReady):
        send(plan, by, ReportValues(text="Otra"), now=LATER)
    saved.refresh_from_db()
    assert (saved.text, saved.edited_at, saved.status) == ("Lo que había", before, "DRAFT")
