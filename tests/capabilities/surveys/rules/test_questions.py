"""What a question may be, and how a list of them is changed without losing what answers are told by."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.surveys.choices import QuestionKind, ReadyForm
from rinde.capabilities.surveys.rules.editing import moved, new_key, options_from_lines, put, without
from rinde.capabilities.surveys.rules.questions import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Option,
    Question,
    from_json,
    question_gaps,
    questions_gaps,
    to_json,
)
from rinde.capabilities.surveys.rules.ready_forms import FORMS, TOPICS_KEY, begun_with

SINGLE = Question("p1", QuestionKind.SINGLE, "¿Sí?", options=(Option("o1", "Sí"), Option("o2", "No")))
SCALE = Question("p2", QuestionKind.SCALE, "¿Cuánto?", lowest=1, highest=5)
NUMBER = Question("p3", QuestionKind.NUMBER, "¿Cuántos?")
TEXT = Question("p4", QuestionKind.SHORT, "¿Qué?")


@pytest.mark.parametrize("question", [SINGLE, SCALE, NUMBER, TEXT, replace(TEXT, kind="LONG")])
def test_question_that_says_all_has_no_gap(question):
    assert question_gaps(question) == ()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (replace(SINGLE, key="Con espacio"), "clave"),
        (replace(SINGLE, kind="OTRA"), "clase"),
        (replace(SINGLE, label=" "), "Escriba la pregunta"),
        (replace(SINGLE, label="a" * 301), "caben 300"),
        (replace(SINGLE, help="a" * 501), "caben 500"),
        (replace(SINGLE, options=(Option("o1", "Sí"),)), "al menos dos"),
        (replace(SINGLE, options=(Option("o1", "Sí"), Option("o2", "SI"))), "repetida"),
        (replace(SINGLE, options=(Option("o1", "Sí"), Option("o1", "No"))), "misma clave"),
        (replace(SINGLE, options=(Option("o1", "Sí"), Option("o2", "a" * 201))), "muy larga"),
        (replace(SINGLE, options=tuple(Option(f"o{n}", f"Op {n}") for n in range(MOST_OPTIONS + 1))), "caben 30"),
        (replace(SINGLE, kind="SEVERAL", most=1), "Una sola opción"),
        (replace(SINGLE, kind="SEVERAL", most=3), "de las que hay"),
        (replace(SCALE, highest=6), "de cuánto a cuánto"),
        (replace(SCALE, low_label="a" * 61), "muy largas"),
        (replace(NUMBER, lowest=5, highest=5), "más pequeño"),
        (replace(NUMBER, highest=10**12), "demasiado grande"),
        (replace(SINGLE, is_personal=True), "con un texto"),
        (replace(TEXT, is_personal=True, is_required=True), "nunca es obligatorio"),
    ],
)
def test_question_that_cannot_be_asked_says_why(question, words):
    assert any(words in gap for gap in question_gaps(question)), question_gaps(question)


def test_form_says_every_gap_with_the_place_of_its_question():
    gaps = questions_gaps([SINGLE, replace(SCALE, label=""), replace(TEXT, key="p1")])
    assert gaps == (
        "Dos preguntas tienen la misma clave «p1». Quite una y agréguela de nuevo.",
        "Pregunta 2: escriba la pregunta.",
    )


@pytest.mark.parametrize("questions", [[], [replace(TEXT, is_personal=True)]])
def test_form_without_a_question_that_is_counted_is_refused(questions):
    assert "Agregue al menos una pregunta" in questions_gaps(questions)[0]


def test_form_with_too_many_questions_says_how_many_to_take_off():
    many = [replace(TEXT, key=f"p{number}") for number in range(MOST_QUESTIONS + 2)]
    assert questions_gaps(many) == ("Son 42 preguntas y caben 40. Quite 2.",)


def test_questions_come_back_from_what_is_stored():
    questions = tuple(one for form in FORMS.values() for one in form.questions)
    assert from_json(to_json(questions)) == questions


@pytest.mark.parametrize("form", [form for form in ReadyForm.values if form != ReadyForm.BLANK])
def test_ready_form_may_be_opened_as_it_is_and_asks_nothing_personal(form):
    questions = begun_with(form).questions
    assert questions_gaps(questions) == ()
    assert not any(one.is_personal for one in questions)
    assert questions[-1].key in {"mejorar", "zona"}


def test_topics_become_the_options_and_no_more_may_be_marked_than_there_are():
    topics = next(one for one in begun_with(ReadyForm.TOPICS, ["Vías", "Salud"]).questions if one.key == TOPICS_KEY)
    assert [one.label for one in topics.options] == ["Vías", "Salud"]
    assert topics.most == 2


def test_typed_options_keep_their_codes_by_their_words():
    before = (Option("o1", "Sí"), Option("o2", "No"), Option("o3", "A veces"))
    assert options_from_lines("- no\n\n2) Nunca\n• SÍ ", before) == (
        Option("o2", "no"),
        Option("o4", "Nunca"),
        Option("o1", "SÍ"),
    )


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_typed_options_never_share_a_code(lines):
    codes = [one.code for one in options_from_lines("\n".join(lines), (Option("o1", "Sí"), Option("o7", "No")))]
    assert len(set(codes)) == len(codes)


def test_key_is_never_one_that_was():
    assert new_key(["p1", "p9", "zona", "p2"]) == "p10"


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [("p1", 1, "2134"), ("p1", -1, "1234"), ("p4", 1, "1234"), ("p3", -2, "3124"), ("otra", 1, "1234")],
)
def test_question_moves_within_the_list(key, by, order):
    after = moved([SINGLE, SCALE, NUMBER, TEXT], key, by)
    assert "".join(one.key[1] for one in after) == order


def test_question_is_put_in_its_place_or_at_the_end():
    changed = replace(SINGLE, label="¿No?")
    assert put([SINGLE, SCALE], changed) == (changed, SCALE)
    assert put([SINGLE], SCALE) == (SINGLE, SCALE)
    assert without([SINGLE, SCALE], "p1") == (SCALE,)
