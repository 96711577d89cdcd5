"""How people fill surveys in: the same sheet for the same number, with the spread that a town shows."""

from collections.abc import Sequence

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.questions import Question
from rinde.capabilities.surveys.rules.sheets import UNKNOWN, Raw

_WORDS = (
    "Más tiempo para preguntar.",
    "Que vayan también a las veredas.",
    "Que lleven los papeles antes.",
    "Estuvo claro, pero muy largo.",
)


def filled_sheet(questions: Sequence[Question], number: int) -> Raw:
    """One sheet, by question. Every ninth says «No sé» where it may."""
    found: dict[str, list[str]] = {}
    for place, one in enumerate(questions):
        turn = number * 5 + place * 3
        if one.allows_unknown and turn % 9 == 8 and not one.is_required:
            found[one.key] = [UNKNOWN]
        elif one.kind == QuestionKind.SCALE:
            found[one.key] = [str((5, 4, 4, 5, 3, 4, 2)[turn % 7])]
        elif one.options:
            found[one.key] = _marked(one, turn)
        elif one.kind == QuestionKind.LONG and number % 6 == 0:
            found[one.key] = [_WORDS[turn % len(_WORDS)]]
    return found


def _marked(question: Question, turn: int) -> list[str]:
    """The first options are marked more often than the last ones."""
    codes = [one.code for one in question.options]
    first = min(turn % len(codes), (turn * 5 + 3) % len(codes))
    if question.kind != QuestionKind.SEVERAL:
        return [codes[first]]
    marked = {codes[first], codes[min(turn * 2 % len(codes), turn // 3 % len(codes))]} if turn % 3 else {codes[first]}
    return [code for code in codes if code in marked][: question.most or len(codes)]
