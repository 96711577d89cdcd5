"""The final report: what keeps it back, what it makes public, and that nothing that comes later changes it."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from act_files import a_pdf
from cut_off_samples import JULY_9, NIGHT, activities_of, also_coordinating, frozen, internal_control
from factories import make_actor, make_member, make_published_plan, principal
from follow_up_reports import (
    JULY_16,
    JULY_20,
    JULY_24,
    SIGNATURE,
    evaluate,
    evaluated,
    publish,
    published,
    recommended,
    send_preliminary,
    write_draft,
)
from followup_samples import cells_in, liaison_of, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpPolicy,
    FollowUpReport,
    ProgressReport,
    Recommendation,
    UnitReply,
    Verdict,
)
from rinde.capabilities.followup.operations.cut_offs import CutOffValues, draw_sample, edit_cut_off
from rinde.capabilities.followup.operations.evidence import withdraw_evidence
from rinde.capabilities.followup.operations.follow_up_reports import (
    agree,
    answer_reply,
    attach_signed_scan,
    issue_final,
    write_reply,
)
from rinde.capabilities.followup.operations.follow_up_reports.issuing import hash_of
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.operations.recommendations import plan_action, report_action, verify_action
from rinde.capabilities.followup.operations.verdicts import write_verdict
from rinde.capabilities.followup.queries.follow_up_reports import ReportMaking
from rinde.capabilities.followup.queries.public_voices import control_words
from rinde.capabilities.followup.queries.published_reports import known_report
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.plans.models import LegalDate
from rinde.capabilities.plans.rules.content import content_hash
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

JANUARY = datetime(2027, 1, 9, 7, 15, tzinfo=UTC)


def reply(cut_off: CutOff, **choices: Any) -> UnitReply:
    one = activities_of(cut_off)[1]
    actor_id = one.actors[0][0]
    defaults: dict[str, Any] = {"seen": None, "by": liaison_of(cut_off.plan, actor_id), "now": JULY_16}
    return write_reply(cut_off_id=cut_off.pk, key=one.key, actor_id=actor_id, text="Sí se hizo.", **defaults | choices)


def answer(one: UnitReply, *, accepted: bool) -> UnitReply:
    return answer_reply(
        reply_id=one.pk,
        is_accepted=accepted,
        text="Se revisó el acta y está firmada.",
        seen=one.written_at,
        by=internal_control(one.entity),
        now=JULY_20,
    )


@pytest.fixture
def cut_off(entity: Entity) -> CutOff:
    found = evaluated(entity)
    send_preliminary(found)
    return found


def test_final_report_freezes_and_publishes(cut_off: CutOff) -> None:
    key = activities_of(cut_off)[0].key
    assert control_words(cut_off.plan_id, key) == ()
    report = publish(cut_off)
    assert (report.stage, cut_off.status) == ("FINAL", "FINAL")
    assert content_hash(report.content) == report.sha256
    assert (report.signed_by_name, report.signed_by_post) == tuple(SIGNATURE.values())
    assert [one.is_done for one in control_words(cut_off.plan_id, key)] == [True]
    content = report_from_json(report.content)
    assert (content.conclusion, content.dates.days_late) == (report.conclusion, 0)
    assert content.block.lines[0].observations.startswith("Se cumplieron 1 de 3")
    assert AuditEntry.objects.get(action="followup.publish_report").facts["sha256"] == report.sha256


def test_everything_that_is_missing_is_told_at_once(cut_off: CutOff) -> None:
    reply(cut_off)
    with pytest.raises(NotReady) as refused:
        publish_without_draft(cut_off, now=JULY_16)
    gaps = refused.value.gaps
    assert "Falta responder la réplica de Secretaría" in gaps[0]
    assert "no han respondido y tienen hasta el viernes 17 de julio de 2026" in gaps[1]
    assert [gap[:16] for gap in gaps[2:]] == ["Falta el nombre ", "Falta el cargo d"]
    assert not FollowUpReport.objects.filter(stage="FINAL").exists()


def publish_without_draft(cut_off: CutOff, **choices: Any) -> FollowUpReport:
    defaults: dict[str, Any] = {"by": internal_control(cut_off.entity), "now": JULY_20}
    return issue_final(cut_off_id=cut_off.pk, **defaults | choices)


def test_term_that_still_runs_keeps_it_back_until_every_unit_has_spoken(cut_off: CutOff) -> None:
    write_draft(cut_off)
    with pytest.raises(NotReady):
        publish(cut_off, now=JULY_16)
    for one in activities_of(cut_off):
        by = liaison_of(cut_off.plan, one.actors[0][0])
        agree(cut_off_id=cut_off.pk, actor_id=one.actors[0][0], by=by, now=JULY_16)
    assert publish(cut_off, now=JULY_16).pk


def test_silence_holds_nobody_up_once_the_term_is_over(cut_off: CutOff) -> None:
    write_draft(cut_off)
    last_moment = datetime(2026, 7, 18, 4, 59, tzinfo=UTC)
    with pytest.raises(NotReady):
        publish(cut_off, now=last_moment)
    assert publish(cut_off, now=last_moment + timedelta(minutes=1)).pk


def test_verdict_that_a_reply_changed_is_the_one_that_is_published(cut_off: CutOff) -> None:
    one = answer(reply(cut_off), accepted=True)
    making = ReportMaking(CutOff.objects.select_related("plan__entity").get(pk=cut_off.pk), now=JULY_20)
    assert making.stale_acceptances == (one,)
    row = Verdict.objects.get(frozen=one.frozen)
    values = VerdictValues(True, "La réplica trae el acta firmada.")
    write_verdict(
        cut_off_id=cut_off.pk,
        key=one.frozen.key,
        values=values,
        seen=row.edited_at,
        by=internal_control(cut_off.entity),
        now=JULY_20 + timedelta(minutes=5),
    )
    report = publish(cut_off, now=JULY_20 + timedelta(minutes=10))
    content = report_from_json(report.content)
    assert content.activities[1].differs
    assert content.activities[1].replies[0].is_accepted is True
    assert [one.key for one in content.differing] == [one.frozen.key]
    assert content.block.total is not None
    assert (content.block.total.done, content.block.total.done_by_cells) == (2, 1)


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_publishes(cut_off: CutOff, role: str) -> None:
    write_draft(cut_off)
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        publish(cut_off, by=principal(cut_off.entity, role))


def test_internal_control_that_coordinates_or_is_of_another_entity_does_not_publish(
    cut_off: CutOff, other_entity: Entity
) -> None:
    write_draft(cut_off)
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        publish(cut_off, by=also_coordinating(cut_off.entity))
    with pytest.raises(NotAllowed, match="otra entidad"):
        publish(cut_off, by=internal_control(other_entity))
    with active_tenant(other_entity), pytest.raises(CutOff.DoesNotExist):
        publish_without_draft(cut_off, by=internal_control(other_entity))


def test_final_report_needs_the_preliminary_one_and_goes_out_once(entity: Entity) -> None:
    cut_off = evaluated(entity)
    write_draft(cut_off)
    with pytest.raises(TransitionNotAllowed):
        publish(cut_off)
    send_preliminary(cut_off)
    publish(cut_off)
    with pytest.raises(TransitionNotAllowed):
        publish(cut_off)
    assert FollowUpReport.objects.filter(stage="FINAL").count() == 1


def test_report_that_changed_since_it_was_looked_at_is_not_published(cut_off: CutOff) -> None:
    write_draft(cut_off)
    making = ReportMaking(CutOff.objects.select_related("plan__entity").get(pk=cut_off.pk), now=JULY_20)
    seen = hash_of(making.content("FINAL"))
    write_draft(cut_off, conclusion="Otra.", seen=JULY_9, now=JULY_16)
    with pytest.raises(StaleWrite):
        publish(cut_off, reviewed=seen)


def test_late_report_says_how_late_beside_its_legal_date_for_ever(cut_off: CutOff) -> None:
    write_draft(cut_off)
    report = publish(cut_off, now=datetime(2026, 8, 3, 15, 0, tzinfo=UTC))
    assert report.legal_due_on is not None
    assert report_from_json(report.content).dates.days_late == (date(2026, 8, 3) - report.legal_due_on).days > 0


def test_day_that_internal_control_set_itself_stands_beside_the_legal_one(entity: Entity) -> None:
    plan = make_published_plan(entity)
    from_regime = frozen(plan)
    legal = LegalDate.objects.get(plan=plan, key=f"follow_up_report:{from_regime.regime_on}")
    CutOff.objects.filter(pk=from_regime.pk).update(
        report_due_on=date(2026, 8, 20), reason="Se acordó con el comité de control interno."
    )
    from_regime.refresh_from_db()
    send_preliminary(evaluate(from_regime))
    report = publish(from_regime)
    dates = report_from_json(report.content).dates
    assert (report.legal_due_on, dates.set_on) == (legal.due_on, date(2026, 8, 20))
    assert dates.counting == legal.in_words
    assert dates.set_reason == "Se acordó con el comité de control interno."


def test_calendar_of_the_plan_says_when_the_report_came_out(cut_off: CutOff) -> None:
    key = f"follow_up_report:{cut_off.regime_on}"
    assert LegalDate.objects.get(plan=cut_off.plan, key=key).done_on is None
    write_draft(cut_off)

    report = publish(cut_off, now=datetime(2026, 8, 4, 4, 59, tzinfo=UTC))

    legal = LegalDate.objects.get(plan=cut_off.plan, key=key)
    assert (legal.due_on, legal.done_on) == (report.legal_due_on, date(2026, 8, 3))  # of Bogotá
    others = LegalDate.objects.filter(plan=cut_off.plan, key__startswith="follow_up_report:").exclude(key=key)
    assert [one.done_on for one in others] == [None]
    said = AuditEntry.objects.get(action="plans.legal_date_done").facts
    assert said["days_late"] == (date(2026, 8, 3) - legal.due_on).days > 0


def test_report_of_a_cut_off_of_its_own_meets_no_legal_date(cut_off: CutOff) -> None:
    CutOff.objects.filter(pk=cut_off.pk).update(regime_on=None)
    publish(cut_off)
    assert not LegalDate.objects.filter(key__startswith="follow_up_report:", done_on__isnull=False).exists()


def test_units_and_coordination_are_told_once(cut_off: CutOff) -> None:
    coordinator = make_member(cut_off.entity, "PLAN_COORDINATOR")
    publish(cut_off, site="https://rinde.example.org")
    told = OutgoingMail.objects.filter(key__contains=":published:")
    assert f"user:{coordinator.pk}" in {one.recipient for one in told}
    assert len(told) == len({one.recipient for one in told})


def test_recommendations_of_the_verdicts_are_made_public_with_the_report(entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="Guardar el soporte el mismo día.")
    send_preliminary(cut_off)
    write_draft(cut_off, recommendations=["Revisar el plan en el comité."])
    assert not Recommendation.objects.exists()
    report = publish(cut_off)
    last = activities_of(cut_off)[-1]
    made = list(Recommendation.objects.order_by("number"))
    assert [(one.number, one.text, one.activity_key) for one in made] == [
        (1, "Guardar el soporte el mismo día.", last.key),
        (2, "Revisar el plan en el comité.", ""),
    ]
    assert [one.actor_id for one in made] == [last.actors[0][0], None]
    assert {one.published_at for one in made} == {report.issued_at}
    assert [one.number for one in report_from_json(report.content).recommendations] == [1, 2]


def test_recommendation_on_a_shared_activity_goes_to_whom_internal_control_chose(entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="Guardar el soporte el mismo día.")
    last, other = activities_of(cut_off)[-1], make_actor(entity, name="Secretaría de Salud")
    last.actors = [*last.actors, [other.pk, other.name]]
    last.save(update_fields=["actors"])
    send_preliminary(cut_off)
    write_draft(cut_off, addressees={last.key: other.pk})
    publish(cut_off)
    assert Recommendation.objects.get().actor == other


def second_report(one: FollowUpReport, *, recommendation: str) -> FollowUpReport:
    """The report of the plan's December cut-off."""
    plan = one.cut_off.plan
    freeze_due_cut_offs(entity_id=plan.entity_id, now=JANUARY)
    cut_off = CutOff.objects.select_related("plan__entity").filter(plan=plan).order_by("-facts_until").first()
    assert cut_off is not None
    evaluate(cut_off, recommendation=recommendation, now=JANUARY)
    send_preliminary(cut_off, now=JANUARY)
    return publish(cut_off, now=JANUARY + timedelta(days=20))


