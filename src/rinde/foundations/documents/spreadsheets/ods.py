"""ODS to grids, straight from its XML: merges, fills and hidden rows stand there, and calamine sees none of them."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from rinde.foundations.documents.archives import check_cell_count, check_xml_parts, open_archive
from rinde.foundations.documents.errors import Corrupted, PasswordProtected
from rinde.foundations.documents.grid import Cell, Document
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.spreadsheets.number_formats import shown
from rinde.foundations.documents.spreadsheets.sheet import Merge, Sheet, workbook_document

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
NUMBER: Final = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
MANIFEST: Final = "META-INF/manifest.xml"
CELL: Final = f"{TABLE}table-cell"
COVERED_CELL: Final = f"{TABLE}covered-table-cell"
FEW: Final = 1_000
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


def read_ods(name: str, content: bytes, limits: Limits) -> Document:
    """Read every visible sheet of an ODS workbook as a grid.

    Raises ``Corrupted``, ``HostileArchive``, ``PasswordProtected``, ``TooLarge`` or ``EmptyDocument``.
    """
    with open_archive(content, limits) as archive:
        parts = check_xml_parts(archive, _wanted(archive))
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise PasswordProtected
    try:
        body = etree.fromstring(parts["content.xml"])
        styles = Styles()
        for part in ("styles.xml", "content.xml"):
            if part in parts:
                styles.learn(body if part == "content.xml" else etree.fromstring(parts[part]))
        title = _title(parts)
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Corrupted from error
    tables = list(body.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"))
    visible = [table for table in tables if not styles.hides_sheet(table.get(f"{TABLE}style-name"))]
    hidden = [table.get(f"{TABLE}name", "") for table in tables if table not in visible]
    sheets = [SheetReader(table, number, styles, limits).read() for number, table in enumerate(visible, 1)]
    return workbook_document(name, "ods", sheets, hidden=hidden, title=title)


def _wanted(archive: zipfile.ZipFile) -> list[str]:
    names = set(archive.namelist())
    return [name for name in ("content.xml", "styles.xml", "meta.xml", MANIFEST) if name in names]


def _title(parts: dict[str, bytes]) -> str:
    if "meta.xml" not in parts:
        return ""
    return etree.fromstring(parts["meta.xml"]).findtext(f".//{DC}title") or ""


@dataclass(frozen=True)
class CellStyle:
    fill: str | None = None
    bold: bool = False
    whole_date: bool = True  # the day is shown, not only month and year


@dataclass
class Styles:
    """Cell styles by name, with what they inherit, and the sheets that a style hides."""

    cells: dict[str, CellStyle] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)
    _month_styles: set[str] = field(default_factory=set)

    def learn(self, root: etree._Element) -> None:
        for style in root.iter(f"{NUMBER}date-style"):
            if style.find(f"{NUMBER}day") is None and style.find(f"{NUMBER}year") is not None:
                self._month_styles.add(style.get(f"{STYLE}name", ""))
        for style in root.iter(f"{STYLE}style"):
            family = style.get(f"{STYLE}family")
            if family == "table-cell":
                self.cells[style.get(f"{STYLE}name", "")] = self._cell_style(style)
            elif family == "table":
                properties = style.find(f"{STYLE}table-properties")
                if properties is not None and properties.get(f"{TABLE}display") == "false":
                    self._hidden.add(style.get(f"{STYLE}name", ""))

    def _cell_style(self, style: etree._Element) -> CellStyle:
        parent = self.cells.get(style.get(f"{STYLE}parent-style-name", ""), CellStyle())
        box = style.find(f"{STYLE}table-cell-properties")
        font = style.find(f"{STYLE}text-properties")
        colour = box.get(f"{FO}background-color") if box is not None else None
        weight = font.get(f"{FO}font-weight") if font is not None else None
        data_style = style.get(f"{STYLE}data-style-name")
        return CellStyle(
            fill=_colour(colour) if colour else parent.fill,
            bold=weight == "bold" if weight else parent.bold,
            whole_date=data_style not in self._month_styles if data_style else parent.whole_date,
        )

    def hides_sheet(self, name: str | None) -> bool:
        return name in self._hidden


def _colour(value: str) -> str | None:
    match = re.fullmatch("#([0-9a-fA-F]{6})", value)
    rgb = match.group(1).upper() if match else None
    return None if rgb == "FFFFFF" else rgb


class SheetReader:
    """Walks the rows of one table, unfolding repetitions that carry text and skipping those that do not."""

    def __init__(self, table: etree._Element, number: int, styles: Styles, limits: Limits) -> None:
        self._table = table
        self._styles = styles
        self._limits = limits
        self._sheet = Sheet(number, table.get(f"{TABLE}name", ""), [], [])
        self._merges: list[Merge] = []
        self._column_styles: list[str] = []

    def read(self) -> Sheet:
        self._read_columns()
        row = 0
        for element in self._table.iter(f"{TABLE}table-row"):
            repeated = _count(element, "number-rows-repeated", LAST_ROW)
            row += self._read_row(element, row, repeated)
        self._sheet.merges = self._merges
        return self._sheet

    def _read_columns(self) -> None:
        column = 0
        for element in self._table.iter(f"{TABLE}table-column"):
            repeated = _count(element, "number-columns-repeated", LAST_COLUMN)
            if element.get(f"{TABLE}visibility", "visible") != "visible":
                self._sheet.hidden_columns.update(range(column, min(column + repeated, LAST_COLUMN)))
            style = element.get(f"{TABLE}default-cell-style-name", "")
            self._column_styles += [style] * min(repeated, LAST_COLUMN - column)
            column += repeated

    def _read_row(self, element: etree._Element, row: int, repeated: int) -> int:
        cells = list(self._row_cells(element, row))
        # Empty rows repeated to the end of the sheet are left out; a few alike may be shaded months.
        copies = repeated if repeated <= FEW or any(cell.text for cell in cells) else 0
        check_cell_count(len(self._sheet.cells) + len(cells) * copies, self._limits)
        for copy in range(copies):
            self._sheet.cells += [replace(cell, row=row + copy) for cell in cells] if copy else cells
        if copies and element.get(f"{TABLE}visibility", "visible") != "visible":
            self._sheet.hidden_rows.update(range(row, row + copies))
        return repeated

    def _row_cells(self, element: etree._Element, row: int) -> Iterator[Cell]:
        column = 0
        row_style = element.get(f"{TABLE}default-cell-style-name")
        for child in element:
            if child.tag not in {CELL, COVERED_CELL} or column >= LAST_COLUMN:
                continue
            repeated = min(_count(child, "number-columns-repeated", LAST_COLUMN), LAST_COLUMN - column)
            style = self._style(child, row_style, column)
            text = _cell_text(child, style) if child.tag == CELL else ""
            if text or (style.fill and repeated <= FEW):
                for copy in range(repeated):
                    yield Cell(row, column + copy, text, fill=style.fill, bold=style.bold)
            self._note_merge(child, row, column)
            column += repeated

    def _style(self, cell: etree._Element, row_style: str | None, column: int) -> CellStyle:
        default = self._column_styles[column] if column < len(self._column_styles) else ""
        return self._styles.cells.get(cell.get(f"{TABLE}style-name") or row_style or default, CellStyle())

    def _note_merge(self, cell: etree._Element, row: int, column: int) -> None:
        rows = _count(cell, "number-rows-spanned", LAST_ROW)
        columns = _count(cell, "number-columns-spanned", LAST_COLUMN)
        if rows > 1 or columns > 1:
            self._merges.append(Merge(row, column, row + rows - 1, column + columns - 1))


def _count(element: etree._Element, attribute: str, most: int) -> int:
    value = element.get(f"{TABLE}{attribute}", "1")
    return min(max(int(value), 1), most) if value.isdigit() else 1


def _cell_text(cell: etree._Element, style: CellStyle) -> str:
    kind = cell.get(f"{OFFICE}value-type")
    written = "\n".join(_paragraph(child) for child in cell if child.tag == f"{TEXT}p").strip()
    if kind == "date" and style.whole_date:
        return _date(cell.get(f"{OFFICE}date-value", "")) or written
    if kind in {"float", "percentage", "currency"}:
        return _number(cell.get(f"{OFFICE}value", ""), written, kind)
    return written


def _date(value: str) -> str:
    try:
        return shown(dt.date.fromisoformat(value[:10]), "dd/mm/yyyy")
    except ValueError:
        return ""


def _number(value: str, written: str, kind: str) -> str:
    """Write a number with the decimals and the grouping that the sheet shows, in the one style of every format."""
    try:
        number = float(value)
    except ValueError:
        return written
    places = re.search(r"[.,](\d+)\D*$", written)
    decimals = len(places.group(1)) if places else 0
    digits = re.sub(r"\D", "", written)
    scaled = number * 100 if kind == "percentage" else number
    if f"{abs(scaled):.{decimals}f}".replace(".", "") == digits:
        grouped = len(re.findall("[.,]", written)) > (1 if decimals else 0)
    elif f"{abs(scaled):.0f}" == digits:
        grouped, decimals = True, 0  # «5.000» for 5000: the point groups
    else:
        return written or shown(number)
    percent = "%" if kind == "percentage" else ""
    money = "$" if kind == "currency" and "$" in written else ""
    point = "." + "0" * decimals if decimals else ""
    return shown(number, f"{money}{'#,##0' if grouped else '0'}{point}{percent}")


def _paragraph(element: etree._Element) -> str:
    """The text of a paragraph; ODF writes spaces, tabs and line breaks as elements, and notes inside the text."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * _spaces(child))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag != f"{OFFICE}annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts).replace("\xad", "")


def _spaces(element: etree._Element) -> int:
    count = element.get(f"{TEXT}c", "1")
    return min(int(count), 100) if count.isdigit() else 1
