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
NEIGHBOURS: Final = 40  # sides looked at on either side of one in the sorted list


def visible_rules(painting: Painting) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright rules of a page, drawn or made by colour."""
    level, upright = list(painting.level), list(painting.upright)
    xs = _positions(upright, level)
    ys = _positions(level, upright)
    areas = _snug(_coloured(painting.areas), xs, ys)
    columns = _repeated([(side, area.top) for area in areas for side in (area.left, area.right)])
    rows = _repeated([(side, area.left) for area in areas for side in (area.top, area.bottom)])
    for area in areas:
        level += [Rule(y, area.left, area.right) for y in (area.top, area.bottom) if _near(y, ys, rows)]
        upright += [Rule(x, area.top, area.bottom) for x in (area.left, area.right) if _near(x, xs, columns)]
    return level, upright


def _positions(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where rules stand, and where those that cross them end: there a table has a side, drawn or not."""
    return sorted([rule.at for rule in rules] + [end for rule in crossing for end in (rule.start, rule.end)])


def _repeated(sides: Iterable[tuple[float, float]]) -> list[float]:
    """The sides that two cells of different rows (or columns) share.

    A side that occurs once and that no rule goes on is no border: some programs colour one cell in several pieces.
    """
    ordered = sorted(sides)
    return [
        side
        for place, (side, where) in enumerate(ordered)
        if any(
            abs(side - other) <= SNUG and abs(where - there) > SNUG
            for other, there in ordered[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
        )
    ]


def _coloured(areas: Iterable[Area]) -> list[Area]:
    """Coloured areas of the size of a cell, each once: some programs paint every cell twice."""
    distinct = {
        (round(area.left, 1), round(area.top, 1), round(area.right, 1), round(area.bottom, 1)): area
        for area in areas
        if area.colour != WHITE and area.right - area.left >= SMALLEST and area.bottom - area.top >= SMALLEST
    }
    return list(distinct.values())


def _snug(areas: Sequence[Area], xs: Sequence[float], ys: Sequence[float]) -> list[Area]:
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
