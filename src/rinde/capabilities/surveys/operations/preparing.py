"""Beginning a survey from a ready form, and working on its questions. What people answer changes only by `opening`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.surveys.choices import ReadyForm, SurveyStatus
from rinde.capabilities.surveys.models import Survey, SurveyVersion
from rinde.capabilities.surveys.operations.locking import locked, next_number
from rinde.capabilities.surveys.permissions import check_make, check_manage
from rinde.capabilities.surveys.rules.details import Details, details_gaps
from rinde.capabilities.surveys.rules.editing import moved, new_key, put, without
from rinde.capabilities.surveys.rules.questions import (
    MOST_QUESTIONS,
    Question,
    from_json,
    question_gaps,
    to_json,
)
from rinde.capabilities.surveys.rules.ready_forms import begun_with
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó la encuesta."


@transaction.atomic
def make_survey(
    *,
    entity_id: int,
    title: str,
    ready_form: str,
    by: Principal,
    now: datetime,
    actor_id: int | None = None,
    topics: Iterable[str] = (),
) -> Survey:
    """Begin a survey as a draft with the questions of a ready form.

    Args:
        title: empty: the ready form's own.
        actor_id: the unit that asks.
        topics: the options of the question about topics, where the form has it.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        NotReady: with everything that is missing.
    """
    check_make(entity_id, by=by)
    if ready_form not in ReadyForm.values:
        refuse_gaps(NOT_SAVED, "Escoja de la lista con qué formulario empieza.")
    ready = begun_with(ready_form, topics)
    details = Details(" ".join(title.split()) or ready.title, ready.purpose, actor_id=actor_id)
    refuse_gaps(NOT_SAVED, *details_gaps(details), *(gap for one in ready.questions for gap in question_gaps(one)))
    Entity.objects.select_for_update().get(pk=entity_id)  # two that begin at once get two numbers
    survey: Survey = Survey.objects.create(
        entity_id=entity_id,
        number=next_number(Survey.objects.filter(entity_id=entity_id)),
        title=details.title,
        ready_form=ready_form,
        purpose=details.purpose,
        actor=_actor(actor_id),
        questions=to_json(ready.questions),
        created_at=now,
        created_by_id=by.user_id,
        edited_at=now,
        edited_by_id=by.user_id,
    )
    facts = {"number": survey.number, "form": ready_form}
    record(entity_id=entity_id, action="surveys.make", target=survey, by=by, now=now, facts=facts)
    return survey


def _actor(actor_id: int | None) -> Actor | None:
    """The unit that asks, of this entity: the guard finds no other."""
    if actor_id is None:
        return None
    found: Actor | None = Actor.objects.filter(pk=actor_id).first()
    if found is None:
        refuse_gaps(NOT_SAVED, "La dependencia que escogió ya no está en el organigrama. Escoja otra.")
    return found


@transaction.atomic
def edit_survey(
    *, survey_id: int, values: Details, by: Principal, now: datetime, seen: datetime | None = None
) -> Survey:
    """Save title, presentation, audience and what data of people are for.

    Args:
        seen: when it had been saved last, as the person saw it; None: whatever it is.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        NotReady: with everything that is wrong.
        StaleWrite: where somebody else saved it after it was seen.
        TransitionNotAllowed: for another audience after the opening, or a longer keeping than was promised.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    _refuse_stale(survey, seen)
    values = replace(
        values,
        title=" ".join(values.title.split()),
        purpose=tidy_text(values.purpose),
        personal_purpose=tidy_text(values.personal_purpose),
    )
    refuse_gaps(NOT_SAVED, *details_gaps(values))
    if survey.status != SurveyStatus.DRAFT and values.audience != survey.audience:
        raise TransitionNotAllowed(
            "Quién puede responder se escoge antes de abrir. Haga otra encuesta si debe cambiar."
        )
    if survey.status != SurveyStatus.DRAFT and values.kept_days > survey.kept_days:
        raise TransitionNotAllowed(
            f"A quienes respondieron se les prometió borrar sus datos a los {survey.kept_days} días del cierre. "
            "Ese plazo se acorta, pero no se alarga."
        )
    survey.title, survey.purpose, survey.audience = values.title, values.purpose, values.audience
    survey.personal_purpose, survey.kept_days = values.personal_purpose, values.kept_days
    survey.actor = _actor(values.actor_id)
    _save(survey, "title", "purpose", "audience", "personal_purpose", "kept_days", "actor", by=by, now=now)
    record(entity_id=survey.entity_id, action="surveys.edit", target=survey, by=by, now=now)
    return survey


