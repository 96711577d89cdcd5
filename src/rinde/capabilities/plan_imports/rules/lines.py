"""A grid as lines of slots: each merged cell once per line, its text clean. Every other module works on these."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rinde.foundations.documents import Cell, Grid
from rinde.foundations.text.folding import tidy_lines


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell as one line sees it. ``own``: the cell starts in this line, it is not merged down from above."""

    text: str  # clean, lines separated by "\\n"
    column: int
    span: int
    own: bool
    cell: Cell | None = None

    @property
    def flat(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")

    @property
    def key(self) -> int:
        """The identity of the cell: equal for all lines that one merged cell covers."""
        return id(self.cell)


EMPTY = Slot("", -1, 1, True)


@dataclass(frozen=True)
class Line:
    """One row of a grid."""

    number: int
    slots: tuple[Slot, ...]

    @cached_property
    def _by_column(self) -> dict[int, Slot]:
        return {column: slot for slot in self.slots for column in range(slot.column, slot.column + slot.span)}

    def at(self, column: int) -> Slot:
        """The slot that covers a column; an empty one where nothing stands."""
        return self._by_column.get(column, EMPTY)

    @cached_property
    def filled(self) -> list[Slot]:
        """The slots with text."""
        return [slot for slot in self.slots if slot.text]

    @cached_property
    def own_filled(self) -> list[Slot]:
        """The slots with text whose cells start in this line."""
        return [slot for slot in self.slots if slot.text and slot.own]


def lines_of(grid: Grid) -> list[Line]:
    """Cut a grid into lines. Hidden rows are left out: a finding says so."""
    texts: dict[int, str] = {}
    lines = []
    for number, row in enumerate(grid.rows()):
        if number in grid.hidden_rows:
            continue
        lines.append(Line(number, tuple(_slots(row, number, texts))))
    return lines


def _slots(row: Sequence[Cell | None], number: int, texts: dict[int, str]) -> list[Slot]:
    slots: list[Slot] = []
    seen: Cell | None = None
    for column, cell in enumerate(row):
        if cell is None or cell is seen:
            continue
        seen = cell
        text = texts.get(id(cell))
        if text is None:
            text = texts[id(cell)] = tidy_lines(cell.text)
        width = cell.column + cell.column_span - column
        slots.append(Slot(text, column, width, cell.row == number, cell))
    return slots
