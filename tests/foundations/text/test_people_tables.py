"""Tables of people and tables that only look like them; everybody here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.text.people_tables import (
    PersonColumn,
    find_people,
    looks_like_a_name,
    person_column,
    signs_in_document,
    signs_in_table,
)
from rinde.foundations.text.personal_data import PersonalData, Sign

ID, PHONE, LIST = PersonalData.ID_NUMBER, PersonalData.MOBILE_PHONE, PersonalData.PEOPLE_LIST
NAMES = ["Ana Gómez", "Luis Pérez Ruiz", "MARÍA DEL MAR TORRES", "José Díaz", "Rosa Amelia Vega", "Juan Soto"]
ATTENDANCE = [
    ["LISTA DE ASISTENCIA", "", "", ""],
    ["Lugar: casa de la cultura", "", "Fecha: 03/05/2026", ""],
    ["N.º", "Nombres y apellidos", "Cédula", "Firma"],
    *[[str(number), name, f"{52_345_678 + number:,}".replace(",", "."), ""] for number, name in enumerate(NAMES, 1)],
]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("NOMBRES Y APELLIDOS", PersonColumn.NAME),
        ("Nombre", PersonColumn.NAME),
        ("Nombre del asistente", PersonColumn.NAME),
        ("Participante", PersonColumn.NAME),
        ("No. de cédula", PersonColumn.ID),
        ("C.C.", PersonColumn.ID),
        ("T.I.", PersonColumn.ID),
        ("Documento de identidad", PersonColumn.ID),
        ("Documento", PersonColumn.ID),
        ("Identificación", PersonColumn.ID),
        ("Firma", PersonColumn.SIGNATURE),
        ("Teléfono / Celular", PersonColumn.PHONE),
        ("Correo electrónico", PersonColumn.MAIL),
        ("E-mail", PersonColumn.MAIL),
        ("Dirección", PersonColumn.ADDRESS),
        ("Dirección de residencia", PersonColumn.ADDRESS),
        ("Fecha de nacimiento", PersonColumn.BIRTH),
    ],
)
def test_heading_of_a_person_is_told(heading: str, kind: PersonColumn) -> None:
    assert person_column(heading) is kind


@pytest.mark.parametrize(
    "heading",
    [
        "Actividad",
        "Nombre de la actividad",
        "Nombre del indicador",
        "Nombre de la dependencia",
        "Responsable",
        "Tipo de documento",
        "Cédula catastral",
        "Dirección Administrativa",
        "Dirección responsable",
        "Género",
        "Edad",
        "Barrio o vereda",
        "Documento de soporte",
        "Ciudadanía informada",
        "",
        "Nombre " * 20,
    ],
)
def test_heading_of_a_thing_is_none(heading: str) -> None:
    assert person_column(heading) is None


@pytest.mark.parametrize("name", [*NAMES, "Ana M. Gómez", "Juan de la Cruz"])
def test_name_is_told(name: str) -> None:
    assert looks_like_a_name(name)


@pytest.mark.parametrize(
    "text", ["Feria", "Secretaría de Planeación", "reunión con la comunidad", "Ana", "12 Abril", "Grupo Motor", "A1 B2"]
)
def test_words_that_are_no_name(text: str) -> None:
    assert not looks_like_a_name(text)


def test_list_of_attendance_is_found_below_its_titles() -> None:
    people = find_people(ATTENDANCE)
    assert people is not None
    assert (people.heading_row, people.people, people.is_attendance) == (2, 6, True)
    assert people.columns == {1: PersonColumn.NAME, 2: PersonColumn.ID, 3: PersonColumn.SIGNATURE}
    assert signs_in_table(ATTENDANCE) == (Sign(ID, 6), Sign(LIST, 6))


def test_list_with_signatures_and_no_identity_is_one() -> None:
    rows = [["Nombre", "Dependencia", "Firma"], *[[name, "Planeación", ""] for name in NAMES]]
    assert signs_in_table(rows) == (Sign(LIST, 6),)


def test_title_that_spans_the_table_is_no_heading() -> None:
    title = ["Lista de asistencia: nombre, cédula y firma de los participantes"] * 4
    people = find_people([title, *ATTENDANCE[2:]])
    assert people is not None
    assert people.heading_row == 1


def test_signatures_of_an_act_are_no_list() -> None:
    rows = [["Nombre", "Cargo", "Firma"], *[[name, "Secretario", ""] for name in NAMES[:4]]]
    assert signs_in_table(rows) == ()
    assert signs_in_table([*rows, [NAMES[4], "Alcaldesa", ""]]) == (Sign(LIST, 5),)


@pytest.mark.parametrize(
    "rows",
    [
        [["Nombre", "Cargo", "Correo"], *[[name, "Asesora", f"a{n}@x.gov.co"] for n, name in enumerate(NAMES)]],
        [["Nombre", "Documento"], *[[f"Acta {n}", "Acta de comité"] for n in range(8)]],
        [["Actividad", "Documento", "Valor"], *[[f"Feria {n}", "Contrato", "52.345.678"] for n in range(8)]],
        [["Contratista", "Contrato", "Valor"], *[["Obras SAS", f"310456789{n}", "$1.234.567.890"] for n in range(8)]],
        [["Nombre del proyecto", "BPIN"], *[["Vías", f"202030001001{n}"] for n in range(8)]],
        [["Código", "NIT", "Entidad"], *[["1", f"89090393{n}", "Hospital"] for n in range(8)]],
        [],
        [[]],
        [["Nombre", "Cédula", "Firma"]],
        [["Nombre", "Cédula", "Firma"], *[["", "", ""]] * 20],
    ],
)
def test_table_that_only_looks_like_one_stays_silent(rows: list[list[str]]) -> None:
    assert signs_in_table(rows) == ()


def test_cell_is_read_with_its_heading() -> None:
    rows = [["Solicitud", "Celular"], ["Vía", "3104567890"], ["Agua", "320 456 7890"], ["Agua", "3104567890"]]
    assert signs_in_table(rows) == (Sign(PHONE, 2),)
    assert signs_in_table([["Solicitud", "Contrato"], *rows[1:]]) == ()


def test_ages_beside_names_tell_minors() -> None:
    rows = [["Nombre", "Edad"], *[[name, str(14 + place)] for place, name in enumerate(NAMES)]]
    assert signs_in_table(rows) == (Sign(PersonalData.MINOR, 4),)
    assert signs_in_table([["Grupo", "Edad"], ["Ana Gómez", "12"]]) == ()


def test_value_in_text_and_table_counts_once() -> None:
    signs = signs_in_document("Asistió Ana Gómez, C.C. 52.345.679.", [ATTENDANCE, ATTENDANCE])
    assert signs == (Sign(ID, 6), Sign(LIST, 12))


def test_list_whose_lines_came_out_as_text_is_told() -> None:
    lines = [f"{n}. {name} 5234567{n} Planeación" for n, name in enumerate(NAMES)]
    text = "\n".join(["Control de asistencia", "Nombre Cédula Dependencia Firma", *lines])
    assert signs_in_document(text, []) == (Sign(LIST, 6),)
    assert signs_in_document("Se anexa la lista de asistencia con nombre, cédula y firma.", []) == ()
    assert signs_in_document("\n".join(["Nombre Cédula Firma", *lines[:4]]), []) == ()


def test_word_without_end_is_read() -> None:
    assert signs_in_document("Nombre y cédula\n" + "a" * 200_000, []) == ()


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=12))
def test_any_table_is_read(rows: list[list[str]]) -> None:
    assert all(sign.count > 0 for sign in signs_in_table(rows))
