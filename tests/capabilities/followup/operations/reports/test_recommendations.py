"""What comes of a recommendation: the unit acts and proves it, internal control verifies, and neither writes for the
other."""

from datetime import date, timedelta
from typing import Any

import pytest

from cut_off_samples import also_coordinating, internal_control
from factories import make_actor, principal
from follow_up_reports import JULY_24, evaluated, publish, recommended, send_preliminary, write_draft
from followup_samples import cells_in, liaison_of, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport, Recommendation, RecommendationStep
from rinde.capabilities.followup.operations.recommendations import plan_action, report_action, verify_action
from rinde.capabilities.followup.queries.recommendations import (
    answering_actors,
    recommendation_of_plan,
    recommendations_of,
    standing_by_activity,
)
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

ACTION, DONE, SEEN = "Firmar las actas el mismo día.", "Se firmaron las 32 actas.", "Se revisaron las 32 actas."
AUGUST_30 = date(2026, 8, 30)


@pytest.fixture
def one(entity: Entity) -> Recommendation:
    return recommended(entity)


def plan(one: Recommendation, text: str = ACTION, due_on: date | None = AUGUST_30, **choices: Any) -> Recommendation:
    defaults: dict[str, Any] = {"seen": one.edited_at, "by": liaison_of(one.plan, one.actor_id), "now": JULY_24}
    return plan_action(recommendation_id=one.pk, text=text, due_on=due_on, **defaults | choices)


def proof_of(one: Recommendation) -> int:
    """Something that its unit offered for the activity."""
    cell = next(cell for cell in cells_in(one.plan) if cell.activity_key == one.activity_key)
    said = ProgressReport.objects.filter(activity_key=one.activity_key).first()
    return int(make_evidence(one.plan, said or make_report(one.plan, cell, sent_at=JULY_24)).pk)


def report(one: Recommendation, text: str = DONE, *, evidence_ids: Any = None, **choices: Any) -> Recommendation:
    evidence_ids = [proof_of(one)] if evidence_ids is None else evidence_ids
    defaults: dict[str, Any] = {"seen": one.edited_at, "by": liaison_of(one.plan, one.actor_id), "now": JULY_24}
    return report_action(recommendation_id=one.pk, text=text, evidence_ids=evidence_ids, **defaults | choices)


def verify(one: Recommendation, *, effective: bool = True, reason: str = SEEN, **choices: Any) -> Recommendation:
    defaults: dict[str, Any] = {"seen": one.edited_at, "by": internal_control(one.entity), "now": JULY_24}
    return verify_action(recommendation_id=one.pk, is_effective=effective, reason=reason, **defaults | choices)


def test_recommendation_goes_from_open_to_verified_with_every_step_kept(one: Recommendation) -> None:
    planned = plan(one)
    assert (planned.status, planned.action, planned.action_due_on) == ("PLANNED", ACTION, AUGUST_30)
    proof = proof_of(one)
    done = report(planned, evidence_ids=[proof], now=JULY_24 + timedelta(hours=1))
    assert (done.status, done.action_report) == ("REPORTED", DONE)
    assert [each.pk for each in done.evidences.all()] == [proof]
    ended = verify(done, now=JULY_24 + timedelta(hours=2))
    assert (ended.status, ended.verification) == ("EFFECTIVE", SEEN)
    steps = RecommendationStep.objects.filter(recommendation=one).values_list("from_status", "to_status")
    assert list(steps) == [("OPEN", "PLANNED"), ("PLANNED", "REPORTED"), ("REPORTED", "EFFECTIVE")]
    told = AuditEntry.objects.filter(action__endswith="_action").values_list("action", flat=True)
    assert list(told) == ["followup.plan_action", "followup.report_action", "followup.verify_action"]


def test_action_that_did_not_work_is_followed_by_another(one: Recommendation) -> None:
    failed = verify(report(plan(one)), effective=False, reason="Las actas siguen sin firma.")
    assert failed.status == "NOT_EFFECTIVE"
    again = plan(failed, "Firmar con dos testigos.", date(2026, 9, 30))
    assert (again.status, again.action, again.verification) == (
        "PLANNED", "Firmar con dos testigos.", "Las actas siguen sin firma.",
    )  # fmt: skip


def test_date_of_an_action_that_is_moved_stays_on_record(one: Recommendation) -> None:
    plan(plan(one), due_on=date(2026, 9, 30))
    texts = RecommendationStep.objects.values_list("text", flat=True)
    assert ["Para el 30 de agosto de 2026." in texts[0], "Para el 30 de septiembre de 2026." in texts[1]] == [
        True,
        True,
    ]


def test_what_an_action_lacks_is_told_at_once_and_nothing_is_saved(one: Recommendation) -> None:
    with pytest.raises(NotReady) as refused:
        plan(one, "", None)
    assert len(refused.value.gaps) == 2
    with pytest.raises(NotReady):
        plan(one, due_on=date(2026, 7, 23))
    planned = plan(one)
    with pytest.raises(NotReady) as refused:
        report(planned, "", evidence_ids=[])
    assert len(refused.value.gaps) == 2
    other = make_evidence(one.plan, ProgressReport.objects.exclude(activity_key=one.activity_key).get())
    with pytest.raises(NotReady, match="No se guardó"):
        report(planned, evidence_ids=[other.pk])
    with pytest.raises(NotReady):
        verify(report(planned), reason="Sí.")
    assert Recommendation.objects.get().status == "REPORTED"


