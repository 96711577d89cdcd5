"""Questions for tests: one valid, boring object each, made as people make them."""

from datetime import datetime
from itertools import count
from typing import Any

from dialogue_samples import DURING
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.asking import ask_question, enter_question, set_support
from rinde.capabilities.dialogue.operations.moderating_questions import show_question
from rinde.capabilities.dialogue.rules.questions import QuestionValues
from rinde.services.access import Principal

_numbers = count(1)


def ask(space: DialogueSpace, text: str = "", *, visitor: str = "", now: datetime = DURING, **values: Any) -> Question:
    """A question of a visitor, waiting to be looked at unless the space shows them at once."""
    number = next(_numbers)
    return ask_question(
        space_id=space.pk,
        values=QuestionValues(text or f"¿Cuándo se termina la obra número {number}?", **values),
        visitor_hash=visitor or f"visitante-{number}",
        form_token=f"formulario-{number}",
        now=now,
    ).question


def shown(space: DialogueSpace, by: Principal, text: str = "", **values: Any) -> Question:
    """A question that a moderator accepted."""
    question = ask(space, text, **values)
    return show_question(space_id=space.pk, number=question.number, seen=question.version, by=by, now=DURING)


def typed_in(space: DialogueSpace, by: Principal, text: str = "", *, channel: str = "PAPER", **values: Any) -> Question:
    """A question that the team typed in."""
    number = next(_numbers)
    return enter_question(
        space_id=space.pk,
        values=QuestionValues(text or f"¿Quién responde por la vía {number}?", channel=channel, **values),
        form_token=f"papel-{number}",
        by=by,
        now=DURING,
    ).question


def support(question: Question, visitor: str, *, gives: bool = True, now: datetime = DURING) -> Question:
    """One visitor's support, or its taking back."""
    return set_support(space_id=question.space_id, number=question.number, visitor_hash=visitor, gives=gives, now=now)
