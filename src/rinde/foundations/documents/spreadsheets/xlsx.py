"""XLSX and XLSM to grids: merges, fills, hidden rows and columns, number formats; macros are never opened."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import INLINE_STRING, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

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
SHARED_TAG: Final = f"{{{SHEET_MAIN_NS}}}si"
TEXT_TAG: Final = f"{{{SHEET_MAIN_NS}}}t"
SPOKEN_TAGS: Final = frozenset((TEXT_TAG, f"{{{SHEET_MAIN_NS}}}r"))  # a text and its runs, not how it is pronounced
CONTROL_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(name: str, content: bytes, limits: Limits) -> Document:
    """Read every visible sheet of an XLSX workbook as a grid.

    Raises ``Corrupted``, ``HostileArchive``, ``TooLarge``, ``EmptyDocument`` or ``PasswordProtected``.
    """
    with open_archive(content, limits) as archive:
        notices = _inspect(archive, limits)
    book = _load(content)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        styles = Styles(book)
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
            reader = Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            reader.read()
            return reader.wb
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part led it into
        raise Corrupted from error


class Reader(ExcelReader):
    """openpyxl's reader, with the shared texts as the file has them.

    Its own takes every «x005F_» out of them, which is half of an escape: a «_x0041_» that somebody typed would be «A».
    """

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_shared_texts(source))


def _shared_texts(source: Any) -> Iterator[str]:  # a binary file
    for _, node in iterparse(source):
        if node.tag == SHARED_TAG:
            yield _spoken(node)
            node.clear()


def _spoken(node: Any) -> str:  # Element
    """The text of a cell: its own, or that of its runs, without how it is pronounced."""
    texts = (run.text if run.tag == TEXT_TAG else run.findtext(TEXT_TAG) for run in node if run.tag in SPOKEN_TAGS)
    return "".join(filter(None, texts))


class Styles:
    """The styles of a workbook by their index, each resolved once: a style is shared by thousands of cells."""

    def __init__(self, book: Any) -> None:  # Workbook: the style tables are not in its public type
        self._book = book
        self._theme = theme_colours(book.loaded_theme)
        self._known: dict[int, Style] = {}

    def __getitem__(self, index: int) -> "Style":
        style = self._known.get(index)
        if style is None:
            style = self._known[index] = self._resolved(self._book._cell_styles[index])
        return style

    def _resolved(self, style: Any) -> "Style":  # StyleArray
        return Style(
            fill_colour(self._book._fills[style.fillId], self._theme),
            bool(self._book._fonts[style.fontId].b),
            self._format(style.numFmtId),
        )

    def _format(self, number: int) -> str:
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, "General")
        return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


class Style(NamedTuple):
    """What a style says of the cells that have it."""

    fill: str | None
    bold: bool
    number_format: str


def _sheet(sheet: Any, number: int, styles: Styles) -> Sheet:  # ReadOnlyWorksheet
    """Read one sheet with openpyxl's own parser: its worksheet would make an object of every cell, and a style each."""
    try:
        with warnings.catch_warnings(), sheet._get_source() as source:
            warnings.simplefilter("ignore")  # of conditional formats and extensions, which say nothing here
            parser = _parser(sheet, source)
            cells = list(_cells(parser, styles))
    except Exception as error:  # the parser raises whatever the broken part led it into
        raise Corrupted from error
    return Sheet(
        number=number,
        name=sheet.title,
        cells=cells,
        merges=_merges(parser),
        hidden_rows={int(row) - 1 for row, said in parser.row_dimensions.items() if _is_hidden(said)},
        hidden_columns=_hidden_columns(parser),
    )


class Parser(WorkSheetParser):
    """openpyxl's parser of a sheet, with the texts that stand in the sheet itself taken without a model of each."""

    def parse_cell(self, element: Any) -> dict[str, Any]:  # Element
        if element.get("t") != "inlineStr":
            return dict(super().parse_cell(element))
        row, column = self._place(element.get("r"))
        text = "".join(map(_spoken, element.iterfind(INLINE_STRING)))
        style = int(element.get("s", 0))
        return {"row": row, "column": column, "value": text or None, "style_id": style}

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference:
            row, self.col_counter = coordinate_to_tuple(reference)
            return row, self.col_counter
        self.col_counter += 1
        return self.row_counter, self.col_counter


def _parser(sheet: Any, source: Any) -> Parser:
    book = sheet.parent
    return Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _cells(parser: WorkSheetParser, styles: Styles) -> Iterator[Cell]:
    """Every cell with a text or a fill."""
    for _, row in parser.parse():
        for cell in row:
            style = styles[cell["style_id"]]
            value = cell["value"]
            if value is None:
                if style.fill:
                    yield Cell(cell["row"] - 1, cell["column"] - 1, "", 1, 1, style.fill)
                continue
            text = _plain(value) if isinstance(value, str) else shown(value, style.number_format)
            if text or style.fill:
                yield Cell(cell["row"] - 1, cell["column"] - 1, text, 1, 1, style.fill, style.bold)


def _merges(parser: WorkSheetParser) -> list[Merge]:
    found = []
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        left, top, right, bottom = range_boundaries(area.ref)
        found.append(Merge(int(top or 1) - 1, int(left or 1) - 1, int(bottom or 1) - 1, int(right or 1) - 1))
    return found


def _is_hidden(said: Mapping[str, str]) -> bool:
    return said.get("hidden") in ("1", "true")


def _plain(text: str) -> str:
    if "_x" in text:
        text = CONTROL_ESCAPE.sub(lambda match: _character(match.group(1)), text)
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "")
    return text.strip()


def _character(code: str) -> str:
    character = chr(int(code, 16))
    return character if character.isprintable() or character in "\n\t" else ""


def _hidden_columns(parser: WorkSheetParser) -> set[int]:
    return {
        column - 1
        for said in parser.column_dimensions.values()
        if _is_hidden(said) and said.get("min")
        for column in range(int(said["min"]), min(int(said.get("max") or said["min"]), 16_384) + 1)
    }
