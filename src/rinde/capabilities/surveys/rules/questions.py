"""What a question is, how a list of them is kept, and what keeps a form from being opened. Pure.

A question has a key that never changes and an option a code that never changes: results and exports are told by them,
whatever words somebody corrects later.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.foundations.text.folding import fold

# Ours, so that a form is answered on a phone in some minutes and a slip of the key is noticed.
MOST_QUESTIONS = 40
MOST_OPTIONS = 30
LONGEST_LABEL = 300
LONGEST_HELP = 500
LONGEST_OPTION = 200
LONGEST_END = 60  # words at an end of a scale
LARGEST_NUMBER = 1_000_000_000
SCALES: tuple[tuple[int, int], ...] = ((1, 4), (1, 5), (1, 7), (1, 10), (0, 10))

WITH_OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.SEVERAL})
TEXTS = frozenset({QuestionKind.SHORT, QuestionKind.LONG})
COUNTED = frozenset({QuestionKind.SINGLE, QuestionKind.SEVERAL, QuestionKind.SCALE})
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that are offered. `code` is what is stored."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """`lowest` and `highest` are the ends of a scale, or the limits of a number; `most`: of several, how many at once.

    `is_personal`: its answer says who somebody is (Ley 1581/2012 art. 3 c). It is asked with purpose and consent, kept
    apart, erased when its term is over, and no part of any result.
    """

    key: str
    kind: str
    label: str
    help: str = ""
    options: tuple[Option, ...] = field(default=())
    is_required: bool = False
    allows_unknown: bool = False  # «No sé» is an answer
    lowest: int | None = None
    highest: int | None = None
    low_label: str = ""
    high_label: str = ""
    most: int | None = None
    is_personal: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.options)

    @property
    def steps(self) -> tuple[int, ...]:
        """The values of a scale, lowest first; empty for another kind."""
        if self.kind != QuestionKind.SCALE or self.lowest is None or self.highest is None:
            return ()
        return tuple(range(self.lowest, self.highest + 1))

    def label_of(self, code: str) -> str:
        """The words of an option; the code itself where it has none, so that nothing that was stored vanishes."""
        return next((one.label for one in self.options if one.code == code), code)


def to_json(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The list as it is stored: plain data in a fixed order."""
    return [
        {
            "key": one.key,
            "kind": str(one.kind),
            "label": one.label,
            "help": one.help,
            "options": [{"code": option.code, "label": option.label} for option in one.options],
            "is_required": one.is_required,
            "allows_unknown": one.allows_unknown,
            "lowest": one.lowest,
            "highest": one.highest,
            "low_label": one.low_label,
            "high_label": one.high_label,
            "most": one.most,
            "is_personal": one.is_personal,
        }
        for one in questions
    ]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The list from what was stored; a field that did not exist then has its default."""
    return tuple(
        Question(**{**one, "options": tuple(Option(**option) for option in one.get("options", ()))}) for one in stored
    )


def asks_personal_data(questions: Iterable[Question]) -> bool:
    return any(one.is_personal for one in questions)


def questions_gaps(questions: Sequence[Question]) -> tuple[str, ...]:
    """List in Spanish everything that keeps a form from being opened; each sentence names its question."""
    return tuple(_gaps(questions))


def _gaps(questions: Sequence[Question]) -> Iterator[str]:
    if not any(not one.is_personal for one in questions):
        yield "Agregue al menos una pregunta. Las que piden datos de la persona no bastan."
    if len(questions) > MOST_QUESTIONS:
        yield f"Son {len(questions)} preguntas y caben {MOST_QUESTIONS}. Quite {len(questions) - MOST_QUESTIONS}."
    repeated = [key for key, many in Counter(one.key for one in questions).items() if many > 1]
    for key in repeated:
        yield f"Dos preguntas tienen la misma clave «{key}». Quite una y agréguela de nuevo."
    for place, one in enumerate(questions, start=1):
        for gap in question_gaps(one):
            yield f"Pregunta {place}: {gap[0].lower()}{gap[1:]}"


def question_gaps(question: Question) -> tuple[str, ...]:
    """List in Spanish everything that is wrong with one question."""
    return tuple(_question_gaps(question))


def _question_gaps(question: Question) -> Iterator[str]:
    if not KEY.fullmatch(question.key):
        yield "Su clave tiene letras que no se admiten."
    if question.kind not in QuestionKind.values:
        yield "Escoja de la lista qué clase de pregunta es."
    if not question.label.strip():
        yield "Escriba la pregunta."
    if len(question.label) > LONGEST_LABEL:
        yield f"La pregunta tiene {len(question.label)} caracteres y caben {LONGEST_LABEL}."
    if len(question.help) > LONGEST_HELP:
        yield f"La ayuda tiene {len(question.help)} caracteres y caben {LONGEST_HELP}."
    if question.is_personal and question.kind not in TEXTS:
        yield "Un dato de la persona se pide con un texto, no con opciones ni números."
    if question.is_personal and question.is_required:
        yield "Un dato de la persona nunca es obligatorio: quien no lo quiere dar también responde la encuesta."
    yield from _kind_gaps(question)


def _kind_gaps(question: Question) -> Iterator[str]:
    if question.kind in WITH_OPTIONS:
        yield from _option_gaps(question)
    if question.kind == QuestionKind.SCALE:
        if (question.lowest, question.highest) not in SCALES:
            yield "Escoja de la lista de cuánto a cuánto va la escala."
        if max(len(question.low_label), len(question.high_label)) > LONGEST_END:
            yield f"Las palabras de los extremos de la escala son muy largas: caben {LONGEST_END} caracteres."
    if question.kind == QuestionKind.NUMBER:
        limits = [one for one in (question.lowest, question.highest) if one is not None]
        if any(abs(one) > LARGEST_NUMBER for one in limits):
            yield "El límite del número es demasiado grande: hasta mil millones."
        if len(limits) == 2 and limits[0] >= limits[1]:
            yield "El número menor que se admite debe ser más pequeño que el mayor."


def _option_gaps(question: Question) -> Iterator[str]:
    if len(question.options) < 2:
        yield "Escriba al menos dos opciones, una en cada línea."
    if len(question.options) > MOST_OPTIONS:
        yield f"Son {len(question.options)} opciones y caben {MOST_OPTIONS}. Junte las que se parecen."
    folded = Counter(fold(one.label) for one in question.options)
    for label in dict.fromkeys(one.label for one in question.options if folded[fold(one.label)] > 1):
        yield f"La opción «{label}» está repetida."
    if len(set(question.codes)) != len(question.codes):
        yield "Dos opciones tienen la misma clave. Quite una y escríbala de nuevo."
    for one in question.options:
        if not one.label.strip():
            yield "Hay una opción sin palabras."
        if len(one.label) > LONGEST_OPTION:
            yield f"La opción «{one.label[:40]}…» es muy larga: caben {LONGEST_OPTION} caracteres."
    if question.most is not None and question.kind == QuestionKind.SEVERAL:
        if question.most < 2:
            yield "Si solo se puede marcar una, escoja la clase «Una sola opción»."
        if question.most > len(question.options):
            yield "No se pueden marcar más opciones de las que hay."
