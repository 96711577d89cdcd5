"""From the cells of a sheet to its grid: trimming, merges and notices that XLSX, XLS and ODS share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rinde.foundations.documents.errors import EmptyDocument
from rinde.foundations.documents.grid import Cell, Document, Format, Grid, Notice


class Merge(NamedTuple):
    """A merged area, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class FoundCell(NamedTuple):
    row: int
    column: int
    text: str
    fill: str | None
    bold: bool


@dataclass
class Sheet:
    """What was found in a sheet, in the sheet's own coordinates from 0."""

    number: int
    name: str
    cells: list[FoundCell]
    merges: Sequence[Merge] = ()
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_grid(sheet: Sheet) -> Grid | None:
    """Make the grid of a sheet; None for a sheet without text.

    The grid is the rectangle around the texts and their merges: fills beyond it are decoration, and a styled tail of a
    million rows costs nothing.
    """
    written = {(cell.row, cell.column) for cell in sheet.cells if cell.text}
    if not written:
        return None
    merges = {(merge.top, merge.left): merge for merge in sheet.merges}
    area = _bounds(written, merges)
    covered = _covered(merges.values(), area)
    cells = [
        _placed(cell, merges.get((cell.row, cell.column)), area)
        for cell in sheet.cells
        if area.top <= cell.row <= area.bottom
        and area.left <= cell.column <= area.right
        and (cell.row, cell.column) not in covered
    ]
    cells += _empty_merges(merges, {(cell.row, cell.column) for cell in sheet.cells}, covered, area)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(
        cells=tuple(cells),
        row_count=area.bottom - area.top + 1,
        column_count=area.right - area.left + 1,
        container="sheet",
        number=sheet.number,
        table=1,
        name=sheet.name,
        first_row=area.top,
        first_column=area.left,
        hidden_rows=frozenset(row - area.top for row in sheet.hidden_rows if area.top <= row <= area.bottom),
        hidden_columns=frozenset(
            column - area.left for column in sheet.hidden_columns if area.left <= column <= area.right
        ),
    )


def _bounds(written: set[tuple[int, int]], merges: dict[tuple[int, int], Merge]) -> Merge:
    rows = [row for row, _ in written]
    columns = [column for _, column in written]
    reaching = [merges[place] for place in written if place in merges]
    return Merge(
        min(rows),
        min(columns),
        max([*rows, *(merge.bottom for merge in reaching)]),
        max([*columns, *(merge.right for merge in reaching)]),
    )


def _covered(merges: Iterable[Merge], area: Merge) -> set[tuple[int, int]]:
    return {
        (row, column)
        for merge in merges
        for row in range(merge.top, min(merge.bottom, area.bottom) + 1)
        for column in range(merge.left, min(merge.right, area.right) + 1)
        if (row, column) != (merge.top, merge.left)
    }


def _placed(found: FoundCell, merge: Merge | None, area: Merge) -> Cell:
    cell = Cell(found.row - area.top, found.column - area.left, found.text, fill=found.fill, bold=found.bold)
    return _spanned(cell, merge, area) if merge else cell


def _spanned(cell: Cell, merge: Merge, area: Merge) -> Cell:
    rows = min(merge.bottom, area.bottom) - merge.top + 1
    columns = min(merge.right, area.right) - merge.left + 1
    return replace(cell, row_span=rows, column_span=columns)


def _empty_merges(
    merges: dict[tuple[int, int], Merge], standing: set[tuple[int, int]], covered: set[tuple[int, int]], area: Merge
) -> list[Cell]:
    return [
        _spanned(Cell(top - area.top, left - area.left, ""), merge, area)
        for (top, left), merge in merges.items()
        if (top, left) not in standing
        and (top, left) not in covered
        and area.top <= top <= area.bottom
        and area.left <= left <= area.right
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
        grid = sheet_grid(sheet)
        if grid:
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
