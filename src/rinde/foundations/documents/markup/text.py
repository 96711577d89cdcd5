"""Pasted text and Markdown to blocks: each stretch is read as what it is, because one paste mixes several kinds."""

import csv
import html
import io
import re
from collections.abc import Sequence
from typing import Final

from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.errors import EmptyDocument, TooLarge
from rinde.foundations.documents.grid import Block, Document, Format, Grid, Paragraph
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.markup.html import html_blocks, parse_html, plain
from rinde.foundations.documents.markup.tables import (
    grid_of,
    is_delimiter_row,
    logical_lines,
    pipe_rows,
    separator_of,
    tab_row,
)
from rinde.foundations.documents.text_encoding import decode_text

BREAK_TAG: Final = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|h[1-6])\s*>", re.IGNORECASE)
STRAY_TAG: Final = re.compile(
    r"</?(?:a|b|i|u|p|s|big|body|center|code|col|colgroup|div|em|figcaption|figure|font|h[1-6]|hr|html|img|li|mark|ol|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
HEADING_TAG: Final = re.compile(r"\s*<h([1-6])\b[^<>]*>", re.IGNORECASE)
BULLET: Final = re.compile(r"\s*(?:[-*+•·▪●○◦‣∙–—➢✓✔]|\uf0b7|\uf0a7|\uf0d8)\s+(?=\S)")
LIST_TAG: Final = re.compile(r"\s*<li\b", re.IGNORECASE)
RULE: Final = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*$")
UNDERLINE: Final = re.compile(r"\s*(=+|-+)\s*$")
# Markdown's marks: link or picture, code, bold, italic; each keeps what it surrounds.
MARKS: Final = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
)
ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&\"-])")
WHOLE_BOLD: Final = re.compile(r"\s*(\*\*|__)(?=\S).+(?<=\S)\1\s*$")


def read_text(name: str, content: bytes, limits: Limits) -> Document:
    """Read pasted or plain text. Raises ``EmptyDocument`` or ``TooLarge``."""
    return _read(name, content, limits, "text")


def read_markdown(name: str, content: bytes, limits: Limits) -> Document:
    """Read Markdown. Raises ``EmptyDocument`` or ``TooLarge``."""
    return _read(name, content, limits, "markdown")


