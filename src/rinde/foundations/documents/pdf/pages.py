"""What pages did to the document: tables that go on overleaf, headings that every page repeats."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rinde.foundations.documents.grid import Block, Box, Cell, Grid, Paragraph
from rinde.foundations.documents.pdf.lines import cell_text
from rinde.foundations.documents.pdf.rules import FoundTable

SAME_SIDE: Final = 6.0  # points: the columns of a table keep their place from page to page
MARGIN: Final = 0.2  # of the page's height: where a table that is a heading stands
EDGE: Final = 0.07  # of the page's height: nothing but headings and footers stands so near its edge
# «Página 3 de 8», «Alcaldía · 3», «- 3 -», «3»; the number of «Componente 3» is none of a page.
PAGE_NUMBER: Final = re.compile(
    r"p[áa]g\w*\.?:?\s*\d+(?:\s*(?:de|/)\s*\d+)?|(?:^|[·|–—-]\s*)\d+(?:\s*(?:de|/)\s*\d+)?\s*[–—-]?$", re.IGNORECASE
)
SAME_PLACE: Final = 4.0  # points: a repeated heading stands where it stood


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a page's table, its sides in points: its columns are counted together with those of other pages."""

    row: int
    row_span: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    fill: str | None
    bold: bool


@dataclass
class ReadTable:
    page: int
    page_height: float
    xs: list[float]
    row_count: int
    cells: list[ReadCell]
    ruled: bool = True
    continues: bool = False

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)

    @property
    def is_table(self) -> bool:
        """A single column is a box around text, unless it goes on with a table of the page before."""
        return len(self.xs) > 2


@dataclass
class ReadPage:
    number: int
    height: float
    blocks: list[Paragraph | ReadTable] = field(default_factory=list)


def read_cells(table: FoundTable, page: int, height: float, *, ruled: bool = True) -> ReadTable:
    """Take the text out of a table's glyphs; after this the page itself can be forgotten."""
    cells = []
    for cell in table.cells:
        text, bold = cell_text(cell.glyphs)
        fill = None if cell.fill == "FFFFFF" else cell.fill
        cells.append(ReadCell(cell.top_row, cell.bottom_row - cell.top_row + 1, *table.box(cell), text, fill, bold))
    return ReadTable(page, height, table.xs, table.rows, cells, ruled)


def put_together(pages: Sequence[ReadPage]) -> list[Block]:
    """Make the blocks of the document from those of its pages."""
    _mark_repeated_headings(pages)
    chains = _chains(pages)
    grids: dict[int, Grid] = {}
    for chain in chains:
        sides = _common_sides(chain)
        for place, table in enumerate(chain):
            grids[id(table)] = _grid(table, sides, cut=place + 1 < len(chain))
    return list(_numbered(pages, grids))


