"""What a sheet says, read against the questions that were seen; nothing is guessed and nothing strange is kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.questions import Option, Question
from rinde.capabilities.surveys.rules.sheets import (
    UNKNOWN,
    Sheet,
    from_stored,
    parsed_number,
    personal_signs,
    read_sheet,
    to_stored,
)

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
SINGLE = Question("una", QuestionKind.SINGLE, "¿Una?", options=OPTIONS, allows_unknown=True, is_required=True)
SEVERAL = Question("varias", QuestionKind.SEVERAL, "¿Varias?", options=OPTIONS, most=2, allows_unknown=True)
SCALE = Question("escala", QuestionKind.SCALE, "¿Escala?", lowest=0, highest=10)
NUMBER = Question("numero", QuestionKind.NUMBER, "¿Número?", lowest=0, highest=2_000, allows_unknown=True)
SHORT = Question("corto", QuestionKind.SHORT, "¿Corto?")
LONG = Question("largo", QuestionKind.LONG, "¿Largo?")
ALL = (SINGLE, SEVERAL, SCALE, NUMBER, SHORT, LONG)


def read(*, on_paper=False, **raw):
    return read_sheet(ALL, {"una": ["a"]} | raw, on_paper=on_paper)


def test_sheet_keeps_each_kind_as_it_is_counted():
    sheet, gaps = read(
        varias=["c", "a"], escala=["10"], numero=["1.250,5"], corto=["dos\nlíneas"], largo=[" dos\r\nlíneas "]
    )
    assert gaps == {}
    assert sheet.given == {
        "una": "a",
        "varias": ["a", "c"],
        "escala": 10,
        "numero": "1250.5",
        "corto": "dos líneas",
        "largo": "dos\nlíneas",
    }


@pytest.mark.parametrize("key", ["una", "varias", "numero"])
def test_unknown_is_an_answer_where_it_is_offered(key):
    sheet, gaps = read(**{key: [UNKNOWN]})
    assert (key in sheet.unknown, gaps) == (True, {})


def test_unknown_where_it_is_not_offered_is_no_answer():
    sheet, _ = read(escala=[UNKNOWN])
    assert "escala" not in sheet.unknown
    assert "escala" not in sheet.given


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"una": []}, "No sé"),
        ({"una": ["z"]}, "no está en la lista"),
        ({"una": ["a", "b"]}, "solo cabe una"),
        ({"una": ["a", UNKNOWN]}, "Deje solo una"),
        ({"varias": ["a", "b", "c"]}, "hasta 2"),
        ({"varias": ["a", "z"]}, "no está en la lista"),
        ({"varias": ["a", UNKNOWN]}, "Deje solo una"),
        ({"escala": ["11"]}, "no está en la lista"),
        ({"escala": ["-1"]}, "no está en la lista"),
        ({"numero": ["2001"]}, "de 0 a 2.000"),
        ({"numero": ["muchos"]}, "solo un número"),
        ({"corto": ["x" * 201]}, "Quite 1,"),
        ({"largo": ["x" * 2_001]}, "Quite 1,"),
        ({"largo": ["x" * 20_000]}, "Quite 18.000"),
    ],
)
def test_what_cannot_be_taken_says_so_beside_its_question(raw, words):
    sheet, gaps = read(**raw)
    key = next(iter(raw))
    assert words in gaps[key]
    assert key not in sheet.given


@pytest.mark.parametrize("value", [0, 10])
def test_both_ends_of_a_scale_are_steps(value):
    assert read(escala=[str(value)])[0].given["escala"] == value


def test_what_was_left_out_on_paper_stays_out():
    sheet, gaps = read(on_paper=True, una=[])
    assert (sheet.is_blank, gaps) == (True, {})


def test_personal_answer_stands_apart():
    name = Question("nombre", QuestionKind.SHORT, "Su nombre", is_personal=True)
    sheet, gaps = read_sheet([name], {"nombre": ["Ana"]})
    assert (sheet.given, dict(sheet.personal), gaps) == ({}, {"nombre": "Ana"}, {})
    assert "Ana" not in str(to_stored(sheet))
    assert personal_signs([name], sheet) == {}


def test_signs_are_looked_for_in_free_text_only():
    sheet, _ = read(largo=["Mi celular es 300 555 01 02"], numero=["1500"])
    assert personal_signs(ALL, sheet) == {"largo": "un número de celular"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("3,5", Decimal("3.5")),
        ("3.5", Decimal("3.5")),
        ("1.250", 1250),
        ("1.250.000", 1_250_000),
        ("1 250", 1250),
        ("-4", -4),
        ("10,0", 10),
        ("0", 0),
    ],
)
def test_number_is_read_as_people_write_it(typed, number):
    assert parsed_number(typed) == number
    assert "E" not in str(parsed_number(typed))


@pytest.mark.parametrize("typed", ["", "doce", "1e5", "NaN", "Infinity", "1_000", "1,2,3", "٣", "0,00001", "9" * 30])
def test_what_is_no_number_is_none(typed):
    assert parsed_number(typed) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    for one in ALL:
        sheet, gaps = read_sheet([one], {one.key: [text]})
        assert (one.key in sheet.given) + (one.key in sheet.unknown) + (one.key in gaps) <= 1


@given(
    st.dictionaries(
        st.sampled_from(["a", "b"]), st.one_of(st.text(max_size=5), st.integers(), st.lists(st.text(max_size=3)))
    ),
    st.frozensets(st.sampled_from(["c", "d"])),
)
def test_sheet_comes_back_from_what_is_stored(given_, unknown):
    assert from_stored(to_stored(Sheet(given_, unknown))) == Sheet(given_, unknown)
