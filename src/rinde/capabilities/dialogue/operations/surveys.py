"""The evaluation survey of a space: begun from the ready form, opened with the space, its step done by it."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.surveys.choices import ReadyForm, SurveyStatus
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations.opening import open_survey
from rinde.capabilities.surveys.operations.preparing import make_survey
from rinde.foundations.refusals import Refusal, TransitionNotAllowed
from rinde.services.access import Principal

STAYS_OPEN = timedelta(days=5)  # after the space: whoever left early answers from home
LONGEST_TITLE = 120


@transaction.atomic
def prepare_survey(*, space_id: int, by: Principal, now: datetime) -> Survey:
    """Begin the survey of a space from the ready form for events. Begun already, the same one is given.

    Raises:
        NotAllowed: for whoever does not run the space, or may not prepare surveys.
        TransitionNotAllowed: for a space that was closed or cancelled.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if space.survey_id is not None:
        begun: Survey = Survey.objects.get(pk=space.survey_id)
        return begun
    title = f"Evaluación: {space.title}"[:LONGEST_TITLE]
    made = make_survey(
        entity_id=space.entity_id, title=title, ready_form=ReadyForm.EVENT, by=by, now=now, actor_id=space.actor_id
    )
    space.survey = made
    space.save(update_fields=["survey"])
    note(space, "survey_prepare", by=by, now=now, survey=made.pk)
    return made


@transaction.atomic
def open_space_survey(*, space_id: int, by: Principal, now: datetime) -> Survey:
    """Open the survey of a space until some days after it; the step «Evaluar con una encuesta» is done.

    Raises:
        NotAllowed: for whoever does not run the space, or may not open surveys.
        TransitionNotAllowed: for a space that was closed or cancelled, has no survey, or whose survey was closed.
        NotReady: with what the survey lacks.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if space.survey_id is None:
        raise TransitionNotAllowed("Este espacio todavía no tiene encuesta. Prepárela primero.")
    return _opened(space, by=by, now=now)


def open_with_space(space: DialogueSpace, *, by: Principal, now: datetime) -> None:
    """Open the survey that waits for this space. Where that may not be, the space opens all the same.

    Called with the space locked.
    """
    if space.survey is None or space.survey.status != SurveyStatus.DRAFT:
        note_survey(space, by=by, now=now)
        return
    # A unit may open its own space but no surveys: then the page says that the survey still waits.
    with suppress(Refusal), transaction.atomic():
        _opened(space, by=by, now=now)


def _opened(space: DialogueSpace, *, by: Principal, now: datetime) -> Survey:
    survey: Survey = Survey.objects.get(pk=space.survey_id)
    if survey.status == SurveyStatus.DRAFT:
        until = max(space.ends_at, now) + STAYS_OPEN
        survey = open_survey(survey_id=survey.pk, opens_at=now, closes_at=until, by=by, now=now)
        note(space, "survey_open", by=by, now=now, survey=survey.pk)
    space.survey = survey
    note_survey(space, by=by, now=now)
    return survey


def note_survey(space: DialogueSpace, *, by: Principal, now: datetime) -> None:
    """Mark the step of the survey as done where it was opened, here or at the surveys' own desk. Space locked."""
    survey = space.survey
    if survey is None or survey.opened_at is None:
        return
    if SpaceStep.objects.filter(space=space, kind=StepKind.SURVEY).exists():
        step_done(space, StepKind.SURVEY, by=by, now=now, text=f"Encuesta abierta: {survey.title}")
