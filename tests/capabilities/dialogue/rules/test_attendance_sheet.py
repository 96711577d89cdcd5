import pytest

from rinde.capabilities.dialogue.rules.attendance import ArrivalValues, identities
from rinde.capabilities.dialogue.rules.attendance_sheet import (
    JudgedRow,
    Known,
    Outcome,
    PeopleList,
    band_of_age,
    judge_rows,
    read_list,
)
from rinde.foundations.documents import Limits, TooLarge, WrongType

KNOWN = Known(units={"hacienda": 7}, groups={"veedurias": 3}, keys=frozenset({"document:900"}))
HEADING = "Nombres y apellidos;Cédula;Correo;Dependencia;Vereda;Grupo de valor;Edad;Firma\n"


def keys_of(values: ArrivalValues, unit: str) -> tuple[str, ...]:
    return identities(values, unit=unit)


def read(text: str) -> PeopleList:
    return read_list("lista.csv", text.encode())


def judged(text: str, *, keeps_mail: bool = True, heading: str = HEADING) -> list[JudgedRow]:
    return list(judge_rows(read(heading + text).rows, known=KNOWN, keys_of=keys_of, keeps_mail=keeps_mail))


def test_list_is_read_below_its_titles_whatever_the_separator() -> None:
    people = read("ALCALDÍA;;\nLista de asistencia;;\n" + HEADING + "Ana Ruiz;12345678;;Hacienda;;;34;x\n")
    assert (people.problem, people.ignored) == ("", ("Firma",))
    assert people.rows[0].line == 4
    assert read(HEADING.replace(";", ",") + "Ana Ruiz,1,,,,,,").rows[0].cells["NAME"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Actividad;Meta\nInforme;1\n", "columna de nombres"),
        (HEADING, "ninguna persona"),
        (HEADING + "Ana Ruiz\n" * 5_001, "5001 filas"),
    ],
)
def test_what_is_no_list_is_told(text: str, words: str) -> None:
    assert words in read(text).problem
    assert read(text).rows == ()


def test_file_that_is_no_sheet_is_refused() -> None:
    with pytest.raises(WrongType, match="Guarde la lista"):
        read_list("lista.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    with pytest.raises(TooLarge):
        read_list("lista.csv", b"Nombre\n" * 100, Limits(file_bytes=10))


def test_row_is_taken_with_what_the_entity_knows() -> None:
    (row,) = judged("Ana Ruiz;1.234;ana@correo.co;Hacienda;El Alto;Veedurías;34;\n")
    assert row.outcome is Outcome.NEW
    assert row.values is not None
    assert (row.values.unit_id, row.values.group_id, row.values.age_band) == (7, 3, "FROM_29")
    assert row.keys == ("document:1234", "mail:ana@correo.co:ana ruiz")


def test_unknown_unit_and_group_are_told_and_nothing_is_lost() -> None:
    (row,) = judged("Ana Ruiz;;;Oficina X;;Grupo Y;;\n")
    assert row.values is not None
    assert (row.outcome, row.values.territory) == (Outcome.NEW, "Oficina X")
    assert "organigrama" in row.said
    assert "sin grupo" in row.said


def test_minor_and_nameless_are_counted_without_a_name() -> None:
    child, nobody = judged("Luisa Mar;;;;;;15;\n;777;;;;;;\n")
    assert (child.outcome, nobody.outcome) == (Outcome.COUNTED, Outcome.COUNTED)
    assert child.keys == nobody.keys == ()


def test_somebody_twice_counts_once() -> None:
    rows = judged("Ana Ruiz;123;;;;;;\nAna R.;123;;;;;;\nPedro Paz;900;;;;;;\n")
    assert [row.outcome for row in rows] == [Outcome.NEW, Outcome.DOUBLE, Outcome.KNOWN]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ana Ruiz;1;ana;;;;;\n", "correo"),
        ("Ana Ruiz;1;;;;;viejo;\n", "edad"),
        ("12345;1;;;;;;\n", "corridas"),
        (f"{'a' * 121};1;;;;;;\n", "121 letras"),
        (f"Ana Ruiz;1;;;{'v' * 161};;;\n", "160"),
        ("Ana Ruiz;1;;;;;;;sobra\n", "más columnas"),
    ],
)
def test_row_with_something_wrong_says_what(line: str, words: str) -> None:
    (row,) = judged(line)
    assert row.outcome is Outcome.PROBLEM
    assert words in row.said


def test_report_of_a_row_names_nobody() -> None:
    text = "Ana Ruiz;123;ana@correo.co;Oficina X;;;15;\nAna Ruiz;123;x;;;;;\nAna Ruiz;123;;;;;;\nAna Ruiz;123;;;;;;\n"
    said = " ".join(row.said for row in judged(text))
    assert not any(secret in said for secret in ("Ana", "123", "correo.co", "Oficina X"))


def test_results_are_wanted_only_where_the_list_carried_the_authorisation() -> None:
    heading = "Nombre;Correo;Quiere resultados\n"
    line = "Ana Ruiz;ana@correo.co;Sí\n"
    (yes,), (no,) = judged(line, heading=heading), judged(line, heading=heading, keeps_mail=False)
    assert yes.values is not None
    assert no.values is not None
    assert (yes.values.wants_results, no.values.wants_results) == (True, False)


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "UNDER_6"), (5, "UNDER_6"), (6, "FROM_6"), (11, "FROM_6"), (12, "FROM_12"), (17, "FROM_12"), (18, "FROM_18"),
     (28, "FROM_18"), (29, "FROM_29"), (59, "FROM_29"), (60, "FROM_60"), (99, "FROM_60")],
)  # fmt: skip
def test_bands_begin_where_the_law_says(years: int, band: str) -> None:
    assert band_of_age(years) == band
