import pytest

from foundations.documents.making import only_grid, paragraph_texts, read, texts
from rinde.foundations.documents import Document, Grid


def text(content: str) -> Document:
    return read("plan.txt", content.encode())


def markdown(content: str) -> Document:
    return read("plan.md", content.encode())


def test_lines_with_tabs_are_a_grid_between_paragraphs() -> None:
    document = text("Plan 2024\n\nActividad\tMeta\tFecha\nFeria\t1\n- Encuesta\n")

    assert texts(document.grids[0]) == [["Actividad", "Meta", "Fecha"], ["Feria", "1", ""]]
    assert [(block.text, block.list_item) for block in document.paragraphs] == [
        ("Plan 2024", False),
        ("Encuesta", True),
    ]


def test_blank_lines_inside_a_pasted_table_make_it_go_on() -> None:
    document = text("a\tb\tc\n1\t2\t3\n\n4\t5\t6\n\nTítulo\n7\t8\t9\n\nx\ty\n")

    assert [grid.continues for grid in document.grids] == [False, True, False, False]


def test_quoted_field_keeps_its_lines_tabs_and_quotes() -> None:
    grid = only_grid(text('Actividad\t"una\nlínea ""dos"""\tfin\nb\t"con\ttab"\tc\n'))

    assert texts(grid) == [["Actividad", 'una\nlínea "dos"', "fin"], ["b", "con tab", "c"]]


def test_quotation_mark_that_never_closes_is_a_mark() -> None:
    grid = only_grid(text('Actividad\t"Mi Nariño" primero\tfin\nb\t"sin cierre\tc\n'))

    assert texts(grid) == [["Actividad", '"Mi Nariño" primero', "fin"], ["b", '"sin cierre', "c"]]


def test_stray_tags_and_entities_are_cleaned() -> None:
    document = text(
        "<p>Plan&nbsp;2024</p>\n<b>a</b>\tuno<br>dos\t&lt;5 &amp; más\n<h2>Título</h2>\n<li>Feria</li>\nsi x<y queda\n"
    )

    assert texts(only_grid(document)) == [["a", "uno\ndos", "<5 & más"]]
    assert [(block.text, block.heading_level, block.list_item) for block in document.paragraphs] == [
        ("Plan 2024", 0, False),
        ("Título", 2, False),
        ("Feria", 0, True),
        ("si x<y queda", 0, False),
    ]


def test_each_stretch_is_read_as_what_it_is() -> None:
    document = text("a\tb\n\n| c | d |\n|---|---|\n| e | f |\n\n<table><tr><td>g</td><td>h</td></tr></table>\n")

    assert [texts(grid) for grid in document.grids] == [[["a", "b"]], [["c", "d"], ["e", "f"]], [["g", "h"]]]
    assert [grid.table for grid in document.grids] == [1, 2, 3]


def test_markdown_table_without_outer_pipes_and_with_short_rows() -> None:
    assert texts(only_grid(markdown("a | b | c\n:-- | --- | --:\n1 | **dos**\n"))) == [
        ["a", "b", "c"],
        ["1", "dos", ""],
    ]


def test_markdown_table_that_goes_on_without_heading_loses_the_empty_one() -> None:
    grid = only_grid(markdown("| | |\n|--|--|\n| 1.5 | Informe |\n"))

    assert (texts(grid), grid.first_row) == ([["1.5", "Informe"]], 1)


def test_markdown_marks_go_and_escapes_stay() -> None:
    document = markdown(
        "# Plan **2024** #\n\nVer [la página](x) y `código`,\n2 \\* 3 y a_b_c\n\nSubtítulo\n---\n* uno\n+ dos\n"
    )

    assert [(block.text, block.heading_level, block.list_item) for block in document.paragraphs] == [
        ("Plan 2024", 1, False),
        ("Ver la página y código, 2 * 3 y a_b_c", 0, False),
        ("Subtítulo", 2, False),
        ("uno", 0, True),
        ("dos", 0, True),
    ]


def test_list_with_semicolons_is_a_grid() -> None:
    document = text('Código;Actividad;Fecha\n1.1;"Feria; mercado";30/04/2024\n1.2;Encuesta;31/05/2024\n')

    assert texts(only_grid(document))[1] == ["1.1", "Feria; mercado", "30/04/2024"]


def test_prose_with_semicolons_is_prose() -> None:
    assert text("Uno; dos; tres.\nCuatro cinco seis.\nSiete; ocho.\n").grids == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_encoding_is_told_by_the_bytes(encoding: str) -> None:
    content = "Rendición de cuentas\n«Año»\tFecha\n".encode(encoding)

    document = read("plan.txt", content)

    assert paragraph_texts(document) == ["Rendición de cuentas"]
    assert texts(only_grid(document)) == [["«Año»", "Fecha"]]


def test_old_line_endings_are_line_endings() -> None:
    document = read("plan.txt", b"a\tb\r\n1\t2\rfin\r\n")

    assert [type(block) is Grid for block in document.blocks] == [True, False]


def test_apostrophe_that_guards_a_spreadsheet_is_taken_off() -> None:
    lines = ("Código,Actividad,Meta", "1,'+1 informe,1", "2,'=hoy,1", "3,'90s de la entidad,1")
    document = read("plan.csv", "\r\n".join(lines).encode())

    assert [row[1] for row in texts(only_grid(document))] == ["Actividad", "+1 informe", "=hoy", "'90s de la entidad"]
