"""What units reply to a preliminary report, and what internal control makes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cut_off_samples import JULY_9, activities_of, also_coordinating, internal_control
from factories import make_actor, principal
from follow_up_reports import JULY_16, JULY_20, evaluated, publish, send_preliminary
from followup_samples import cells_in, liaison_of, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpPolicy, FrozenActivity, UnitReply, Verdict
from rinde.capabilities.followup.operations.follow_up_reports import agree, answer_reply, write_reply
from rinde.capabilities.followup.operations.follow_up_reports.replies import mark_of
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

# The term ends on 17 July at midnight in Bogotá: 04:59 of the 18th in UTC.
LAST_MOMENT = datetime(2026, 7, 18, 4, 59, tzinfo=UTC)
TOO_LATE = datetime(2026, 7, 18, 5, 0, tzinfo=UTC)
TEXT = "Sí se hizo: el acta está en el enlace."
ANSWER = "Se revisó el acta y está firmada."


@pytest.fixture
def cut_off(entity: Entity) -> CutOff:
    """A cut-off whose preliminary report is with the units."""
    found = evaluated(entity)
    send_preliminary(found)
    return found


def silent(cut_off: CutOff) -> FrozenActivity:
    """The second activity, of which nobody said anything."""
    return activities_of(cut_off)[1]


def actor_of(frozen: FrozenActivity) -> int:
    return int(frozen.actors[0][0])


def reply(cut_off: CutOff, text: str = TEXT, *, frozen: FrozenActivity | None = None, **choices: Any) -> UnitReply:
    frozen = frozen or silent(cut_off)
    actor_id = choices.pop("actor_id") if "actor_id" in choices else actor_of(frozen)
    defaults: dict[str, Any] = {"seen": None, "by": liaison_of(cut_off.plan, actor_id), "now": JULY_16}
    return write_reply(cut_off_id=cut_off.pk, key=frozen.key, actor_id=actor_id, text=text, **defaults | choices)


def answer(one: UnitReply, *, accepted: bool = True, text: str = ANSWER, **choices: Any) -> UnitReply:
    defaults: dict[str, Any] = {"seen": mark_of(one), "by": internal_control(one.entity), "now": JULY_16}
    return answer_reply(reply_id=one.pk, is_accepted=accepted, text=text, **defaults | choices)


def test_unit_replies_about_its_activity_with_its_proof(cut_off: CutOff) -> None:
    cell = cells_in(cut_off.plan)[1]
    proof = make_evidence(cut_off.plan, make_report(cut_off.plan, cell, sent_at=JULY_16))
    one = reply(cut_off, evidence_ids=[proof.pk])
    assert (one.text, one.is_late, one.agrees, one.is_accepted) == (TEXT, False, False, None)
    assert list(one.evidences.all()) == [proof]
    entry = AuditEntry.objects.get(action="followup.reply")
    assert (entry.facts["is_late"], entry.facts["proofs"]) == (False, 1)
    assert TEXT not in str(entry.facts)


@pytest.mark.parametrize(("now", "late"), [(LAST_MOMENT, False), (TOO_LATE, True)])
def test_reply_is_in_time_until_midnight_of_the_last_day_and_later_ones_are_kept_as_late(
    cut_off: CutOff, now: datetime, late: bool
) -> None:
    assert reply(cut_off, now=now).is_late is late


def test_reply_is_written_again_within_the_term_by_whoever_saw_the_last_one(cut_off: CutOff) -> None:
    first = reply(cut_off)
    again = reply(cut_off, "Mejor dicho: el acta es la 12.", seen=first.written_at, now=JULY_16 + timedelta(hours=1))
    assert (again.pk, again.text) == (first.pk, "Mejor dicho: el acta es la 12.")
    with pytest.raises(StaleWrite):
        reply(cut_off, "Otra cosa muy distinta.", seen=first.written_at)
    assert UnitReply.objects.get().text == again.text


def test_reply_in_time_is_not_rewritten_after_the_term_but_a_late_one_is(cut_off: CutOff) -> None:
    first = reply(cut_off)
    with pytest.raises(TransitionNotAllowed, match="llegó a tiempo"):
        reply(cut_off, "Otra versión.", seen=first.written_at, now=TOO_LATE)
    late = reply(cut_off, frozen=activities_of(cut_off)[2], now=TOO_LATE)
    again = reply(cut_off, "Otra versión.", frozen=activities_of(cut_off)[2], seen=late.written_at, now=JULY_20)
    assert (again.pk, again.is_late) == (late.pk, True)


def test_reply_needs_words_and_known_proofs(cut_off: CutOff) -> None:
    other = make_evidence(cut_off.plan, make_report(cut_off.plan, cells_in(cut_off.plan)[2]))
    with pytest.raises(NotReady) as refused:
        reply(cut_off, " ", evidence_ids=[other.pk])
    assert len(refused.value.gaps) == 2
    withdrawn = make_evidence(
        cut_off.plan,
        make_report(cut_off.plan, cells_in(cut_off.plan)[1]),
        withdrawn_at=JULY_9,
        withdrawn_reason="Era otra.",
    )
    with pytest.raises(NotReady, match="No se guardó la réplica"):
        reply(cut_off, evidence_ids=[withdrawn.pk])
    assert not UnitReply.objects.exists()


def test_unit_replies_only_about_what_it_had_due(cut_off: CutOff) -> None:
    other = actor_of(activities_of(cut_off)[2])
    with pytest.raises(NotReady, match="No se guardó la réplica"):
        reply(cut_off, actor_id=other)
    FrozenActivity.objects.filter(pk=silent(cut_off).pk).update(due=0)
    with pytest.raises(NotReady):
        reply(cut_off)
    with pytest.raises(FrozenActivity.DoesNotExist):
        reply(cut_off, frozen=FrozenActivity(key="9-9", actors=silent(cut_off).actors))


REPORTING = {RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR}


@pytest.mark.parametrize("role", RoleCode)
def test_only_whoever_reports_for_the_unit_replies_for_it(cut_off: CutOff, role: RoleCode) -> None:
    by = principal(cut_off.entity, role)
    if role in REPORTING:
        assert reply(cut_off, by=by).pk
        assert agree(cut_off_id=cut_off.pk, actor_id=actor_of(activities_of(cut_off)[2]), by=by, now=JULY_16) == 1
        return
    with pytest.raises(NotAllowed):
        reply(cut_off, by=by)
    with pytest.raises(NotAllowed):
        agree(cut_off_id=cut_off.pk, actor_id=actor_of(silent(cut_off)), by=by, now=JULY_16)
    assert not UnitReply.objects.exists()


def test_liaison_of_another_unit_does_not_reply(cut_off: CutOff) -> None:
    by = liaison_of(cut_off.plan, make_actor(cut_off.entity).pk)
    with pytest.raises(NotAllowed, match="es de otra"):
        reply(cut_off, by=by)


def test_nobody_of_another_entity_replies_or_answers(cut_off: CutOff, other_entity: Entity) -> None:
    one = reply(cut_off)
    for role in (RoleCode.UNIT_LIAISON, RoleCode.PLAN_COORDINATOR):
        with pytest.raises(NotAllowed, match="otra entidad"):
            reply(cut_off, by=principal(other_entity, role), frozen=activities_of(cut_off)[2])
    with pytest.raises(NotAllowed, match="otra entidad"):
        answer(one, by=internal_control(other_entity))
    with active_tenant(other_entity), pytest.raises(UnitReply.DoesNotExist):
        answer(one, by=internal_control(other_entity))


@pytest.mark.parametrize("status", ["FROZEN", "FINAL"])
def test_replies_are_taken_only_between_the_two_reports(cut_off: CutOff, status: str) -> None:
    one = reply(cut_off)
    CutOff.objects.filter(pk=cut_off.pk).update(status=status)
    for attempt in (
        lambda: reply(cut_off, frozen=activities_of(cut_off)[2]),
        lambda: agree(
            cut_off_id=cut_off.pk, actor_id=actor_of(silent(cut_off)), by=liaison_of(cut_off.plan), now=JULY_16
        ),
        lambda: answer(one),
    ):
        with pytest.raises(TransitionNotAllowed):
            attempt()


def test_unit_that_agrees_says_so_once_for_all_of_its_activities(cut_off: CutOff) -> None:
    actor_id = actor_of(silent(cut_off))
    FrozenActivity.objects.filter(cut_off=cut_off).update(actors=[[actor_id, "Hacienda"]])
    reply(cut_off)
    by = liaison_of(cut_off.plan, actor_id)
    assert agree(cut_off_id=cut_off.pk, actor_id=actor_id, by=by, now=JULY_16) == 2
    assert agree(cut_off_id=cut_off.pk, actor_id=actor_id, by=by, now=JULY_16) == 0
    assert UnitReply.objects.filter(agrees=True).count() == 2
    assert AuditEntry.objects.filter(action="followup.agree").count() == 1
    with pytest.raises(NotReady):
        agree(
            cut_off_id=cut_off.pk,
            actor_id=make_actor(cut_off.entity).pk,
            by=principal(cut_off.entity, "PLAN_COORDINATOR"),
            now=JULY_16,
        )


def test_unit_that_agreed_may_think_better_of_it(cut_off: CutOff) -> None:
    by = liaison_of(cut_off.plan, actor_of(silent(cut_off)))
    agree(cut_off_id=cut_off.pk, actor_id=actor_of(silent(cut_off)), by=by, now=JULY_16)
    agreed = UnitReply.objects.get()
    with pytest.raises(TransitionNotAllowed, match="está de acuerdo"):
        answer(agreed)
    assert not reply(cut_off, seen=agreed.written_at).agrees


def test_reply_about_somebody_unmatched_is_the_coordinators(cut_off: CutOff) -> None:
    FrozenActivity.objects.filter(pk=silent(cut_off).pk).update(actors=[[None, "Por definir"]])
    by = principal(cut_off.entity, "PLAN_COORDINATOR")
    one = reply(cut_off, actor_id=None, by=by)
    again = reply(cut_off, "Otra versión.", actor_id=None, by=by, seen=one.written_at)
    assert (again.pk, again.actor_id) == (one.pk, None)


def test_internal_control_answers_and_leaves_the_verdict_to_be_written_apart(cut_off: CutOff) -> None:
    one = reply(cut_off)
    before = list(Verdict.objects.values())
    done = answer(one)
    assert (done.is_accepted, done.answer, done.answered_at) == (True, ANSWER, JULY_16)
    assert list(Verdict.objects.values()) == before
    assert AuditEntry.objects.get(action="followup.answer_reply").facts["is_accepted"] is True
    changed = answer(done, accepted=False, text="No era el acta de esta reunión.", now=JULY_20)
    assert changed.is_accepted is False


def test_answer_says_why_and_looks_at_the_last_words(cut_off: CutOff) -> None:
    one = reply(cut_off)
    with pytest.raises(NotReady):
        answer(one, text="Sí.")
    reply(cut_off, "Mejor dicho: el acta es la 12.", seen=one.written_at, now=JULY_16 + timedelta(minutes=5))
    with pytest.raises(StaleWrite):
        answer(one)
    assert UnitReply.objects.get().answered_at is None


def test_answered_reply_is_not_rewritten(cut_off: CutOff) -> None:
    one = answer(reply(cut_off))
    with pytest.raises(TransitionNotAllowed, match="ya respondió"):
        reply(cut_off, "Otra versión.", seen=one.written_at)


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_answers(cut_off: CutOff, role: str) -> None:
    one = reply(cut_off)
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        answer(one, by=principal(cut_off.entity, role))
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        answer(one, by=also_coordinating(cut_off.entity))


def test_internal_control_replies_for_no_unit_but_its_own_office(cut_off: CutOff) -> None:
    with pytest.raises(NotAllowed, match="no lo reporta"):
        reply(cut_off, by=internal_control(cut_off.entity))
    FollowUpPolicy.objects.create(
        entity=cut_off.entity, plan=cut_off.plan, evaluated_by_id=actor_of(silent(cut_off)), edited_at=JULY_9
    )
    with pytest.raises(NotAllowed, match="Reportar le corresponde"):
        reply(cut_off, by=internal_control(cut_off.entity))


def test_reply_and_its_answer_stand_in_the_final_report(cut_off: CutOff) -> None:
    answer(reply(cut_off, now=TOO_LATE), accepted=False, text="No se aceptó: es otra acta.", now=JULY_20)
    agree(
        cut_off_id=cut_off.pk,
        actor_id=actor_of(activities_of(cut_off)[2]),
        by=liaison_of(cut_off.plan),
        now=JULY_20,
    )
    report = publish(cut_off)
    assert '"answer":"No se aceptó: es otra acta."' in report.content
    assert '"is_late":true' in report.content
    assert '"agreeing":["Secretaría' in report.content
