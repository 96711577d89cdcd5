"""Tables without rules, guessed from where words stand: lines that leave the same gaps, one under another.

A guess and no more: the grid says ``ruled=False`` and a person confirms it. Two columns are too few to tell a table
from a page in two columns or a list of contents, so that at least three are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from rinde.foundations.documents.pdf.lines import glyph_rows
from rinde.foundations.documents.pdf.painting import Glyph
from rinde.foundations.documents.pdf.rules import FoundCell, FoundTable

FEWEST_COLUMNS: Final = 3
FEWEST_LINES: Final = 3  # with a gap: fewer are a line of signatures or a running head
WORD_GAP: Final = 0.7  # of the size: a gap no wider stands between words
GUTTER: Final = 6.0  # points: the narrowest gap between two columns
ROW_GAP: Final = 1.3  # of the usual distance between lines: a wider one begins a row
FARTHEST_LINE: Final = 4.0  # of the usual distance: beyond that the table has ended

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of glyphs and the stretches of it that are printed on."""

    glyphs: Sequence[Glyph]
    ink: list[Span]
    top: float
    bottom: float


def find_columns(glyphs: Sequence[Glyph]) -> tuple[list[FoundTable], list[Glyph]]:
    """Find tables without rules; give them with their glyphs in them, and the glyphs that belong to none."""
    lines = [_ink_line(row) for row in glyph_rows([glyph for glyph in glyphs if glyph.direction == "right"])]
    lines = [line for line in lines if line.ink]
    tables = []
    outside = [glyph for glyph in glyphs if glyph.direction != "right"]
    place = 0
    while place < len(lines):
        run, gutters = _run(lines, place)
        if len(run) >= FEWEST_LINES and sum(len(line.ink) > 2 for line in run) >= FEWEST_LINES:
            tables.append(_table(run, gutters))
            place += len(run)
        else:
            outside += lines[place].glyphs
            place += 1
    return tables, outside


def _ink_line(row: Sequence[Glyph]) -> InkLine:
    ink: list[Span] = []
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    for glyph in printed:
        if ink and glyph.left - ink[-1][1] <= WORD_GAP * glyph.size:
            ink[-1] = (ink[-1][0], max(ink[-1][1], glyph.right))
        else:
            ink.append((glyph.left, glyph.right))
    top = min((glyph.top for glyph in printed), default=0.0)
    return InkLine(row, ink, top, max((glyph.bottom for glyph in printed), default=0.0))


def _run(lines: Sequence[InkLine], start: int) -> tuple[list[InkLine], list[Span]]:
    """The longest run of lines from ``start`` that leave at least two gaps in common, and these gaps."""
    gutters = _gaps(lines[start].ink)
    if len(gutters) < FEWEST_COLUMNS - 1:
        return [], []
    run = [lines[start]]
    reach = FARTHEST_LINE * (lines[start].bottom - lines[start].top)
    for line in lines[start + 1 :]:
        narrowed = _narrowed(gutters, line.ink)
        if line.top - run[-1].bottom > reach or len(narrowed) < FEWEST_COLUMNS - 1:
            break
        run.append(line)
        gutters = narrowed
    return run, gutters


def _gaps(ink: Sequence[Span]) -> list[Span]:
    return [(left[1], right[0]) for left, right in pairwise(ink) if right[0] - left[1] >= GUTTER]


def _narrowed(gutters: Sequence[Span], ink: Sequence[Span]) -> list[Span]:
    """What is left of the gutters when another line is printed over them."""
    left: list[Span] = []
    for start, end in gutters:
        pieces = [(start, end)]
        for ink_start, ink_end in ink:
            pieces = [
                piece
                for piece_start, piece_end in pieces
                for piece in ((piece_start, min(piece_end, ink_start)), (max(piece_start, ink_end), piece_end))
                if piece[1] - piece[0] >= GUTTER
            ]
        left += pieces[:1] if not pieces else [max(pieces, key=lambda piece: piece[1] - piece[0])]
    return left


def _table(run: Sequence[InkLine], gutters: Sequence[Span]) -> FoundTable:
    xs = [
        min(line.ink[0][0] for line in run) - 1,
        *((start + end) / 2 for start, end in gutters),
        max(line.ink[-1][1] for line in run) + 1,
    ]
    rows = _rows(run)
    ys = [rows[0][0].top - 1, *((above[-1].bottom + below[0].top) / 2 for above, below in pairwise(rows))]
    ys.append(rows[-1][-1].bottom + 1)
    cells = [FoundCell(row, column, row, column) for row in range(len(rows)) for column in range(len(xs) - 1)]
    table = FoundTable(xs, ys, cells)
    for row, lines in enumerate(rows):
        for line in lines:
            for glyph in line.glyphs:
                table.cell_under((glyph.left + glyph.right) / 2, (ys[row] + ys[row + 1]) / 2).glyphs.append(glyph)
    return table


def _rows(run: Sequence[InkLine]) -> list[list[InkLine]]:
    """Group lines into rows: where the space between lines varies it tells them, else every line is a row."""
    steps = [below.top - above.top for above, below in pairwise(run)]
    usual = median(sorted(steps)[: max(1, len(steps) // 2)])  # the median of the narrow half: lines within a row
    rows = [[run[0]]]
    for step, line in zip(steps, run[1:], strict=True):
        if max(steps) <= ROW_GAP * usual or step > ROW_GAP * usual:
            rows.append([])
        rows[-1].append(line)
    return rows
