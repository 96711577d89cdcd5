"""The draft and the preliminary report: what keeps it back, what it freezes, whom it tells, and who may send it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cut_off_samples import JULY_9, activities_of, also_coordinating, frozen, frozen_plan, internal_control, planned
from factories import make_actor, make_published_plan, principal
from follow_up_reports import REPLIES_UNTIL, evaluate, evaluated, send_preliminary, write_draft
from followup_samples import cells_in, liaison_of, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Actor, Entity, NonWorkingDay
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpPolicy,
    FollowUpReport,
    ReportDraft,
    Verdict,
)
from rinde.capabilities.followup.operations.alerts import send_terms
from rinde.capabilities.followup.operations.follow_up_reports import save_report_draft
from rinde.capabilities.followup.operations.follow_up_reports.issuing import hash_of
from rinde.capabilities.followup.operations.verdicts import write_verdict
from rinde.capabilities.followup.queries.follow_up_reports import ReportMaking
from rinde.capabilities.followup.rules.follow_up_report.gaps import DraftValues
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.plans.rules.content import content_hash
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant


def liaison_member(entity: Entity, *actors: Actor) -> Any:
    """A person of some units who has an account, and so a mailbox."""
    by = principal(entity, "UNIT_LIAISON")
    one = Membership.objects.get(user_id=by.user_id)
    one.scope_kind = ScopeKind.ACTORS
    one.save()
    one.actors.set(actors)
    return by


def test_preliminary_freezes_what_every_voice_says_under_a_hash(entity: Entity) -> None:
    cut_off = evaluated(entity)
    report = send_preliminary(cut_off)
    assert (report.stage, cut_off.status) == ("PRELIMINARY", "PRELIMINARY")
    assert content_hash(report.content) == report.sha256
    content = report_from_json(report.content)
    total = content.block.total
    assert total is not None
    assert (total.done, total.scheduled, total.done_by_cells) == (1, 3, 1)
    assert [one.is_done for one in content.activities] == [True, False, False]
    assert content.activities[0].said[0].text == "Se publicó en la página."
    assert content.activities[2].verdict is not None
    assert content.activities[2].verdict.observation == "No hay soporte."
    assert content.header.cut_off_sha256 == cut_off.sha256
    assert content.header.path.endswith("/seguimiento/2026-06-30/")
    assert not any(one.number for one in content.recommendations)


def test_units_have_the_business_days_of_the_policy_to_reply_with_its_arithmetic(entity: Entity) -> None:
    cut_off = evaluated(entity)
    report = send_preliminary(cut_off)
    assert report.replies_until == REPLIES_UNTIL
    assert "Día 1 = viernes 10 de julio de 2026" in report.counting
    assert "Día 5 = viernes 17 de julio de 2026" in report.counting


def test_days_to_reply_are_the_plans_and_skip_the_entitys_own_days(entity: Entity) -> None:
    cut_off = evaluated(entity)
    FollowUpPolicy.objects.create(entity=entity, plan=cut_off.plan, reply_days=3, edited_at=JULY_9)
    NonWorkingDay.objects.create(entity=entity, on="2026-07-14", act="Decreto 045")
    report = send_preliminary(cut_off)
    assert f"{report.replies_until}" == "2026-07-16"
    assert "Decreto 045" in report.counting


def test_legal_date_stands_beside_the_actual_one_with_its_arithmetic(entity: Entity) -> None:
    cut_off = evaluated(entity)
    report = send_preliminary(cut_off)
    dates = report_from_json(report.content).dates
    assert report.legal_due_on == cut_off.report_due_on == dates.legal_due_on
    assert dates.counting == cut_off.counting["report"]
    assert (dates.issued_on.isoformat(), dates.set_on) == ("2026-07-09", None)


def test_activities_without_a_verdict_keep_it_back_each_named(entity: Entity) -> None:
    cut_off = frozen_plan(entity, 12)
    with pytest.raises(NotReady) as refused:
        send_preliminary(cut_off)
    assert len(refused.value.gaps) == 12
    assert all(one.name in gap for one, gap in zip(activities_of(cut_off), refused.value.gaps, strict=True))
    assert not FollowUpReport.objects.exists()


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_writes_or_sends_it(entity: Entity, role: str) -> None:
    cut_off, by = evaluated(entity), principal(entity, role)
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        send_preliminary(cut_off, by=by)
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        save_as(cut_off, by)
    assert not FollowUpReport.objects.exists()
    assert not ReportDraft.objects.exists()


def save_as(cut_off: CutOff, by: Any) -> None:
    values = DraftValues(conclusion="Otra.")
    save_report_draft(cut_off_id=cut_off.pk, values=values, seen=None, by=by, now=JULY_9)


def test_internal_control_who_also_coordinates_is_refused(entity: Entity) -> None:
    cut_off = evaluated(entity)
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        send_preliminary(cut_off, by=also_coordinating(entity))


def test_internal_control_of_another_entity_is_refused(entity: Entity, other_entity: Entity) -> None:
    cut_off, by = evaluated(entity), internal_control(other_entity)
    with pytest.raises(NotAllowed, match="otra entidad"):
        send_preliminary(cut_off, by=by)
    with active_tenant(other_entity), pytest.raises(CutOff.DoesNotExist):
        send_preliminary(cut_off, by=by)


@pytest.mark.parametrize("status", ["PRELIMINARY", "FINAL"])
def test_preliminary_goes_out_once(entity: Entity, status: str) -> None:
    cut_off = evaluated(entity)
    CutOff.objects.filter(pk=cut_off.pk).update(status=status)
    with pytest.raises(TransitionNotAllowed):
        send_preliminary(cut_off)


def test_cut_off_that_is_not_frozen_has_no_report(entity: Entity) -> None:
    with pytest.raises(TransitionNotAllowed):
        send_preliminary(planned(make_published_plan(entity))[0])


def test_report_that_changed_since_it_was_looked_at_is_not_sent(entity: Entity) -> None:
    cut_off = evaluated(entity)
    seen = hash_of(ReportMaking(cut_off, now=JULY_9).content("PRELIMINARY"))
    row = Verdict.objects.get(frozen=activities_of(cut_off)[-1])
    values = VerdictValues(False, observation="Ahora sí hay soporte.")
    write_verdict(
        cut_off_id=cut_off.pk, key=row.frozen.key, values=values, seen=row.edited_at, by=internal_control(entity),
        now=JULY_9,
    )  # fmt: skip
    with pytest.raises(StaleWrite, match="cambió después"):
        send_preliminary(cut_off, reviewed=seen)
    assert send_preliminary(cut_off, reviewed=hash_of(ReportMaking(cut_off, now=JULY_9).content("PRELIMINARY"))).pk


def test_units_of_the_cut_off_are_told_once_whatever_the_hourly_job_does(entity: Entity) -> None:
    plan = make_published_plan(entity, 1)
    mine = Actor.objects.get(pk=cells_in(plan)[0].key.actor_id)
    person = liaison_member(entity, mine)
    stranger = liaison_member(entity, make_actor(entity))
    cut_off = evaluate(frozen(plan))
    send_preliminary(cut_off, site="https://rinde.example.org")
    mails = OutgoingMail.objects.filter(key__contains=":reply:")
    assert [one.recipient for one in mails] == [f"user:{person.user_id}"]
    assert f"https://rinde.example.org/{entity.slug}/gestion/" in mails[0].body
    send_terms(entity_id=entity.pk, now=JULY_9 + timedelta(hours=2), site="https://rinde.example.org")
    assert mails.count() == 1
    assert not OutgoingMail.objects.filter(recipient=f"user:{stranger.user_id}").exists()


def test_sending_leaves_a_mark_of_keys_only(entity: Entity) -> None:
    report = send_preliminary(evaluated(entity))
    entry = AuditEntry.objects.get(action="followup.send_preliminary")
    assert entry.facts["sha256"] == report.sha256
    assert "soporte" not in json.dumps(entry.facts)


def test_nothing_that_was_returned_gets_into_the_report(entity: Entity) -> None:
    plan = make_published_plan(entity, 1)
    returned = make_report(plan, status="RETURNED", returned_reason="MARCA INTERNA DE LA DEVOLUCIÓN")
    make_evidence(plan, returned, title="MARCA DE LA PRUEBA")
    report = send_preliminary(evaluate(frozen(plan)))
    assert "MARCA" not in report.content
    activity = report_from_json(report.content).activities[0]
    assert (activity.flags, activity.said[0].outcome) == ({"not_reported": 1}, "")


def test_draft_is_kept_and_guarded_against_a_second_window(entity: Entity) -> None:
    cut_off = evaluated(entity)
    draft = write_draft(cut_off, observations={"1. Gestión del riesgo": "  Falta todo. "}, recommendations=["Uno", " "])
    assert (draft.observations, draft.recommendations) == ({"1. Gestión del riesgo": "Falta todo."}, ["Uno"])
    later = JULY_9 + timedelta(hours=1)
    again = write_draft(cut_off, conclusion="Otra.", seen=draft.edited_at, now=later)
    assert (again.pk, again.conclusion) == (draft.pk, "Otra.")
    with pytest.raises(StaleWrite):
        write_draft(cut_off, conclusion="Vieja.", seen=draft.edited_at)
    assert ReportDraft.objects.get().conclusion == "Otra."


def test_draft_that_does_not_fit_is_refused(entity: Entity) -> None:
    cut_off = evaluated(entity)
    with pytest.raises(NotReady) as refused:
        write_draft(cut_off, conclusion="x" * 20_001, signed_by_name="x" * 151)
    assert len(refused.value.gaps) == 2


@pytest.mark.parametrize("status", ["PLANNED", "FINAL"])
def test_draft_is_only_written_while_the_cut_off_is_evaluated(entity: Entity, status: str) -> None:
    cut_off = planned(make_published_plan(entity))[0] if status == "PLANNED" else evaluated(entity)
    if status == "FINAL":
        CutOff.objects.filter(pk=cut_off.pk).update(status=status)
    with pytest.raises(TransitionNotAllowed):
        write_draft(cut_off)


def test_report_costs_the_same_queries_for_one_activity_and_for_twelve(
    entity: Entity, django_assert_max_num_queries: Any
) -> None:
    few, many = evaluated(entity, 1), evaluated(entity, 12)
    costs = []
    for cut_off in (few, many):
        with django_assert_max_num_queries(25) as asked:
            ReportMaking(CutOff.objects.select_related("plan__entity").get(pk=cut_off.pk), now=JULY_9).content("FINAL")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_unit_cannot_send_it_either(entity: Entity) -> None:
    cut_off = evaluated(entity)
    with pytest.raises(NotAllowed):
        send_preliminary(cut_off, by=liaison_of(cut_off.plan))
