"""The flat export of a survey: one row an answer, and columns that never change their name or their place. Pure.

A column is a question in one meaning (rules/versions). A later version only adds columns behind those that are there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.questions import Question
from rinde.capabilities.surveys.rules.results import UNKNOWN_LABEL
from rinde.capabilities.surveys.rules.sheets import Sheet
from rinde.capabilities.surveys.rules.versions import Meaning, joined, meaning

Cell = str | int | Decimal | None
UNKNOWN_PART = "no_se"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column: the question, and which part of its answer. `part`: an option's code, `no_se`, or all of it."""

    key: str
    question: Question
    versions: tuple[int, ...]
    part: str = ""

    @property
    def title(self) -> str:
        """What people read above it."""
        if self.part == UNKNOWN_PART:
            return f"{self.question.label} [{UNKNOWN_LABEL}]"
        return f"{self.question.label} [{self.question.label_of(self.part)}]" if self.part else self.question.label

    @property
    def kind(self) -> Literal["text", "number"]:
        numbers = {QuestionKind.SCALE, QuestionKind.NUMBER}
        return "number" if self.part or self.question.kind in numbers else "text"

    @property
    def values(self) -> str:
        """What may stand in it, for the dictionary."""
        if self.part:
            return "1: sí; 0: no; vacío: no la respondió o su versión no la tenía"
        return _values(self.question)

    def value(self, version: int, sheet: Sheet) -> Cell:
        """What an answer to a version says in this column; None where it says nothing."""
        key = self.question.key
        if version not in self.versions or (key not in sheet.given and key not in sheet.unknown):
            return None
        if self.part == UNKNOWN_PART:
            return int(key in sheet.unknown)
        if key in sheet.unknown:
            return UNKNOWN_LABEL if self.question.kind == QuestionKind.SINGLE else None
        return self._given(sheet)

    def _given(self, sheet: Sheet) -> Cell:
        given = sheet.given[self.question.key]
        if isinstance(given, list):
            return int(self.part in given)
        if self.question.kind == QuestionKind.SINGLE:
            return self.question.label_of(str(given))
        return Decimal(str(given)) if self.question.kind == QuestionKind.NUMBER else given


def _values(question: Question) -> str:
    match question.kind:
        case QuestionKind.SINGLE:
            return "; ".join([*(one.label for one in question.options), *_unknown(question)])
        case QuestionKind.SCALE:
            low, high = question.low_label or "el menor", question.high_label or "el mayor"
            return f"De {question.lowest} ({low}) a {question.highest} ({high})"
        case QuestionKind.NUMBER:
            return "Un número"
        case _:
            return "El texto como lo escribió la persona"


def _unknown(question: Question) -> list[str]:
    return [UNKNOWN_LABEL] if question.allows_unknown else []


def columns_of(versions: Iterable[tuple[int, Sequence[Question]]]) -> tuple[AnswerColumn, ...]:
    """The columns of the questions, in the order in which the versions first asked them; none of what is personal."""
    asked = sorted(versions)
    groups = {meaning(one.question): one.versions for one in joined(asked)}
    seen: set[Meaning] = set()
    keys: set[str] = set()
    columns: list[AnswerColumn] = []
    for number, questions in asked:
        for question in questions:
            what = meaning(question)
            if what in seen or question.is_personal:
                continue
            name = question.key if question.key not in keys else f"{question.key}__v{number}"
            columns += _columns(name, question, groups[what])
            seen.add(what)
            keys.add(question.key)
    return tuple(columns)


def _columns(name: str, question: Question, versions: tuple[int, ...]) -> Iterator[AnswerColumn]:
    if question.kind == QuestionKind.SEVERAL:
        for option in question.options:
            yield AnswerColumn(f"{name}__{option.code}", question, versions, option.code)
    else:
        yield AnswerColumn(name, question, versions)
    if question.allows_unknown and question.kind != QuestionKind.SINGLE:
        yield AnswerColumn(f"{name}__{UNKNOWN_PART}", question, versions, UNKNOWN_PART)
