"""Ruled tables: rules → lattice of bands → cells with spans.

The rules that touch one another are one table. Its upright rules cut it into columns, its level ones into rows; two
neighbouring places without a rule between them are one cell. A side that the page break or the author left open is
closed where the other rules end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rinde.foundations.documents.pdf.painting import Area, Glyph, Rule

TOUCH: Final = 3.0  # rules that miss each other by no more than this meet
SNAP: Final = 4.5  # rules so near are one: the columns of two rows drawn a little apart
COVERED: Final = 0.8  # of a side: a rule shorter than that underlines a word
SHADED: Final = 0.4  # of a cell: an area smaller than that marks a word
NARROWEST: Final = 5.0  # a column or row thinner than this holds no text
MOST_RULES: Final = 6_000  # a page with more, once joined, is a map or a drawing
MOST_PLACES: Final = 60_000


@dataclass
class FoundCell:
    """A cell while it is being read; rows and columns count within its table."""

    top_row: int
    left_column: int
    bottom_row: int
    right_column: int
    glyphs: list[Glyph] = field(default_factory=list)
    fill: str | None = None


@dataclass
class FoundTable:
    """The lattice of a table on one page: ``xs`` and ``ys`` are the sides of its columns and rows."""

    xs: list[float]
    ys: list[float]
    cells: list[FoundCell]
    _owners: dict[tuple[int, int], FoundCell] = field(init=False)

    def __post_init__(self) -> None:
        self._owners = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.top_row, cell.bottom_row + 1)
            for column in range(cell.left_column, cell.right_column + 1)
        }

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell_under(self, x: float, y: float) -> FoundCell:
        row = min(max(bisect_right(self.ys, y) - 1, 0), self.rows - 1)
        column = min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)
        return self._owners[row, column]

    def shade(self, areas: Sequence[Area]) -> None:
        """Colour the cells; what is painted later lies on top."""
        for area in areas:
            if (
                area.right <= self.xs[0]
                or area.left >= self.xs[-1]
                or area.bottom <= self.ys[0]
                or area.top >= self.ys[-1]
            ):
                continue
            for cell in self._cells_touching(area):
                if self._covered(cell, area) >= SHADED:
                    cell.fill = area.colour

    def _cells_touching(self, area: Area) -> Iterator[FoundCell]:
        seen: set[int] = set()
        first_row, first_column = (
            max(bisect_right(self.ys, area.top) - 1, 0),
            max(bisect_right(self.xs, area.left) - 1, 0),
        )
        for row in range(first_row, self.rows):
            if self.ys[row] >= area.bottom:
                break
            for column in range(first_column, self.columns):
                if self.xs[column] >= area.right:
                    break
                cell = self._owners[row, column]
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield cell

    def _covered(self, cell: FoundCell, area: Area) -> float:
        left, top, right, bottom = self.box(cell)
        width = min(right, area.right) - max(left, area.left)
        height = min(bottom, area.bottom) - max(top, area.top)
        return max(width, 0) * max(height, 0) / ((right - left) * (bottom - top))

    def box(self, cell: FoundCell) -> tuple[float, float, float, float]:
        return (
            self.xs[cell.left_column],
            self.ys[cell.top_row],
            self.xs[cell.right_column + 1],
            self.ys[cell.bottom_row + 1],
        )


def find_tables(level: Sequence[Rule], upright: Sequence[Rule]) -> list[FoundTable]:
    """Find the ruled tables of a page, top to bottom."""
    level, upright = merged(level), merged(upright)
    if len(level) + len(upright) > MOST_RULES:
        return []
    tables = [table for rules in _connected(level, upright) if (table := _table(*rules)) is not None]
    return sorted(_without_frames(tables), key=lambda table: (table.ys[0], table.xs[0]))


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join the pieces of a rule: each side of each cell is often drawn by itself, and some twice."""
    result: list[Rule] = []
    for group in _near(sorted(rules), TOUCH):
        at = sum(rule.at for rule in group) / len(group)
        pieces = sorted(group, key=lambda rule: rule.start)
        start, end = pieces[0].start, pieces[0].end
        for rule in pieces[1:]:
            if rule.start <= end + TOUCH:
                end = max(end, rule.end)
            else:
                result.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        result.append(Rule(at, start, end))
    return result


