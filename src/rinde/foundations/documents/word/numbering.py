"""Automatic numbers: the «1.2» that Word prints before a paragraph and that stands nowhere in its text.

In many plans the code of an activity is such a number, so that without this module the row has no code.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from rinde.foundations.documents.word.names import W, parse_part, value, whole

LEVELS: Final = 9
PLACE: Final = re.compile(r"%([1-9])")
ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    kind: str = "decimal"
    pattern: str = "%1."


@dataclass
class NumberedList:
    """A definition of a list: its levels and where its counters stand now."""

    levels: dict[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def advance(self, level: int) -> None:
        current = self.counters[level]
        self.counters[level] = self.levels.get(level, Level()).start if current is None else current + 1
        self.counters[level + 1 :] = [None] * (LEVELS - level - 1)

    def label(self, level: int) -> str:
        definition = self.levels.get(level, Level())
        if definition.kind in {"bullet", "none"}:
            return ""
        return PLACE.sub(lambda match: self._counted(int(match.group(1)) - 1), definition.pattern).strip()

    def _counted(self, level: int) -> str:
        definition = self.levels.get(level, Level())
        count = self.counters[level]
        return written(definition.start if count is None else count, definition.kind)


@dataclass
class Numbering:
    """The lists of a document. ``label`` must be asked once for each numbered paragraph, in body order."""

    _lists: dict[str, NumberedList] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def from_part(cls, part: bytes | None) -> "Numbering":
        numbering = cls()
        if not part:
            return numbering
        root = parse_part(part)
        abstract = {
            element.get(f"{W}abstractNumId", ""): NumberedList(
                {whole(level.get(f"{W}ilvl")): _level(level) for level in element.iterfind(f"{W}lvl")}
            )
            for element in root.iterfind(f"{W}abstractNum")
        }
        for element in root.iterfind(f"{W}num"):
            number_id = element.get(f"{W}numId", "")
            definition = abstract.get(value(element, "abstractNumId") or "")
            if definition is not None:
                # Lists made from one definition go on counting together, unless one says where it starts.
                numbering._lists[number_id] = definition
                numbering._restarts[number_id] = _restarts(element)
        return numbering

    def label(self, number_id: str | None, level: int) -> str | None:
        """Count one paragraph and give its printed number; "" for a bullet, None where there is no such list."""
        definition = self._lists.get(number_id or "")
        if definition is None or number_id is None or not 0 <= level < LEVELS:
            return None
        start = self._restarts[number_id].pop(level, None)
        if start is not None:
            definition.counters[level] = start - 1
        definition.advance(level)
        return definition.label(level)


def _level(element: etree._Element) -> Level:
    return Level(
        start=whole(value(element, "start"), 1),
        kind=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText") or "",
    )


def _restarts(element: etree._Element) -> dict[int, int]:
    found = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        start = value(override, "startOverride")
        if start is not None:
            found[whole(override.get(f"{W}ilvl"))] = whole(start, 1)
    return found


def written(number: int, kind: str) -> str:
    """Write a counter as its list does: 4 → «4», «d», «IV»."""
    match kind:
        case "lowerLetter" | "upperLetter":
            # The 27th is «aa», the 28th «bb».
            letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number > 0 else ""
            return letters if kind == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman if kind == "lowerRoman" else roman.upper()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    parts = []
    for amount, letters in ROMAN:
        times, number = divmod(number, amount)
        parts.append(letters * min(times, 10))
    return "".join(parts)
