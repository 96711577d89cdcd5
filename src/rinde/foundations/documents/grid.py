"""The one shape in which every document is handed on: blocks in reading order, tables as grids.

A ``Document`` says what stood where; it does not say what it means. Interpreting rows as activities is
the business of a capability, never of this module.

Coordinates: ``row`` and ``column`` of a ``Cell`` count from 0 inside its grid. Pages, sheets and tables count
from 1, as people do. ``place_of`` turns them into the words that a person can look up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Format = Literal["xlsx", "xls", "ods", "docx", "pdf", "html", "markdown", "text"]
SheetOrPage = Literal["page", "sheet", "body"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points, origin at the top left; where a reviewer's eye is sent."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed. A merged cell is one ``Cell`` with spans, standing at its top-left corner."""

    row: int
    column: int
    text: str  # as a person sees it: «50%» for 0.5 formatted as a percentage, lines separated by "\n"
    row_span: int = 1
    column_span: int = 1
    fill: str | None = None  # "RRGGBB" in capitals; None for no fill and for white
    bold: bool = False
    cut: bool = False  # the page ended inside this cell: its text may go on in the next grid
    box: Box | None = None  # PDF only


@dataclass(frozen=True)
class Grid:
    """A table with spans and fills. ``hidden_rows`` are kept, so that the reader can say what it left out."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    container: SheetOrPage
    number: int  # of the page or sheet, from 1
    table: int  # within the page or sheet, from 1
    name: str = ""  # of the sheet
    first_row: int = 0  # row of the sheet that is row 0 of this grid
    hidden_rows: frozenset[int] = frozenset()
    continues: bool = False  # the same table as the grid before it, cut by a page
    first_column: int = 0  # column of the sheet that is column 0 of this grid
    hidden_columns: frozenset[int] = frozenset()
    ruled: bool = True  # False where columns were guessed from text positions: ask the person

    @cached_property
    def _by_position(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position, the merged one included; None where nothing stands."""
        return self._by_position.get((row, column))

    def text_at(self, row: int, column: int) -> str:
        cell = self.at(row, column)
        return cell.text if cell else ""

    def rows(self) -> Iterator[tuple[Cell | None, ...]]:
        """Row by row, each with ``column_count`` places; a merged cell is repeated in every place it covers."""
        for row in range(self.row_count):
            yield tuple(self.at(row, column) for column in range(self.column_count))

    def place_of(self, row: int) -> str:
        """Where a row stands, in the words of the draft's JSON: «page 2, table 1, row 4»."""
        where = f"{self.container} {self.number}"
        if self.name:
            where = f'{where} "{self.name}"'
        return f"{where}, table {self.table}, row {self.first_row + row + 1}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside every table."""

    text: str
    container: SheetOrPage
    number: int
    heading_level: int = 0  # 0: not marked as a heading
    list_item: bool = False
    bold: bool = False
    size: float | None = None  # in points, PDF only
    box: Box | None = None


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader of the file noticed and a person should know: a hidden row, a macro ignored."""

    code: str
    message: str  # Spanish
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file read whole."""

    name: str
    format: Format
    pages: int  # pages or sheets
    blocks: tuple[Block, ...]
    title: str = ""  # from the file's properties
    notices: tuple[Notice, ...] = field(default=())

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