def _near(rules: Sequence[Rule], reach: float) -> Iterator[list[Rule]]:
    """Groups of rules that stand within ``reach`` of the first of them."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > reach:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules that belong together because they cross or touch."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [row.at for row in level]  # in order: ``merged`` sorts them
    for second, line in enumerate(upright, len(level)):
        first = bisect_left(heights, line.start - TOUCH)
        while first < len(level) and heights[first] <= line.end + TOUCH:
            if level[first].start - TOUCH <= line.at <= level[first].end + TOUCH:
                parent[root(first)] = root(second)
            first += 1
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        rules = groups.setdefault(root(index), ([], []))
        if index < len(level):
            rules[0].append(level[index])
        else:
            rules[1].append(upright[index - len(level)])
    return list(groups.values())


def _table(level: Sequence[Rule], upright: Sequence[Rule]) -> FoundTable | None:
    if not level or not upright:
        return None
    xs = _sides([rule.at for rule in upright], [end for rule in level for end in (rule.start, rule.end)])
    ys = _sides([rule.at for rule in level], [end for rule in upright for end in (rule.start, rule.end)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return None
    return FoundTable(xs, ys, _cells(xs, ys, level, upright))


def _sides(lines: Sequence[float], ends: Sequence[float]) -> list[float]:
    """The sides of columns or rows; where the outermost rules end beyond the last one, the open side is closed."""
    positions = sorted(lines)
    sides = [positions[0]]
    for position in positions[1:]:
        if position - sides[-1] > SNAP:
            sides.append(position)
    if min(ends) < sides[0] - NARROWEST:
        sides.insert(0, min(ends))
    if max(ends) > sides[-1] + NARROWEST:
        sides.append(max(ends))
    return sides


def _cells(xs: list[float], ys: list[float], level: Sequence[Rule], upright: Sequence[Rule]) -> list[FoundCell]:
    walls = _walls(upright, xs, ys)  # (column side, row)
    floors = _walls(level, ys, xs)  # (row side, column)
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column
            while right + 1 < columns and (right + 1, row) not in walls and (row, right + 1) not in taken:
                right += 1
            bottom = row
            while bottom + 1 < rows and _goes_down(bottom, column, right, walls, floors, taken):
                bottom += 1
            taken.update((r, c) for r in range(row, bottom + 1) for c in range(column, right + 1))
            cells.append(FoundCell(row, column, bottom, right))
    return cells


def _goes_down(
    row: int,
    left: int,
    right: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> bool:
    """Whether the row below belongs to the same cell: no floor between, no wall inside, and the same walls beside."""
    columns = range(left, right + 1)
    if any((row + 1, column) in floors or (row + 1, column) in taken for column in columns):
        return False
    if any((column, row + 1) in walls for column in columns if column > left):
        return False
    return all(((side, row) in walls) == ((side, row + 1) in walls) for side in (left, right + 1))


def _walls(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Which stretches between two neighbouring sides are closed by a rule: (side, stretch)."""
    closed: dict[tuple[int, int], float] = {}
    for rule in rules:
        side = min(range(len(across)), key=lambda index: abs(across[index] - rule.at))
        for stretch in range(max(bisect_right(along, rule.start) - 1, 0), len(along) - 1):
            start, end = along[stretch], along[stretch + 1]
            if start >= rule.end:
                break
            length = (min(end, rule.end) - max(start, rule.start)) / (end - start)
            closed[side, stretch] = closed.get((side, stretch), 0.0) + max(length, 0.0)
    return {place for place, length in closed.items() if length >= COVERED}


def _without_frames(tables: list[FoundTable]) -> list[FoundTable]:
    """Drop the boxes around other tables, and page borders: one place that holds everything is no table."""
    kept = []
    for table in tables:
        alone = table.columns == 1 and table.rows == 1
        around = alone and any(other is not table and table.holds(other.xs[0], other.ys[0]) for other in tables)
        if not around:
            kept.append(table)
    return kept
