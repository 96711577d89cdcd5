"""Receiving questions: from a phone without an account, or typed in by the team; and who supports them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from rinde.capabilities.dialogue.choices import QuestionChannel, QuestionStatus, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace, Question, QuestionSupport
from rinde.capabilities.dialogue.permissions import check_moderate
from rinde.capabilities.dialogue.queries.questions import is_taking, support_target, with_questions_step
from rinde.capabilities.dialogue.rules.questions import (
    CONSENT_VERSION,
    QuestionValues,
    first_status,
    has_questions,
    question_gaps,
    supporters,
    takes_questions,
)
from rinde.capabilities.dialogue.rules.states import EDITABLE
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record

NOT_RECEIVED = "No recibimos la pregunta todavía."
OVER_NOW = "Las preguntas de este espacio ya se cerraron. Todavía puede escribirle a la entidad: es una petición."
NOT_IN_VIEW = "Esa pregunta no está a la vista, así que no se puede apoyar. Vuelva a la lista."
YOURS = "Usted hizo esa pregunta: ya cuenta sin que la apoye."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands; `is_new` is False where this very form had come in before."""

    question: Question
    is_new: bool


@transaction.atomic
def ask_question(*, space_id: int, values: QuestionValues, visitor_hash: str, form_token: str, now: datetime) -> Asked:
    """Take in a question of a visitor. The same form again gives the question that it already made.

    Args:
        visitor_hash: keyed hash of the visitor's mark; empty for a browser that keeps none.
        form_token: of the form that it came in.

    Raises:
        TransitionNotAllowed: where people cannot ask any more, or not yet.
        NotReady: with everything that is missing.
    """
    values = _tidied(replace(values, channel=QuestionChannel.PHONE))
    refuse_gaps(NOT_RECEIVED, *question_gaps(values))
    space = _space_that_asks(space_id)
    before, number = _before(space, form_token)
    if before is not None:
        return Asked(before, is_new=False)
    if not is_taking(space, now):
        raise TransitionNotAllowed(OVER_NOW)
    question = _write(space, number, values, visitor_hash=visitor_hash, form_token=form_token, by=ANONYMOUS, now=now)
    return Asked(question, is_new=True)


@transaction.atomic
def enter_question(*, space_id: int, values: QuestionValues, form_token: str, by: Principal, now: datetime) -> Asked:
    """Type in a question that came on paper, aloud, by radio, by the networks or by mail. It is in view at once.

    It may be typed in after the event as long as the space is not closed: it was asked in time.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: where the space is closed, was cancelled, or nobody was called to it.
        NotReady: with everything that is missing.
    """
    space = _space_that_asks(space_id)
    check_moderate(space, by=by)
    before, number = _before(space, form_token)
    if before is not None:
        return Asked(before, is_new=False)
    if space.status not in EDITABLE or space.status == SpaceStatus.DRAFT or not has_questions(space.kind):
        raise TransitionNotAllowed("Este espacio no recibe preguntas: no se ha convocado, se cerró o no las tiene.")
    values = _tidied(values)
    gaps = question_gaps(values)
    if values.channel == QuestionChannel.PHONE:
        gaps += ("Escoja cómo llegó: en papel, de viva voz, por la radio, por redes o por correo.",)
    refuse_gaps(NOT_RECEIVED, *gaps)
    return Asked(_write(space, number, values, visitor_hash="", form_token=form_token, by=by, now=now), is_new=True)


def _space_that_asks(space_id: int) -> DialogueSpace:
    """Lock a space without keeping others from pointing at it: who registers need not wait for who asks."""
    rows = with_questions_step(DialogueSpace.objects.select_for_update(of=("self",), no_key=True))
    return rows.select_related("entity").get(pk=space_id)


def _before(space: DialogueSpace, form_token: str) -> tuple[Question | None, int]:
    """The question that a form made already, and the next free number, which the lock on the space keeps free."""
    mine = Q(form_token=form_token)
    found = Question.objects.filter(space=space).aggregate(last=Max("number"), mine=Max("number", filter=mine))
    if found["mine"] is None:
        return None, (found["last"] or 0) + 1
    return Question.objects.get(space=space, number=found["mine"]), 0


def _tidied(values: QuestionValues) -> QuestionValues:
    return replace(
        values,
        text=tidy_text(values.text),
        asked_by=" ".join(values.asked_by.split()),
        email=values.email.strip().lower(),
    )


