"""XLSX and XLSM to grids: merges, fills, hidden rows and columns, number formats; macros are never opened."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from rinde.foundations.documents.archives import check_cell_count, check_xml_parts, open_archive, xml_names
from rinde.foundations.documents.errors import Corrupted, DocumentError
from rinde.foundations.documents.grid import Cell, Document, Notice
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.spreadsheets.colours import fill_colour, theme_colours
from rinde.foundations.documents.spreadsheets.number_formats import shown
from rinde.foundations.documents.spreadsheets.sheet import Merge, Sheet, workbook_document

SHEET_PART: Final = re.compile(r"worksheets/[^/]+\.xml$")
# A formula whose value the program that wrote the file did not store.
FORMULA_WITHOUT_VALUE: Final = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
CELL_TAG: Final = re.compile(rb"<(?:\w+:)?c[ >/]")
EMPTY_CELL_TAG: Final = re.compile(rb"<(?:\w+:)?c\b[^<>]*/>")
MERGE_TAG: Final = re.compile(rb"""<(?:\w+:)?mergeCell\b[^<>]*\bref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
MACROS: Final = "El archivo trae macros. No se ejecutaron ni se guardaron; solo se leyeron las celdas."
WITHOUT_VALUE: Final = (
    "fórmulas no traen su resultado y quedaron vacías. "
    "Abra el archivo en Excel o LibreOffice, guárdelo y súbalo de nuevo."
)
CONTROL_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(name: str, content: bytes, limits: Limits) -> Document:
    """Read every visible sheet of an XLSX workbook as a grid.

    Raises ``Corrupted``, ``HostileArchive``, ``TooLarge``, ``EmptyDocument`` or ``PasswordProtected``.
    """
    with open_archive(content, limits) as archive:
        notices = _inspect(archive, limits)
    book = _load(content)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    styles = Styles(book)
    try:
        sheets = (_sheet(sheet, number, styles) for number, sheet in enumerate(visible, 1))
        return workbook_document(
            name, "xlsx", sheets, hidden=hidden, notices=notices, title=book.properties.title or ""
        )
    finally:
        book.close()


def _inspect(archive: zipfile.ZipFile, limits: Limits) -> list[Notice]:
    """Check the parts before a model of them is built in memory; tell what a person should know about them."""
    notices = []
    sizes = SheetSizes(limits)
    for name, part in check_xml_parts(archive, xml_names(archive)).items():
        if not SHEET_PART.search(name):
            continue
        sizes.add(part)
        missing = len(FORMULA_WITHOUT_VALUE.findall(part)) if b"<f" in part else 0
        if missing:
            notices.append(Notice("formula-without-value", f"{missing} {WITHOUT_VALUE}", name))
    if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
        notices.append(Notice("macros", MACROS))
    return notices


class SheetSizes:
    """Adds up what the sheets of a workbook would cost. openpyxl makes an object of every cell, also inside a merge."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = 0
        self._empty = 0

    def add(self, part: bytes) -> None:
        """Count one sheet. Raises ``TooLarge``."""
        self._all += len(CELL_TAG.findall(part)) + sum(_area(ref.decode()) for ref in MERGE_TAG.findall(part))
        self._empty += len(EMPTY_CELL_TAG.findall(part))
        check_cell_count(self._all, self._limits, most=self._limits.styled_cells)
        check_cell_count(self._all - self._empty, self._limits)


def _area(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return (int(right or 0) - int(left or 0) + 1) * (int(bottom or 0) - int(top or 0) + 1)


def _load(content: bytes) -> Workbook:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it will not write back: nothing is written back here.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(content), data_only=True)
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part led it into
        raise Corrupted from error


class Styles:
    """The styles of a workbook by their index, each resolved once: a style is shared by thousands of cells."""

    def __init__(self, book: Any) -> None:  # Workbook: the style tables are not in its public type
        self._book = book
        self._theme = theme_colours(book.loaded_theme)
        self._fills: dict[int, str | None] = {}
        self._bold: dict[int, bool] = {}
        self._formats: dict[int, str] = {}

    def fill(self, fill_id: int) -> str | None:
        if fill_id not in self._fills:
            self._fills[fill_id] = fill_colour(self._book._fills[fill_id], self._theme)
        return self._fills[fill_id]

    def bold(self, font_id: int) -> bool:
        if font_id not in self._bold:
            self._bold[font_id] = bool(self._book._fonts[font_id].b)
        return self._bold[font_id]

    def number_format(self, cell: Any) -> str:  # Cell, whose own property looks the format up anew each time
        style = cell._style
        if style.numFmtId not in self._formats:
            self._formats[style.numFmtId] = cell.number_format
        return self._formats[style.numFmtId]


def _sheet(sheet: Any, number: int, styles: Styles) -> Sheet:  # Worksheet
    return Sheet(
        number=number,
        name=sheet.title,
        cells=list(_cells(sheet, styles)),
        merges=[
            Merge(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ],
        hidden_rows={row - 1 for row, dimension in sheet.row_dimensions.items() if dimension.hidden},
        hidden_columns=_hidden_columns(sheet),
    )


def _cells(sheet: Any, styles: Styles) -> Iterator[Cell]:
    """Every cell with a text or a fill. The sheet's own store is walked: asking row by row would create empty cells."""
    fill_of, bold_of = styles.fill, styles.bold
    for (row, column), cell in sheet._cells.items():
        value = cell.value
        style = getattr(cell, "_style", None)  # the covered cells of a merge have none
        fill = fill_of(style.fillId) if style else None
        if value is None:
            text, bold = "", False
        else:
            text = _plain(value) if isinstance(value, str) else shown(value, styles.number_format(cell))
            bold = bold_of(style.fontId) if style else False
        if text or fill:
            yield Cell(row - 1, column - 1, text, 1, 1, fill, bold)


def _plain(text: str) -> str:
    if "_x" in text:
        text = CONTROL_ESCAPE.sub(lambda match: _character(match.group(1)), text)
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "")
    return text.strip()


def _character(code: str) -> str:
    character = chr(int(code, 16))
    return character if character.isprintable() or character in "\n\t" else ""


def _hidden_columns(sheet: Any) -> set[int]:
    return {
        column - 1
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden and dimension.min
        for column in range(dimension.min, min(dimension.max or dimension.min, 16_384) + 1)
    }
