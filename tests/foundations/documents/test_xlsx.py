import datetime as dt
import io
import re
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from foundations.documents.making import archive, cell_at, members_of, only_grid, read, saved, texts
from rinde.foundations.documents import EmptyDocument, TooLarge


def solid(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def test_merged_cells_are_one_cell_with_spans() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["B3"] = "Componente 3", "Diálogo", "Feria", "Encuesta"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A3")

    grid = only_grid(read("plan.xlsx", saved(book)))

    title, group = cell_at(grid, 0, 2), cell_at(grid, 2, 0)
    assert (title.text, title.column, title.column_span) == ("Componente 3", 0, 3)
    assert (group.text, group.row, group.row_span) == ("Diálogo", 1, 2)
    assert grid.column_count == 3


def test_merge_without_text_keeps_its_place() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Subcomponente", "Actividad"])
    sheet.append([None, "Feria"])
    sheet.append([None, "Encuesta"])
    sheet.merge_cells("A2:A3")

    assert cell_at(only_grid(read("plan.xlsx", saved(book))), 2, 0).row_span == 2


def test_fill_is_the_colour_seen() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["rgb", "theme", "tinted", "indexed", "white", "none", "dark"])
    fills = [
        solid("FF00B050"),
        solid(Color(theme=4)),
        solid(Color(theme=4, tint=0.6)),
        solid(Color(indexed=13)),
        solid("FFFFFFFF"),
        PatternFill(),
        solid(Color(theme=0, tint=-0.5)),
    ]
    for cell, fill in zip(sheet[1], fills, strict=True):
        cell.fill = fill

    found = {cell.text: cell.fill for cell in only_grid(read("plan.xlsx", saved(book))).cells}

    assert found == {
        "rgb": "00B050",
        "theme": "4F81BD",
        "tinted": "B9CDE5",
        "indexed": "FFFF00",
        "white": None,
        "none": None,
        "dark": "808080",
    }


def test_shaded_month_without_text_is_kept_inside_the_table() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Actividad", "Ene", "Feb"])
    sheet.append(["Feria"])
    sheet["C2"].fill = solid("FF00B050")
    sheet["Z2"].fill = solid("FF00B050")

    grid = only_grid(read("plan.xlsx", saved(book)))

    assert grid.column_count == 3
    assert (cell_at(grid, 1, 2).text, cell_at(grid, 1, 2).fill) == ("", "00B050")
    assert grid.at(1, 1) is None


def test_values_are_shown_with_their_number_format() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(
        [1.1, 1.1, 0.5, 5000, dt.datetime.fromisoformat("2022-04-30"), dt.datetime.fromisoformat("2017-01-01"), "1.10"]
    )
    for cell, number_format in zip(
        sheet[1], ["General", "0.00", "0%", "#,##0", "dd/mm/yyyy", "mmm-yy", "@"], strict=True
    ):
        cell.number_format = number_format

    assert texts(only_grid(read("plan.xlsx", saved(book)))) == [
        ["1.1", "1.10", "50%", "5.000", "30/04/2022", "ene-17", "1.10"]
    ]


def test_bold_is_told() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])
    book.active["A1"].font = Font(bold=True)

    assert [cell.bold for cell in only_grid(read("plan.xlsx", saved(book))).cells] == [True, False]


def test_hidden_rows_and_columns_are_kept_and_told() -> None:
    book = Workbook()
    sheet = book.active
    for row in range(4):
        sheet.append([f"a{row}", f"b{row}", f"c{row}"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True

    document = read("plan.xlsx", saved(book))
    grid = only_grid(document)

    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {1}
    assert texts(grid)[2] == ["a2", "b2", "c2"]
    assert {notice.code for notice in document.notices} == {"hidden-rows", "hidden-columns"}


def test_hidden_sheet_is_left_out_with_a_notice() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])
    book.create_sheet("Listas").append(["oculto"])
    book["Listas"].sheet_state = "hidden"

    document = read("plan.xlsx", saved(book))

    assert [grid.name for grid in document.grids] == ["Sheet"]
    assert [(notice.code, notice.place) for notice in document.notices] == [("hidden-sheet", "Listas")]


def test_grid_tells_where_it_stands_in_the_sheet() -> None:
    book = Workbook()
    book.active["C5"] = "Actividad"
    book.active["D6"] = "Feria"

    grid = only_grid(read("plan.xlsx", saved(book)))

    assert (grid.first_row, grid.first_column) == (4, 2)
    assert grid.place_of(1) == 'sheet 1 "Sheet", table 1, row 6'


