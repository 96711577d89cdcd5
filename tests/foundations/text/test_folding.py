"""Folding and cleaning: what cells look like, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.text.folding import (
    fold,
    fold_keeping_length,
    join_lines,
    join_pieces,
    starts_lower,
    strip_tags,
    tidy,
    tidy_lines,
    vocabulary,
)


def test_fold_drops_accents_case_and_punctuation() -> None:
    assert fold("  ATENCIÓN, al Ciudadaño (100%)  ") == "atencion al ciudadano 100%"


@given(st.text(max_size=60))
def test_fold_keeping_length_keeps_every_position(text: str) -> None:
    assert len(fold_keeping_length(text)) == len(text)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Montar   contenido \u00a0 gráfico", "Montar contenido gráfico"),
        ("plan\u00ad de ac\u00adción", "plan de acción"),
        ("<p>Publicar el <b>informe</b></p>", "Publicar el informe"),
        ("uno&nbsp;&amp; dos", "uno & dos"),
        ("línea uno\r\n\n  línea dos", "línea uno línea dos"),
    ],
)
def test_tidy_leaves_one_clean_line(raw: str, clean: str) -> None:
    assert tidy(raw) == clean


def test_tidy_lines_keeps_the_lines_that_say_something() -> None:
    assert tidy_lines(" uno \n\n  dos\t tres ") == "uno\ndos tres"


def test_strip_tags_leaves_signs_that_are_no_tags() -> None:
    assert strip_tags("meta < 5 y > 2") == "meta < 5 y > 2"


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("Política de\nadministració\nn de riesgos", "Política de administración de riesgos"),
        ("vulnerabilidade\ns", "vulnerabilidades"),
        ("ago-\n23", "ago-23"),
        ("31/12/\n2024", "31/12/2024"),
        ("publica-\nción", "publicación"),
        ("Prensa y\ncomunicaciones", "Prensa y comunicaciones"),
        ("Gerencia\ny SIAU", "Gerencia y SIAU"),
        ("norma\na norma", "norma a norma"),
        ("Responsable de\nla oficina", "Responsable de la oficina"),
    ],
)
def test_join_lines_joins_only_the_words_that_a_cell_cut(cell: str, whole: str) -> None:
    assert join_lines(cell) == whole


def test_join_pieces_believes_the_words_of_the_document() -> None:
    known = vocabulary(["El responsable de cada meta"])
    assert join_pieces("Responsa", "ble", known) == "Responsable"
    assert join_pieces("Responsa", "ble") == "Responsa ble"


@pytest.mark.parametrize(("text", "lower"), [("de la entidad", True), ("La entidad", False), ("(4) informes", False)])
def test_starts_lower_tells_a_sentence_that_goes_on(text: str, lower: bool) -> None:
    assert starts_lower(text) is lower
