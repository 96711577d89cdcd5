"""Looking after questions: shown, taken out with a reason that everybody reads, joined to one that asks the same.

Two people moderate at once. Each action says which version of the question was on the page (`seen`); what somebody else
changed in between is not written over, and both versions are told.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus, ScreenState
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.asking import count_supports
from rinde.capabilities.dialogue.operations.locking import check_editable, locked
from rinde.capabilities.dialogue.permissions import check_moderate
from rinde.capabilities.dialogue.rules.questions import (
    check_may_become,
    hiding_gaps,
    reason_in_words,
    standing_in_words,
)
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record


class StaleQuestion(StaleWrite):
    """Somebody else changed the question in between; `question` is how it stands."""

    def __init__(self, message: str, question: Question) -> None:
        super().__init__(message)
        self.question = question


def moderated_space(space_id: int, *, by: Principal) -> DialogueSpace:
    """Lock a space for whoever moderates it.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: where it was closed or cancelled.
    """
    space = locked(space_id)
    check_moderate(space, by=by)
    check_editable(space)
    return space


def opened_question(
    space: DialogueSpace,
    number: int,
    *,
    seen: int,
    wanted: str,
    is_so: Callable[[Question], bool] = lambda _: False,
) -> Question | None:
    """Lock a question of a locked space as it was on somebody's page; None where it is already as they want it.

    Args:
        seen: the version that the page showed.
        wanted: what they want, in words: «mostrarla».
        is_so: tells whether it is that already. A doubled tap is no conflict.

    Raises:
        Question.DoesNotExist: for a number that the space does not have.
        StaleQuestion: where somebody else changed it in between.
    """
    question: Question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("changed_by", "merged_into")
        .get(space=space, number=number)
    )
    question.space = space
    if is_so(question):
        return None
    if question.version != seen:
        raise StaleQuestion(_both_versions(question, wanted), question)
    return question


def _both_versions(question: Question, wanted: str) -> str:
    standing = standing_in_words(
        status=question.status,
        hidden_reason=question.hidden_reason,
        answer=question.answer,
        is_on_screen=question.screen == ScreenState.NOW,
        into=question.merged_into.number if question.merged_into else None,
    )
    who = str(question.changed_by) if question.changed_by else "Otra persona"
    return (
        f"{who} cambió la pregunta {question.number} mientras usted la miraba. Ahora está así: {standing}. "
        f"Usted quería {wanted}. No se cambió nada: mire cómo está y decida de nuevo."
    )


def keep(question: Question, verb: str, *, by: Principal, now: datetime, **facts: object) -> Question:
    """Save what the team changed of a question, as its next version, with its entry."""
    question.version += 1
    question.changed_at, question.changed_by_id = now, by.user_id
    question.save()
    told = {"space": question.space_id, "number": question.number, "supports": question.supports} | facts
    record(
        entity_id=question.entity_id, action=f"dialogue.question_{verb}", target=question, by=by, now=now, facts=told
    )
    return question


@transaction.atomic
def show_question(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> Question:
    """Put a question in view, one that was taken out as well.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: for one that is joined to another: it is separated from it.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space, number, seen=seen, wanted="mostrarla", is_so=lambda one: one.status == QuestionStatus.SHOWN
    )
    if question is None:
        return _as_it_stands(space, number)
    if question.status == QuestionStatus.MERGED:
        raise TransitionNotAllowed("Esa pregunta está unida a otra. Sepárela para verla sola.")
    check_may_become(question.status, QuestionStatus.SHOWN)
    before = question.status
    question.status, question.hidden_reason = QuestionStatus.SHOWN, ""
    return keep(question, "show", by=by, now=now, was=before)


def _as_it_stands(space: DialogueSpace, number: int) -> Question:
    question: Question = Question.objects.get(space=space, number=number)
    return question


@transaction.atomic
def hide_question(
    *, space_id: int, number: int, reason: str, note: str, seen: int, by: Principal, now: datetime
) -> Question:
    """Take a question out of view. Its number stays in public with «retirada: …».

    Args:
        reason: a key of `HIDING_REASONS`.
        note: a few words more; everybody reads them too.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        NotReady: without a reason.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    note = " ".join(tidy_text(note).split())
    refuse_gaps("La pregunta sigue como estaba.", *hiding_gaps(reason, note))
    said = reason_in_words(reason, note)
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted=f"retirarla porque {said}",
        is_so=lambda one: one.status == QuestionStatus.HIDDEN and one.hidden_reason == said,
    )
    if question is None:
        return _as_it_stands(space, number)
    check_may_become(question.status, QuestionStatus.HIDDEN)
    before = question.status
    question.status, question.hidden_reason = QuestionStatus.HIDDEN, said
    question.screen, question.position = ScreenState.OFF, None
    return keep(question, "hide", by=by, now=now, was=before, reason=reason)


@transaction.atomic
def merge_question(*, space_id: int, number: int, into: int, seen: int, by: Principal, now: datetime) -> Question:
    """Join a question to another that asks the same: their supports add up, each person once, its author among them.

    What was joined to it goes along. Gives the question into which it went.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        NotReady: for a number that the space does not have in view, or its own.
        TransitionNotAllowed: for a question that was answered, taken out, or is a petition already.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted=f"unirla a la {into}",
        is_so=lambda one: one.merged_into is not None and one.merged_into.number == into,
    )
    target = _target(space, number, into)
    if question is None:
        return target
    check_may_become(question.status, QuestionStatus.MERGED)
    _refuse_settled(question)
    Question.objects.filter(merged_into=question).update(merged_into=target)
    question.status, question.merged_into = QuestionStatus.MERGED, target
    question.screen, question.position = ScreenState.OFF, None
    keep(question, "merge", by=by, now=now, into=into)
    count_supports(target)
    return target


def _target(space: DialogueSpace, number: int, into: int) -> Question:
    target: Question | None = (
        Question.objects.select_for_update(of=("self",)).filter(space=space, number=into).exclude(number=number).first()
    )
    if target is None or target.status not in {QuestionStatus.SHOWN, QuestionStatus.PENDING}:
        missing = f"La pregunta {into} no está en este espacio, o no está a la vista. Escriba el número de otra."
        raise NotReady("No se unieron las preguntas.", (missing,))
    return target


def _refuse_settled(question: Question) -> None:
    if question.petition_id:
        raise TransitionNotAllowed("Esa pregunta ya se radicó como petición: tiene su propia respuesta.")
    if question.answer == AnswerState.LIVE:
        raise TransitionNotAllowed("Esa pregunta ya se respondió en vivo: queda como está.")


@transaction.atomic
def separate_question(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> Question:
    """Take a question apart from the one that it was joined to; each counts its own supports again.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: for one that is not joined to any.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(space, number, seen=seen, wanted="separarla")
    if question is None or question.merged_into is None:
        raise TransitionNotAllowed("Esa pregunta no está unida a otra.")
    target = Question.objects.select_for_update(of=("self",)).get(pk=question.merged_into_id)
    question.status, question.merged_into = QuestionStatus.SHOWN, None
    keep(question, "separate", by=by, now=now, was=target.number)
    for one in (question, target):
        count_supports(one)
    return question