def _mark_repeated_headings(pages: Sequence[ReadPage]) -> None:
    """Turn the tables that are the heading of every page (shield, title, format code) into paragraphs."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_fingerprint(table) for table in _tables(page) if _in_margin(table)})
    for page in pages:
        page.blocks = [
            new
            for block in page.blocks
            for new in (
                _as_paragraphs(block)
                if isinstance(block, ReadTable) and _in_margin(block) and seen[_fingerprint(block)] > 1
                else [block]
            )
        ]


def _tables(page: ReadPage) -> list[ReadTable]:
    return [block for block in page.blocks if isinstance(block, ReadTable)]


def _in_margin(table: ReadTable) -> bool:
    return table.bottom < MARGIN * table.page_height or table.top > (1 - MARGIN) * table.page_height


def _fingerprint(table: ReadTable) -> tuple[str, int]:
    # Page numbers differ from page to page; everything else of a heading is the same.
    text = " ".join(cell.text for cell in table.cells)
    return re.sub(r"\d+", "#", text), round(table.top / SAME_PLACE)


def _as_paragraphs(table: ReadTable) -> list[Paragraph | ReadTable]:
    return [
        Paragraph(cell.text, "page", table.page, bold=cell.bold, box=Box(cell.left, cell.top, cell.right, cell.bottom))
        for cell in sorted(table.cells, key=lambda cell: (cell.top, cell.left))
        if cell.text
    ]


def _chains(pages: Sequence[ReadPage]) -> list[list[ReadTable]]:
    """The tables of the document, each with the pieces that the following pages hold of it."""
    chains: list[list[ReadTable]] = []
    for before, page in zip([None, *pages], pages, strict=False):
        for place, table in enumerate(_tables(page)):
            previous = chains[-1][-1] if chains else None
            if place == 0 and before and previous and _goes_on(before, previous, page, table):
                table.continues = True
                chains[-1].append(table)
            elif table.is_table:
                chains.append([table])
    return chains


def _without_page_number(text: str) -> str:
    return PAGE_NUMBER.sub("#", text)


def _goes_on(before: ReadPage, previous: ReadTable, page: ReadPage, table: ReadTable) -> bool:
    """Whether a table is the rest of the one before: same columns, nothing between that is not on both pages."""
    if previous.page != before.number or previous is not _tables(before)[-1]:
        return False
    if previous.ruled != table.ruled or not _same_columns(previous.xs, table.xs):
        return False
    repeated = {text for text, _ in _lines(before)} & {text for text, _ in _lines(page)}
    below = [box for text, box in _lines(before) if text not in repeated and box.top > previous.bottom - SAME_PLACE]
    above = [box for text, box in _lines(page) if text not in repeated and box.bottom < table.top + SAME_PLACE]
    return all(box.top > (1 - EDGE) * before.height for box in below) and all(
        box.bottom < EDGE * page.height for box in above
    )


def _lines(page: ReadPage) -> list[tuple[str, Box]]:
    return [
        (_without_page_number(block.text), block.box)
        for block in page.blocks
        if isinstance(block, Paragraph) and block.box
    ]


def _same_columns(first: Sequence[float], second: Sequence[float]) -> bool:
    """The same outer sides, and every inner side of the one that has fewer found in the other."""
    if abs(first[0] - second[0]) > SAME_SIDE or abs(first[-1] - second[-1]) > SAME_SIDE:
        return False
    fewer, more = sorted((first, second), key=len)
    return all(any(abs(side - other) <= SAME_SIDE for other in more) for side in fewer)


def _common_sides(chain: Sequence[ReadTable]) -> list[float]:
    """The sides of all columns that any page of a table shows: a page of full-width rows shows none of its own."""
    sides: list[float] = []
    for side in sorted(side for table in chain for side in table.xs):
        if not sides or side - sides[-1] > SAME_SIDE:
            sides.append(side)
    return sides


def _grid(table: ReadTable, sides: Sequence[float], *, cut: bool) -> Grid:
    cells = []
    for cell in table.cells:
        first, last = _nearest(sides, cell.left), _nearest(sides, cell.right)
        cells.append(
            Cell(
                row=cell.row,
                column=first,
                text=cell.text,
                row_span=cell.row_span,
                column_span=max(1, last - first),
                fill=cell.fill,
                bold=cell.bold,
                cut=cut and cell.row + cell.row_span == table.row_count,
                box=Box(cell.left, cell.top, cell.right, cell.bottom),
            )
        )
    return Grid(
        tuple(cells),
        table.row_count,
        len(sides) - 1,
        "page",
        table.page,
        1,
        continues=table.continues,
        ruled=table.ruled,
    )


def _nearest(sides: Sequence[float], position: float) -> int:
    return min(range(len(sides)), key=lambda index: abs(sides[index] - position))


def _numbered(pages: Sequence[ReadPage], grids: dict[int, Grid]) -> Iterable[Block]:
    for page in pages:
        number = 0
        for block in page.blocks:
            if isinstance(block, Paragraph):
                yield block
            elif id(block) in grids:
                number += 1
                yield _with_table_number(grids[id(block)], number)
            else:
                yield from (paragraph for paragraph in _as_paragraphs(block) if isinstance(paragraph, Paragraph))


def _with_table_number(grid: Grid, number: int) -> Grid:
    return Grid(
        grid.cells,
        grid.row_count,
        grid.column_count,
        grid.container,
        grid.number,
        number,
        continues=grid.continues,
        ruled=grid.ruled,
    )
