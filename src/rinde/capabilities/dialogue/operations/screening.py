"""The big screen of a space: which question is before the hall, and which come next. One at a time is on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus, ScreenState
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.moderating_questions import keep, moderated_space, opened_question
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Principal


@transaction.atomic
def put_on_screen(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> None:
    """Show a question to the hall; the one that was on the screen leaves it. One that waits is accepted with it.

    Raises:
        NotAllowed: for whoever does not moderate this space.
        TransitionNotAllowed: for one that was taken out or joined to another.
        StaleQuestion: where somebody else changed it in between.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space, number, seen=seen, wanted="ponerla en pantalla", is_so=lambda one: one.screen == ScreenState.NOW
    )
    if question is None:
        return
    _accept(question)
    before = Question.objects.select_for_update().filter(space=space, screen=ScreenState.NOW).first()
    if before is not None:
        before.screen, before.position = ScreenState.OFF, None
        keep(before, "screen_off", by=by, now=now)
    question.screen, question.position = ScreenState.NOW, None
    keep(question, "screen_on", by=by, now=now)


def _accept(question: Question) -> None:
    if question.status == QuestionStatus.PENDING:
        question.status = QuestionStatus.SHOWN
    if question.status != QuestionStatus.SHOWN:
        raise TransitionNotAllowed("Esa pregunta se retiró o se unió a otra: no va a la pantalla.")


@transaction.atomic
def put_next(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> None:
    """Put a question last among the next ones. Raises as `put_on_screen` does, and for one that was answered."""
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space, number, seen=seen, wanted="ponerla en la fila", is_so=lambda one: one.screen == ScreenState.NEXT
    )
    if question is None:
        return
    _accept(question)
    if question.answer != AnswerState.WAITING:
        raise TransitionNotAllowed("Esa pregunta ya no espera respuesta en vivo.")
    last = Question.objects.filter(space=space, screen=ScreenState.NEXT).aggregate(last=Max("position"))["last"]
    question.screen, question.position = ScreenState.NEXT, (last or 0) + 1
    keep(question, "screen_next", by=by, now=now)


@transaction.atomic
def take_off_screen(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> None:
    """Take a question off the screen, or out of the next ones. Raises as `put_on_screen` does."""
    space = moderated_space(space_id, by=by)
    question = opened_question(
        space,
        number,
        seen=seen,
        wanted="quitarla de la pantalla",
        is_so=lambda one: one.screen == ScreenState.OFF,
    )
    if question is None:
        return
    question.screen, question.position = ScreenState.OFF, None
    keep(question, "screen_off", by=by, now=now)


@transaction.atomic
def move_up(*, space_id: int, number: int, seen: int, by: Principal, now: datetime) -> None:
    """Let a question of the next ones change places with the one before it; the first one stays first.

    Raises as `put_on_screen` does, and for one that is not among the next ones.
    """
    space = moderated_space(space_id, by=by)
    question = opened_question(space, number, seen=seen, wanted="subirla en la fila")
    if question is None or question.screen != ScreenState.NEXT:
        raise TransitionNotAllowed("Esa pregunta no está en la fila.")
    above = _above(space, question)
    if above is None:
        return
    above.position, question.position = question.position, above.position
    above.save(update_fields=["position"])
    keep(question, "screen_up", by=by, now=now)


def _above(space: DialogueSpace, question: Question) -> Question | None:
    queue = Question.objects.select_for_update().filter(space=space, screen=ScreenState.NEXT)
    found: Question | None = queue.filter(position__lt=question.position).order_by("-position").first()
    return found