def _read(name: str, content: bytes, limits: Limits, kind: Format) -> Document:
    text = decode_text(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\ufeff", "")
    separator = separator_of(text, name) if kind == "text" else None
    if separator:
        grid = _separated(text, separator, limits)
        blocks: Sequence[Block] = [grid] if grid else []
    else:
        reader = TextReader(text.split("\n"), limits, joins_lines=kind == "markdown")
        reader.read()
        blocks = reader.blocks
    if not blocks:
        raise EmptyDocument("El texto está vacío")
    return Document(name, kind, 1, tuple(blocks))


# An apostrophe before what a spreadsheet would run: writers of CSV put it there, ours as well, and nobody typed it.
_GUARD = re.compile(r"'(?=[=+\-@\t\r])")


def _without_guard(field: str) -> str:
    return _GUARD.sub("", field, count=1) if field.startswith("'") else field


def _separated(text: str, separator: str, limits: Limits) -> Grid | None:
    rows = [
        [plain(_without_guard(field)) for field in row] for row in csv.reader(io.StringIO(text), delimiter=separator)
    ]
    rows = [row for row in rows if any(row)]
    check_cell_count(sum(map(len, rows)), limits)
    return grid_of(rows, 1)


def clean(text: str) -> str:
    """Turn stray tags into what they meant and entities into their characters."""
    if "<" in text:
        text = STRAY_TAG.sub("", BREAK_TAG.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return plain(text)


def unmarked(text: str) -> str:
    """Clean a Markdown text of its marks; escaped characters stand for themselves."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(1))
        return "\x00"

    text = ESCAPED.sub(keep, text)
    for mark, inside in MARKS:
        text = mark.sub(inside, text)
    text = clean(text)
    pieces = iter(kept)
    return re.sub("\x00", lambda _: next(pieces, ""), text)


class TextReader:
    """Goes through the lines once; each step takes the lines of one block."""

    def __init__(self, lines: list[str], limits: Limits, *, joins_lines: bool) -> None:
        self.blocks: list[Block] = []
        self._lines = logical_lines(lines)
        self._limits = limits
        self._joins_lines = joins_lines  # in Markdown the lines of a paragraph are one text
        self._at = 0
        self._table = 1
        self._cells = 0

    def read(self) -> None:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or (self._joins_lines and RULE.match(line)):
                self._at += 1
            elif "<table" in line.lower():
                self._read_html_table()
            elif "\t" in line.strip(" \n"):
                self._read_tabs()
            elif self._starts_pipes():
                self._read_pipes()
            else:
                self._read_line(line)
            if len(self.blocks) > self._limits.paragraphs:
                raise TooLarge("demasiados párrafos", f"{self._limits.paragraphs} párrafos")

    def _take(self, belongs: re.Pattern[str]) -> list[str]:
        start = self._at
        while self._at < len(self._lines) and belongs.search(self._lines[self._at]):
            self._at += 1
        return self._lines[start : self._at]

    def _add_grid(self, grid: Grid | None) -> None:
        if grid:
            self._cells += len(grid.cells)
            check_cell_count(self._cells, self._limits)
            self.blocks.append(grid)
            self._table += 1

    def _read_tabs(self) -> None:
        blank_before = self._at > 0 and not self._lines[self._at - 1].strip()
        rows = [[clean(field) for field in tab_row(line)] for line in self._take(re.compile("\t"))]
        previous = self.blocks[-1] if self.blocks else None
        grid = grid_of(rows, self._table)
        # Only blank lines since the last row and the same width: the paste of a table that a page cut.
        if grid and blank_before and isinstance(previous, Grid) and previous.column_count == grid.column_count:
            grid = grid_of(rows, self._table, continues=True)
        self._add_grid(grid)

    def _starts_pipes(self) -> bool:
        line = self._lines[self._at].strip()
        following = self._lines[self._at + 1] if self._at + 1 < len(self._lines) else ""
        if "|" not in line:
            return False
        return is_delimiter_row(following) or (line.startswith("|") and line.count("|") > 1)

    def _read_pipes(self) -> None:
        lines = self._take(re.compile(r"\|"))
        rows, dropped = pipe_rows(lines, unmarked)
        grid = grid_of(rows, self._table, first_row=dropped, continues=False)
        self._add_grid(grid)

    def _read_html_table(self) -> None:
        start = self._at
        depth = 0
        while self._at < len(self._lines):
            line = self._lines[self._at].lower()
            depth += line.count("<table") - line.count("</table")
            self._at += 1
            if depth <= 0:
                break
        root = parse_html("\n".join(self._lines[start : self._at]))
        blocks = html_blocks(root, self._limits, first_table=self._table)
        self.blocks += blocks
        self._table += sum(isinstance(block, Grid) for block in blocks)

    def _read_line(self, line: str) -> None:
        self._at += 1
        heading = HEADING.match(line)
        if heading:
            self._paragraph(unmarked(heading.group(2)), level=len(heading.group(1)))
            return
        tag = HEADING_TAG.match(line)
        bullet = BULLET.match(line)
        if tag or bullet or LIST_TAG.match(line):
            text = line[bullet.end() :] if bullet else line
            self._paragraph(self._clean(text), level=int(tag.group(1)) if tag else 0, item=not tag)
            return
        if self._joins_lines:
            self._read_wrapped(line)
        else:
            self._paragraph(clean(line))

    def _read_wrapped(self, line: str) -> None:
        """Take the lines that Markdown counts to the paragraph, or to the heading that is underlined."""
        lines = [line]
        while self._at < len(self._lines) and self._goes_on(self._lines[self._at]):
            lines.append(self._lines[self._at])
            self._at += 1
        underline = UNDERLINE.match(self._lines[self._at]) if self._at < len(self._lines) else None
        level = 0
        if underline:
            self._at += 1
            level = 1 if underline.group(1).startswith("=") else 2
        self._paragraph(unmarked(" ".join(lines)), level=level, bold=bool(WHOLE_BOLD.match(" ".join(lines))))

    def _goes_on(self, line: str) -> bool:
        ends = not line.strip() or "\t" in line or "<table" in line.lower() or self._starts_pipes()
        return not (ends or HEADING.match(line) or BULLET.match(line) or RULE.match(line) or UNDERLINE.match(line))

    def _clean(self, text: str) -> str:
        return unmarked(text) if self._joins_lines else clean(text)

    def _paragraph(self, text: str, *, level: int = 0, item: bool = False, bold: bool = False) -> None:
        if text:
            self.blocks.append(Paragraph(text, "body", 1, heading_level=level, list_item=item, bold=bold))
