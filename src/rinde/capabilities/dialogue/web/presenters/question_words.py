"""How a question is said: its state as word and icon, and the line below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus, ScreenState
from rinde.capabilities.dialogue.queries.questions import OwnMarks, PublicQuestion
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date

_ANSWERS = {AnswerState.WAITING: "due", AnswerState.LIVE: "ok", AnswerState.WRITTEN: "draft"}


def state_markup(*, status: str, screen: str, answer: str) -> SafeString:
    """«En pantalla», «Respondida en vivo», «Retirada»… with its icon."""
    if status == QuestionStatus.PENDING:
        return status_markup("draft", str(QuestionStatus.PENDING.label))
    if status in {QuestionStatus.HIDDEN, QuestionStatus.MERGED}:
        return status_markup("off", str(QuestionStatus(status).label))
    if screen == ScreenState.NOW:
        return status_markup("info", str(ScreenState.NOW.label))
    return status_markup(_ANSWERS[AnswerState(answer)], str(AnswerState(answer).label))


def supports_in_words(supports: int) -> str:
    """«1 apoyo», «12 apoyos»; empty for none."""
    return "" if not supports else "1 apoyo" if supports == 1 else f"{supports} apoyos"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A question as the public list prints it, with what this visitor may do."""

    question: PublicQuestion
    state: SafeString
    by_line: str
    joined: str  # «También la preguntaron: 4 y 9»
    may_support: bool
    is_supported: bool
    is_own: bool


def public_rows(questions: Iterable[PublicQuestion], marks: OwnMarks, *, takes: bool) -> list[PublicRow]:
    """The rows of the public list."""
    return [public_row(one, marks, takes=takes) for one in questions]


def public_row(one: PublicQuestion, marks: OwnMarks, *, takes: bool) -> PublicRow:
    """One question for one visitor."""
    is_own = one.number in marks.asked
    return PublicRow(
        question=one,
        state=state_markup(status=one.status, screen=one.screen, answer=one.answer),
        by_line=" · ".join((one.author or "Sin nombre", spanish_date(one.received_at, "time"), one.channel)),
        joined=joined_in_words(one.joined),
        may_support=takes and one.status == QuestionStatus.SHOWN and one.answer == AnswerState.WAITING and not is_own,
        is_supported=one.number in marks.supported,
        is_own=is_own,
    )


def rows_markup(rows: Iterable[PublicRow]) -> list[SafeString]:
    """The rows of the list as markup."""
    return [_row_markup(row) for row in rows]


@lru_cache(maxsize=1_000)
def _row_markup(row: PublicRow) -> SafeString:
    """One row. A hall reads the same list again and again: what did not change of it is made once."""
    return render_to_string("dialogue/part/question.html", {"row": row})


def joined_in_words(numbers: Iterable[int]) -> str:
    """«También la hicieron en la 4 y la 9.»; empty for none."""
    said = [f"la {number}" for number in numbers]
    if not said:
        return ""
    return f"Otras personas preguntaron lo mismo en {' y '.join(filter(None, (', '.join(said[:-1]), said[-1])))}."
