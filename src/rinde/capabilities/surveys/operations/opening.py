"""Opening a survey, giving it another end, closing it by hand or by its date, and changing it while it runs."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.queries import each_entity
from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyVersion
from rinde.capabilities.surveys.operations.locking import locked, next_number
from rinde.capabilities.surveys.permissions import check_manage
from rinde.capabilities.surveys.queries.surveys import consent_of, has_pending_changes
from rinde.capabilities.surveys.rules.periods import is_past, period_gaps
from rinde.capabilities.surveys.rules.privacy import CONSENT_VERSION, personal_gaps
from rinde.capabilities.surveys.rules.questions import questions_gaps
from rinde.capabilities.surveys.rules.states import check_may_become
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record

NOT_OPENED = "No se abrió la encuesta."


@transaction.atomic
def open_survey(
    *, survey_id: int, opens_at: datetime, closes_at: datetime | None, by: Principal, now: datetime
) -> Survey:
    """Let people answer from a moment on, until another or until it is closed. Freezes the questions as a version.

    A closed one whose results are not out may be opened again; its answers stay.

    Args:
        closes_at: the first moment that does not count any more; None: until somebody closes it.

    Raises:
        NotAllowed: for whoever may not run surveys.
        TransitionNotAllowed: where it is open, or its results are published.
        NotReady: with everything that is missing.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    check_may_become(survey.status, SurveyStatus.OPEN)
    if survey.shows_results:
        raise TransitionNotAllowed("Los resultados ya se publicaron. Retírelos antes de volver a abrir la encuesta.")
    refuse_gaps(NOT_OPENED, *_gaps(survey), *period_gaps(opens_at, closes_at, now))
    version = _version_to_answer(survey, by=by, now=now)
    survey.status, survey.current_version = SurveyStatus.OPEN, version
    survey.opens_at = min(opens_at, survey.opens_at) if survey.opens_at else opens_at
    survey.closes_at = closes_at
    survey.opened_at, survey.opened_by_id = survey.opened_at or now, survey.opened_by_id or by.user_id
    survey.closed_at, survey.closed_by = None, None
    survey.save()
    facts = {"number": survey.number, "version": version.number, "until": closes_at.isoformat() if closes_at else ""}
    record(entity_id=survey.entity_id, action="surveys.open", target=survey, by=by, now=now, facts=facts)
    return survey


def _gaps(survey: Survey) -> Sequence[str]:
    questions = survey.question_list
    personal = personal_gaps(questions, purpose=survey.personal_purpose, kept_days=survey.kept_days)
    return (*questions_gaps(questions), *personal)


def _version_to_answer(survey: Survey, *, by: Principal, now: datetime) -> SurveyVersion:
    """The version that holds the questions as they are now: the current one, made anew if nobody answered it yet."""
    current = survey.current_version
    if current is not None and not has_pending_changes(survey):
        return current
    consent = consent_of(survey)
    content = {
        "questions": survey.questions,
        "consent_text": consent,
        "consent_version": CONSENT_VERSION if consent else 0,
        "made_at": now,
        "made_by_id": by.user_id,
    }
    if current is not None and not SurveyAnswer.objects.filter(version=current).exists():
        SurveyVersion.objects.filter(pk=current.pk).update(**content)
        current.refresh_from_db()
        return current
    number = next_number(SurveyVersion.objects.filter(survey=survey))
    made: SurveyVersion = SurveyVersion.objects.create(
        entity_id=survey.entity_id, survey=survey, number=number, **content
    )
    return made


@transaction.atomic
def apply_changes(*, survey_id: int, by: Principal, now: datetime) -> SurveyVersion:
    """Put the questions as they were worked on before people. After the first answer that is a new version.

    Who has the earlier form open still sends it: their answer is kept with the version that they read.

    Raises:
        NotAllowed: for whoever may not run surveys.
        TransitionNotAllowed: where it is not open.
        NotReady: with everything that is missing.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.status != SurveyStatus.OPEN:
        raise TransitionNotAllowed("Solo se cambia una encuesta abierta. Si está en preparación, ábrala.")
    refuse_gaps("No se cambió la encuesta.", *_gaps(survey))
    if not has_pending_changes(survey) and survey.current_version is not None:
        return survey.current_version
    survey.current_version = _version_to_answer(survey, by=by, now=now)
    survey.save(update_fields=["current_version"])
    facts = {"version": survey.current_version.number}
    record(entity_id=survey.entity_id, action="surveys.change", target=survey, by=by, now=now, facts=facts)
    return survey.current_version


@transaction.atomic
def set_closing(*, survey_id: int, closes_at: datetime | None, by: Principal, now: datetime) -> Survey:
    """Give an open survey another end, or none. The same end again changes nothing.

    Raises:
        NotAllowed: for whoever may not run surveys.
        TransitionNotAllowed: where it is not open.
        NotReady: for an end in the past or before its opening.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.status != SurveyStatus.OPEN or survey.opens_at is None:
        raise TransitionNotAllowed("Solo se cambia el cierre de una encuesta abierta. Ábrala de nuevo con su fecha.")
    if survey.closes_at == closes_at:
        return survey
    refuse_gaps("No se cambió el cierre.", *period_gaps(survey.opens_at, closes_at, now))
    survey.closes_at = closes_at
    survey.save(update_fields=["closes_at"])
    facts = {"until": closes_at.isoformat() if closes_at else ""}
    record(entity_id=survey.entity_id, action="surveys.set_closing", target=survey, by=by, now=now, facts=facts)
    return survey


@transaction.atomic
def close_survey(*, survey_id: int, by: Principal, now: datetime) -> Survey:
    """Stop taking answers now. Sheets of paper filled in until now may still be typed in.

    Raises:
        NotAllowed: for whoever may not run surveys.
        TransitionNotAllowed: where it is not open.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    check_may_become(survey.status, SurveyStatus.CLOSED)
    _close(survey, by=by, now=now)
    return survey


def _close(survey: Survey, *, by: Principal, now: datetime) -> None:
    survey.status, survey.closed_at, survey.closed_by_id = SurveyStatus.CLOSED, now, by.user_id
    survey.save(update_fields=["status", "closed_at", "closed_by"])
    record(entity_id=survey.entity_id, action="surveys.close", target=survey, by=by, now=now)


def close_past(*, now: datetime) -> int:
    """Close every survey of every entity whose end has come; gives how many. Asking again closes none."""
    closed = 0
    for _ in each_entity():
        past = Survey.objects.filter(status=SurveyStatus.OPEN, closes_at__lte=now)
        for survey_id in list(past.values_list("pk", flat=True)):
            closed += _close_if_still_open(survey_id, now=now)
    return closed


@transaction.atomic
def _close_if_still_open(survey_id: int, *, now: datetime) -> int:
    """Close one, unless it got more time or was closed between the look and the lock."""
    survey = locked(survey_id)
    if not is_past(survey.status, closes_at=survey.closes_at, now=now):
        return 0
    _close(survey, by=ANONYMOUS, now=now)
    return 1
