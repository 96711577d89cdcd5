"""From a file that somebody saved to the rows of the working sheet, by the headings of its columns. Pure.

XLSX, ODS and XLS are read by `foundations/documents`. CSV is read here: the numbers of its rows must be those that a
person sees, and its texts must not be taken for Markdown or HTML.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.rules.sheet.columns import ACTIVITY_CODE, BY_KEY, COLUMNS, MARK, column_of
from rinde.foundations.documents import DEFAULT_LIMITS, Corrupted, Document, Limits, TooLarge, WrongType, read_document
from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.detect import detect_format
from rinde.foundations.documents.errors import DocumentError
from rinde.foundations.documents.grid import Format, Grid
from rinde.foundations.documents.text_encoding import decode_text

NumberedRow = tuple[int, Sequence[str]]

_FARTHEST_HEADING = 30  # rows
_WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
_TEXTS = frozenset({"text", "markdown", "html"})
_NAMES: Mapping[Format, str] = {"pdf": "un PDF", "docx": "un documento de Word"}
_WAY_OUT = "Suba la hoja que descargó de este plan, guardada como Excel (.xlsx), OpenDocument (.ods) o CSV."
_MEGABYTE = 1024 * 1024


class NotTheSheet(DocumentError):
    """A file that can be read, and is no working sheet."""

    code = "not-the-sheet"

    def __init__(self) -> None:
        super().__init__(
            f"El archivo no trae la columna «{BY_KEY[ACTIVITY_CODE].title}», por la que se reconoce cada actividad. "
            "Descargue la hoja de este plan, haga en ella los cambios y súbala."
        )


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number as people count it, and its cells by the key of their column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it came. `ignored` and `absent` are titles of columns."""

    rows: tuple[SheetRow, ...]
    columns: frozenset[str]  # keys
    ignored: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        return tuple(column.title for column in COLUMNS if column.key not in {*self.columns, MARK})


def read_sheet(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """Read the working sheet out of a file.

    Raises:
        DocumentError: for a file that is no spreadsheet, is broken or hostile, or is another table.
    """
    if len(content) > limits.file_bytes:
        megabytes = f"{len(content) / _MEGABYTE:.1f} MB".replace(".", ",")
        raise TooLarge(megabytes, f"{limits.file_bytes // _MEGABYTE} MB")
    kind = detect_format(content)
    if kind in _WORKBOOKS:
        tables = _tables(read_document(name, content, limits=limits))
    elif kind in _TEXTS:
        tables = [_separated(decode_text(content), limits)]
    else:
        raise WrongType(_NAMES.get(kind, "de otra clase"), _WAY_OUT)
    return _sheet_in(tables)


def _tables(document: Document) -> list[list[NumberedRow]]:
    return [list(_numbered(grid)) for grid in document.grids]


def _numbered(grid: Grid) -> Iterable[NumberedRow]:
    for number, row in enumerate(grid.rows(), start=grid.first_row + 1):
        yield number, [cell.text if cell else "" for cell in row]


def _separated(text: str, limits: Limits) -> list[NumberedRow]:
    lines = text.removeprefix("\ufeff").replace("\x00", "")
    skipped = 0
    if lines[:4].lower() == "sep=":  # what Excel writes for itself
        lines, skipped = lines.partition("\n")[2], 1
    # A reader of lines: quoted cells may hold line ends of every kind.
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=_separator(lines)))
    except csv.Error as error:
        raise Corrupted from error
    check_cell_count(sum(map(len, rows)), limits)
    return [(number, row) for number, row in enumerate(rows, start=1 + skipped)]


def _separator(text: str) -> str:
    """The mark that stands most often between the headings."""
    head = next((line for line in text.splitlines() if line.strip(" ;,\t\"'")), "")
    return max(";,\t", key=head.count)


def _sheet_in(tables: Sequence[Sequence[NumberedRow]]) -> Sheet:
    for table in tables:
        for position, (_, titles) in enumerate(table[:_FARTHEST_HEADING]):
            found = [column_of(title) if title.strip() else None for title in titles]
            keys = [column.key if column else "" for column in found]
            if ACTIVITY_CODE in keys and len(set(keys)) > 2:
                return _sheet(keys, titles, table[position + 1 :])
    raise NotTheSheet


def _sheet(keys: Sequence[str], titles: Sequence[str], rows: Sequence[NumberedRow]) -> Sheet:
    places = {key: place for place, key in reversed(list(enumerate(keys))) if key}
    ignored = [
        " ".join(title.split()) for place, title in enumerate(titles) if title.strip() and place not in places.values()
    ]
    read = (SheetRow(number, {key: _at(row, place) for key, place in places.items()}) for number, row in rows)
    return Sheet(
        tuple(row for row in read if any(text.strip() for key, text in row.cells.items() if key != MARK)),
        frozenset(places),
        tuple(ignored),
    )


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
