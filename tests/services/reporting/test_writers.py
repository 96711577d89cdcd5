"""Every writer says the same, is opened by a reader that is not ours, and runs nothing that a person wrote."""

import csv
import io
import json
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import fromstring
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rinde.services.reporting import Column, Mark, Report, Section, Signature, Table
from rinde.services.reporting.writers import FORMATS, UnknownFormat, render
from rinde.services.reporting.writers.pdf import DRAWABLE, drawable
from rinde.services.reporting.writers.values import as_text, printable, without_formula
from rinde.services.reporting.writers.xlsx import LONGEST_CELL, cell_text

COLUMNS = (
    Column("code", "Código"),
    Column("activity", "Actividad", width=50),
    Column("due_on", "Fecha", "date"),
    Column("quantity", "Cantidad", "number", description="Cuánto se prometió"),
)
HOSTILE = "=HYPERLINK('x')"
ROWS = [
    ("1.10", "Publicar el informe de gestión", date(2026, 4, 30), Decimal("2.50")),
    ("1.2", HOSTILE, None, None),
]


def make_report(rows=ROWS):
    return Report(
        title="Programa de Transparencia 2026",
        entity="Alcaldía de Villa Aurora",
        facts=(("Vigencia", "2026"),),
        sections=(
            Section("Actividades", tables=(Table("Actividades", COLUMNS, rows),)),
            Section("Anunciado", bullets=("Feria de la transparencia",)),
        ),
        source="https://rinde.example.org/villa-aurora/planes/2026/ptep/",
    )


def rows_of_calamine(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Actividades").to_python()


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_spreadsheet_keeps_types_and_texts(extension):
    rows = rows_of_calamine(render(make_report(), extension).content)
    head = rows.index(["Código", "Actividad", "Fecha", "Cantidad"])
    first, second = rows[head + 1 : head + 3]
    assert first == ["1.10", "Publicar el informe de gestión", date(2026, 4, 30), 2.5]
    assert second[:2] == ["1.2", HOSTILE]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
        ("<r>a & b</r>", "<r>a & b</r>"),
        ("_x9_", "_x9_"),
    ],
)
def test_xlsx_shows_the_very_letters(typed, kept):
    """What Excel would read as another letter, or XlsxWriter as markup, stands in the file as its own escape."""
    content = render(make_report([("1", typed, None, None)]), "xlsx").content
    shared = zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml")
    texts_kept = {one.text for one in fromstring(shared).iter("{*}t")}
    assert kept in texts_kept


def test_xlsx_cuts_what_no_cell_takes():
    assert len(cell_text("_x0041_" * 4_000)) <= LONGEST_CELL
    assert len(cell_text("a" * 40_000)) == LONGEST_CELL


def test_xlsx_never_holds_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(render(make_report(), "xlsx").content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_ods_starts_with_its_uncompressed_media_type():
    content = render(make_report(), "ods").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert b"table:formula" not in content


def test_csv_neutralises_what_a_spreadsheet_would_run():
    text = render(make_report(), "csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Código", "Actividad", "Fecha", "Cantidad"],
        ["1.10", "Publicar el informe de gestión", "2026-04-30", "2.5"],
        ["1.2", f"'{HOSTILE}", "", ""],
    ]


def test_json_names_its_columns_and_keeps_values_for_programs():
    table = json.loads(render(make_report(), "json").content)["sections"][0]["tables"][0]
    assert table["rows"][0] == {
        "code": "1.10",
        "activity": "Publicar el informe de gestión",
        "due_on": "2026-04-30",
        "quantity": 2.5,
    }
    assert table["columns"][3]["description"] == "Cuánto se prometió"


def test_pdf_is_tagged_titled_and_in_spanish():
    reader = PdfReader(io.BytesIO(render(make_report(), "pdf").content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/Lang"] == "es-CO"
    assert reader.metadata.title == "Programa de Transparencia 2026"
    assert "Publicar el informe de gestión" in reader.pages[0].extract_text()
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_pdf_prints_typst_code_as_text():
    report = make_report([("1", '#panic("no") $x$ *no* @nadie <eti>', None, None)])
    text = PdfReader(io.BytesIO(render(report, "pdf").content)).pages[0].extract_text()
    assert '#panic("no")' in text
    assert "@nadie" in text


def test_pdf_draws_every_letter_that_it_claims_to():
    letters = [chr(code) for first, last in DRAWABLE for code in range(first, last + 1)]
    assigned = "".join(letter for letter in letters if unicodedata.category(letter) not in {"Cn", "Cf"})
    report = make_report([(assigned[start : start + 90], "", None, None) for start in range(0, len(assigned), 90)])
    assert render(report, "pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "drawn"), [("Año 2026 – «así»", "Año 2026 – «así»"), ("① paso", "1 paso"), ("feria 🎉", "feria \ufffd")]
)
def test_letters_without_a_shape_are_replaced(text, drawn):
    assert drawable(text) == drawn


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_empty_table_is_written(extension):
    assert render(make_report([]), extension).content


def test_unknown_format_is_refused():
    with pytest.raises(UnknownFormat):
        render(make_report(), "docx")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (date(2026, 1, 31), "31/01/2026"),
        (Decimal("2.50"), "2,5"),
        (Decimal(5000), "5000"),
        (0.5, "0,5"),
        ("x", "x"),
    ],
)
def test_value_as_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_starts_a_formula_gets_an_apostrophe(start):
    assert without_formula(f"{start}1+1") == f"'{start}1+1"


