from io import BytesIO

import pytest
from openpyxl import Workbook

from rinde.capabilities.plans.rules.universe import LONGEST_NAME, MOST_ITEMS, read_file, read_lines
from rinde.foundations.documents import DocumentError


def test_thirty_nine_lines_are_thirty_nine_things() -> None:
    read = read_lines("\n".join(f"Mapa {number}" for number in range(1, 40)))

    assert (len(read.names), read.notes, read.too_long) == (39, (), ())


def test_repeated_lines_are_said_and_empty_ones_are_nobodys_mistake() -> None:
    read = read_lines("Mapa de hacienda\n\n  mapa de  HACIENDA \nMapa de salud\n")

    assert read.names == ("Mapa de hacienda", "Mapa de salud")
    assert read.notes == ("La línea 3 repite la 1, «mapa de HACIENDA»: se cuenta una vez.",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mapas.csv", "No;Nombre\n1;Mapa A\n2;Mapa B\n3;\n4;mapa a\n"),
        ("mapas.csv", '"No","Nombre"\n"1","Mapa A"\n"2","Mapa B"\n"3",""\n"4","mapa a"\n'),
        ("mapas.TSV", "No\tNombre\n1\tMapa A\n2\tMapa B\n3\t\n4\tmapa a\n"),
        ("mapas.txt", "Nombre\nMapa A\nMapa B\n\nmapa a\n"),
    ],
)
def test_file_is_read_by_its_first_column_of_words_with_a_note_for_each_row_left_out(name: str, content: str) -> None:
    read = read_file(name, content.encode("utf-8-sig"))

    assert read.names == ("Mapa A", "Mapa B")
    assert read.notes == (
        "La fila 1 es el título «Nombre»: no se cuenta.",
        "La fila 4 está vacía: no se cuenta.",
        "La fila 5 repite la 2, «mapa a»: se cuenta una vez.",
    )


def test_names_with_commas_stay_whole() -> None:
    assert read_file("a.csv", b"Mapa de obras\nMapa de hacienda, rentas y tesoro\n").names == (
        "Mapa de obras",
        "Mapa de hacienda, rentas y tesoro",
    )


def test_spreadsheet_is_read_with_the_numbers_of_its_rows() -> None:
    book, file = Workbook(), BytesIO()
    for row in (["Mapas"], ["Mapa A"], [None], ["Mapa B"]):
        book.active.append(row)
    book.save(file)

    read = read_file("mapas.xlsx", file.getvalue())

    assert read.names == ("Mapa A", "Mapa B")
    assert read.notes == ("La fila 1 es el título «Mapas»: no se cuenta.", "La fila 3 está vacía: no se cuenta.")


def test_what_does_not_fit_is_said_and_never_cut() -> None:
    assert read_lines("x" * (LONGEST_NAME + 1)).too_long == ("La línea 1 tiene más de 250 letras. Acórtela.",)
    assert len(read_lines("\n".join(map(str, range(MOST_ITEMS + 1)))).too_long) == 1


@pytest.mark.parametrize("content", [b"", b"\x7fELF binario", b"a" * (2 * 1024 * 1024 + 1)])
def test_file_that_is_no_list_is_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(DocumentError):
        read_file("lista.csv", content)
