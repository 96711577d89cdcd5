"""The rules that a reader's eye sees: those that are drawn, and the sides of coloured cells that have no other border.

A header row is often nothing but coloured boxes. A coloured area counts as a cell when it fits snugly beside its
neighbours or against drawn rules; a marker's stroke over a word, and a white box behind a paragraph, do not.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from rinde.foundations.documents.pdf.painting import WHITE, Area, Painting, Rule

SNUG: Final = 1.5  # points between the side of a coloured cell and its neighbour's
SMALLEST: Final = 6.0  # points: a smaller box is a mark, not a cell


def visible_rules(painting: Painting) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright rules of a page, drawn or made by colour."""
    level, upright = list(painting.level), list(painting.upright)
    for area in _snug(_coloured(painting.areas), painting):
        level += [Rule(area.top, area.left, area.right), Rule(area.bottom, area.left, area.right)]
        upright += [Rule(area.left, area.top, area.bottom), Rule(area.right, area.top, area.bottom)]
    return level, upright


def _coloured(areas: Iterable[Area]) -> list[Area]:
    """Coloured areas of the size of a cell, each once: some programs paint every cell twice."""
    distinct = {
        (round(area.left, 1), round(area.top, 1), round(area.right, 1), round(area.bottom, 1)): area
        for area in areas
        if area.colour != WHITE and area.right - area.left >= SMALLEST and area.bottom - area.top >= SMALLEST
    }
    return list(distinct.values())


def _snug(areas: Sequence[Area], painting: Painting) -> list[Area]:
    xs = sorted(rule.at for rule in painting.upright)
    ys = sorted(rule.at for rule in painting.level)
    lefts, rights = sorted(area.left for area in areas), sorted(area.right for area in areas)
    tops, bottoms = sorted(area.top for area in areas), sorted(area.bottom for area in areas)
    return [
        area
        for area in areas
        if (_near(area.left, xs, rights) or _near(area.right, xs, lefts))
        and (_near(area.top, ys, bottoms) or _near(area.bottom, ys, tops))
    ]


def _near(position: float, *sorted_positions: Sequence[float]) -> bool:
    for positions in sorted_positions:
        place = bisect_left(positions, position - SNUG)
        if place < len(positions) and positions[place] <= position + SNUG:
            return True
    return False