def test_open_recommendations_are_carried_to_the_next_report_and_not_made_twice(entity: Entity) -> None:
    first = published(entity, recommendation="Guardar el soporte el mismo día.")
    second = second_report(first, recommendation="guardar el soporte EL MISMO DÍA.")
    content = report_from_json(second.content)
    assert [(one.number, one.status) for one in content.previous] == [(1, "OPEN")]
    assert content.recommendations == ()
    assert Recommendation.objects.count() == 1


def test_year_shows_the_earlier_cut_off_as_its_report_said_it(entity: Entity) -> None:
    first = published(entity)
    before = report_from_json(first.content)
    second = report_from_json(second_report(first, recommendation="").content)
    assert [one.is_to_come for one in before.blocks] == [False, True]
    assert [one.is_this for one in second.blocks] == [False, True]
    assert second.blocks[0].lines == before.block.lines
    assert second.blocks[0].issued_on == before.dates.issued_on


def test_latecomers_and_sample_stand_in_the_report(cut_off: CutOff) -> None:
    make_report(cut_off.plan, cells_in(cut_off.plan)[1], sent_at=JULY_16)
    CutOff.objects.filter(pk=cut_off.pk).update(status="FROZEN")
    draw_sample(cut_off_id=cut_off.pk, size=2, seed="abc", by=internal_control(cut_off.entity), now=JULY_9)
    CutOff.objects.filter(pk=cut_off.pk).update(status="PRELIMINARY")
    report = publish(cut_off)
    content = report_from_json(report.content)
    assert [one.came_on for one in content.latecomers] == [date(2026, 7, 16)]
    assert content.sample is not None
    assert (content.sample.seed, len(content.sample.keys)) == ("abc", 2)
    assert f"printf '%s' 'abc:{content.sample.keys[0]}' | sha256sum" in content.sample.in_words
    assert sum(one.is_sampled for one in content.activities) == 2


