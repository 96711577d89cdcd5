"""The styles of an XLS workbook: number formats, fills, bold, hidden rows and columns.

calamine gives the values of an XLS file and nothing of how they look, so that 0.5 shown as 50 % would come as 0.5 and a
shaded month as nothing. This module reads only the records that tell it ([MS-CFB] for the container, [MS-XLS] for the
records) and gives up quietly: without styles the values are still there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS

SECTOR_END: Final = 0xFFFFFFFA  # this and what follows marks the end of a chain or a free sector
FONT, FORMAT, XF, PALETTE, BOUNDSHEET, END = 0x0031, 0x041E, 0x00E0, 0x0092, 0x0085, 0x000A
ROW, COLUMN_INFO, MULTIPLE_NUMBERS, MULTIPLE_BLANKS = 0x0208, 0x007D, 0x00BD, 0x00BE
SINGLE_CELLS: Final = {0x0203, 0x027E, 0x00FD, 0x0204, 0x0006, 0x0205, 0x0201}
FIRST_PALETTE_COLOUR: Final = 8
MOST_MULTIPLE: Final = 256  # columns of an XLS sheet

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellLook:
    number_format: str = "General"
    fill: str | None = None
    bold: bool = False


@dataclass
class SheetLook:
    cells: dict[Place, CellLook] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_looks(content: bytes) -> dict[str, SheetLook]:
    """Read how the cells of each sheet look, by the name of the sheet; nothing where the file is of an older kind."""
    try:
        stream = _workbook_stream(content)
        book = _Book()
        for kind, data in _records(stream, 0):
            book.learn(kind, data)
        looks = book.looks()
        return {name: _sheet_look(stream, start, looks) for name, start in book.sheets}
    except (struct.error, IndexError, UnicodeDecodeError, StopIteration):
        return {}


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == END:
            return
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


@dataclass
class _Book:
    """The tables of styles that the whole workbook shares."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    _formats: dict[int, str] = field(default_factory=dict)
    _bold: list[bool] = field(default_factory=list)
    _styles: list[tuple[int, int, int, int]] = field(default_factory=list)
    _palette: dict[int, str] = field(default_factory=dict)

    def learn(self, kind: int, data: bytes) -> None:
        if kind == FORMAT:
            self._formats[struct.unpack_from("<H", data)[0]] = _text(data, 2, "<H")
        elif kind == FONT:
            self._bold.append(struct.unpack_from("<H", data, 6)[0] >= 600)
        elif kind == XF:
            font, number_format = struct.unpack_from("<HH", data)
            borders, colours = struct.unpack_from("<IH", data, 14)
            self._styles.append((font, number_format, borders >> 26, colours & 0x7F))
        elif kind == PALETTE:
            for index in range(struct.unpack_from("<H", data)[0]):
                self._palette[FIRST_PALETTE_COLOUR + index] = data[2 + 4 * index : 5 + 4 * index].hex().upper()
        elif kind == BOUNDSHEET:
            self.sheets.append((_text(data, 6, "<B"), struct.unpack_from("<I", data)[0]))

    def looks(self) -> list[CellLook]:
        return [
            CellLook(
                self._formats.get(number_format) or BUILTIN_FORMATS.get(number_format, "General"),
                self._colour(colour) if pattern else None,
                self._is_bold(font),
            )
            for font, number_format, pattern, colour in self._styles
        ]

    def _colour(self, index: int) -> str | None:
        usual = COLOR_INDEX[index][-6:] if index < len(COLOR_INDEX) else ""
        rgb = self._palette.get(index, usual)
        return rgb if len(rgb) == 6 and rgb != "FFFFFF" else None

    def _is_bold(self, font: int) -> bool:
        # There is no font 4: the fifth of the file is number 5.
        index = font if font < 4 else font - 1
        return index < len(self._bold) and self._bold[index]


def _text(data: bytes, position: int, length_code: str) -> str:
    (length,) = struct.unpack_from(length_code, data, position)
    position += struct.calcsize(length_code)
    wide = data[position] & 1
    return data[position + 1 : position + 1 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _sheet_look(stream: bytes, start: int, looks: list[CellLook]) -> SheetLook:
    sheet = SheetLook()
    for kind, data in _records(stream, start):
        if kind in SINGLE_CELLS:
            row, column, style = struct.unpack_from("<HHH", data)
            sheet.cells[row, column] = looks[style]
        elif kind in {MULTIPLE_NUMBERS, MULTIPLE_BLANKS}:
            row, column = struct.unpack_from("<HH", data)
            width = 6 if kind == MULTIPLE_NUMBERS else 2
            for place in range(min((len(data) - 6) // width, MOST_MULTIPLE)):
                style = struct.unpack_from("<H", data, 4 + place * width)[0]
                sheet.cells[row, column + place] = looks[style]
        elif kind == ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == COLUMN_INFO and struct.unpack_from("<H", data, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", data)
            sheet.hidden_columns.update(range(first, min(last, MOST_MULTIPLE) + 1))
    return sheet


def _workbook_stream(content: bytes) -> bytes:
    """Take the workbook out of its compound file."""
    size = 1 << int(struct.unpack_from("<H", content, 30)[0])
    directory_start, _, _, cutoff, small_start = struct.unpack_from("<IIIII", content, 48)
    table = _allocation_table(content, size)
    directory = _chain(content, table, directory_start, size, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    found = next(entry for entry in entries if _entry_name(entry) in {"Workbook", "Book"})
    start, length = struct.unpack_from("<II", found, 116)
    if length >= cutoff:
        return _chain(content, table, start, size, size)[:length]
    small_stream = _chain(content, table, struct.unpack_from("<I", entries[0], 116)[0], size, size)
    small_table = _numbers(_chain(content, table, small_start, size, size))
    return _chain(small_stream, small_table, start, 64, 0)[:length]


def _entry_name(entry: bytes) -> str:
    length = min(int(struct.unpack_from("<H", entry, 64)[0]), 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le")


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _allocation_table(content: bytes, size: int) -> list[int]:
    sectors = _numbers(content[76 : 76 + 109 * 4])
    following, seen = struct.unpack_from("<I", content, 68)[0], 0
    while following < SECTOR_END and seen < len(content) // size:
        block = _numbers(content[(following + 1) * size : (following + 2) * size])
        sectors += block[:-1]
        following, seen = block[-1], seen + 1
    return [
        number
        for sector in sectors
        if sector < SECTOR_END
        for number in _numbers(content[(sector + 1) * size : (sector + 2) * size])
    ]


def _chain(content: bytes, table: list[int], sector: int, size: int, offset: int) -> bytes:
    """The sectors of a stream one after another; a chain that bites its tail ends when it is longer than the file."""
    parts: list[bytes] = []
    while sector < SECTOR_END and len(parts) <= len(table):
        parts.append(content[sector * size + offset : (sector + 1) * size + offset])
        sector = table[sector]
    return b"".join(parts)
