"""Words and terms: what makes two spellings one word."""

import pytest

from rinde.services.search.ranking import marked, snippet
from rinde.services.search.spelling import closest, mended
from rinde.services.search.words import index_terms, terms_of, words_of


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("rendicion", "rendición"),
        ("RENDICIÓN", "rendicion"),
        ("informes", "informe"),
        ("publicar", "publicación"),
        ("trámites", "tramite"),
        ("capacitaciones", "capacitación"),
        ("año", "ano"),
        ("3.1.2", "3.1.2"),
    ],
)
def test_terms_meet_whatever_accent_and_ending(asked: str, written: str) -> None:
    assert terms_of(asked) & terms_of(written)


@pytest.mark.parametrize(("one", "other"), [("plan", "plaza"), ("mapa", "mapeo"), ("3.1.2", "3.1.3")])
def test_terms_of_other_words_do_not_meet(one: str, other: str) -> None:
    assert not terms_of(one) & terms_of(other)


def test_words_leave_out_what_tells_nothing() -> None:
    assert [word.text for word in words_of("La rendición de cuentas, y el código 2.1.")] == [
        "rendición",
        "cuentas",
        "código",
        "2.1",
    ]


def test_terms_are_safe_to_quote() -> None:
    terms = index_terms("O'Brien \"x\" OR (a:b*) 'c' & | ! <-> \\ ; -- 100% ñandú")
    assert all(character.isalnum() or character in ".-" for term in terms for character in term)


def test_marked_keeps_the_whole_text() -> None:
    wanted = (terms_of("cuentas"), terms_of("rendir"))
    parts = marked("Rendición de cuentas: cuenta rendida", wanted)
    assert "".join(part.text for part in parts) == "Rendición de cuentas: cuenta rendida"
    assert [part.text for part in parts if part.found] == ["cuentas", "cuenta", "rendida"]


def test_snippet_shows_the_stretch_with_most_words() -> None:
    text = "Alfa " * 80 + "audiencia pública en el barrio " + "beta " * 80
    parts = snippet(text, (terms_of("audiencia"), terms_of("barrio")))
    assert [part.text for part in parts if part.found] == ["audiencia", "barrio"]
    assert parts[0].text == "… "
    assert parts[-1].text == " …"
    assert len("".join(part.text for part in parts)) < 260


def test_snippet_without_the_words_is_the_beginning() -> None:
    assert "".join(part.text for part in snippet("Un texto corto.", (terms_of("zzz"),))) == "Un texto corto."


VOCABULARY = {"rendicion": "rendición", "cuentas": "cuentas", "audiencia": "audiencia", "audiencias": "audiencias"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rendision", "rendición"),
        ("rednicion", "rendición"),
        ("cuetas", "cuentas"),
        ("audi", "audiencia"),
        ("xyzzyx", None),
        ("cue", None),
        ("2027", None),
    ],
)
def test_closest_word(typed: str, meant: str | None) -> None:
    assert closest(typed, VOCABULARY) == meant


def test_mended_changes_only_unknown_words() -> None:
    known = index_terms(" ".join(VOCABULARY.values()))
    assert mended("Rendision de cuentas", known, VOCABULARY) == "rendición de cuentas"
    assert mended("rendición de cuentas", known, VOCABULARY) == ""
