"""Small files for the readers' tests, made in memory: each function gives the bytes of one file."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import typst
from docx import Document as WordDocument
from openpyxl import Workbook

from rinde.foundations.documents import Cell, Document, Grid, Paragraph, read_document

Table = Sequence[Sequence[str]]

ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)


def read(name: str, content: bytes) -> Document:
    return read_document(name, content)


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids
    return grid


def texts(grid: Grid) -> list[list[str]]:
    """The grid as rows of texts; a merged cell only where it begins."""
    rows = [[""] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def cell_at(grid: Grid, row: int, column: int) -> Cell:
    cell = grid.at(row, column)
    assert cell is not None
    return cell


def paragraph_texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def archive(members: Mapping[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(table: Table) -> bytes:
    book = Workbook()
    for row in table:
        book.active.append(list(row))
    return saved(book)


def word(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def docx(table: Table) -> bytes:
    document = WordDocument()
    made = document.add_table(len(table), len(table[0]))
    for row, texts_of_row in enumerate(table):
        for column, text in enumerate(texts_of_row):
            made.cell(row, column).text = text
    return word(document)


def ods(rows: str, *, styles: str = "", columns: str = "", sheet_style: str = "") -> bytes:
    """An ODS of one sheet called «Plan» with the given table rows."""
    style = f' table:style-name="{sheet_style}"' if sheet_style else ""
    return ods_sheets(f'<table:table table:name="Plan"{style}>{columns}{rows}</table:table>', styles=styles)


def ods_sheets(tables: str, *, styles: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{escape(text)}</text:p></table:table-cell>'
    )


def ods_table(table: Table) -> bytes:
    return ods("".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in table))


def html_table(table: Table) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in table)
    return f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>".encode()


def markdown_table(table: Table) -> bytes:
    def row(texts_of_row: Sequence[str]) -> str:
        escaped = (
            "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>~&" else letter for letter in text)
            for text in texts_of_row
        )
        return f"| {' | '.join(escaped)} |"

    delimiter = "|---" * len(table[0]) + "|"
    return "\n".join([row(table[0]), delimiter, *map(row, table[1:])]).encode()


def pasted_table(table: Table) -> bytes:
    """What a spreadsheet puts on the clipboard: tabs, and quotes around what holds quotes or line breaks."""

    def field(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if '"' in text or "\n" in text else text

    return "\n".join("\t".join(map(field, row)) for row in table).encode()


def pdf(source: str) -> bytes:
    """A PDF set from Typst source."""
    return bytes(typst.compile(source.encode()))
