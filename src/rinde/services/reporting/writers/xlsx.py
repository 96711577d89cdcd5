"""XLSX with XlsxWriter: one sheet a table, the facts on a sheet of their own at the end, everything typed.

Texts are written as texts, so that nothing that starts with «=» is ever run.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from rinde.services.reporting.tree import Report, Table, Value
from rinde.services.reporting.writers.values import printable

LONGEST_CELL = 32_767  # what Excel takes
NUMBER_FORMATS = {"number": "#,##0.##", "percent": '0.##" %"'}


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8C4D6", "font_size": 10}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#004884"})
        self.quiet = book.add_format({"font_size": 10, "font_color": "#4B5563"})
        self.head = book.add_format(cell | {"bold": True, "bg_color": "#004884", "font_color": "#FFFFFF"})
        self.text = book.add_format(cell)
        self.kinds = {
            "text": self.text,
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
        sheet.write_string(row, column, printable(value)[:LONGEST_CELL], text_style)
    else:
        sheet.write_number(row, column, float(value), style)


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in printable(name)).strip()[:28] or "Tabla"
    unique, number = plain, 2
    while unique.lower() in taken:
        unique, number = f"{plain} {number}", number + 1
    taken.add(unique.lower())
    return unique


def _write_table(sheet: Worksheet, table: Table, headings: Sequence[str], styles: _Styles) -> None:
    for number, line in enumerate(headings):
        sheet.write_string(number, 0, printable(line), styles.quiet if number else styles.title)
    head = len(headings) + 1
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(head, number, column.title, styles.head)
    for down, row in enumerate(table.rows, start=head + 1):
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_value(sheet, down, number, value, styles.kinds[column.kind], styles.text)
    if table.columns and table.rows:
        sheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_facts(sheet: Worksheet, report: Report, styles: _Styles) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, printable(report.title), styles.title)
    facts = [*report.facts, ("Fuente", report.source)] if report.source else list(report.facts)
    row = 2
    for label, value in facts:
        sheet.write_string(row, 0, printable(label), styles.head)
        sheet.write_string(row, 1, printable(value)[:LONGEST_CELL], styles.text)
        row += 1
    for section in report.sections:
        for text in (*section.paragraphs, *section.bullets):
            sheet.write_string(row + 1, 0, printable(section.title), styles.quiet)
            sheet.write_string(row + 1, 1, printable(text)[:LONGEST_CELL], styles.text)
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
            _write_table(book.add_worksheet(_sheet_name(table.name, taken)), table, report.heading_lines, styles)
        _write_facts(book.add_worksheet(_sheet_name("Ficha", taken)), report, styles)
    return buffer.getvalue()