def test_steps_out_of_turn_are_refused(one: Recommendation) -> None:
    with pytest.raises(TransitionNotAllowed, match="Primero la dependencia"):
        report(one, evidence_ids=[])
    with pytest.raises(TransitionNotAllowed, match="Primero la dependencia"):
        verify(one)
    done = report(plan(one))
    with pytest.raises(TransitionNotAllowed, match="control interno la verifica"):
        plan(done)
    ended = verify(done)
    for attempt in (lambda: plan(ended), lambda: report(ended, evidence_ids=[]), lambda: verify(ended)):
        with pytest.raises(TransitionNotAllowed, match="ya no cambia"):
            attempt()


def test_step_on_something_that_changed_meanwhile_is_refused(one: Recommendation) -> None:
    before = one.edited_at
    planned = plan(one)
    with pytest.raises(StaleWrite):
        plan(one, "Otra acción distinta.", seen=before)
    done = report(planned, now=JULY_24 + timedelta(hours=1))
    with pytest.raises(StaleWrite):
        verify(done, seen=planned.edited_at - timedelta(hours=1))


ACTING = {RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR}


@pytest.mark.parametrize("role", RoleCode)
def test_unit_acts_and_internal_control_verifies_and_nobody_else(one: Recommendation, role: RoleCode) -> None:
    by = principal(one.entity, role)
    if role in ACTING:
        planned = plan(one, by=by)
    else:
        with pytest.raises(NotAllowed):
            plan(one, by=by)
        planned = plan(one)
        with pytest.raises(NotAllowed):
            report(planned, by=by)
    done = report(planned)
    if role == RoleCode.INTERNAL_CONTROL:
        assert verify(done, by=by).status == "EFFECTIVE"
        return
    with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
        verify(done, by=by)


def test_another_unit_and_a_judge_of_their_own_work_are_refused(one: Recommendation) -> None:
    with pytest.raises(NotAllowed, match="es de otra"):
        plan(one, by=liaison_of(one.plan, make_actor(one.entity).pk))
    with pytest.raises(NotAllowed, match="juzgar su propio trabajo"):
        verify(report(plan(one)), by=also_coordinating(one.entity))


def test_nobody_of_another_entity_moves_it(one: Recommendation, other_entity: Entity) -> None:
    for role in ACTING:
        with pytest.raises(NotAllowed, match="otra entidad"):
            plan(one, by=principal(other_entity, role))
    with pytest.raises(NotAllowed, match="otra entidad"):
        verify(report(plan(one)), by=internal_control(other_entity))
    with active_tenant(other_entity), pytest.raises(Recommendation.DoesNotExist):
        plan(one)


def test_shared_recommendation_is_acted_on_by_any_of_its_units_and_no_other(entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="Guardar el soporte el mismo día.")
    last = cut_off.activities.order_by("-position").first()
    assert last is not None
    other = make_actor(entity)
    last.actors = [*last.actors, [other.pk, other.name]]
    last.done, last.due = 0, 2
    last.save(update_fields=["actors"])
    # Both are at fault as far as the frozen text says of the first; the second has no date of its own.
    cut_off.activities.filter(pk=last.pk).update(actors=[[other.pk, other.name], [make_actor(entity).pk, "Obras"]])
    send_preliminary(cut_off)
    publish(cut_off)
    one = Recommendation.objects.select_related("plan__entity").get()
    assert one.actor_id is None
    assert other.pk in answering_actors(one)
    assert plan(one, by=liaison_of(one.plan, other.pk)).status == "PLANNED"
    with pytest.raises(NotAllowed):
        plan(one, by=liaison_of(one.plan, make_actor(entity).pk))


def test_recommendation_of_the_plan_in_general_is_the_coordinations_and_needs_no_proof(entity: Entity) -> None:
    cut_off = evaluated(entity)
    send_preliminary(cut_off)
    write_draft(cut_off, recommendations=["Revisar el plan en el comité."])
    publish(cut_off)
    one = Recommendation.objects.select_related("plan__entity").get()
    assert answering_actors(one) == (None,)
    by = principal(entity, "PLAN_COORDINATOR")
    with pytest.raises(NotAllowed):
        plan(one, by=liaison_of(one.plan))
    assert report(plan(one, by=by), evidence_ids=[], by=by).status == "REPORTED"


def test_lists_hold_what_is_public_of_the_plan_and_of_no_other_entity(
    one: Recommendation, other_entity: Entity
) -> None:
    with active_tenant(other_entity):
        recommended(other_entity, "SECRETO de otra entidad.")
    hidden = Recommendation.objects.get()
    Recommendation.objects.create(
        entity=one.entity, plan=one.plan, number=2, cut_off=one.cut_off, subject="x", text="SIN PUBLICAR",
        made_at=JULY_24, edited_at=JULY_24,
    )  # fmt: skip
    assert [each.pk for each in recommendations_of(one.plan)] == [hidden.pk]
    assert recommendation_of_plan(one.plan, 2) is None
    found = recommendation_of_plan(one.plan, 1)
    assert found is not None
    assert answering_actors(found) == (one.actor_id,)


def test_what_is_not_resolved_is_carried_to_the_next_cut_off(one: Recommendation) -> None:
    assert standing_by_activity(one.plan, before=one.cut_off) == {}
    other = one.cut_off.plan.cut_offs.exclude(pk=one.cut_off_id).first()
    assert other is not None
    assert [each.pk for each in standing_by_activity(one.plan, before=other)[one.activity_key]] == [one.pk]
    verify(report(plan(one)))
    assert standing_by_activity(one.plan, before=other) == {}
