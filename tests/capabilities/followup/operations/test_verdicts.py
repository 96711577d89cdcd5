"""Internal control's verdicts: its own word, written by nobody else, and only while the cut-off is being evaluated."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cut_off_samples import JULY_9, activities_of, also_coordinating, frozen, frozen_plan, internal_control, planned
from factories import make_published_plan, principal
from followup_samples import cells_in, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpPolicy, FrozenActivity, ProgressReport, Verdict
from rinde.capabilities.followup.operations.cut_offs import draw_sample
from rinde.capabilities.followup.operations.verdicts import decide_rest, write_verdict
from rinde.capabilities.followup.queries.evaluation import evaluation_of
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

REASON = "El acta que se ofrece no está firmada."
NOT_DONE = VerdictValues(is_done=False)


def write(cut_off: CutOff, values: VerdictValues = NOT_DONE, *, key: str = "", **choices: Any) -> Verdict:
    key = key or activities_of(cut_off)[0].key
    defaults: dict[str, Any] = {"seen": None, "by": internal_control(cut_off.entity), "now": JULY_9}
    return write_verdict(cut_off_id=cut_off.pk, key=key, values=values, **defaults | choices)


def rest(cut_off: CutOff, expected: int, *, with_all: bool = True, **choices: Any) -> int:
    defaults: dict[str, Any] = {"by": internal_control(cut_off.entity), "now": JULY_9}
    return decide_rest(cut_off_id=cut_off.pk, expected=expected, with_all=with_all, **defaults | choices)


def done_and_silent(entity: Entity) -> CutOff:
    """Of three activities the first is done, and of the others nobody said anything."""
    plan = make_published_plan(entity, 3)
    make_evidence(plan, make_report(plan, cells_in(plan)[0]))
    return frozen(plan)


def test_verdict_keeps_everything_and_overwrites_nobody(entity: Entity) -> None:
    cut_off = done_and_silent(entity)
    before = list(ProgressReport.objects.values()), list(FrozenActivity.objects.values())
    values = VerdictValues(False, REASON, Decimal("0.4"), "Falta la firma.", "Firmar las actas el mismo día.")
    verdict = write(cut_off, values)
    verdict.refresh_from_db()
    assert (verdict.is_done, verdict.reason, verdict.ratio) == (False, REASON, Decimal("0.4"))
    assert (verdict.observation, verdict.recommendation) == ("Falta la firma.", "Firmar las actas el mismo día.")
    assert (list(ProgressReport.objects.values()), list(FrozenActivity.objects.values())) == before
    facts = AuditEntry.objects.get(action="followup.write_verdict").facts
    assert (facts["is_done"], facts["differs"]) == (False, True)
    assert "Falta la firma." not in str(facts)


def test_verdict_against_the_cells_without_a_reason_is_refused(entity: Entity) -> None:
    with pytest.raises(NotReady) as refused:
        write(done_and_silent(entity))
    assert "Escriba por qué" in refused.value.gaps[0]
    assert not Verdict.objects.exists()


def test_verdict_is_written_again_by_whoever_saw_the_last_one(entity: Entity) -> None:
    cut_off = frozen_plan(entity)
    first = write(cut_off)
    later = JULY_9 + timedelta(hours=1)
    again = write(cut_off, VerdictValues(False, observation="Nada."), seen=first.edited_at, now=later)
    assert (again.pk, again.observation) == (first.pk, "Nada.")
    with pytest.raises(StaleWrite):
        write(cut_off, seen=first.edited_at)
    with pytest.raises(StaleWrite):
        write(cut_off, seen=None)
    assert Verdict.objects.get().observation == "Nada."


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_writes_verdicts(entity: Entity, role: str) -> None:
    cut_off, by = frozen_plan(entity), principal(entity, role)
    for attempt in (lambda: write(cut_off, by=by), lambda: rest(cut_off, 1, by=by)):
        with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
            attempt()
    assert not Verdict.objects.exists()


def test_internal_control_who_also_coordinates_the_plan_is_refused(entity: Entity) -> None:
    cut_off, by = frozen_plan(entity), also_coordinating(entity)
    for attempt in (lambda: write(cut_off, by=by), lambda: rest(cut_off, 1, by=by)):
        with pytest.raises(NotAllowed, match="sería juzgar su propio trabajo"):
            attempt()
    assert not Verdict.objects.exists()


def test_internal_control_of_another_entity_is_refused(entity: Entity, other_entity: Entity) -> None:
    cut_off, by = frozen_plan(entity), internal_control(other_entity)
    key = activities_of(cut_off)[0].key
    for attempt in (lambda: write(cut_off, key=key, by=by), lambda: rest(cut_off, 1, by=by)):
        with pytest.raises(NotAllowed, match="otra entidad"):
            attempt()
        with active_tenant(other_entity), pytest.raises(CutOff.DoesNotExist):
            attempt()
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(("status", "fine"), [("PLANNED", False), ("PRELIMINARY", True), ("FINAL", False)])
def test_verdicts_are_written_until_the_report_is_published(entity: Entity, status: str, fine: bool) -> None:
    cut_off = frozen_plan(entity)
    key = activities_of(cut_off)[0].key
    if status == "PLANNED":
        cut_off = planned(make_published_plan(entity))[0]
    CutOff.objects.filter(pk=cut_off.pk).update(status=status)
    if fine:
        assert write(cut_off, key=key).pk
        return
    for attempt in (lambda: write(cut_off, key=key), lambda: rest(cut_off, 1)):
        with pytest.raises(TransitionNotAllowed):
            attempt()


def test_activity_with_nothing_due_is_not_judged_here(entity: Entity) -> None:
    cut_off = frozen_plan(entity, period_end="2029-12-31")
    FrozenActivity.objects.filter(cut_off=cut_off).update(due=0)
    with pytest.raises(NotReady) as refused:
        write(cut_off)
    assert "no tenía nada programado" in refused.value.gaps[0]


def test_activity_of_internal_controls_own_office_is_a_self_assessment(entity: Entity) -> None:
    plan = make_published_plan(entity, 2)
    mine, other = cells_in(plan)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by_id=mine.key.actor_id, edited_at=JULY_9)
    cut_off = frozen(plan)
    assert write(cut_off, key=mine.activity_key).is_self_assessment
    assert not write(cut_off, key=other.activity_key).is_self_assessment
    assert [row.is_own for row in evaluation_of(cut_off).rows] == [True, False]


def test_rest_is_decided_as_the_cells_say_and_what_was_decided_stays(entity: Entity) -> None:
    cut_off = done_and_silent(entity)
    keys = [one.key for one in activities_of(cut_off)]
    write(cut_off, VerdictValues(True, "La hizo, y la prueba llegó en papel."), key=keys[1])
    assert rest(cut_off, 2) == 2
    assert [row.verdict.is_done for row in evaluation_of(cut_off).rows if row.verdict] == [True, True, False]
    assert AuditEntry.objects.get(action="followup.decide_rest").facts["decided"] == 2
    assert rest(cut_off, 0) == 0
    assert AuditEntry.objects.filter(action="followup.decide_rest").count() == 1


def test_rest_leaves_by_default_what_should_be_looked_at_one_by_one(entity: Entity) -> None:
    plan = make_published_plan(entity, 3)
    for cell in cells_in(plan)[:2]:
        make_evidence(plan, make_report(plan, cell))
    cut_off = frozen(plan)
    CutOff.objects.filter(pk=cut_off.pk).update(sample_keys=[activities_of(cut_off)[0].key])
    assert rest(cut_off, 1, with_all=False) == 1  # the first is in the sample, of the third nobody reported
    cut_off.refresh_from_db()
    assert [row.verdict is not None for row in evaluation_of(cut_off).rows] == [False, True, False]


def test_rest_is_not_decided_where_it_is_not_what_the_person_saw(entity: Entity) -> None:
    cut_off = done_and_silent(entity)
    write(cut_off, key=activities_of(cut_off)[1].key)
    with pytest.raises(StaleWrite, match="Ahora son 2 y no 3"):
        rest(cut_off, 3)
    assert Verdict.objects.count() == 1


def test_official_number_by_verdicts_stands_beside_the_computed_one(entity: Entity) -> None:
    cut_off = done_and_silent(entity)
    write(cut_off, VerdictValues(False, REASON, Decimal("0.5")))
    rest(cut_off, 2)
    evaluation = evaluation_of(cut_off)
    total, components = evaluation.by_verdict
    assert evaluation.figures.at_cut_off.total.official == Decimal(1) / 3
    assert (total.official, total.differing, total.mean_ratio) == (0, 1, Decimal("0.5"))
    assert [one.component for one in components] == [one.component for one in evaluation.figures.at_cut_off.components]


def test_sample_does_not_decide_anything(entity: Entity) -> None:
    cut_off = done_and_silent(entity)
    draw_sample(cut_off_id=cut_off.pk, size=2, seed="x", by=internal_control(entity), now=JULY_9)
    cut_off.refresh_from_db()
    evaluation = evaluation_of(cut_off)
    assert sum(row.is_sampled for row in evaluation.rows) == 2
    assert len(evaluation.undecided) == 3
