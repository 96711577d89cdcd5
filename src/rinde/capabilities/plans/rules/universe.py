"""The list that a percentage counts: «100 % de los 39 mapas» names the 39. Pure.

Read once, from pasted lines or from the first column of a file that holds words, with a note for every line that does
not count, so that 39 lines that give 37 things are never a surprise.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rinde.foundations.documents import Corrupted, Document, Grid, TooLarge, read_document
from rinde.foundations.documents.detect import detect_format
from rinde.foundations.documents.text_encoding import decode_text
from rinde.foundations.text.folding import fold

LONGEST_NAME = 250
MOST_ITEMS = 5_000
_MOST_BYTES = 2 * 1024 * 1024
_LINES = (".txt", ".csv", ".tsv")
_SPREADSHEETS = frozenset({"xlsx", "xls", "ods"})
_TITLES = frozenset(
    {
        *("nombre", "nombres", "item", "items", "elemento", "elementos", "lista", "listado", "descripcion"),
        *("mapa", "mapas", "proceso", "procesos", "tramite", "tramites", "dependencia", "dependencias"),
        *("municipio", "municipios", "documento", "documentos"),
    }
)


@dataclass(frozen=True, slots=True)
class ReadUniverse:
    """The names that count, and in words what was passed over."""

    names: tuple[str, ...]
    notes: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()  # nothing is cut in silence


def read_lines(text: str) -> ReadUniverse:
    """Read pasted lines. Empty ones are nobody's mistake; a repeated one may be."""
    return _read(list(enumerate(text.splitlines(), start=1)), "línea", says_empty=False)


def read_file(name: str, content: bytes) -> ReadUniverse:
    """Read the first column with words of a spreadsheet's first table or of a CSV; of plain text, its lines.

    Raises:
        DocumentError: for a file that cannot be read, with the way out.
    """
    rows = list(_rows(name, content))
    column = _column_of_words([cells for _, cells in rows])
    cells = [(number, cells[column] if column < len(cells) else "") for number, cells in rows]
    while cells and not cells[-1][1].strip():
        cells.pop()
    title = cells[0][1].strip() if cells else ""
    if fold(title) not in _TITLES:
        return _read(cells, "fila", says_empty=True)
    read = _read(cells[1:], "fila", says_empty=True)
    note = f"La fila {cells[0][0]} es el título «{title}»: no se cuenta."
    return ReadUniverse(read.names, (note, *read.notes), read.too_long)


def _rows(name: str, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    if len(content) > _MOST_BYTES:
        raise TooLarge(f"{len(content) / 1024 / 1024:.1f} MB".replace(".", ","), f"{_MOST_BYTES // 1024 // 1024} MB")
    if not name.lower().endswith(_LINES) or detect_format(content) in _SPREADSHEETS:
        return _rows_of(read_document(name, content))
    lines = decode_text(content).splitlines()
    try:
        return iter(list(enumerate(csv.reader(lines, delimiter=_separator(lines)), start=1)))
    except csv.Error as wrong:
        raise Corrupted from wrong


def _separator(lines: Sequence[str]) -> str:
    """What separates the columns; a tab, which no name contains, where there is only one column.

    A comma only where every line has as many: names have commas too.
    """
    counts = {line.count(",") for line in lines if line.strip()}
    candidates = [mark for mark in ";\t" if lines and mark in lines[0]]
    return next(iter(candidates), "," if len(counts) == 1 and counts != {0} else "\t")


def _rows_of(document: Document) -> Iterator[tuple[int, Sequence[str]]]:
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in range(block.row_count):
                yield block.first_row + row + 1, [block.text_at(row, place) for place in range(block.column_count)]
            return
    for number, block in enumerate(document.blocks, start=1):
        if not isinstance(block, Grid):
            yield number, [block.text]


def _column_of_words(rows: Sequence[Sequence[str]]) -> int:
    """Pass over a column that only numbers the rows."""
    width = max(map(len, rows), default=0)
    for column in range(width):
        texts = [row[column] for row in rows if column < len(row) and row[column].strip()]
        if sum(any(letter.isalpha() for letter in text) for text in texts) * 2 > len(texts):
            return column
    return 0


def _read(lines: Iterable[tuple[int, str]], unit: str, *, says_empty: bool) -> ReadUniverse:
    first: dict[str, tuple[int, str]] = {}
    notes, too_long = [], []
    for number, line in lines:
        name = " ".join(line.split())
        if not name:
            notes += [f"La {unit} {number} está vacía: no se cuenta."] if says_empty else []
        elif fold(name) in first:
            notes.append(f"La {unit} {number} repite la {first[fold(name)][0]}, «{name[:80]}»: se cuenta una vez.")
        else:
            first[fold(name)] = number, name
            if len(name) > LONGEST_NAME:
                too_long.append(f"La {unit} {number} tiene más de {LONGEST_NAME} letras. Acórtela.")
    if len(first) > MOST_ITEMS:
        too_long.append(f"La lista tiene {len(first)} elementos; caben {MOST_ITEMS}. Divídala entre varios productos.")
    return ReadUniverse(tuple(name for _, name in first.values()), tuple(notes), tuple(too_long))