def test_whatever_happens_later_a_published_report_stays_as_it_is(entity: Entity) -> None:
    report = published(entity, recommendation="Guardar el soporte el mismo día.")
    cut_off = CutOff.objects.select_related("plan__entity").get(pk=report.cut_off_id)
    plan, before = cut_off.plan, kept(report)
    first = cells_in(plan)[0]
    by_unit, control = liaison_of(plan), internal_control(entity)
    # More progress, a proof that goes, a policy, the plan's own name, the people's, the next cut-off and its report.
    later = make_report(plan, cells_in(plan)[1], sent_at=JULY_24)
    make_evidence(plan, later)
    proof = make_evidence(plan, ProgressReport.objects.get(activity_key=first.activity_key))
    withdraw_evidence(
        evidence_id=proof.pk, reason="Era de otra actividad.", by=principal(entity, "PLAN_COORDINATOR"), now=JULY_24
    )
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by=make_actor(entity), edited_at=JULY_24)
    plan.title = "Otro nombre"
    plan.save(update_fields=["title"])
    entity.name = "Otra entidad"
    entity.save(update_fields=["name"])
    one = Recommendation.objects.get()
    one = plan_action(
        recommendation_id=one.pk, text="Firmar las actas el mismo día.", due_on=date(2026, 8, 30), seen=one.edited_at,
        by=by_unit, now=JULY_24,
    )  # fmt: skip
    extra = make_evidence(plan, make_report(plan, cells_in(plan)[2], sent_at=JULY_24))
    one = report_action(
        recommendation_id=one.pk, text="Se firmaron todas.", evidence_ids=[extra.pk], seen=one.edited_at, by=by_unit,
        now=JULY_24,
    )  # fmt: skip
    verify_action(
        recommendation_id=one.pk, is_effective=True, reason="Se revisaron todas las actas.", seen=one.edited_at,
        by=control, now=JULY_24,
    )  # fmt: skip
    attach_signed_scan(report_id=report.pk, name="firmado.pdf", content=a_pdf(), by=control, now=JULY_24)
    second_report(report, recommendation="")
    assert kept(report) == before
    known_report.cache_clear()
    assert known_report(report.pk, report.sha256) == report_from_json(before[0])


