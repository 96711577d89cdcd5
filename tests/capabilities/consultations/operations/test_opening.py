"""Opening a draft to its public, giving it more days, closing it, taking it back."""

from datetime import date, timedelta

import pytest

from factories import NOW, make_comment, make_consultation, make_full_plan, make_plan, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations import (
    close_consultation,
    close_past,
    extend_consultation,
    open_consultation,
    withdraw_consultation,
)
from rinde.capabilities.consultations.queries import consulted_content, draft_changes
from rinde.capabilities.consultations.rules.terms import NoticeValues
from rinde.capabilities.plans.models import Activity, Plan, PlanStep
from rinde.capabilities.plans.operations import consolidate_plan
from rinde.capabilities.plans.rules.content import content_hash
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

NOTICE = NoticeValues("Lea el borrador y cuéntenos qué cambiaría.")
LAST_DAY = NOW + timedelta(days=15)  # 17 March, at ten in the morning
DAY_AFTER = NOW + timedelta(days=16)


def test_opening_freezes_the_text_and_moves_the_plan(plan, coordinator):
    found = open_consultation(plan_id=plan.pk, values=NOTICE, by=coordinator, now=NOW)
    plan.refresh_from_db()
    assert (found.number, found.status, plan.status) == (1, "OPEN", "IN_CONSULTATION")
    assert (found.opens_on, found.closes_on) == (date(2026, 3, 2), date(2026, 3, 17))
    assert found.counting.startswith("Día 1 = martes 3 de marzo de 2026.")
    assert found.sha256 == content_hash(found.content)
    step = PlanStep.objects.get(plan=plan)
    assert (step.to_status, step.note) == (
        "IN_CONSULTATION",
        "Se puede comentar hasta el martes 17 de marzo de 2026.",
    )
    assert AuditEntry.objects.get(action="consultations.open").facts["number"] == 1


def test_text_in_consultation_stands_while_the_draft_is_edited(consultation, plan):
    Activity.objects.filter(plan=plan).update(name="Otra cosa")
    assert all(one.activity.name != "Otra cosa" for one in consulted_content(consultation).placed())
    assert len(draft_changes(consultation, on=NOW.date()).changed) == 2


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.PLAN_COORDINATOR])
def test_only_the_coordination_opens(entity, plan, role):
    with pytest.raises(NotAllowed):
        open_consultation(plan_id=plan.pk, values=NOTICE, by=principal(entity, role), now=NOW)
    assert not Consultation.objects.exists()


