"""What was answered at the space itself, what is left for a written answer, and the end of the live questions."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import (
    AnswerState,
    QuestionStatus,
    ScreenState,
    SpaceStatus,
    StepKind,
    StepStatus,
)
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.asking import seal_of_supports
from rinde.capabilities.dialogue.operations.locking import note
from rinde.capabilities.dialogue.operations.moderating_questions import keep, moderated_space, opened_question
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.queries.questions import counts_of
from rinde.capabilities.dialogue.rules.questions import QuestionCount, live_answer_gaps, needs_written_answer
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

FILED = "Esa pregunta ya se radicó como petición: su respuesta va por escrito."


@transaction.atomic
def answer_live(
    *, space_id: int, number: int, text: str, answered_by: str, seen: int, by: Principal, now: datetime
) -> Question:
    """Say that a question was answered at the space, by which post or unit, and in short what was said.

    Said again with other words, they replace the earlier ones; the day of the answer stays.

    Args:
        text: the summary; it may come later, from the minutes.
        answered_by: a post or unit, never a person's name.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        NotReady: without who answered, or for a text that does not fit.
        TransitionNotAllowed: for one that is out of view, or is a petition already.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    text, answered_by = tidy_text(text), " ".join(answered_by.split())
    refuse_gaps("No se marcó la respuesta todavía.", *live_answer_gaps(text, answered_by))
    said = (AnswerState.LIVE, text, answered_by)
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted=f"marcarla como respondida por {answered_by}" + (f", con este resumen: «{text}»" if text else ""),
        is_so=lambda one: (one.answer, one.live_answer, one.answered_by) == said,
    )
    if question is None:
        return Question.objects.get(space=space, number=number)  # type: ignore[no-any-return]
    if question.status not in {QuestionStatus.SHOWN, QuestionStatus.PENDING}:
        raise TransitionNotAllowed("Esa pregunta se retiró o se unió a otra. Vuelva a mostrarla para responderla.")
    if question.petition_id:
        raise TransitionNotAllowed(FILED)
    question.status = QuestionStatus.SHOWN
    question.answer, question.live_answer, question.answered_by = said
    question.answered_at = question.answered_at or now
    question.screen, question.position = ScreenState.OFF, None
    return keep(question, "answer", by=by, now=now)


@transaction.atomic
def leave_for_writing(
    *, space_id: int, number: int, is_off_topic: bool, seen: int, by: Principal, now: datetime
) -> Question:
    """Leave a question for a written answer, in public. One about something else goes this way: it is not taken out.

    Raises as `answer_live` does.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted="dejarla para respuesta escrita",
        is_so=lambda one: one.answer == AnswerState.WRITTEN and one.is_off_topic == is_off_topic,
    )
    if question is None:
        return Question.objects.get(space=space, number=number)  # type: ignore[no-any-return]
    if question.status not in {QuestionStatus.SHOWN, QuestionStatus.PENDING}:
        raise TransitionNotAllowed("Esa pregunta se retiró o se unió a otra: muéstrela o sepárela primero.")
    question.status = QuestionStatus.SHOWN
    _wait(question, AnswerState.WRITTEN)
    question.is_off_topic = is_off_topic
    return keep(question, "leave_for_writing", by=by, now=now, off_topic=is_off_topic)


def _wait(question: Question, answer: AnswerState) -> None:
    question.answer, question.live_answer, question.answered_by = answer, "", ""
    question.answered_at, question.is_off_topic = None, False
    question.screen, question.position = ScreenState.OFF, None


@transaction.atomic
def take_up_question(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> Question:
    """Let a question wait again that was marked by mistake as answered, or left for later.

    Raises as `answer_live` does, and once the questions of the space are over.
    """
    space = moderated_space(space_id, by=by)
    if space.status not in {SpaceStatus.CALLED, SpaceStatus.LIVE}:
        raise TransitionNotAllowed("El espacio ya terminó: lo que no se respondió en vivo se responde por escrito.")
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted="volverla a la lista",
        is_so=lambda one: one.answer == AnswerState.WAITING,
    )
    if question is None:
        return Question.objects.get(space=space, number=number)  # type: ignore[no-any-return]
    if question.petition_id:
        raise TransitionNotAllowed(FILED)
    _wait(question, AnswerState.WAITING)
    return keep(question, "take_up", by=by, now=now)


@transaction.atomic
def end_questions(*, space_id: int, by: Principal, now: datetime) -> QuestionCount:
    """Say that nobody asks any more. Said again, nothing changes.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: before the space began, or where it has no questions.
    """
    space = moderated_space(space_id, by=by)
    if space.status == SpaceStatus.DRAFT or (space.status == SpaceStatus.CALLED and now < space.starts_at):
        raise TransitionNotAllowed("El espacio todavía no empieza: las preguntas se cierran cuando se haya hecho.")
    return finish_questions(space, by=by, now=now)


def finish_questions(space: DialogueSpace, *, by: Principal, now: datetime) -> QuestionCount:
    """The same for an operation that ends the space, has locked it and asked for permission.

    What was not answered is left for a written answer, the screen is cleared, the supports are sealed in the trail, and
    the step LIVE_QUESTIONS is done with its numbers.
    """
    left = 0
    for question in Question.objects.select_for_update().filter(space=space, answer=AnswerState.WAITING):
        if needs_written_answer(status=question.status, hidden_reason=question.hidden_reason, answer=question.answer):
            question.answer, question.version = AnswerState.WRITTEN, question.version + 1
            question.changed_at, question.changed_by_id = now, by.user_id
            question.save(update_fields=["answer", "version", "changed_at", "changed_by"])
            left += 1
    Question.objects.filter(space=space).exclude(screen=ScreenState.OFF).update(screen=ScreenState.OFF, position=None)
    count = counts_of(space)
    if left or not _is_sealed(space):
        given, seal = seal_of_supports(space)
        note(space, "questions_finish", by=by, now=now, asked=count.asked, left=left, supports=given, sha256=seal)
    step_done(space, StepKind.LIVE_QUESTIONS, by=by, now=now, text=count.in_words)
    return count


def _is_sealed(space: DialogueSpace) -> bool:
    return bool(space.steps.filter(kind=StepKind.LIVE_QUESTIONS, status=StepStatus.DONE).exists())
