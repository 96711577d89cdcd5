"""Glyphs → lines of text, in whichever of the four directions they run.

Turned words come out of a PDF as loose letters in an order that depends on the program that wrote it. So the letters
are sorted by where they stand along their own direction, the same for all four: «u» runs with the text, «v» across it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rinde.foundations.documents.pdf.painting import Direction, Glyph

SAME_LINE: Final = 0.45  # of the size: lines stand at least one size apart, exponents a third
GAP_WITHOUT_SPACES: Final = 0.18  # of the size, in text whose program wrote no spaces
GAP_WITH_SPACES: Final = 0.35  # where spaces are written, only a wide gap is another one
DOUBLED: Final = 0.3  # of its width: the same letter again so near is a shadow or a bold made by printing twice
BROKEN_WORD: Final = 2  # letters: turned lines as short as this are one word that did not fit
BOLD_FONTS: Final = ("bold", "black", "heavy", "negr", "-bd")
LIGATURES: Final = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "", "\xa0": " ", "\u200b": "", "\ufeff": ""}
)


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    marked: bool = False  # a small picture stands before it as a bullet


def cell_text(glyphs: Sequence[Glyph]) -> tuple[str, bool]:
    """The text of a cell, its lines separated by "\\n", and whether all of it is bold."""
    parts: list[str] = []
    bold = bool(glyphs)
    for group in _by_direction(glyphs):
        lines = text_lines(group)
        bold = bold and all(line.bold for line in lines)
        parts.append(_separator(group[0].direction, lines).join(line.text for line in lines))
    text = "\n".join(part for part in parts if part)
    return text, bold and bool(text)


def _separator(direction: Direction, lines: Sequence[TextLine]) -> str:
    """Turned month names in narrow columns come as «E», «N», «E» on three lines: one word."""
    broken = direction != "right" and len(lines) > 1 and all(len(line.text) <= BROKEN_WORD for line in lines)
    return "" if broken else "\n"


def _by_direction(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    groups: dict[Direction, list[Glyph]] = {}
    for glyph in glyphs:
        groups.setdefault(glyph.direction, []).append(glyph)
    return list(groups.values())


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of glyphs that run in one direction, in reading order."""
    return [line for row in glyph_rows(glyphs) if (line := _line(row)) is not None]


def glyph_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs of one direction by the line they stand on, each sorted as it is read."""
    if not glyphs:
        return []
    across, along = _axes(glyphs[0].direction)
    placed = sorted(((across(glyph), glyph) for glyph in glyphs), key=lambda pair: pair[0])
    rows: list[list[Glyph]] = [[]]
    last = placed[0][0]
    for position, glyph in placed:
        if position - last > SAME_LINE * glyph.size and rows[-1]:
            rows.append([])
        rows[-1].append(glyph)
        last = position
    for row in rows:
        row.sort(key=along)
    return rows


def _axes(direction: Direction) -> tuple[Callable[[Glyph], float], Callable[[Glyph], float]]:
    """How far a glyph stands across and along the direction in which its text runs."""
    match direction:
        case "right":
            return (lambda glyph: (glyph.top + glyph.bottom) / 2), (lambda glyph: glyph.left)
        case "up":
            return (lambda glyph: (glyph.left + glyph.right) / 2), (lambda glyph: -glyph.bottom)
        case "down":
            return (lambda glyph: -(glyph.left + glyph.right) / 2), (lambda glyph: glyph.top)
        case "left":
            return (lambda glyph: -(glyph.top + glyph.bottom) / 2), (lambda glyph: -glyph.right)


def _extent(glyph: Glyph) -> tuple[float, float]:
    """Where a glyph begins and ends along its direction."""
    match glyph.direction:
        case "right":
            return glyph.left, glyph.right
        case "up":
            return -glyph.bottom, -glyph.top
        case "down":
            return glyph.top, glyph.bottom
        case "left":
            return -glyph.right, -glyph.left


def _line(row: Sequence[Glyph]) -> TextLine | None:
    text = joined(row)
    if not text:
        return None
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    return TextLine(
        text=text,
        left=min(glyph.left for glyph in printed),
        top=min(glyph.top for glyph in printed),
        right=max(glyph.right for glyph in printed),
        bottom=max(glyph.bottom for glyph in printed),
        size=max(glyph.size for glyph in printed),
        bold=all(is_bold(font) for font in {glyph.font for glyph in printed}),
    )


def joined(row: Iterable[Glyph]) -> str:
    """Join the glyphs of a line: a space where one is written or where the gap is wide enough to be one."""
    row = list(row)
    has_spaces = any(glyph.text == " " for glyph in row)
    widest = GAP_WITH_SPACES if has_spaces else GAP_WITHOUT_SPACES
    parts: list[str] = []
    previous: Glyph | None = None
    end = 0.0
    for glyph in row:
        start, stop = _extent(glyph)
        if glyph.text.isspace():
            parts.append(" ")
            end = max(end, stop)
            continue
        if previous is not None:
            if glyph.text == previous.text and abs(start - _extent(previous)[0]) < DOUBLED * (stop - start):
                continue
            if start - end > widest * glyph.size:
                parts.append(" ")
        parts.append(glyph.text)
        previous, end = glyph, max(stop, start)
    return " ".join("".join(parts).translate(LIGATURES).split())


def is_bold(font: str) -> bool:
    name = font.lower()
    return any(mark in name for mark in BOLD_FONTS)
