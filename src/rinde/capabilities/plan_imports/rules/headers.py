"""Finding the heading of a table wherever it stands: one, two or three lines, at the top or in the middle of a grid.

A line is a heading when most of its cells read like column headings (``lexicon``) and at least two of them mean
different things. Lines that cells of the heading span, and lines of sub-headings (months, «Inicio | Fin», 1 2 3),
belong to it; so does a line above that groups its columns («Plan | Seguimiento»).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plan_imports.rules.headings import RISK_WORDS, Role
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading, roles_of
from rinde.capabilities.plan_imports.rules.lines import Line, Slot
from rinde.capabilities.plan_imports.rules.months import period_columns

_DEEPEST = 3
_SUB_HEADING = re.compile(
    r"(?:[1-9]|1[0-2]|[ivx]{1,3}|[efmajsond]|\d{4}|inicio|inicial|fin|final|desde|hasta|"
    r"[a-z]{3,4}|[a-z]{0,9}(?:mes|se)tre(?: \w+)?|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|"
    r"diciembre|[tq][1-4]|fecha|actividades|"
    r"formula|resultado|nombre|unidad|numerador|denominador|no|%|x|p|e|si|mes \d+|"
    r"[a-z]{3} [a-z]{3}|bim(?:estre)? \d|total)"
)
_VALUES = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d\s?%|^[A-Z]{0,3}\.?\d{1,2}(?:[.,]\d{1,2})+\.?$")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table. ``heads``: for each column its headings, top down, each once."""

    first: int
    end: int
    heads: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[int, ...], ...]  # the identities of those cells: equal where one heading spans columns
    filled: int  # how many columns stand under some heading cell

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two headings the same one, repeated."""
        return tuple(" / ".join(map(fold_heading, path)) for path in self.heads)


def find_header(lines: Sequence[Line], index: int, width: int) -> Header | None:
    """Read the heading that starts at a line; None where no heading starts there."""
    if not _could_start(lines[index]):
        return None
    if _is_seed(lines[index]):
        first = index
    elif index + 1 < len(lines) and _groups_columns(lines[index]) and _is_seed(lines[index + 1]):
        first = index + 1
    else:
        return None
    return _build(lines, index, _end_of(lines, first), width)


def _could_start(line: Line) -> bool:
    filled = line.own_filled
    return len(filled) >= 2 and all(len(slot.text) <= 100 for slot in filled)


def _is_seed(line: Line) -> bool:
    filled = line.own_filled
    if len(filled) < 2 or any(_is_value(slot.text) for slot in filled):
        return False
    meanings = [roles_of(slot.text) for slot in filled]
    sure = {roles[0][0] for roles in meanings if roles and roles[0][1] >= 0.7}
    known = sum(1 for roles in meanings if roles)
    followed = sum(1 for roles in meanings if roles and roles[0][0] is Role.FOLLOW_UP)
    others = [
        slot
        for slot, roles in zip(filled, meanings, strict=True)
        if not roles and not _is_short(slot) and not RISK_WORDS.intersection(fold_heading(slot.text).split())
    ]
    if len(sure - {Role.FOLLOW_UP}) < 2 or followed > known - 2:
        return False
    return len(others) <= max(1, 0.45 * len(filled)) or len(sure) >= 4


def _is_value(text: str) -> bool:
    """A text that no heading is: long, a date, a percentage, a code. A heading may end in its year or cut-off date."""
    return len(text) > 100 or (len(text) < 30 and bool(_VALUES.search(text)) and not roles_of(text))


def _is_short(slot: Slot) -> bool:
    return len(slot.text) <= 4 or bool(_SUB_HEADING.fullmatch(fold_heading(slot.text)))


def _groups_columns(line: Line) -> bool:
    """A line above the heading that names groups of its columns, not a title over the whole table."""
    filled = line.own_filled
    return len(filled) >= 2 and any(slot.span > 1 for slot in filled) and all(len(slot.text) <= 60 for slot in filled)


def _end_of(lines: Sequence[Line], first: int) -> int:
    """The index after the last line of the heading."""
    seed = lines[first]
    spans = [slot.cell.row_span for slot in seed.own_filled if slot.cell]
    tall = [span for span in spans if 1 < span <= _DEEPEST]
    end = first + 1
    if tall and len(tall) >= 0.3 * len(spans):
        last_row = seed.number + max(tall)
        while end < len(lines) and lines[end].number < last_row:
            end += 1
    while end < len(lines) and end - first < _DEEPEST and _is_sub_heading(lines[end], seed):
        end += 1
    return end


def _is_sub_heading(line: Line, seed: Line) -> bool:
    filled = line.own_filled
    if len(filled) < 2 or not all(len(slot.text) <= 40 for slot in filled):
        return False
    folded = [fold_heading(slot.text) for slot in filled]
    if (
        all(text.isdigit() for text in folded)
        and len(folded) < 6
        and not any(slot.span > 1 for slot in seed.own_filled)
    ):
        return False  # a line that numbers the columns, or values
    short = sum(1 for text in folded if _SUB_HEADING.fullmatch(text) or roles_of(text))
    if short < 0.9 * len(folded):
        return False
    # Marks of a first row («X», 1) stand beside an activity; sub-headings stand alone under wide headings.
    return bool(period_columns([(text,) for text in folded])) or any(slot.span > 1 for slot in seed.own_filled)


def _build(lines: Sequence[Line], first: int, end: int, width: int) -> Header:
    heads: list[tuple[str, ...]] = []
    cells: list[tuple[int, ...]] = []
    for column in range(width):
        path: dict[int, str] = {}
        for line in lines[first:end]:
            slot = line.at(column)
            if slot.text:
                path.setdefault(slot.key, slot.flat)
        heads.append(tuple(path.values()))
        cells.append(tuple(path))
    return Header(first, end, tuple(heads), tuple(cells), sum(bool(path) for path in heads))