def _write(
    space: DialogueSpace,
    number: int,
    values: QuestionValues,
    *,
    visitor_hash: str,
    form_token: str,
    by: Principal,
    now: datetime,
) -> Question:
    gave_data = values.has_personal_data
    question: Question = Question.objects.create(
        entity_id=space.entity_id,
        space=space,
        number=number,
        text=values.text,
        channel=values.channel,
        asked_by=values.asked_by,
        shows_name=values.shows_name,
        email=values.email,
        consent_version=CONSENT_VERSION if gave_data else 0,
        consented_at=now if gave_data else None,
        visitor_hash=visitor_hash,
        form_token=form_token,
        received_at=now,
        entered_by_id=by.user_id,
        status=first_status(values, shows_at_once=space.shows_questions_at_once),
        changed_at=now,
        changed_by_id=by.user_id,
    )
    action = "dialogue.question_ask" if values.channel == QuestionChannel.PHONE else "dialogue.question_enter"
    facts = {"space": space.pk, "number": number, "channel": values.channel}
    record(entity_id=space.entity_id, action=action, target=question, by=by, now=now, facts=facts)
    return question


@transaction.atomic
def set_support(*, space_id: int, number: int, visitor_hash: str, gives: bool, now: datetime) -> Question:
    """Give or take back a visitor's support of a question. Said again, nothing changes: nobody counts twice.

    Of a question that was joined to another, the other is supported. There is no entry of the trail for each support:
    the row itself is dated and never deleted, and the end of the questions seals them all (decision 0021).

    Args:
        visitor_hash: keyed hash of the visitor's mark.
        gives: what they want it to be, so that a doubled tap is no taking back.

    Raises:
        Question.DoesNotExist: for a number that the space does not have.
        TransitionNotAllowed: where it is not in view, is the visitor's own, or the questions are over.
    """
    question = _locked_question(space_id, number=number)
    if question.merged_into_id:
        question = _locked_question(space_id, pk=question.merged_into_id)
    if question.status != QuestionStatus.SHOWN:
        raise TransitionNotAllowed(NOT_IN_VIEW)
    _refuse_over(question, now)
    joined = list(Question.objects.filter(merged_into=question)) if question.has_joined else []  # type: ignore[attr-defined]
    if visitor_hash in {one.visitor_hash for one in (question, *joined)}:
        raise TransitionNotAllowed(YOURS)
    family = [question.pk, *(one.pk for one in joined)]
    rows = {
        one.question_id: one for one in QuestionSupport.objects.filter(question__in=family, visitor_hash=visitor_hash)
    }
    if any(one.is_given for one in rows.values()) == gives:
        return question
    if gives:
        _give(question, rows.get(question.pk), visitor_hash, now)
    else:
        QuestionSupport.objects.filter(question__in=family, visitor_hash=visitor_hash).update(
            is_given=False, changed_at=now
        )
    question.supports += 1 if gives else -1
    question.save(update_fields=["supports"])
    return question


def _locked_question(space_id: int, **which: int) -> Question:
    rows = support_target(space_id).select_for_update(of=("self",), no_key=True)
    return rows.select_related("space").get(**which)


def _refuse_over(question: Question, now: datetime) -> None:
    space, step = question.space, question.questions_step  # type: ignore[attr-defined]
    if not takes_questions(space.status, kind=space.kind, step_status=step, ends_at=space.ends_at, now=now):
        raise TransitionNotAllowed("Las preguntas de este espacio ya se cerraron: los apoyos quedan como están.")


def _give(question: Question, before: QuestionSupport | None, visitor_hash: str, now: datetime) -> None:
    if before is None:
        QuestionSupport.objects.create(
            entity_id=question.entity_id, question=question, visitor_hash=visitor_hash, changed_at=now
        )
        return
    before.is_given, before.changed_at = True, now
    before.save(update_fields=["is_given", "changed_at"])


def count_supports(question: Question) -> None:
    """Count anew who supports a question, the joined ones included, and save it. Called with the question locked."""
    joined = list(Question.objects.filter(merged_into=question).values_list("pk", "visitor_hash"))
    given = QuestionSupport.objects.filter(question__in=[question.pk, *(pk for pk, _ in joined)], is_given=True)
    question.supports = supporters(
        asker=question.visitor_hash,
        joined_askers=[asker for _, asker in joined],
        given=given.values_list("visitor_hash", flat=True),
    )
    question.save(update_fields=["supports"])


def seal_of_supports(space: DialogueSpace) -> tuple[int, str]:
    """How many supports of a space stand, and a SHA-256 over all of them: who looks later sees whether one changed."""
    rows = QuestionSupport.objects.filter(question__space=space, is_given=True).order_by(
        "question__number", "visitor_hash"
    )
    lines = [f"{number} {mark}" for number, mark in rows.values_list("question__number", "visitor_hash")]
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()
