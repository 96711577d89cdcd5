"""Codes: in their column, inside the text, with comma or point, with a lost zero."""

import pytest

from rinde.capabilities.plan_imports.rules.codes import (
    clean_code,
    is_code,
    numbered_inside,
    split_code,
    split_number,
    with_lost_zeros,
)


@pytest.mark.parametrize("text", ["1.1", "1,1", "3.1.2.", "26", "T.3.2", "a)", "IV.", "1.1.1.1"])
def test_is_code_knows_codes(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["", "30.04.22", "Publicar", "100%", "1.1 Publicar", "31/12/2024"])
def test_is_code_refuses_other_texts(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(("raw", "clean"), [("1,1", "1.1"), (" 3.1.2. ", "3.1.2"), ("1. 1", "1.1"), ("4)", "4")])
def test_clean_code_writes_codes_one_way(raw: str, clean: str) -> None:
    assert clean_code(raw) == clean


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.1 Actualizar la política", ("1.1", "Actualizar la política")),
        ("1,1 Actualizar", ("1.1", "Actualizar")),
        ("3.1.2. Divulgar", ("3.1.2", "Divulgar")),
        ("2.3.Publicar", ("2.3", "Publicar")),
        ("T.3.2 Formular", ("T.3.2", "Formular")),
        ("5.000 mensajes", (None, "5.000 mensajes")),
        ("Publicar 1.1", (None, "Publicar 1.1")),
    ],
)
def test_split_code_takes_the_code_of_several_parts(text: str, parts: tuple[str | None, str]) -> None:
    assert split_code(text) == parts


def test_plain_numbers_are_codes_only_where_they_go_up() -> None:
    assert numbered_inside(["25 Convocar", "26 Realizar", "27. Publicar"])
    assert not numbered_inside(["100 familias", "12 talleres", "3 informes"])
    assert split_number("26 Realizar") == ("26", "Realizar")


def test_a_spreadsheet_gives_back_the_zero_it_took() -> None:
    assert with_lost_zeros(["1.8", "1.9", "1.1", "1.11", "2.1"]) == ["1.8", "1.9", "1.10", "1.11", "2.1"]
    assert with_lost_zeros(["1.8", "1.9", "2.1", None, "2.2"]) == ["1.8", "1.9", "2.1", None, "2.2"]
