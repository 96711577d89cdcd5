"""From the cells of a sheet to its grid: trimming, merges and notices that XLSX, XLS and ODS share."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from rinde.foundations.documents.errors import EmptyDocument
from rinde.foundations.documents.grid import Cell, Document, Format, Grid, Notice

FARTHEST_ROW: Final = 200  # empty rows: what lies beyond is another table
FARTHEST_COLUMN: Final = 100


class Merge(NamedTuple):
    """A merged area, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """What was found in a sheet, cells included, in the sheet's own coordinates from 0."""

    number: int
    name: str
    cells: list[Cell]
    merges: Sequence[Merge] = ()
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_grids(sheet: Sheet) -> Iterator[Grid]:
    """Make the grids of a sheet: one, or several where a wide empty stretch parts them; none without text.

    A grid is the rectangle around the texts and their merges: fills beyond it are decoration, so that a styled tail of
    a million rows costs nothing, and a stray mark at the end of the sheet does not make the plan a million rows long.
    """
    merges = {(merge.top, merge.left): merge for merge in sheet.merges}
    table = 0
    for rows in _stretches([cell for cell in sheet.cells if cell.text], lambda cell: cell.row, FARTHEST_ROW):
        for written in _stretches(rows, lambda cell: cell.column, FARTHEST_COLUMN):
            table += 1
            yield _grid(sheet, _bounds(written, merges), merges, table)


def _stretches(cells: Sequence[Cell], place: Callable[[Cell], int], farthest: int) -> Iterator[Sequence[Cell]]:
    """The cells by stretches of rows (or columns) that no wider emptiness parts; nearly always all of them."""
    positions = sorted(set(map(place, cells)))
    starts = [after for before, after in pairwise(positions) if after - before > farthest]
    if not starts:
        if cells:
            yield cells
        return
    stretches: list[list[Cell]] = [[] for _ in range(len(starts) + 1)]
    for cell in cells:
        stretches[bisect_right(starts, place(cell))].append(cell)
    yield from stretches


def _grid(sheet: Sheet, area: Merge, merges: dict[tuple[int, int], Merge], table: int) -> Grid:
    covered = _covered(merges.values(), area)
    cells = [
        cell
        for cell in sheet.cells
        if area.top <= cell.row <= area.bottom
        and area.left <= cell.column <= area.right
        and (cell.row, cell.column) not in covered
    ]
    if merges:
        standing = {(cell.row, cell.column) for cell in cells}
        cells = [_spanned(cell, merges.get((cell.row, cell.column)), area) for cell in cells]
        cells += _empty_merges(merges, standing | covered, area)
    if area.top or area.left:
        cells = [replace(cell, row=cell.row - area.top, column=cell.column - area.left) for cell in cells]
    cells.sort(key=attrgetter("row", "column"))
    return Grid(
        cells=tuple(cells),
        row_count=area.bottom - area.top + 1,
        column_count=area.right - area.left + 1,
        container="sheet",
        number=sheet.number,
        table=table,
        name=sheet.name,
        first_row=area.top,
        first_column=area.left,
        hidden_rows=frozenset(row - area.top for row in sheet.hidden_rows if area.top <= row <= area.bottom),
        hidden_columns=frozenset(
            column - area.left for column in sheet.hidden_columns if area.left <= column <= area.right
        ),
    )


def _bounds(written: Sequence[Cell], merges: dict[tuple[int, int], Merge]) -> Merge:
    rows = [cell.row for cell in written]
    columns = [cell.column for cell in written]
    reaching = [merges[cell.row, cell.column] for cell in written if (cell.row, cell.column) in merges]
    bottom, right = max(rows), max(columns)
    return Merge(
        min(rows),
        min(columns),
        max([bottom, *(min(merge.bottom, bottom + FARTHEST_ROW) for merge in reaching)]),
        max([right, *(min(merge.right, right + FARTHEST_COLUMN) for merge in reaching)]),
    )


def _covered(merges: Iterable[Merge], area: Merge) -> set[tuple[int, int]]:
    return {
        (row, column)
        for merge in merges
        for row in range(max(merge.top, area.top), min(merge.bottom, area.bottom) + 1)
        for column in range(max(merge.left, area.left), min(merge.right, area.right) + 1)
        if (row, column) != (merge.top, merge.left)
    }


def _spanned(cell: Cell, merge: Merge | None, area: Merge) -> Cell:
    if merge is None:
        return cell
    rows = min(merge.bottom, area.bottom) - merge.top + 1
    columns = min(merge.right, area.right) - merge.left + 1
    return replace(cell, row_span=rows, column_span=columns)


def _empty_merges(merges: dict[tuple[int, int], Merge], standing: set[tuple[int, int]], area: Merge) -> list[Cell]:
    return [
        _spanned(Cell(top, left, ""), merge, area)
        for (top, left), merge in merges.items()
        if (top, left) not in standing and area.top <= top <= area.bottom and area.left <= left <= area.right
    ]


def workbook_document(
    name: str,
    kind: Format,
    sheets: Iterable[Sheet],
    *,
    hidden: Sequence[str],
    notices: Sequence[Notice] = (),
    title: str = "",
) -> Document:
    """Put the sheets of a workbook together as a document, with a notice for whatever is hidden.

    Raises ``EmptyDocument`` when no visible sheet has text.
    """
    grids: list[Grid] = []
    seen: list[Notice] = list(notices)
    count = 0
    for sheet in sheets:
        count += 1
        for grid in sheet_grids(sheet):
            grids.append(grid)
            seen += _hidden_notices(grid)
    seen += [
        Notice(
            "hidden-sheet",
            f"La hoja oculta «{sheet}» no se leyó. Si hace parte del plan, muéstrela y suba el archivo de nuevo.",
            sheet,
        )
        for sheet in hidden
    ]
    if not grids:
        raise EmptyDocument("Las hojas visibles del archivo están vacías")
    return Document(name, kind, count, tuple(grids), title, tuple(seen))


def _hidden_notices(grid: Grid) -> list[Notice]:
    place = f'sheet {grid.number} "{grid.name}"'
    notices = []
    if grid.hidden_rows:
        notices.append(
            Notice(
                "hidden-rows", f"La hoja «{grid.name}» tiene {len(grid.hidden_rows)} filas ocultas o filtradas.", place
            )
        )
    if grid.hidden_columns:
        notices.append(
            Notice("hidden-columns", f"La hoja «{grid.name}» tiene {len(grid.hidden_columns)} columnas ocultas.", place)
        )
    return notices