@transaction.atomic
def put_question(
    *, survey_id: int, question: Question, by: Principal, now: datetime, seen: datetime | None = None
) -> Question:
    """Save a question in its place, or as a new one at the end where its key is empty; gives it with its key.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        NotReady: with everything that is wrong with it.
        StaleWrite: where somebody else saved the survey after it was seen.
        TransitionNotAllowed: where the survey is closed.
    """
    survey = _locked_to_change(survey_id, by, seen)
    questions = survey.question_list
    if not question.key:
        if len(questions) >= MOST_QUESTIONS:
            refuse_gaps("No se agregó la pregunta.", f"Caben {MOST_QUESTIONS} preguntas. Quite alguna primero.")
        question = replace(question, key=new_key(_keys_ever(survey)))
    refuse_gaps("No se guardó la pregunta.", *question_gaps(question))
    _keep_questions(survey, put(questions, question), by=by, now=now)
    facts = {"question": question.key}
    entity_id = survey.entity_id
    record(entity_id=entity_id, action="surveys.put_question", target=survey, by=by, now=now, facts=facts)
    return question


@transaction.atomic
def move_question(*, survey_id: int, key: str, by_places: int, by: Principal, now: datetime) -> Survey:
    """Move a question up (negative) or down; at the end of the list it stays where it is.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        TransitionNotAllowed: where the survey is closed.
    """
    survey = _locked_to_change(survey_id, by)
    before = survey.question_list
    after = moved(before, key, by_places)
    if after == before:
        return survey
    _keep_questions(survey, after, by=by, now=now)
    facts = {"question": key}
    record(entity_id=survey.entity_id, action="surveys.move_question", target=survey, by=by, now=now, facts=facts)
    return survey


@transaction.atomic
def remove_question(*, survey_id: int, key: str, by: Principal, now: datetime) -> Survey:
    """Take a question out of the form; what was answered to it stays with its version. Gone already: does nothing.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        TransitionNotAllowed: where the survey is closed.
    """
    survey = _locked_to_change(survey_id, by)
    before = survey.question_list
    after = without(before, key)
    if after == before:
        return survey
    _keep_questions(survey, after, by=by, now=now)
    facts = {"question": key}
    record(entity_id=survey.entity_id, action="surveys.remove_question", target=survey, by=by, now=now, facts=facts)
    return survey


@transaction.atomic
def discard_survey(*, survey_id: int, by: Principal, now: datetime) -> None:
    """Throw a draft away. One that was ever opened stays.

    Raises:
        NotAllowed: for whoever may not prepare surveys.
        TransitionNotAllowed: for one that was opened.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.status != SurveyStatus.DRAFT:
        raise TransitionNotAllowed("Solo se descarta una encuesta que nunca se abrió. Esta ya la vio la gente.")
    facts = {"number": survey.number}
    record(entity_id=survey.entity_id, action="surveys.discard", target=survey, by=by, now=now, facts=facts)
    survey.delete()


def _locked_to_change(survey_id: int, by: Principal, seen: datetime | None = None) -> Survey:
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.status == SurveyStatus.CLOSED:
        raise TransitionNotAllowed(
            "La encuesta está cerrada y sus preguntas ya no cambian. Haga otra, o ábrala de nuevo."
        )
    _refuse_stale(survey, seen)
    return survey


def _refuse_stale(survey: Survey, seen: datetime | None) -> None:
    if seen is not None and survey.edited_at != seen:
        raise StaleWrite("Otra persona cambió la encuesta mientras usted escribía. Revise lo suyo y guarde de nuevo.")


def _keys_ever(survey: Survey) -> set[str]:
    """The keys of its questions, and of those that an earlier version had."""
    versions = SurveyVersion.objects.filter(survey=survey).values_list("questions", flat=True)
    return {one.key for stored in (survey.questions, *versions) for one in from_json(stored)}


def _keep_questions(survey: Survey, questions: Iterable[Question], *, by: Principal, now: datetime) -> None:
    survey.questions = to_json(questions)
    _save(survey, "questions", by=by, now=now)


def _save(survey: Survey, *fields: str, by: Principal, now: datetime) -> None:
    survey.edited_at, survey.edited_by_id = now, by.user_id
    survey.save(update_fields=[*fields, "edited_at", "edited_by"])
