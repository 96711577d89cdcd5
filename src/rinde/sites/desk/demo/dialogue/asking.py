"""Questions of a space: asked, moderated, answered there or in writing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.choices import QuestionChannel
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.answering_live import answer_live, leave_for_writing
from rinde.capabilities.dialogue.operations.asking import ask_question, enter_question, set_support
from rinde.capabilities.dialogue.operations.moderating_questions import hide_question, show_question
from rinde.capabilities.dialogue.operations.screening import put_next, put_on_screen
from rinde.capabilities.dialogue.rules.questions import QuestionValues
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.operations.answering import approve_answer, draft_answer, send_answer
from rinde.capabilities.pqrsd.operations.triage import triage
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.dialogue.script import LIVE, NEXT, ON_SCREEN, TO_REVIEW, SaidQuestion
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment

_INFORMATION = ("lista", "copia", "contratos", "cuánt", "deudas")  # words of whoever asks for information


def ask_all(space: DialogueSpace, asked: Sequence[SaidQuestion], desk: Desk, *, begins: datetime) -> None:
    """What was asked at a space, each with what happened to it there."""
    for number, said in enumerate(asked, start=1):
        at = desk.at(begins + timedelta(minutes=2 * number))
        question = _asked(space, said, number, at)
        _support(space, question, said.supports, at)
        _moderate(space, question, said, at)


def _asked(space: DialogueSpace, said: SaidQuestion, number: int, desk: Desk) -> Question:
    token = f"demo-{space.pk}-{number}"
    values = QuestionValues(said.text, channel=said.channel)
    if said.channel == QuestionChannel.PHONE:
        found = ask_question(
            space_id=space.pk, values=values, visitor_hash=_visitor(number), form_token=token, now=desk.now
        )
    else:
        found = enter_question(space_id=space.pk, values=values, form_token=token, by=desk.by, now=desk.now)
    return found.question


def _visitor(number: int) -> str:
    return f"{number:064x}"


def _support(space: DialogueSpace, question: Question, supports: int, desk: Desk) -> None:
    if not supports:
        return
    if question.status != "SHOWN":
        show_question(space_id=space.pk, number=question.number, seen=question.version, by=desk.by, now=desk.now)
    for other in range(supports):
        set_support(
            space_id=space.pk, number=question.number, visitor_hash=_visitor(1_000 + other), gives=True, now=desk.now
        )


def _moderate(space: DialogueSpace, question: Question, said: SaidQuestion, desk: Desk) -> None:
    question.refresh_from_db()
    about: dict[str, Any] = {
        "space_id": space.pk,
        "number": question.number,
        "seen": question.version,
        "by": desk.by,
        "now": desk.now,
    }
    reason, note = said.hidden
    if reason:
        hide_question(reason=reason, note=note, **about)
    elif said.fate == LIVE:
        answer_live(text=said.answer, answered_by=said.unit, **about)
    elif said.fate == ON_SCREEN:
        put_on_screen(**about)
    elif said.fate == NEXT:
        put_next(**about)
    elif said.fate != TO_REVIEW:
        if question.status != "SHOWN":
            show_question(**about)
        if said.unit:
            question.refresh_from_db()
            leave_for_writing(is_off_topic=False, **about | {"seen": question.version})


def answering_events(space_of: Callable[[], int], asked: Sequence[SaidQuestion], desk: Desk) -> Iterator[Event]:
    """The written answers of a space, each on its day: drafted, looked at by somebody else, sent and published.

    Args:
        space_of: gives the number of the space, once it is there.
    """
    for number, said in enumerate(asked, start=1):
        if said.answered_on:
            at = moment(said.answered_on, number)
            yield at, partial(_answer, space_of, number, said, desk.at(at))


def classify_all(space: DialogueSpace, asked: Sequence[SaidQuestion], desk: Desk) -> None:
    """Say of each filed question what it is and whose: from that its term is counted."""
    by = acting(desk.entity, RoleCode.CITIZEN_SERVICE)
    for question in Question.objects.filter(space=space, petition__isnull=False).order_by("number"):
        said = asked[question.number - 1]
        is_information = any(word in said.text.lower() for word in _INFORMATION)
        triage(
            petition_id=question.petition_id,
            kind=PetitionKind.INFORMATION if is_information else PetitionKind.GENERAL,
            actor_id=Actor.objects.get(name=said.unit).pk,
            public_text=said.text,
            by=by,
            now=desk.now,
        )


def _answer(space_of: Callable[[], int], number: int, said: SaidQuestion, desk: Desk) -> None:
    writer = acting(desk.entity, RoleCode.CITIZEN_SERVICE)
    petition_id = Question.objects.values_list("petition_id", flat=True).get(space_id=space_of(), number=number)
    values = AnswerValues(said.answer, public_text=said.answer)
    answer = draft_answer(petition_id=petition_id, values=values, by=writer, now=desk.now, submit=True)
    later = desk.now + timedelta(minutes=40)
    about: dict[str, Any] = {"petition_id": petition_id, "version": answer.version, "by": desk.by}
    approve_answer(now=later, **about)
    send_answer(now=later + timedelta(minutes=5), **about)
