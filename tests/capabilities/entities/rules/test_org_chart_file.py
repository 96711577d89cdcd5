"""An org chart file: what is read, what is wrong, what it would change. No database."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from rinde.capabilities.entities.choices import ActorKind
from rinde.capabilities.entities.rules.org_chart.changes import Outcome, compare
from rinde.capabilities.entities.rules.org_chart.reading import read_chart
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.foundations.documents import read_document

HEADER = "código;nombre;sigla;tipo;depende de;misional;alias;desde;hasta"


def chart(*lines, header=HEADER):
    return read_chart(read_document("organigrama.csv", "\n".join((header, *lines, "")).encode()))


def report(*lines, standing=None, header=HEADER):
    return compare(chart(*lines, header=header), standing or {})


def outcomes(found):
    return [row.outcome for row in found.rows]


def sheet(*rows, hidden=()):
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for number in hidden:
        page.row_dimensions[number].hidden = True
    content = BytesIO()
    book.save(content)
    return read_chart(read_document("organigrama.xlsx", content.getvalue()))


def test_row_is_read_whole():
    row = chart('200;Secretaría de Planeación;SP;dependencia;100;sí;"Planeación;Oficina";01/02/2024;31/12/2027').rows[0]
    assert (row.line, row.code, row.name, row.acronym, row.kind) == (
        2,
        "200",
        "Secretaría de Planeación",
        "SP",
        ActorKind.UNIT,
    )
    assert (row.parent, row.is_missional, row.aliases) == ("100", True, ("Planeación", "Oficina"))
    assert (row.valid_from, row.valid_to, row.problems) == (date(2024, 2, 1), date(2027, 12, 31), ())


@pytest.mark.parametrize(
    "header",
    [
        "Código de la dependencia;Nombre de la dependencia;Dependencia superior",
        "COD;DENOMINACIÓN;PADRE",
        "id;Unidad administrativa;Depende de",
    ],
)
def test_headers_have_synonyms(header):
    row = chart("200;Planeación;100", header=header).rows[0]
    assert (row.code, row.name, row.parent) == ("200", "Planeación", "100")


def test_columns_may_come_in_any_order_and_beside_others():
    row = chart("x;SP;Planeación;200", header="Teléfono;Sigla;Nombre;Código").rows[0]
    assert (row.code, row.name, row.acronym) == ("200", "Planeación", "SP")


def test_header_below_titles_is_found_and_lines_are_the_sheets():
    found = sheet(
        ["Alcaldía de Prueba"], [], ["Organigrama 2026"], ["Código", "Nombre"], [100, "Despacho"], [200, "SP"]
    )
    assert [(row.line, row.code, row.name) for row in found.rows] == [(5, "100", "Despacho"), (6, "200", "SP")]


def test_dates_of_a_spreadsheet_are_read():
    found = sheet(["Nombre", "Desde"], ["Despacho", date(2024, 1, 31)])
    assert found.rows[0].valid_from == date(2024, 1, 31)


def test_hidden_rows_are_left_out_and_said():
    found = sheet(["Nombre"], ["Despacho"], ["Suprimida"], hidden=[3])
    assert [row.name for row in found.rows] == ["Despacho"]
    assert "filas ocultas de la hoja: 1" in found.notices[0]


def test_single_column_of_names_is_enough():
    found = read_chart(read_document("lista.csv", b"Nombre\nDespacho\nHacienda\n"))
    assert [row.name for row in found.rows] == ["Despacho", "Hacienda"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("a;b\n1;2\n", "No se encontró una columna de nombres"), ("Código;Nombre\n", "ninguna fila")],
)
def test_file_without_rows_says_what_to_do(content, words):
    found = compare(read_chart(read_document("x.csv", content.encode())), {})
    assert words in found.errors[0]
    assert not found.changes_something


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("200;;;;;;;;", "Falta el nombre"),
        ("200;SP;;oficinita;;;;;", "No se reconoce el tipo «oficinita»"),
        ("200;SP;;;;quizás;;;", "En la columna misional dice «quizás»"),
        ("200;SP;;;;;;31/02/2026;", "La fecha «31/02/2026» de la columna «desde» no existe"),
        ("200;SP;;;;;;;pronto", "La fecha «pronto» de la columna «hasta» no existe"),
        ("200;SP;;;;;;01/02/2026;01/01/2026", "anterior"),
        ("200;SP;;;999;;;;", "Depende de «999», que no existe"),
        ("200;SP;;;SP;;;;", "dependiendo de sí misma"),
        (f"200;{'x' * 201};;;;;;;", "caben 200"),
        (f"{'9' * 31};SP;;;;;;;", "caben 30"),
        (f"200;SP;;;;;{'x' * 201};;", "Un alias tiene más de"),
    ],
)
def test_bad_row_says_its_line_and_the_way_out(line, words):
    found = report(line)
    assert outcomes(found) == [Outcome.ERROR]
    assert found.errors[0].startswith("Fila 2: ")
    assert words in found.errors[0]


def test_every_problem_of_every_row_is_collected():
    found = report("1;;;raro;;quizás;;;", "2;Bien;;;;;;;", "3;Mal;;;99;;;;")
    assert outcomes(found) == [Outcome.ERROR, Outcome.CREATED, Outcome.ERROR]
    assert len(found.errors) == 4


def test_unquoted_separator_is_noticed():
    found = report("100;Despacho;DA;;;;;;", "200;Planeación;SP;;100;sí;Planeación;Oficina;01/02/2024;31/12/2027")
    assert "más columnas que el encabezado" in found.errors[0]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("1;Despacho;;;;;;;", "1;Hacienda;;;;;;;", "El código 1 ya está en la fila 2"),
        ("1;Despacho;;;;;;;", "2;DESPACHO;;;;;;;", "«DESPACHO» ya está en la fila 2"),
    ],
)
def test_repeated_row_is_refused(first, second, words):
    found = report(first, second)
    assert outcomes(found) == [Outcome.CREATED, Outcome.ERROR]
    assert words in found.errors[0]


def test_same_name_in_two_epochs_is_two_actors():
    found = report("1;Salud;;;;;;;31/12/2020", "2;Salud;;;;;;01/01/2024;")
    assert outcomes(found) == [Outcome.CREATED, Outcome.CREATED]


def test_cycle_inside_the_file_is_refused():
    found = report("1;A;;;3;;;;", "2;B;;;1;;;;", "3;C;;;2;;;;")
    assert outcomes(found) == [Outcome.ERROR] * 3


def test_parent_may_stand_further_down_and_be_named_by_name_or_alias():
    found = report("3;Banco;;;Planeación Municipal;;;;", "2;Secretaría de Planeación;;;;;Planeación Municipal;;")
    assert found.rows[0].values.parent == -3
    assert outcomes(found) == [Outcome.CREATED, Outcome.CREATED]


def test_ambiguous_parent_asks_for_the_code():
    found = report("1;A;;;;;Oficina;;", "2;B;;;;;Oficina;;", "3;C;;;Oficina;;;;")
    assert "escriba el código" in found.errors[0]


STANDING = {
    7: ActorValues("Despacho", code="100"),
    8: ActorValues("Secretaría de Planeación", code="200", acronym="SP", parent=7, aliases=("Planeación",)),
    9: ActorValues("Oficina de Prensa", valid_to=date(2023, 12, 31)),
}


def test_same_content_changes_nothing():
    found = report(
        "100;Despacho;;dependencia;;no;;;", "200;Secretaría de Planeación;SP;;100;;Planeación;;", standing=STANDING
    )
    assert outcomes(found) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert not found.changes_something
    assert found.not_in_file == 1


def test_empty_cells_and_missing_columns_erase_nothing():
    found = report("200;Secretaría de Planeación", standing=STANDING, header="Código;Nombre")
    assert found.rows[0].values == STANDING[8]


def test_change_is_told_with_before_and_after():
    found = report("200;Secretaría de Planeación;SPM;;;sí;DAP;01/01/2024;", standing=STANDING)
    assert found.rows[0].changes == (
        "sigla: SP → SPM",
        "misional: no → sí",
        "alias: Planeación → Planeación; DAP",
        "desde: vacío → 01/01/2024",
    )


def test_renamed_actor_keeps_its_old_name_as_alias():
    found = report("200;Departamento de Planeación;;;;;;;", standing=STANDING)
    assert found.rows[0].key == 8
    assert found.rows[0].values.aliases == ("Planeación", "Secretaría de Planeación")


def test_row_without_code_is_known_by_its_name():
    found = report(";SECRETARIA DE PLANEACION;;;Despacho;;;;", standing=STANDING)
    assert found.rows[0].key == 8


def test_code_that_contradicts_the_one_that_stands_is_refused():
    found = report("999;Secretaría de Planeación;;;;;;;", standing=STANDING)
    assert "ya existe con el código 200" in found.errors[0]


def test_name_of_another_actor_is_refused():
    found = report("200;Despacho;;;;;;;", standing=STANDING)
    assert "Otra dependencia ya se llama «Despacho»" in found.errors[0]


def test_cycle_with_what_stands_is_refused():
    found = report("100;Despacho;;;200;;;;", standing=STANDING)
    assert "de sí misma" in found.errors[0]


def test_closed_actor_is_not_touched_by_a_new_one_of_its_name():
    found = report(";Oficina de Prensa;;;;;;01/01/2026;", standing=STANDING)
    assert outcomes(found) == [Outcome.CREATED]


def test_actor_that_ended_before_the_one_that_stands_is_another():
    standing = {7: ActorValues("Despacho", valid_from=date(2026, 1, 1))}
    found = report("Despacho;31/12/2025", standing=standing, header="Nombre;Hasta")
    assert outcomes(found) == [Outcome.CREATED]