def kept(report: FollowUpReport) -> tuple[str, ...]:
    """Everything of a report that may never change."""
    one = FollowUpReport.objects.get(pk=report.pk)
    names = ("content", "sha256", "conclusion", "signed_by_name", "signed_by_post", "counting", "issued_at",
             "legal_due_on", "replies_until", "stage")  # fmt: skip
    assert content_hash(one.content) == one.sha256
    return tuple(str(getattr(one, name)) for name in names)


def test_every_write_to_a_published_evaluation_is_refused(entity: Entity) -> None:
    report = published(entity)
    cut_off, control = report.cut_off, internal_control(entity)
    key = activities_of(cut_off)[0].key
    reported = activities_of(cut_off)[1]
    unit = liaison_of(cut_off.plan, reported.actors[0][0])
    attempts = [
        lambda: write_verdict(
            cut_off_id=cut_off.pk, key=key, values=VerdictValues(False, "x" * 30), seen=None, by=control, now=JULY_24
        ),
        lambda: draw_sample(cut_off_id=cut_off.pk, size=1, seed="x", by=control, now=JULY_24),
        lambda: edit_cut_off(
            cut_off_id=cut_off.pk, values=CutOffValues(date(2026, 6, 29)), reason="x" * 30, seen=None, by=control,
            now=JULY_24,
        ),
        lambda: write_draft(cut_off, seen=JULY_9),
        lambda: publish(cut_off),
        lambda: send_preliminary(cut_off),
        lambda: reply(cut_off),
        lambda: agree(cut_off_id=cut_off.pk, actor_id=reported.actors[0][0], by=unit, now=JULY_24),
    ]  # fmt: skip
    before = kept(report)
    for attempt in attempts:
        with pytest.raises(TransitionNotAllowed):
            attempt()
    assert kept(report) == before
    assert freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT) == 0


def test_totals_of_the_report_are_the_rows_that_it_lists(entity: Entity) -> None:
    content = report_from_json(published(entity, 5).content)
    total = content.block.total
    assert total is not None
    counted = [one for one in content.activities if one.is_counted]
    assert (total.scheduled, total.done) == (len(counted), sum(one.is_done for one in counted))
    assert total.official == Decimal(total.done) / len(counted)


def test_marks_in_the_trail_hold_keys_only(entity: Entity) -> None:
    published(entity, recommendation="Guardar el soporte el mismo día.")
    facts = json.dumps(
        list(
            AuditEntry.objects.filter(action__in=["followup.send_preliminary", "followup.publish_report"]).values_list(
                "facts", flat=True
            )
        )
    )
    assert "soporte" not in facts
    assert SIGNATURE["signed_by_name"] not in facts


def test_recommendation_of_a_sample_is_the_units(entity: Entity) -> None:
    one = recommended(entity)
    assert (one.status, one.number, one.subject[:10]) == ("OPEN", 1, "Actividad ")