def test_coordination_of_another_entity_does_not_open(plan, other_entity):
    with active_tenant(other_entity):
        stranger = principal(other_entity, "PLAN_COORDINATOR")
        with pytest.raises(Plan.DoesNotExist):
            open_consultation(plan_id=plan.pk, values=NOTICE, by=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        open_consultation(plan_id=plan.pk, values=NOTICE, by=stranger, now=NOW)


@pytest.mark.parametrize("status", ["CONSOLIDATED", "APPROVED"])
def test_text_that_stands_still_is_not_opened(entity, coordinator, status):
    plan = make_full_plan(entity, status=status)
    with pytest.raises(TransitionNotAllowed):
        open_consultation(plan_id=plan.pk, values=NOTICE, by=coordinator, now=NOW)


def test_second_one_is_refused_while_one_is_open(consultation, coordinator):
    with pytest.raises(TransitionNotAllowed):
        open_consultation(plan_id=consultation.plan_id, values=NOTICE, by=coordinator, now=NOW)
    assert Consultation.objects.count() == 1


def test_every_gap_is_told_at_once(entity, coordinator):
    with pytest.raises(NotReady) as refused:
        open_consultation(plan_id=make_plan(entity).pk, values=NoticeValues("", days=0), by=coordinator, now=NOW)
    assert len(refused.value.gaps) == 3


def test_draft_that_changed_after_the_preview_is_not_opened(plan, coordinator):
    with pytest.raises(StaleWrite):
        open_consultation(plan_id=plan.pk, values=NOTICE, by=coordinator, now=NOW, reviewed="0" * 64)
    plan.refresh_from_db()
    assert plan.status == "DRAFT"


def test_second_round_has_its_own_number_and_text(consultation, coordinator):
    close_past(now=DAY_AFTER)
    again = make_consultation(consultation.plan, now=DAY_AFTER)
    assert (again.number, again.plan.status) == (2, "IN_CONSULTATION")


def test_extension_counts_from_the_opening_and_keeps_its_reason(consultation, coordinator):
    found = extend_consultation(
        consultation_id=consultation.pk, days=20, reason="Pidieron más tiempo.", by=coordinator, now=LAST_DAY
    )
    assert (found.closes_on, found.days) == (date(2026, 3, 22), 20)
    assert found.extensions[0]["why"] == "Pidieron más tiempo."
    assert "Día 20 = domingo 22 de marzo de 2026." in found.counting


@pytest.mark.parametrize(("days", "reason", "now"), [(15, "Más", NOW), (20, " ", NOW), (20, "Más", DAY_AFTER)])
def test_extension_that_gives_nothing_says_nothing_or_comes_late_is_refused(
    consultation, coordinator, days, reason, now
):
    with pytest.raises(NotReady):
        extend_consultation(consultation_id=consultation.pk, days=days, reason=reason, by=coordinator, now=now)
    consultation.refresh_from_db()
    assert (consultation.days, consultation.extensions) == (15, [])


def test_closing_before_the_announced_end_is_refused(consultation, coordinator):
    with pytest.raises(TransitionNotAllowed) as refused:
        close_consultation(consultation_id=consultation.pk, by=coordinator, now=LAST_DAY)
    assert "martes 17 de marzo de 2026 y no se cierra antes" in refused.value.message


def test_night_closes_what_is_past_once_and_leaves_the_rest(entity, other_entity, consultation):
    with active_tenant(other_entity):
        theirs = make_consultation(make_full_plan(other_entity))
    running = make_consultation(make_full_plan(entity), days=60)
    assert close_past(now=LAST_DAY) == 0
    assert close_past(now=DAY_AFTER) == 2
    assert close_past(now=DAY_AFTER) == 0
    running.refresh_from_db()
    consultation.refresh_from_db()
    assert (running.status, consultation.status, consultation.closed_by) == ("OPEN", "CLOSED", None)
    with active_tenant(other_entity):
        assert Consultation.objects.get(pk=theirs.pk).status == "CLOSED"


def last_day_of(plan: Plan) -> date | None:
    return Plan.objects.get(pk=plan.pk).comments_until


def test_plan_knows_its_last_day_for_comments_until_they_end(consultation, plan, coordinator):
    about = {"consultation_id": consultation.pk, "by": coordinator}
    assert last_day_of(plan) == LAST_DAY.date()
    extend_consultation(days=20, reason="Las juntas pidieron más días para leer.", now=NOW, **about)
    assert last_day_of(plan) == date(2026, 3, 22)
    with pytest.raises(TransitionNotAllowed):
        consolidate_plan(plan_id=plan.pk, by=coordinator, now=DAY_AFTER)
    close_past(now=NOW + timedelta(days=21))
    assert last_day_of(plan) is None


def test_plan_whose_consultation_was_withdrawn_has_no_last_day(consultation, plan, coordinator):
    withdraw_consultation(consultation_id=consultation.pk, reason="Se abrió con otro texto.", by=coordinator, now=NOW)
    assert last_day_of(plan) is None


def test_withdrawing_gives_the_draft_back_and_forgets_addresses(consultation, coordinator):
    make_comment(consultation, email="a@example.org", author_name="Ana")
    withdraw_consultation(consultation_id=consultation.pk, reason="Se subió otro texto.", by=coordinator, now=NOW)
    consultation.refresh_from_db()
    consultation.plan.refresh_from_db()
    assert (consultation.status, consultation.plan.status) == ("WITHDRAWN", "DRAFT")
    assert list(Comment.objects.values_list("email", "author_name")) == [("", "")]


def test_withdrawing_without_a_reason_or_after_the_end_is_refused(consultation, coordinator):
    for too_little in (" ", "x"):
        with pytest.raises(NotReady):
            withdraw_consultation(consultation_id=consultation.pk, reason=too_little, by=coordinator, now=NOW)
    close_past(now=DAY_AFTER)
    with pytest.raises(TransitionNotAllowed):
        withdraw_consultation(
            consultation_id=consultation.pk, reason="Se abrió por error ayer", by=coordinator, now=DAY_AFTER
        )
