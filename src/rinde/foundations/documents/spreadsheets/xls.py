"""XLS (Excel 97–2003) to grids: values and merges from calamine, looks from ``biff``."""

import io
from collections.abc import Iterator
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.errors import Corrupted, PasswordProtected
from rinde.foundations.documents.grid import Cell, Document
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.spreadsheets.biff import CellLook, SheetLook, sheet_looks
from rinde.foundations.documents.spreadsheets.number_formats import shown
from rinde.foundations.documents.spreadsheets.sheet import Merge, Sheet, workbook_document

PLAIN: Final = CellLook()


def read_xls(name: str, content: bytes, limits: Limits) -> Document:
    """Read every visible sheet of an XLS workbook as a grid.

    Raises ``Corrupted``, ``PasswordProtected``, ``TooLarge`` or ``EmptyDocument``.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            listed = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            hidden = [sheet.name for sheet in listed if sheet.visible != SheetVisibleEnum.Visible]
            visible = [
                book.get_sheet_by_name(sheet.name) for sheet in listed if sheet.visible == SheetVisibleEnum.Visible
            ]
            check_cell_count(sum(sheet.height * sheet.width for sheet in visible), limits)
            looks = sheet_looks(content)
            sheets = [
                _sheet(sheet, number, looks.get(sheet.name, SheetLook())) for number, sheet in enumerate(visible, 1)
            ]
    except PasswordError as error:
        raise PasswordProtected from error
    except (CalamineError, OSError, ValueError) as error:
        raise Corrupted from error
    return workbook_document(name, "xls", sheets, hidden=hidden)


def _sheet(sheet: CalamineSheet, number: int, look: SheetLook) -> Sheet:
    return Sheet(
        number=number,
        name=sheet.name,
        cells=list(_cells(sheet, look)),
        merges=[Merge(*start, *end) for start, end in sheet.merged_cell_ranges or []],
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
    )


def _cells(sheet: CalamineSheet, look: SheetLook) -> Iterator[Cell]:
    top, left = sheet.start or (0, 0)
    written = set()
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            if value != "":
                style = look.cells.get((row, column), PLAIN)
                written.add((row, column))
                yield Cell(row, column, shown(value, style.number_format).strip(), fill=style.fill, bold=style.bold)
    for (row, column), style in look.cells.items():
        if style.fill and (row, column) not in written:
            yield Cell(row, column, "", fill=style.fill)
