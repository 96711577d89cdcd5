"""What a PDF page paints, in one walk: glyphs, rules (lines that can bound a cell) and areas (that shade one).

``pdfplumber`` would make a dictionary of some thirty entries for each glyph, which takes longer than interpreting the
page; here a glyph is six numbers and two words. Coordinates are points with the origin at the top left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTLine, LTRect, LTTextContainer
from pdfplumber.page import Page

THIN: Final = 3.0  # a filled shape no thicker than this is a line drawn with a brush
STRAIGHT: Final = 0.7  # how far a line may lean and still be level or upright
WHITE: Final = "FFFFFF"

# Where the text runs to: right, up (turned 90° to the left), left (upside down), down (turned 90° to the right).
Direction = Literal["right", "up", "left", "down"]


class Glyph(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str
    size: float
    font: str
    direction: Direction


class Rule(NamedTuple):
    """A straight stroke along one axis: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    colour: str


@dataclass
class Painting:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)


def take_apart(page: Page) -> Painting:
    """Interpret a page and sort what it paints."""
    left, top = page.mediabox[:2]
    painter = Painter(float(left), float(top) + float(page.height), Painting(float(page.width), float(page.height)))
    painter.walk(page.layout)
    return painter.painting


class Painter:
    def __init__(self, left: float, base: float, painting: Painting) -> None:
        self._left = left
        self._base = base  # PDF counts from the bottom, the page of a reader from the top
        self.painting = painting

    def walk(self, items: Iterable[object]) -> None:
        glyphs = self.painting.glyphs
        left, base = self._left, self._base
        for item in items:
            if isinstance(item, LTChar):
                glyphs.append(
                    Glyph(
                        item.x0 + left,
                        base - item.y1,
                        item.x1 + left,
                        base - item.y0,
                        item.get_text(),
                        item.size,
                        item.fontname if isinstance(item.fontname, str) else "",
                        _direction(item.matrix),
                    )
                )
            elif isinstance(item, LTImage):
                self.painting.pictures.append(Area(*self._box(item), ""))
            elif isinstance(item, LTCurve):
                self._shape(item)
            elif isinstance(item, LTContainer) and not isinstance(item, LTTextContainer):
                self.walk(item)

    def _shape(self, shape: LTCurve) -> None:
        width, height = shape.x1 - shape.x0, shape.y1 - shape.y0
        if isinstance(shape, LTRect) or _is_box(shape):
            if min(width, height) <= THIN:
                self._brushed(shape, width, height)
                return
            if shape.fill:
                colour = rgb(shape.non_stroking_color)
                if colour:
                    self.painting.areas.append(Area(*self._box(shape), colour))
            if shape.stroke and _visible(shape):
                self._outline(shape)
        elif isinstance(shape, LTLine) or shape.stroke:
            self._segments(shape)

    def _box(self, shape: LTComponent) -> tuple[float, float, float, float]:
        return shape.x0 + self._left, self._base - shape.y1, shape.x1 + self._left, self._base - shape.y0

    def _brushed(self, shape: LTCurve, width: float, height: float) -> None:
        left, top, right, bottom = self._box(shape)
        if not (shape.fill or shape.stroke) or max(width, height) <= THIN:
            return
        if shape.fill and not shape.stroke and rgb(shape.non_stroking_color) == WHITE:
            return
        if width >= height:
            self.painting.level.append(Rule((top + bottom) / 2, left, right))
        else:
            self.painting.upright.append(Rule((left + right) / 2, top, bottom))

    def _outline(self, shape: LTCurve) -> None:
        left, top, right, bottom = self._box(shape)
        self.painting.level += [Rule(top, left, right), Rule(bottom, left, right)]
        self.painting.upright += [Rule(left, top, bottom), Rule(right, top, bottom)]

    def _segments(self, shape: LTCurve) -> None:
        """The straight parts of a stroked path, if it has no others: a curve is a drawing."""
        if not _visible(shape):
            return
        points = [(x + self._left, self._base - y) for x, y in shape.pts]
        level: list[Rule] = []
        upright: list[Rule] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y1 - y0) <= STRAIGHT:
                level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= STRAIGHT:
                upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
            else:
                return
        self.painting.level += [rule for rule in level if rule.end - rule.start > STRAIGHT]
        self.painting.upright += [rule for rule in upright if rule.end - rule.start > STRAIGHT]


def _is_box(shape: LTCurve) -> bool:
    """A closed path whose corners are those of its box; some programs draw each border as such a polygon."""
    if isinstance(shape, LTLine) or not 4 <= len(shape.pts) <= 6:
        return False
    return all(
        min(abs(x - shape.x0), abs(x - shape.x1)) < STRAIGHT and min(abs(y - shape.y0), abs(y - shape.y1)) < STRAIGHT
        for x, y in shape.pts
    )


def _visible(shape: LTCurve) -> bool:
    # A white outline on white paper is how some programs leave a border out.
    return rgb(shape.stroking_color) != WHITE


def _direction(matrix: tuple[float, ...]) -> Direction:
    across, along = matrix[0], matrix[1]
    if abs(across) >= abs(along):
        return "right" if across >= 0 else "left"
    return "up" if along > 0 else "down"


def rgb(colour: object) -> str | None:
    """A colour of the page as «RRGGBB»: grey, RGB or CMYK; None for patterns and for what is not said."""
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour):
        return None
    parts = [min(max(float(part), 0.0), 1.0) for part in colour]
    if len(parts) == 1:
        parts *= 3
    elif len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    if len(parts) != 3:
        return None
    return "".join(f"{round(part * 255):02X}" for part in parts)
