"""A survey's questions as fields of a page, and what came in for each. One way for visitors, paper and preview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.privacy import FREE_TEXT_WARNING
from rinde.capabilities.surveys.rules.questions import TEXTS, Question
from rinde.capabilities.surveys.rules.sheets import LONGEST_PERSONAL, LONGEST_TEXT, UNKNOWN

_PREFIX = "p-"
_UNKNOWN = "-no-se"
_LONGEST_KEPT = 20_000  # characters given back to who typed far too many


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SheetField:
    """A question with what was marked or typed, and what is wrong with it."""

    question: Question
    number: int
    name: str
    id: str
    error: str = ""
    text: str = ""
    choices: tuple[Choice, ...] = field(default=())
    unknown: Choice | None = None  # a mark of its own beside what is typed

    @property
    def is_several(self) -> bool:
        return self.question.kind == QuestionKind.SEVERAL

    @property
    def is_scale(self) -> bool:
        return self.question.kind == QuestionKind.SCALE

    @property
    def top(self) -> str:
        """The highest value of a scale, whose words are read after it."""
        return str(self.question.highest)

    @property
    def is_number(self) -> bool:
        return self.question.kind == QuestionKind.NUMBER

    @property
    def is_long(self) -> bool:
        return self.question.kind == QuestionKind.LONG

    @property
    def longest(self) -> int:
        """How many characters the browser takes; what pasting leaves over is told by the rules."""
        if self.question.is_personal:
            return LONGEST_PERSONAL
        return LONGEST_TEXT.get(self.question.kind, 20)

    @property
    def first_id(self) -> str:
        """Where a link of the list of errors leads: the first thing that can be marked."""
        return self.choices[0].id if self.choices else self.id

    @property
    def help(self) -> str:
        """What stands below the question: its own help, and what people need to know to answer."""
        said = [self.question.help.strip(), _hint(self.question)]
        return " ".join(filter(None, said))

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}-ayuda" if self.help else "", f"{self.id}-error" if self.error else ""]
        return " ".join(filter(None, ids))


def _hint(question: Question) -> str:
    if question.kind == QuestionKind.SEVERAL and not question.help:
        return f"Puede marcar hasta {question.most}." if question.most else "Puede marcar varias."
    if question.kind in TEXTS and not question.is_personal:
        return FREE_TEXT_WARNING
    if question.kind == QuestionKind.NUMBER and question.lowest is not None and question.highest is not None:
        return f"De {question.lowest} a {question.highest}."
    return ""


def fields_of(
    questions: Iterable[Question], raw: Mapping[str, list[str]], errors: Mapping[str, str]
) -> tuple[SheetField, ...]:
    """The questions in their order, numbered, with what came in for each."""
    return tuple(
        _field(one, number, raw.get(one.key, []), errors.get(one.key, "")) for number, one in enumerate(questions, 1)
    )


def _field(question: Question, number: int, values: list[str], error: str) -> SheetField:
    name = f"{_PREFIX}{question.key}"
    typed = [value for value in values if value != UNKNOWN]
    offered = [(one.code, one.label) for one in question.options] or [(str(one), str(one)) for one in question.steps]
    if offered and question.allows_unknown:
        offered.append((UNKNOWN, "No sé"))
    choices = tuple(
        Choice(f"{name}-{place}", code, label, code in values) for place, (code, label) in enumerate(offered)
    )
    unknown = None
    if not offered and question.allows_unknown:
        unknown = Choice(f"{name}{_UNKNOWN}", UNKNOWN, "No sé", UNKNOWN in values)
    text = "" if offered else "".join(typed[:1])[:_LONGEST_KEPT]
    return SheetField(question, number, name, name, error, text, choices, unknown)


def raw_of(questions: Iterable[Question], sent: QueryDict) -> dict[str, list[str]]:
    """Everything that came in for the questions, by key; a mark of its own is one of the values."""
    raw = {}
    for one in questions:
        name = f"{_PREFIX}{one.key}"
        values = sent.getlist(name)
        if not one.options and not one.steps:
            values = [value for value in values if value.strip() != UNKNOWN or one.allows_unknown]
            values += [UNKNOWN] if sent.get(f"{name}{_UNKNOWN}") and one.allows_unknown else []
        raw[one.key] = values
    return raw
