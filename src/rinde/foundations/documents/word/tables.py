"""Where the cells of a Word table stand: spans to the right, merges downwards, rows that start late."""

from dataclasses import dataclass, field

from rinde.foundations.documents.grid import Cell


@dataclass(slots=True)
class PlacedCell:
    """A cell while its table is being laid out; a merge grows the cell where it began."""

    text: str
    column_span: int = 1
    fill: str | None = None
    bold: bool = False
    continues_above: bool = False
    continues_left: bool = False
    row: int = 0
    column: int = 0
    row_span: int = 1


@dataclass
class TableLayout:
    row_count: int = 0
    column_count: int = 0
    _placed: list[PlacedCell] = field(default_factory=list)
    _above: dict[int, PlacedCell] = field(default_factory=dict)
    _current: dict[int, PlacedCell] = field(default_factory=dict)
    _column: int = 0

    @property
    def size(self) -> int:
        return len(self._placed)

    def start_row(self, empty_columns: int = 0) -> None:
        self._above, self._current = self._current, {}
        self.row_count += 1
        self._column = min(empty_columns, 1_000)

    def place(self, cell: PlacedCell) -> None:
        """Put a cell at the next place of the row, or let it grow the cell that it continues."""
        above = self._above.get(self._column)
        left = self._current.get(self._column - 1)
        if cell.continues_left and left is not None:
            left.column_span += cell.column_span
            standing = left
        elif cell.continues_above and above is not None and above.column == self._column:
            above.row_span = self.row_count - above.row
            standing = above
        else:
            cell.row, cell.column = self.row_count - 1, self._column
            self._placed.append(cell)
            standing = cell
        for column in range(self._column, self._column + cell.column_span):
            self._current[column] = standing
        self._column += cell.column_span
        self.column_count = max(self.column_count, self._column)

    def cells(self) -> tuple[Cell, ...]:
        return tuple(
            Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span, cell.fill, cell.bold)
            for cell in self._placed
        )