# Whatever people type or a PDF leaves in a text (control characters, emoji, other scripts) must be written.
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, texts, st.dates(date(1900, 3, 1)), st.integers(0, 10**6)), max_size=4))
def test_any_text_comes_back_from_the_spreadsheet(rows):
    written = rows_of_calamine(render(make_report(rows), "xlsx").content)
    head = written.index(["Código", "Actividad", "Fecha", "Cantidad"])
    expected = [printable(activity) for _, activity, _, _ in rows]
    assert [row[1] for row in written[head + 1 :]] == expected


@settings(max_examples=15, deadline=None)
@given(texts, texts)
def test_any_text_is_written_in_every_form(code, activity):
    report = make_report([(code, activity, None, None)])
    assert all(render(report, extension).content for extension in FORMATS)


FORM_COLUMNS = (
    Column("component", "Componente", width=30),
    Column("s1_done", "Cumplidas", "number", group="Seguimiento 1"),
    Column("s1_percent", "% de avance", "percent", group="Seguimiento 1"),
    Column("s2_done", "Cumplidas", "number", group="Seguimiento 2"),
    Column("s2_percent", "% de avance", "percent", group="Seguimiento 2"),
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4H0z"/></svg>'


def make_form(**fields):
    table = Table(
        "Seguimiento",
        FORM_COLUMNS,
        [("1. Riesgos", 2, Decimal("66.7"), None, None), ("Todo", 2, None, None, None)],
        totals=1,
    )
    defaults = {
        "title": "Formato de seguimiento",
        "entity": "Alcaldía de Villa Aurora",
        "facts": (("Entidad", "Alcaldía de Villa Aurora"), ("Vigencia", "2026"), ("Huella", "ab" * 32)),
        "sections": (Section("Seguimiento", tables=(table,)),),
        "is_form": True,
        "mark": Mark(SVG, "Escudo de Villa Aurora"),
        "signatures": (Signature("Control interno", "Marta Rincón", "Jefa de la Oficina", date(2026, 9, 15)),),
    }
    return Report(**defaults | fields)


def test_groups_stand_over_their_neighbours_and_titles_are_whole_where_there_is_one_row_of_them():
    table = make_form().tables[0]
    assert table.groups == (("", 1), ("Seguimiento 1", 2), ("Seguimiento 2", 2))
    assert FORM_COLUMNS[1].full_title == "Seguimiento 1: Cumplidas"
    assert Table("x", COLUMNS, ()).groups == ()
    apart = (Column("a", "A", group="x"), Column("b", "B"), Column("c", "C", group="x"))
    assert Table("x", apart, ()).groups == (("x", 1), ("", 1), ("x", 1))


def test_form_says_its_facts_above_its_first_table_and_who_signs_below():
    for extension in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(render(make_form(), extension).content))
        rows = [[str(value) for value in row] for row in book.get_sheet_by_index(0).to_python()]
        texts = [row[0] for row in rows]
        head = texts.index("Componente")
        assert texts.index("Vigencia") < head
        assert rows[texts.index("Vigencia")][1] == "2026"
        assert "Seguimiento 1" in rows[head - 1]
        assert texts.index("Marta Rincón") > texts.index("Todo")
        assert "Fecha: 15/09/2026" in texts


def test_workbook_merges_the_headings_and_marks_the_totals():
    sheet = openpyxl.load_workbook(io.BytesIO(render(make_form(), "xlsx").content)).worksheets[0]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    head = rows["Componente"]
    assert {f"B{head - 1}:C{head - 1}", f"D{head - 1}:E{head - 1}"} <= merged
    assert sheet.cell(rows["Todo"], 1).font.bold
    assert not sheet.cell(rows["1. Riesgos"], 1).font.bold
    assert sheet.print_title_rows == f"${head - 1}:${head}"


def test_pdf_form_lies_with_its_mark_described_and_its_line_to_sign():
    content = render(make_form(), "pdf").content
    reader = PdfReader(io.BytesIO(content))
    text = reader.pages[0].extract_text()
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    for told in ("Vigencia", "Seguimiento 2", "Marta Rincón", "Jefa de la Oficina", "15/09/2026", "ab" * 32):
        assert told in text
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_csv_and_json_name_each_column_whole_and_json_says_who_signs():
    head = next(csv.reader(io.StringIO(render(make_form(), "csv").content.decode("utf-8-sig"))))
    assert head[1] == "Seguimiento 1: Cumplidas"
    data = json.loads(render(make_form(), "json").content)
    assert data["signatures"] == [
        {"role": "Control interno", "name": "Marta Rincón", "post": "Jefa de la Oficina", "on": "2026-09-15"}
    ]
    assert "signatures" not in json.loads(render(make_report(), "json").content)


def test_form_without_a_mark_or_a_signature_is_written_too():
    plain = make_form(mark=None, signatures=())
    assert all(render(plain, extension).content for extension in FORMATS)
