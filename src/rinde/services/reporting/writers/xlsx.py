"""XLSX with XlsxWriter: one sheet a table, the facts on a sheet of their own at the end, everything typed.

Texts are written as texts, so that nothing that starts with «=» is ever run.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from rinde.services.reporting.tree import Report, Table, Value
from rinde.services.reporting.writers.values import printable, signature_lines

LONGEST_CELL = 32_767  # what Excel takes
# What Excel reads as another character: «_x0041_» is A. Each underscore that begins one is written as an escape itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FACT_WIDTH = 5  # columns over which a fact of a form runs
NUMBER_FORMATS = {"number": "#,##0.##", "percent": '0.##" %"'}


def cell_text(text: str) -> str:
    """A text as XlsxWriter must get it, so that Excel shows these very letters.

    XlsxWriter takes «<r>…</r>» for markup of its own, and of two escapes that share an underscore escapes only one.
    Such a text is written as markup by us, with its underscores as references, which XlsxWriter leaves alone.
    """
    plain = printable(text)[:LONGEST_CELL]
    if not (_ESCAPE.search(plain) or (plain.startswith("<r>") and plain.endswith("</r>"))):
        return plain
    while len(marked := _marked(plain)) > LONGEST_CELL:
        plain = plain[: len(plain) * 9 // 10]
    return marked


def _marked(text: str) -> str:
    said = escape(_ESCAPE.sub("_x005F_", text)).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{said}</t></r>'


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8C4D6", "font_size": 10}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#004884"})
        self.quiet = book.add_format({"font_size": 10, "font_color": "#4B5563"})
        self.head = book.add_format(cell | {"bold": True, "bg_color": "#004884", "font_color": "#FFFFFF"})
        self.group = book.add_format(
            cell | {"bold": True, "bg_color": "#E8F0FB", "font_color": "#004884", "align": "center"}
        )
        self.label = book.add_format(cell | {"bold": True, "bg_color": "#E8F0FB"})
        self.text = book.add_format(cell)
        self.kinds = _kinds(book, cell)
        self.total_kinds = _kinds(book, cell | {"bold": True, "bg_color": "#F3F4F6"})


def _kinds(book: xlsxwriter.Workbook, cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": book.add_format(cell),
        "date": book.add_format(cell | {"num_format": "dd/mm/yyyy"}),
        "number": book.add_format(cell | {"num_format": NUMBER_FORMATS["number"]}),
        "percent": book.add_format(cell | {"num_format": NUMBER_FORMATS["percent"]}),
    }


def _write_value(sheet: Worksheet, row: int, column: int, value: Value, style: Any, text_style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, text_style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, cell_text(value), text_style)
    else:
        sheet.write_number(row, column, float(value), style)


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in printable(name)).strip()[:28] or "Tabla"
    unique, number = plain, 2
    while unique.lower() in taken:
        unique, number = f"{plain} {number}", number + 1
    taken.add(unique.lower())
    return unique


def _write_table(sheet: Worksheet, table: Table, report: Report, styles: _Styles, *, is_first: bool) -> None:
    head = _write_headings(sheet, table, report, styles, is_first=is_first)
    groups = table.groups
    if groups:
        _write_groups(sheet, head, groups, styles)
        head += 1
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(head, number, cell_text(column.title), styles.head)
    first_total = len(table.rows) - table.totals
    for place, row in enumerate(table.rows):
        kinds = styles.total_kinds if place >= first_total else styles.kinds
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_value(sheet, head + 1 + place, number, value, kinds[column.kind], kinds["text"])
    if table.columns and first_total > 0:
        sheet.autofilter(head, 0, head + first_total, len(table.columns) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head - bool(groups), head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if is_first:
        _write_signatures(sheet, head + len(table.rows) + 3, report, styles)


def _write_headings(sheet: Worksheet, table: Table, report: Report, styles: _Styles, *, is_first: bool) -> int:
    """Write what stands above a table; give the row of its headings. A form says its facts there, a line each."""
    lines = report.heading_lines
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, cell_text(line), styles.quiet if number else styles.title)
    row = len(lines)
    if report.is_form and is_first:
        last = min(max(len(table.columns) - 1, 1), _FACT_WIDTH)
        for label, value in report.facts:
            sheet.write_string(row, 0, cell_text(label), styles.label)
            if last > 1:
                sheet.merge_range(row, 1, row, last, "", styles.text)
            sheet.write_string(row, 1, cell_text(value), styles.text)
            row += 1
    return row + 1


def _write_groups(sheet: Worksheet, row: int, groups: Sequence[tuple[str, int]], styles: _Styles) -> None:
    start = 0
    for name, width in groups:
        if width > 1:
            sheet.merge_range(row, start, row, start + width - 1, "", styles.group)
        sheet.write_string(row, start, cell_text(name), styles.group)
        start += width


def _write_signatures(sheet: Worksheet, row: int, report: Report, styles: _Styles) -> None:
    """A line to sign on for each, below the first table."""
    for one in report.signatures:
        for line in signature_lines(one):
            sheet.write_string(row, 0, cell_text(line), styles.quiet)
            row += 1
        row += 2


def _write_facts(sheet: Worksheet, report: Report, styles: _Styles) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, cell_text(report.title), styles.title)
    facts = [*report.facts, ("Fuente", report.source)] if report.source else list(report.facts)
    row = 2
    for label, value in facts:
        sheet.write_string(row, 0, cell_text(label), styles.head)
        sheet.write_string(row, 1, cell_text(value), styles.text)
        row += 1
    for section in report.sections:
        for text in (*section.paragraphs, *section.bullets):
            sheet.write_string(row + 1, 0, cell_text(section.title), styles.quiet)
            sheet.write_string(row + 1, 1, cell_text(text), styles.text)
            row += 1


def write_xlsx(report: Report) -> bytes:
    """The workbook's bytes. The same report gives the same cells; only the time of making differs."""
    buffer = io.BytesIO()
    # `strings_to_*` off: nothing is guessed, so no text becomes a formula, a link or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": report.title, "author": report.entity, "comments": report.source})
        styles, taken = _Styles(book), set[str]()
        for table in report.tables:
            sheet = book.add_worksheet(_sheet_name(table.name, taken))
            _write_table(sheet, table, report, styles, is_first=table is report.tables[0])
        _write_facts(book.add_worksheet(_sheet_name("Ficha", taken)), report, styles)
    return buffer.getvalue()
