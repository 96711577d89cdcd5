"""Showing everybody the results of the questions that were chosen, and taking them back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations.locking import locked
from rinde.capabilities.surveys.permissions import check_manage
from rinde.capabilities.surveys.queries.results import results_of
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_PUBLISHED = "No se publicaron los resultados."


@transaction.atomic
def publish_results(*, survey_id: int, keys: Iterable[str], by: Principal, now: datetime) -> Survey:
    """Show the results of some questions, without what would tell of few people. The same ones again change nothing.

    Only of a closed survey: two looks at one that still grows would tell what the newest person said.

    Raises:
        NotAllowed: for whoever may not publish.
        TransitionNotAllowed: before the closing.
        NotReady: without a question, without an answer, or for a question that has no result.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.status != SurveyStatus.CLOSED:
        raise TransitionNotAllowed("Los resultados se publican cuando la encuesta está cerrada. Ciérrela primero.")
    results = results_of(survey, public=False)
    offered, chosen = [one.key for one in results.questions], set(keys)
    gaps = []
    if not results.received:
        gaps.append("Nadie ha respondido: no hay nada que publicar.")
    if not chosen:
        gaps.append("Marque al menos una pregunta.")
    if chosen - set(offered):
        gaps.append("Una de las preguntas marcadas no tiene resultados. Vuelva a marcarlas.")
    refuse_gaps(NOT_PUBLISHED, *gaps)
    ordered = [key for key in dict.fromkeys(offered) if key in chosen]
    if survey.shows_results and survey.published_keys == ordered:
        return survey
    survey.published_keys, survey.published_at, survey.published_by_id = ordered, now, by.user_id
    _save(survey)
    facts = {"questions": ordered}
    record(entity_id=survey.entity_id, action="surveys.publish", target=survey, by=by, now=now, facts=facts)
    return survey


@transaction.atomic
def withdraw_results(*, survey_id: int, by: Principal, now: datetime) -> Survey:
    """Take the results off the public page. Where none are shown, nothing changes.

    Raises:
        NotAllowed: for whoever may not publish.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if not survey.shows_results:
        return survey
    survey.published_at, survey.published_by = None, None
    _save(survey)
    record(entity_id=survey.entity_id, action="surveys.withdraw_results", target=survey, by=by, now=now)
    return survey


def _save(survey: Survey) -> None:
    survey.save(update_fields=["published_keys", "published_at", "published_by"])
