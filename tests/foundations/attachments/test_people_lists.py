"""The public copy of a list: counts that give nobody away, whatever the list holds. Everybody here is invented."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundations.attachments.making import picture
from foundations.documents.making import ods_sheets, ods_table, xlsx
from rinde.foundations.attachments import KINDS, UploadRefused
from rinde.foundations.attachments.people_lists import (
    FEW_GONE,
    FEWEST,
    NOT_SAID,
    OTHERS,
    OUTSIDE_GONE,
    ROWS_GONE,
    PublicList,
    count_listed,
    count_people,
)

FIRST, LAST = ("Ana", "Luis", "Rosa", "Juan", "Inés"), ("Gómez", "Pérez", "Vega", "Soto", "Díaz", "Ruiz")
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]
HEADING = [
    "N.º",
    "Nombre completo",
    "Cédula",
    "Celular",
    "Correo",
    "Dirección",
    "Barrio",
    "Género",
    "Edad",
    "Observaciones",
    "Firma",
]


def person(number: int) -> list[str]:
    barrio = "Centro" if number < 14 else "CENTRO" if number < 16 else "Norte" if number < 25 else f"Vereda {number}"
    return [
        str(number),
        NAMES[number],
        str(52_345_000 + number),
        f"31045678{number:02}",
        f"persona{number}@gmail.com",
        f"Calle {number} # 1-2",
        barrio,
        "Mujer" if number % 2 else "Hombre",
        str(20 + number),
        f"Vive con {NAMES[number]}" if number == 3 else "",
        "",
    ]


ROWS = [["Audiencia pública en la casa de Ana Gómez"], HEADING, *map(person, range(30))]


def counted(rows: list[list[str]]) -> PublicList:
    return count_listed([tuple(map(tuple, rows))])


def refused(kind: str, content: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        count_people(KINDS[kind], content)
    return caught.value


def test_only_counts_of_what_sorts_people_come_out() -> None:
    found = counted(ROWS)
    assert found.people == 30
    assert {column.title: column.counts for column in found.columns} == {
        "Barrio": (("Centro", 16), ("Norte", 9), (OTHERS, 5)),
        "Género": (("Hombre", 15), ("Mujer", 15)),
        "Edad": (("De 20 a 29 años", 10), ("De 30 a 39 años", 10), ("De 40 a 49 años", 10)),
    }


def test_what_was_taken_out_is_said_in_words() -> None:
    assert counted(ROWS).removed == (
        "los nombres",
        "los números de identificación",
        "las firmas",
        "los teléfonos",
        "los correos",
        "las direcciones",
        "la columna «N.º»",
        "la columna «Observaciones»",
        ROWS_GONE,
        FEW_GONE,
        OUTSIDE_GONE,
    )


def test_nothing_of_anybody_remains() -> None:
    said = repr(counted(ROWS))
    for row in map(person, range(30)):
        for place in (1, 2, 3, 4, 5):
            assert row[place] not in said
    assert "Vereda" not in said
    assert "casa de Ana" not in said


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_every_kind_of_table_is_counted(kind: str) -> None:
    rows = [["Nombre", "Barrio"], *[[name, "Centro"] for name in NAMES]]
    content = {"csv": "\n".join(map(";".join, rows)).encode("cp1252"), "ods": ods_table(rows), "xlsx": xlsx(rows)}[kind]
    found = count_people(KINDS[kind], content)
    assert (found.people, [column.counts for column in found.columns]) == (30, [(("Centro", 30),)])


def test_sheets_of_one_book_are_counted_together() -> None:
    def sheet(name: str, heading: str) -> str:
        rows = [["Nombre", heading], *[[each, "Centro"] for each in NAMES[:6]]]
        cells = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
            + "</table:table-row>"
            for row in rows
        )
        return f'<table:table table:name="{name}">{cells}</table:table>'

    found = count_people(KINDS["ods"], ods_sheets(sheet("Lunes", "Población") + sheet("Martes", "POBLACION")))
    assert (found.people, [(column.title, column.counts) for column in found.columns]) == (
        12,
        [("Población", (("Centro", 12),))],
    )


def test_small_value_takes_the_next_with_it() -> None:
    """Three of thirty would be found by subtracting the twenty-seven."""
    rows = [
        ["Nombre", "Género"],
        *[[name, "Mujer" if n < 20 else "Hombre" if n < 27 else "Otro"] for n, name in enumerate(NAMES)],
    ]
    (column,) = counted(rows).columns
    assert column.counts == (("Mujer", 20), (OTHERS, 10))


def test_column_that_would_give_somebody_away_is_left_out() -> None:
    rows = [["Nombre", "Género"], *[[name, "Otro" if n < 3 else "Mujer"] for n, name in enumerate(NAMES)]]
    assert counted(rows).columns == ()
    assert "la columna «Género»" in counted(rows).removed


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Líder", ["Ana Gómez"] * 30),
        ("Acompañante", [f"x{n}" for n in range(30)]),
        ("Barrio", ["llamar al 3104567890"] * 30),
        ("Grupo", ["código 52345678"] * 30),
        ("Grupo", ["ana@gmail.com"] * 30),
        ("Tipo", [f"tipo {n}" for n in range(30)]),
    ],
)
def test_column_with_people_in_its_values_is_left_out(heading: str, values: list[str]) -> None:
    rows = [["Nombre", heading], *[[name, value] for name, value in zip(NAMES, values, strict=True)]]
    assert counted(rows).columns == ()


def test_unknown_column_of_few_values_is_counted() -> None:
    rows = [["Nombre", "Almuerza"], *[[name, "Sí" if n % 3 else ""] for n, name in enumerate(NAMES)]]
    assert counted(rows).columns[0].counts == (("Sí", 20), (NOT_SAID, 10))


def test_heading_that_says_who_is_not_repeated() -> None:
    rows = [["Nombre", "Invitados de Ana Gómez 3104567890"], *[[name, "Sí"] for name in NAMES]]
    found = counted(rows)
    assert "Ana" not in repr(found)


def test_numbered_rows_that_nobody_filled_are_not_people() -> None:
    rows = [["N.º", "Nombre", "Firma"], *[[str(n), NAMES[n] if n < 9 else "", ""] for n in range(30)]]
    assert counted(rows).people == 9


def test_list_too_short_to_hide_anybody_is_refused() -> None:
    error = refused("xlsx", xlsx([["Nombre", "Género"], *[[name, "Mujer"] for name in NAMES[:4]]]))
    assert error.code == "too-few"
    assert "Publique el acta" in error.message
    assert counted([["Nombre", "Género"], *[[name, "Mujer"] for name in NAMES[:5]]]).people == FEWEST


@pytest.mark.parametrize(
    ("kind", "content", "way_out"),
    [
        ("xlsx", xlsx([["Actividad", "Meta"], ["Feria", "1"]]), "fila de títulos"),
        ("csv", "\n".join(f"{name};Centro" for name in NAMES).encode(), "fila de títulos"),
        ("csv", b"a", "fila de títulos"),
        ("jpeg", picture(), "Excel (.xlsx)"),
    ],
)
def test_file_that_is_no_list_says_how_to_go_on(kind: str, content: bytes, way_out: str) -> None:
    error = refused(kind, content)
    assert error.code == "no-list"
    assert way_out in error.message


@given(
    st.lists(
        st.sampled_from(["Centro", "Norte", "Sur", "Este", "Oeste", "", "Vega 1", "Vega 2"]), min_size=5, max_size=60
    )
)
def test_no_count_is_small_and_none_can_be_subtracted(barrios: list[str]) -> None:
    found = counted([["Nombre", "Barrio"], *[[NAMES[n % 30], barrio] for n, barrio in enumerate(barrios)]])
    assert found.people == len(barrios)
    for column in found.columns:
        assert all(count >= FEWEST for _, count in column.counts)
        assert sum(count for _, count in column.counts) == len(barrios)
        real = Counter(barrio or NOT_SAID for barrio in barrios)
        assert all(real[value] == count for value, count in column.counts if value != OTHERS)