def test_far_stray_cell_is_another_grid() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])
    book.active["A900000"] = "."
    book.active["XFD1"] = "."

    grids = read("plan.xlsx", saved(book)).grids

    assert [(grid.row_count, grid.column_count, grid.table) for grid in grids] == [(1, 2, 1), (1, 1, 2), (1, 1, 3)]


def test_formula_without_value_is_told() -> None:
    book = Workbook()
    book.active.append(["Total", "=1+1"])

    document = read("plan.xlsx", saved(book))

    assert [notice.code for notice in document.notices] == ["formula-without-value"]
    assert texts(only_grid(document)) == [["Total"]]


def test_macros_are_ignored_with_a_notice() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])
    members = members_of(saved(book))
    members["xl/vbaProject.bin"] = b"\xcc\x61"

    document = read("plan.xlsm", archive(members))

    assert [notice.code for notice in document.notices] == ["macros"]
    assert texts(only_grid(document)) == [["Actividad", "Feria"]]


def test_escaped_control_characters_and_line_breaks_are_plain_text() -> None:
    book = Workbook()
    book.active.append(["uno_x000D_\ndos", "  tres\u00ad  "])

    assert texts(only_grid(read("plan.xlsx", saved(book)))) == [["uno\ndos", "tres"]]


def test_text_that_looks_like_an_escape_is_the_text_that_somebody_typed() -> None:
    """As Excel keeps it: the underscore that would begin an escape is written as one."""
    kept = {
        "_x005F_x0041_": "_x0041_",
        "_x005F_x005F_x005F_x0041_": "_x005F_x0041_",
        "x005F_ suelto": "x005F_ suelto",
        "uno_x000A_dos": "uno\ndos",
        "_X0041_": "_X0041_",
    }
    content = _with_shared_strings(*(f"<si><t>{raw}</t></si>" for raw in kept))

    assert texts(only_grid(read("plan.xlsx", content))) == [["Actividad", *kept.values()]]


def test_runs_of_a_text_are_one_and_how_it_is_pronounced_is_left_out() -> None:
    runs = '<r><t>Fer</t></r><r><rPr><b/></rPr><t>ia</t></r><rPh sb="0" eb="1"><t>no</t></rPh>'

    document = read("plan.xlsx", _with_shared_strings(f"<si>{runs}</si>", "<si/>"))

    assert texts(only_grid(document)) == [["Actividad", "Feria"]]


def _with_shared_strings(*items: str) -> bytes:
    """A workbook of one row whose texts stand in the shared table, as Excel saves them: these items."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_row(0, 0, ["Actividad", *(f"texto {place}" for place in range(len(items)))])
    members = members_of(buffer.getvalue())
    shared = members["xl/sharedStrings.xml"].decode()
    for place, item in enumerate(items):
        shared = shared.replace(f"<si><t>texto {place}</t></si>", item)
    return archive(members | {"xl/sharedStrings.xml": shared.encode()})


def test_five_thousand_rows_are_read() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    for row in range(5_000):
        sheet.append([f"1.{row}", "Actividad", "Meta", "Responsable", "30/04/2024"])

    grid = only_grid(read("plan.xlsx", saved(book)))

    assert (grid.row_count, len(grid.cells)) == (5_000, 25_000)


def test_empty_sheets_say_so() -> None:
    with pytest.raises(EmptyDocument, match="hojas visibles"):
        read("plan.xlsx", saved(Workbook()))


def test_merge_of_the_whole_sheet_is_refused_before_it_is_modelled() -> None:
    book = Workbook()
    book.active.append(["Actividad"])
    book.active.merge_cells("A1:B2")
    members = members_of(saved(book))
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = re.sub(rb"A1:B2", b"A1:XFD1048576", members[sheet])

    with pytest.raises(TooLarge, match="celdas"):
        read("plan.xlsx", archive(members))


def test_name_does_not_decide_the_format() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])

    assert read("plan.pdf", saved(book)).format == "xlsx"


def test_stored_archive_is_read_like_a_packed_one() -> None:
    book = Workbook()
    book.active.append(["Actividad", "Feria"])
    content = archive(members_of(saved(book)), compression=zipfile.ZIP_STORED)

    assert texts(only_grid(read("plan.xlsx", content))) == [["Actividad", "Feria"]]
