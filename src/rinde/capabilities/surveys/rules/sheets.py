"""An answer sheet: what somebody marked and typed, read against the questions that they saw. Pure.

Nothing is guessed. What cannot be taken comes back with a sentence beside its question, and what was typed stays as it
was typed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.questions import LARGEST_NUMBER, TEXTS, Question
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import length_gap, tidy_text

LONGEST_TEXT: Mapping[str, int] = {QuestionKind.SHORT: 200, QuestionKind.LONG: 2_000}
LONGEST_PERSONAL = 200
UNKNOWN = "?"  # what the mark «No sé» sends; no option's code and no step of a scale is called so
_MOST_DECIMALS = 4

Given = str | int | list[str]  # a code, a step or a text; several codes. A number is kept as text: «1250.5»


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was answered by key. `unknown`: said «No sé». A question in neither was left blank."""

    given: Mapping[str, Given] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    personal: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.given and not self.unknown


Raw = Mapping[str, Sequence[str]]  # everything that came in for a key, as it came


def read_sheet(questions: Iterable[Question], raw: Raw, *, on_paper: bool = False) -> tuple[Sheet, dict[str, str]]:
    """Read a sheet, with what is wrong in Spanish by the key of its question.

    Args:
        raw: by key; `UNKNOWN` among the values says «No sé».
        on_paper: what people left out on paper stays out: whoever types it in must not invent an answer.
    """
    given: dict[str, Given] = {}
    personal: dict[str, str] = {}
    unknown: set[str] = set()
    gaps: dict[str, str] = {}
    for one in questions:
        values = [text for text in map(tidy_text, raw.get(one.key, ())) if text]
        said_unknown = UNKNOWN in values and one.allows_unknown
        values = [text for text in values if text != UNKNOWN]
        value, gap = _read(one, values)
        if said_unknown and values:
            gap = "Usted marcó «No sé» y también respondió. Deje solo una de las dos."
        elif not values and not said_unknown and one.is_required and not on_paper:
            gap = "Responda esta pregunta, o marque «No sé»." if one.allows_unknown else "Responda esta pregunta."
        if gap:
            gaps[one.key] = gap
        elif said_unknown:
            unknown.add(one.key)
        elif one.is_personal and isinstance(value, str):
            personal[one.key] = value
        elif value is not None:
            given[one.key] = value
    return Sheet(given, frozenset(unknown), personal), gaps


def _read(question: Question, values: list[str]) -> tuple[Given | None, str]:
    """The value of one question and what is wrong with it; (None, "") where nothing came."""
    if not values:
        return None, ""
    if question.kind == QuestionKind.SEVERAL:
        return _several(question, values)
    if len(set(values)) > 1:
        return None, "Llegaron varias respuestas y solo cabe una. Escoja una."
    return _READERS[question.kind](question, values[0])


def _several(question: Question, values: list[str]) -> tuple[Given | None, str]:
    strange = [one for one in values if one not in question.codes]
    if strange:
        return None, _NOT_OFFERED
    chosen = [code for code in question.codes if code in values]
    if question.most is not None and len(chosen) > question.most:
        return None, f"Usted marcó {len(chosen)} y se pueden marcar hasta {question.most}. Quite alguna."
    return chosen, ""


_NOT_OFFERED = "Esa opción no está en la lista. Escoja una de las que se ofrecen."


def _single(question: Question, value: str) -> tuple[Given | None, str]:
    return (value, "") if value in question.codes else (None, _NOT_OFFERED)


def _scale(question: Question, value: str) -> tuple[Given | None, str]:
    steps = {str(step): step for step in question.steps}
    return (steps[value], "") if value in steps else (None, _NOT_OFFERED)


def _number(question: Question, value: str) -> tuple[Given | None, str]:
    number = parsed_number(value)
    if number is None:
        return None, "Escriba solo un número, por ejemplo 12 o 3,5."
    low = question.lowest if question.lowest is not None else -LARGEST_NUMBER
    high = question.highest if question.highest is not None else LARGEST_NUMBER
    if not low <= number <= high:
        return None, f"Escriba un número de {_in_spanish(low)} a {_in_spanish(high)}."
    return str(number), ""


def parsed_number(text: str) -> Decimal | None:
    """Read a number as people of Colombia write it: «1.250», «3,5», «1 250», «-4»; None for anything else.

    A point before exactly three figures parts thousands, as on every price tag; «3.5» is three and a half.
    """
    plain = "".join(text.split())
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".", 1)
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.split(".")[1]) == 3):
        plain = plain.replace(".", "")
    if not plain.isascii() or "_" in plain or len(plain) > 20:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_DECIMALS or "e" in plain.lower():
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _in_spanish(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _text(question: Question, value: str) -> tuple[Given | None, str]:
    most = LONGEST_PERSONAL if question.is_personal else LONGEST_TEXT[question.kind]
    gap = length_gap(value, most=most, name="Su respuesta", rest="o resúmala")
    if not gap and question.kind == QuestionKind.SHORT and "\n" in value:
        return " ".join(value.split()), ""
    return (None, gap) if gap else (value, "")


_READERS: Mapping[str, Callable[[Question, str], tuple[Given | None, str]]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.SCALE: _scale,
    QuestionKind.NUMBER: _number,
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
}


def personal_signs(questions: Iterable[Question], sheet: Sheet) -> dict[str, str]:
    """The questions whose free text seems to hold personal data, each with what in words: «un número de celular».

    Only a warning: who answers decides. Questions that ask for such data are not looked at.
    """
    texts = (one for one in questions if one.kind in TEXTS and not one.is_personal)
    said = {one.key: in_words(signs_in_text(str(sheet.given.get(one.key, "")))) for one in texts}
    return {key: words for key, words in said.items() if words}


def to_stored(sheet: Sheet) -> dict[str, Any]:
    """The sheet as it is stored, without what is personal: that is stored apart."""
    return {"given": dict(sheet.given), "unknown": sorted(sheet.unknown)}


def from_stored(stored: Mapping[str, Any]) -> Sheet:
    return Sheet(dict(stored.get("given", {})), frozenset(stored.get("unknown", ())))
