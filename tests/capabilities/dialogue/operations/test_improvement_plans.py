import hashlib
from datetime import date, timedelta

import pytest

from commitment_samples import LATER, make_draft_commitment, make_public_commitment, make_voice, say
from cut_off_samples import make_secret_cut_off
from dialogue_samples import AFTER, BEFORE, make_called_space, make_held_space, organiser
from factories import make_full_plan, principal
from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import (
    Commitment,
    DialogueSpace,
    ImprovementEvaluation,
    ImprovementVersion,
    SpaceSeries,
    SpaceStep,
)
from rinde.capabilities.dialogue.operations.commitments import move_commitment
from rinde.capabilities.dialogue.operations.improvement_plans import (
    evaluate_improvement,
    publish_improvement,
    write_introduction,
)
from rinde.capabilities.dialogue.queries.improvement import (
    cut_offs_to_evaluate,
    evaluations_of,
    has_changed,
    improvement_of,
    published_series,
)
from rinde.capabilities.dialogue.rules.improvement import canonical, read_back
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.tenancy import active_tenant


def test_plan_goes_out_with_its_drafts_and_finishes_the_step(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    make_public_commitment(entity, space=space, by=by)
    make_draft_commitment(entity, space=space, by=by)
    version = publish_improvement(space_id=space.pk, by=by, now=LATER)
    content = read_back(version.content)
    assert [row.number for row in content.rows] == [1, 2]
    assert version.sha256 == hashlib.sha256(version.content.encode()).hexdigest()
    assert canonical(content) == version.content
    step = SpaceStep.objects.get(space=space, kind=StepKind.COMMITMENTS)
    assert (step.status, step.note) == ("DONE", "Plan de mejoramiento publicado con 2 compromisos, versión 1.")
    assert not Commitment.objects.filter(status="DRAFT").exists()


def test_plan_published_again_without_a_change_is_the_same_version(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    commitment = make_public_commitment(entity, space=space, by=by)
    first = publish_improvement(space_id=space.pk, by=by, now=LATER)
    assert publish_improvement(space_id=space.pk, by=by, now=LATER) == first
    move_commitment(commitment_id=commitment.pk, due_on=date(2026, 9, 30), reason="Llovió.", by=by, now=LATER)
    improvement = improvement_of(space)
    assert improvement is not None
    assert has_changed(improvement, first)
    second = publish_improvement(space_id=space.pk, by=by, now=LATER)
    assert (second.number, second.sha256 != first.sha256) == (2, True)


def test_plan_without_commitments_says_why(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    with pytest.raises(NotReady, match="no se publicó"):
        publish_improvement(space_id=space.pk, by=by, now=LATER)
    write_introduction(space_id=space.pk, introduction="Nadie pidió compromisos.", by=by, now=LATER)
    version = publish_improvement(space_id=space.pk, by=by, now=LATER)
    assert (read_back(version.content).introduction, version.number) == ("Nadie pidió compromisos.", 1)


def test_plan_waits_for_the_space(entity: Entity) -> None:
    by = organiser(entity)
    with pytest.raises(TransitionNotAllowed, match="ya se hizo"):
        publish_improvement(space_id=make_called_space(entity, by=by).pk, by=by, now=AFTER)


def test_plan_says_which_commitment_lacks_its_unit(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    Commitment.objects.filter(pk=make_draft_commitment(entity, space=space, by=by).pk).update(actor=None)
    with pytest.raises(NotReady) as refused:
        publish_improvement(space_id=space.pk, by=by, now=LATER)
    assert refused.value.gaps[0].startswith("Diga qué dependencia responde por «Arreglar el puente")
    assert Commitment.objects.get().status == "DRAFT"


def test_introduction_without_personal_data(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    with pytest.raises(NotReady):
        write_introduction(space_id=space.pk, introduction="Luz, cédula 52.418.903, pidió", by=by, now=LATER)


def test_plan_of_a_series_gathers_its_spaces(entity: Entity) -> None:
    by = organiser(entity)
    series = SpaceSeries.objects.create(entity=entity, year=2026, slug="dialogos", title="Diálogos", edited_at=BEFORE)
    spaces = [make_held_space(entity, by=by, series_id=series.pk) for _ in range(2)]
    for space in spaces:
        make_public_commitment(entity, space=space, by=by)
    make_public_commitment(entity, by=by)  # of no series
    assert published_series(entity, "dialogos") is None
    version = publish_improvement(series_id=series.pk, by=by, now=LATER)
    assert [row.made_in for row in read_back(version.content).rows] == [one.title for one in spaces]
    done = SpaceStep.objects.filter(space__in=spaces, kind=StepKind.COMMITMENTS, status="DONE")
    assert done.count() == 2
    assert published_series(entity, "dialogos") == series


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "ENTITY_ADMIN"])
def test_role_that_does_not_run_the_space_publishes_nothing(entity: Entity, role: str) -> None:
    space = make_held_space(entity)
    make_public_commitment(entity, space=space)
    with pytest.raises(NotAllowed):
        publish_improvement(space_id=space.pk, by=principal(entity, role), now=LATER)
    assert not ImprovementVersion.objects.exists()


def _published(entity: Entity) -> tuple[DialogueSpace, int]:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    say(make_voice(make_public_commitment(entity, space=space, by=by), by=by), "NOT")
    return space, publish_improvement(space_id=space.pk, by=by, now=LATER).improvement_id


def test_internal_control_evaluates_at_its_cut_off_and_once_out_it_stays(entity: Entity) -> None:
    _, improvement_id = _published(entity)
    cut_off = make_secret_cut_off(make_full_plan(entity), "corte")
    control = principal(entity, "INTERNAL_CONTROL")

    def evaluate(text: str, *, publish: bool) -> ImprovementEvaluation:
        return evaluate_improvement(
            improvement_id=improvement_id, cut_off_id=cut_off.pk, verdict="PARTLY", text=text, publish=publish,
            by=control, now=LATER,
        )  # fmt: skip

    draft = evaluate("", publish=False)
    assert evaluations_of(draft.improvement, public_only=True) == ()
    with pytest.raises(NotReady):
        evaluate(" ", publish=True)
    out = evaluate("Uno de dos se cumplió.", publish=True)
    assert (out.pk, out.figures["total"], out.figures["open"]) == (draft.pk, 1, 1)
    assert evaluations_of(out.improvement, public_only=True) == (out,)
    with pytest.raises(TransitionNotAllowed):
        evaluate("Otra cosa.", publish=True)


def test_whoever_runs_the_space_does_not_evaluate_its_plan(entity: Entity) -> None:
    _, improvement_id = _published(entity)
    cut_off = make_secret_cut_off(make_full_plan(entity), "corte")
    for role in ("PLAN_COORDINATOR", "READER", "ENTITY_ADMIN"):
        with pytest.raises(NotAllowed):
            evaluate_improvement(
                improvement_id=improvement_id, cut_off_id=cut_off.pk, verdict="KEPT", text="Sí.", publish=True,
                by=principal(entity, role), now=LATER,
            )  # fmt: skip
    assert not ImprovementEvaluation.objects.exists()


def test_cut_off_of_another_entity_is_refused(entity: Entity, other_entity: Entity) -> None:
    _, improvement_id = _published(entity)
    with active_tenant(other_entity):
        stranger = make_secret_cut_off(make_full_plan(other_entity), "corte")
    assert cut_offs_to_evaluate(entity) == ()
    with pytest.raises(NotReady):
        evaluate_improvement(
            improvement_id=improvement_id, cut_off_id=stranger.pk, verdict="KEPT", text="Sí.", publish=True,
            by=principal(entity, "INTERNAL_CONTROL"), now=LATER + timedelta(days=1),
        )  # fmt: skip
