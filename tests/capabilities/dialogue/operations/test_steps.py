from datetime import date, timedelta

import pytest

from dialogue_samples import AFTER, BEFORE, make_called_space, make_draft_space, make_held_space, organiser, serve
from factories import make_published_plan
from followup_samples import first_cell
from rinde.capabilities.dialogue.choices import StepKind, StepStatus
from rinde.capabilities.dialogue.models import SpaceStep, StepTermSetting
from rinde.capabilities.dialogue.operations.steps import finish_step, skip_step, take_up_step
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import ProgressReport
from rinde.foundations.refusals import NotReady, TransitionNotAllowed


def test_done_step_fills_the_draft_of_its_cell_once(entity: Entity) -> None:
    plan = make_published_plan(entity)
    by = organiser(entity)
    space = make_held_space(entity, by=by, title="Audiencia pública", plan_id=plan.pk)
    serve(space, plan, first_cell(plan), StepKind.MINUTES)
    for _ in range(2):
        finish_step(space_id=space.pk, kind=StepKind.MINUTES, by=by, now=AFTER, text="Acta 03 publicada.")
    draft = ProgressReport.objects.get()
    assert (draft.status, draft.text, draft.happened_on) == (
        ReportStatus.DRAFT,
        "Acta 03 publicada.",
        date(2026, 5, 12),
    )
    assert draft.proposed_by == "Audiencia pública (12 de mayo de 2026)"
    assert draft.author_id is None


def test_other_steps_fill_no_draft(entity: Entity) -> None:
    plan = make_published_plan(entity)
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    serve(space, plan, first_cell(plan), StepKind.ANSWERS)
    finish_step(space_id=space.pk, kind=StepKind.MINUTES, by=by, now=AFTER)
    assert not ProgressReport.objects.exists()


def test_source_of_a_draft_fits_however_long_the_name(entity: Entity) -> None:
    plan = make_published_plan(entity)
    by = organiser(entity)
    space = make_held_space(entity, by=by, title="Á" * 200)
    serve(space, plan, first_cell(plan), StepKind.MINUTES)
    finish_step(space_id=space.pk, kind=StepKind.MINUTES, by=by, now=AFTER)
    assert ProgressReport.objects.get().proposed_by.endswith("Á… (12 de mayo de 2026)")


def test_step_is_not_done_tomorrow(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    with pytest.raises(NotReady) as refused:
        finish_step(space_id=space.pk, kind=StepKind.INFORMATION, by=by, now=BEFORE, done_on=date(2026, 3, 3))
    assert refused.value.gaps == ("El 3 de marzo de 2026 todavía no llega. Escriba el día en que se hizo.",)


def test_written_answers_of_a_hearing_are_not_left(entity: Entity) -> None:
    by = organiser(entity)
    hearing, forum = make_held_space(entity, by=by), make_held_space(entity, by=by, kind="FORUM")
    with pytest.raises(TransitionNotAllowed, match="artículo"):
        skip_step(space_id=hearing.pk, kind=StepKind.ANSWERS, reason="No hubo", by=by, now=AFTER)
    left = skip_step(space_id=forum.pk, kind=StepKind.ANSWERS, reason="No hubo preguntas", by=by, now=AFTER)
    assert (left.status, left.note) == (StepStatus.SKIPPED, "No hubo preguntas")
    assert take_up_step(space_id=forum.pk, kind=StepKind.ANSWERS, by=by, now=AFTER).status == StepStatus.PENDING


def test_step_is_left_with_a_reason_only(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    with pytest.raises(NotReady):
        skip_step(space_id=space.pk, kind=StepKind.RESULTS, reason=" ", by=by, now=AFTER)
    finish_step(space_id=space.pk, kind=StepKind.RESULTS, by=by, now=AFTER)
    with pytest.raises(TransitionNotAllowed, match="ya se hizo"):
        skip_step(space_id=space.pk, kind=StepKind.RESULTS, reason="x", by=by, now=AFTER)


def test_step_that_the_kind_does_not_have_is_refused(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by, kind="TRAINING")
    with pytest.raises(TransitionNotAllowed, match="Publicar las respuestas"):
        finish_step(space_id=space.pk, kind=StepKind.ANSWERS, by=by, now=AFTER)


def test_own_term_of_an_entity_is_counted_and_is_no_law(entity: Entity) -> None:
    StepTermSetting.objects.create(
        entity=entity, space_kind="FORUM", step="CALL", days=5, unit="BUSINESS_DAYS", is_before=True, edited_at=BEFORE
    )
    own, hearing = make_draft_space(entity, kind="FORUM"), make_draft_space(entity)
    step = SpaceStep.objects.get(space=own, kind=StepKind.CALL)
    assert (step.due_on, step.source_key) == (date(2026, 5, 5), "")
    assert SpaceStep.objects.get(space=hearing, kind=StepKind.CALL).due_on == date(2026, 5, 12) - timedelta(days=30)
