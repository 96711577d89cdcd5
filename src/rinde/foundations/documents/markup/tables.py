"""Tables in plain text: lines with tabs as a spreadsheet pastes them, Markdown's pipes, and lists with semicolons."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import Final

from rinde.foundations.documents.grid import Cell, Grid

PIPE: Final = re.compile(r"(?<!\\)\|")
DELIMITER_CELL: Final = re.compile(r"\s*:?-+:?\s*")
QUOTED_LINES: Final = 60  # a quote that is not closed within so many lines is only a quotation mark


def grid_of(rows: Sequence[Sequence[str]], table: int, *, first_row: int = 0, continues: bool = False) -> Grid | None:
    """Make a grid of ragged rows without the columns that are empty at the right end; None where nothing is written."""
    width = max((index + 1 for row in rows for index, text in enumerate(row) if text), default=0)
    if not width:
        return None
    cells = tuple(
        Cell(number, column, text) for number, row in enumerate(rows) for column, text in enumerate(row[:width]) if text
    )
    return Grid(cells, len(rows), width, "body", 1, table, first_row=first_row, continues=continues)


def is_delimiter_row(line: str) -> bool:
    """Whether a line is the ``|---|:--|`` under a Markdown heading."""
    if "-" not in line or ("|" not in line and line.strip().count("-") != len(line.strip())):
        return False
    parts = pipe_parts(line)
    return "|" in line and bool(parts) and all(DELIMITER_CELL.fullmatch(part) for part in parts)


def pipe_parts(line: str) -> list[str]:
    """Cut a Markdown row at its pipes; the outer ones are optional."""
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return PIPE.split(line)


def pipe_rows(lines: Sequence[str], clean: Callable[[str], str]) -> tuple[list[list[str]], int]:
    """The rows of a Markdown table without its delimiter row, and how many empty heading rows were dropped."""
    rows = [[clean(part) for part in pipe_parts(line)] for line in lines if not is_delimiter_row(line)]
    # A table that goes on after a page break is written with an empty heading.
    dropped = 0
    while rows and not any(rows[0]):
        rows.pop(0)
        dropped += 1
    return rows, dropped


def tab_row(line: str) -> list[str]:
    """Cut a pasted row at its tabs; a field in quotes may hold tabs, lines and doubled quotes."""
    return next(csv.reader([line], delimiter="\t"), []) if '"' in line and _quotes_close(line) else line.split("\t")


def _opens_quote(line: str) -> bool:
    return line.startswith('"') or '\t"' in line


def _quotes_close(line: str) -> bool:
    """Whether every field that begins with a quote also ends with one: otherwise quotes are ordinary marks."""
    inside = False
    at_start = True
    position = 0
    while position < len(line):
        character = line[position]
        if inside and character == '"':
            if line[position + 1 : position + 2] == '"':
                position += 1
            elif line[position + 1 : position + 2] in {"", "\t"}:
                inside = False
            else:
                return False
        elif not inside:
            inside = at_start and character == '"'
            at_start = character == "\t"
        position += 1
    return not inside


def logical_lines(lines: Sequence[str]) -> list[str]:
    """Join the lines of a quoted field that a spreadsheet pasted over several lines."""
    joined: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        taken = 1
        if _opens_quote(line) and not _quotes_close(line):
            taken = _lines_until_closed(lines, number)
        joined.append("\n".join(lines[number : number + taken]))
        number += taken
    return joined


def _lines_until_closed(lines: Sequence[str], start: int) -> int:
    text = lines[start]
    for taken in range(2, min(QUOTED_LINES, len(lines) - start) + 1):
        text = f"{text}\n{lines[start + taken - 1]}"
        if _quotes_close(text):
            return taken if "\t" in text else 1
    return 1


def separator_of(text: str, name: str) -> str | None:
    """The separator of a list that is no prose: semicolons, or commas in a file that calls itself CSV."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or "\t" in text:
        return None
    for separator in ";,":
        if separator == "," and not name.lower().endswith(".csv"):
            continue
        rows = list(csv.reader(lines, delimiter=separator))
        widths = [len(row) for row in rows]
        common = max(set(widths), key=widths.count)
        if common > 2 and widths.count(common) >= 0.8 * len(widths):
            return separator
    return None
