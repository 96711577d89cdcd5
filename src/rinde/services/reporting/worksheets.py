"""A table that people edit in their spreadsheet program and send back: XLSX with lists to choose from, ODS, CSV.

Knows columns, choices and notes, nothing of what the rows are about. What is written is typed: no text is ever run as a
formula, and what a program might take for a number or a date is marked as text.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from rinde.services.reporting.tree import Column, Report, Section, Table, Value
from rinde.services.reporting.writers.ods import write_ods
from rinde.services.reporting.writers.values import as_text, printable, without_formula
from rinde.services.reporting.writers.xlsx import cell_text

_ROOM = 2_000  # empty rows below the last one that have the same lists and formats
_LONGEST_MESSAGE = 255
_HEAD = 3  # rows above the headings: title, instructions, nothing


@dataclass(frozen=True, slots=True)
class EditableColumn:
    """A column of the table. `choices` names a list; where it is only a suggestion, other texts are taken too."""

    column: Column
    choices: str = ""
    is_suggestion: bool = False
    is_code: bool = False  # narrow and grey: not to be changed


@dataclass(frozen=True, slots=True)
class EditableTable:
    """The table with the lists that its columns choose from. `instructions` is one line above the headings."""

    title: str
    instructions: str
    columns: tuple[EditableColumn, ...]
    rows: Sequence[Sequence[Value]]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sheet_name: str = "Hoja de trabajo"
    lists_name: str = "Listas"


def write_editable_xlsx(table: EditableTable) -> bytes:
    """The workbook's bytes: the table, and its lists on a sheet of their own."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": printable(table.title)})
        sheet, lists = book.add_worksheet(table.sheet_name), book.add_worksheet(table.lists_name)
        places = _write_lists(lists, table, book)
        _write_table(sheet, table, _Styles(book), places)
    return buffer.getvalue()


class _Styles:
    def __init__(self, book: Any) -> None:
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8C4D6", "font_size": 10}
        grey = {"font_color": "#6B7280", "bg_color": "#F3F4F6", "font_size": 8}
        head = cell | {"bold": True, "bg_color": "#004884", "font_color": "#FFFFFF"}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#004884"})
        self.quiet = book.add_format({"font_size": 10, "font_color": "#4B5563"})
        self.head = book.add_format(head)
        self.code_head = book.add_format(head | {"bg_color": "#6B7280", "font_size": 8})
        # «@» keeps what people type as they typed it: 1.10 stays a code, 30/06/2026 a text that is read day first.
        self.text = book.add_format(cell | {"num_format": "@"})
        self.code = book.add_format(cell | grey | {"num_format": "@"})
        self.number = book.add_format(cell | {"num_format": "#,##0.##"})

    def of(self, column: EditableColumn) -> Any:
        return self.code if column.is_code else self.number if column.column.kind == "number" else self.text


def _write_table(sheet: Worksheet, table: EditableTable, styles: _Styles, places: Mapping[str, str]) -> None:
    sheet.write_string(0, 0, cell_text(table.title), styles.title)
    sheet.write_string(1, 0, cell_text(table.instructions), styles.quiet)
    for number, one in enumerate(table.columns):
        sheet.set_column(number, number, one.column.width, styles.of(one))
        sheet.write_string(_HEAD, number, one.column.title, styles.code_head if one.is_code else styles.head)
        sheet.write_comment(_HEAD, number, one.column.description, {"x_scale": 2, "author": ""})
        for asked in _validations(one, places):
            sheet.data_validation(_HEAD + 1, number, _HEAD + len(table.rows) + _ROOM, number, asked)
    for down, row in enumerate(table.rows, start=_HEAD + 1):
        for number, (one, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, down, number, value, styles.of(one))
    sheet.autofilter(_HEAD, 0, _HEAD + max(len(table.rows), 1), len(table.columns) - 1)
    codes = sum(one.is_code for one in table.columns)
    sheet.freeze_panes(_HEAD + 1, codes)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, cell_text(value), style)
    else:
        sheet.write_number(row, column, float(str(value)), style)


def _validations(one: EditableColumn, places: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    if one.choices and places.get(one.choices):
        asked: dict[str, Any] = {
            "validate": "list",
            "source": places[one.choices],
            "error_title": "No está en la lista",
            "error_message": "Escoja un valor de la lista o deje la celda en blanco.",
        }
        return [asked | {"show_error": False}] if one.is_suggestion else [asked]
    if one.is_code:
        note = {"input_title": "No cambie este código", "input_message": one.column.description[:_LONGEST_MESSAGE]}
        return [{"validate": "any"} | note]
    return ()


def _write_lists(sheet: Worksheet, table: EditableTable, book: Any) -> dict[str, str]:
    """Write each list in a column of its own; give the cells where it stands, by its name."""
    head = book.add_format({"bold": True, "bg_color": "#004884", "font_color": "#FFFFFF"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    places = {}
    for number, (name, items) in enumerate(table.lists.items()):
        sheet.set_column(number, number, 44)
        sheet.write_string(0, number, name, head)
        for down, item in enumerate(items, start=1):
            sheet.write_string(down, number, cell_text(item), text)
        letter = xl_col_to_name(number)
        if items:
            places[name] = f"='{table.lists_name}'!${letter}$2:${letter}${len(items) + 1}"
    sheet.freeze_panes(1, 0)
    return places


def write_editable_ods(table: EditableTable) -> bytes:
    """The same in OpenDocument, without lists to choose from in the cells: they stand on their sheet."""
    columns = tuple(one.column for one in table.columns)
    listed = tuple(Column(name, name, width=44) for name in table.lists)
    rows = [tuple(row) for row in zip_longest(*table.lists.values(), fillvalue="")]
    notes = tuple(f"{one.column.title}: {one.column.description}" for one in table.columns)
    report = Report(
        title=table.title,
        subtitle=table.instructions,
        sections=(
            Section(table.sheet_name, tables=(Table(table.sheet_name, columns, table.rows),)),
            Section(table.lists_name, tables=(Table(table.lists_name, listed, rows),)),
            Section("Qué va en cada columna", bullets=notes),
        ),
    )
    return write_ods(report)


def write_editable_csv(table: EditableTable) -> bytes:
    """Only the table, as the spreadsheets of Colombia open it: «;» between cells, a comma before decimals."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([one.column.title for one in table.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    return without_formula(value) if isinstance(value, str) else as_text(value)
