"""Changing a list of questions: typed options whose codes stay, places that move, keys never used twice. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rinde.capabilities.surveys.rules.questions import Option, Question
from rinde.foundations.text.folding import fold, tidy

_NUMBERED_KEY = re.compile(r"p(\d+)")
_NUMBERED_CODE = re.compile(r"o(\d+)")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)]|[a-zA-Z]\))\s+")


def options_from_lines(lines: str, before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """Read options typed one a line. A line that says what an option said keeps its code; another gets a new one.

    Args:
        before: the options as they were, whose codes are never given to other words.
    """
    known = {fold(one.label): one.code for one in before}
    taken = {one.code for one in before}
    options: list[Option] = []
    for line in lines.splitlines():
        label = tidy(_BULLET.sub("", line))
        if not label:
            continue
        code = known.pop(fold(label), "") or _next_code(taken)
        taken.add(code)
        options.append(Option(code, label))
    return tuple(options)


def _next_code(taken: Iterable[str]) -> str:
    return f"o{_highest(_NUMBERED_CODE, taken) + 1}"


def new_key(taken: Iterable[str]) -> str:
    """A key that no question has, nor had in an earlier version."""
    return f"p{_highest(_NUMBERED_KEY, taken) + 1}"


def _highest(pattern: re.Pattern[str], names: Iterable[str]) -> int:
    found = (pattern.fullmatch(name) for name in names)
    return max((int(one.group(1)) for one in found if one), default=0)


def moved(questions: Sequence[Question], key: str, by: int) -> tuple[Question, ...]:
    """The list with one question `by` places lower (or higher, where negative); the ends stay ends."""
    place = next((place for place, one in enumerate(questions) if one.key == key), None)
    if place is None:
        return tuple(questions)
    rest = [one for one in questions if one.key != key]
    rest.insert(min(max(place + by, 0), len(rest)), questions[place])
    return tuple(rest)


def put(questions: Sequence[Question], question: Question) -> tuple[Question, ...]:
    """The list with a question in the place of the one of its key, or behind all others."""
    if all(one.key != question.key for one in questions):
        return (*questions, question)
    return tuple(question if one.key == question.key else one for one in questions)


def without(questions: Sequence[Question], key: str) -> tuple[Question, ...]:
    return tuple(one for one in questions if one.key != key)


def with_options(question: Question, labels: Iterable[str]) -> Question:
    """The question with other options, as words; those that it had keep their codes."""
    return replace(question, options=options_from_lines("\n".join(map(tidy, labels)), question.options))
