"""Which glyph belongs to which cell.

A word that is wider than its column sticks out on both sides, and letter by letter it would be shared out among the
neighbours. So letters that follow one another are one piece, and a piece that lies across a wall goes whole to the
cell under its middle. Pieces that only stand close to each other on two sides of a wall stay apart.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rinde.foundations.documents.pdf.painting import Glyph
from rinde.foundations.documents.pdf.rules import FoundCell, FoundTable

ACROSS: Final = 0.15  # of the glyph's width on each side of the wall
LETTER_GAP: Final = 0.12  # of the size
TIGHT: Final = 0.05  # of the size: letters so close on two sides of a wall are one word
# The leading of a turned word that is broken letter by letter, in heights of its lines.
CLOSEST_LINE, FARTHEST_LINE = 0.95, 1.3

Owner = FoundCell | None


def share_out(glyphs: Sequence[Glyph], tables: Sequence[FoundTable]) -> list[Glyph]:
    """Put each glyph into the cell that it stands in; give back those that stand in none."""
    if not tables:
        return list(glyphs)
    # A table inside another's cell is the smaller one: its glyphs are its own.
    by_size = sorted(tables, key=lambda table: (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0]))
    outside: list[Glyph] = []
    for piece in _pieces(glyphs):
        owners = [_owner(glyph, by_size) for glyph in piece]
        if any(owner is not owners[0] for owner in owners) and _lies_across(piece, by_size):
            owners = [_owner(_hull(piece), by_size)] * len(piece)
        for glyph, owner in zip(piece, owners, strict=True):
            (outside if owner is None else owner.glyphs).append(glyph)
    return outside


def _owner(glyph: Glyph, tables: Sequence[FoundTable]) -> Owner:
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    for table in tables:
        if table.holds(x, y):
            return table.cell_under(x, y)
    return None


def _pieces(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and not _follows(piece[-1], glyph):
            yield piece
            piece = []
        piece.append(glyph)
    if piece:
        yield piece


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is painted next to the one before, as a letter of the same word."""
    if glyph.direction != last.direction or last.text == " " or glyph.text == " ":
        return False
    if last.text.islower() and glyph.text.isupper():
        return False  # «ModeradoReducir»: two cells whose words touch
    reach = LETTER_GAP * glyph.size
    if glyph.direction == "right":
        return abs(glyph.top - last.top) < reach and -reach < glyph.left - last.right < reach
    if glyph.direction == "left":
        return abs(glyph.top - last.top) < reach and -reach < last.left - glyph.right < reach
    if abs(glyph.left - last.left) < reach:
        step = last.top - glyph.bottom if glyph.direction == "up" else glyph.top - last.bottom
        return -reach < step < reach
    height = last.right - last.left
    step = glyph.left - last.left if glyph.direction == "up" else last.left - glyph.left
    return CLOSEST_LINE * height < step < FARTHEST_LINE * height


def _hull(piece: Sequence[Glyph]) -> Glyph:
    return piece[0]._replace(
        left=min(glyph.left for glyph in piece),
        top=min(glyph.top for glyph in piece),
        right=max(glyph.right for glyph in piece),
        bottom=max(glyph.bottom for glyph in piece),
    )


def _lies_across(piece: Sequence[Glyph], tables: Sequence[FoundTable]) -> bool:
    """Whether a wall cuts a glyph or stands where there is no gap, or a turned word is broken over lines."""
    if piece[0].direction in {"up", "down"}:
        return True
    for last, glyph in pairwise(piece):
        if _owner(last, tables) is not _owner(glyph, tables) and abs(glyph.left - last.right) < TIGHT * glyph.size:
            return True
    for glyph in piece:
        inset = ACROSS * (glyph.right - glyph.left)
        left = _owner(glyph._replace(right=glyph.left + 2 * inset), tables)
        right = _owner(glyph._replace(left=glyph.right - 2 * inset), tables)
        if left is not right:
            return True
    return False
