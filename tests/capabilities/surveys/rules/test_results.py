"""Figures with what they are counted of; totals that add up; and what the public is not told."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.columns import columns_of
from rinde.capabilities.surveys.rules.questions import Option, Question
from rinde.capabilities.surveys.rules.results import CountedSheet, count_survey, for_the_public, ranked
from rinde.capabilities.surveys.rules.sheets import Sheet
from rinde.capabilities.surveys.rules.versions import joined, what_changes

CHANNELS = {"WEB": "Por esta página", "PAPER": "En papel"}
OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
SINGLE = Question("una", QuestionKind.SINGLE, "¿Una?", options=OPTIONS, allows_unknown=True)
SEVERAL = Question("varias", QuestionKind.SEVERAL, "¿Varias?", options=OPTIONS, allows_unknown=True)
SCALE = Question("escala", QuestionKind.SCALE, "¿Escala?", lowest=1, highest=5, low_label="Mal", allows_unknown=True)
NUMBER = Question("numero", QuestionKind.NUMBER, "¿Número?")
LONG = Question("largo", QuestionKind.LONG, "¿Largo?")
ALL = (SINGLE, SEVERAL, SCALE, NUMBER, LONG)


def sheets(*given_, version=1, channel="WEB", unknown=()):
    return [CountedSheet(version, channel, Sheet(one, frozenset(unknown))) for one in given_]


def count(rows, *versions):
    return count_survey(versions or [(1, ALL)], rows, CHANNELS)


def of(results, key):
    return next(one for one in results.questions if one.key == key)


def test_each_figure_has_what_it_is_counted_of():
    rows = sheets({"una": "a"}, {"una": "a"}, {"una": "b"}, {}) + sheets({}, unknown=["una"])
    found = of(count(rows), "una")
    assert (found.received, found.answered, found.blank) == (5, 4, 1)
    assert [(one.label, one.count, one.denominator) for one in found.options] == [
        ("A", 2, 4),
        ("B", 1, 4),
        ("C", 0, 4),
        ("No sé", 1, 4),
    ]


def test_mean_of_a_scale_leaves_unknown_out():
    rows = sheets({"escala": 1}, {"escala": 4}) + sheets({}, unknown=["escala"])
    found = of(count(rows), "escala")
    assert (found.mean, found.mean_of, found.answered) == (Decimal("2.5"), 2, 3)
    assert found.options[0].label == "1 (Mal)"


def test_mean_rounds_the_half_up():
    assert of(count(sheets(*({"escala": one} for one in (1, 1, 1, 2)))), "escala").mean == Decimal("1.3")


def test_numbers_tell_single_values_inside_only():
    results = count(sheets(*({"numero": str(one)} for one in (1, 2, 3, 4, "10.5"))))
    inside = of(results, "numero").numbers
    assert (inside.mean, inside.median, inside.lowest, inside.highest) == (
        Decimal("4.1"),
        Decimal("3.0"),
        Decimal(1),
        Decimal("10.5"),
    )
    outside = of(for_the_public(results, ["numero"]), "numero").numbers
    assert (outside.mean, outside.median, outside.lowest, outside.highest) == (Decimal("4.1"), None, None, None)


def test_public_sees_chosen_questions_without_texts():
    public = for_the_public(count(sheets(*[{"una": "a", "largo": "Ana Pérez"}] * 9)), ["largo"])
    assert [one.key for one in public.questions] == ["largo"]
    assert "Ana" not in str(public)
    assert of(public, "largo").answered == 9


def test_mean_goes_with_a_hidden_cell():
    rows = sheets(*[{"escala": 5}] * 20, *[{"escala": 4}] * 9, {"escala": 1})
    found = of(for_the_public(count(rows), ["escala"]), "escala")
    assert found.hides_some
    assert (found.mean, found.mean_of) == (None, 0)


def test_question_that_four_answered_is_withheld():
    rows = sheets(*[{"una": "a"}] * 4, *[{"varias": ["b"]}] * 9)
    found = of(for_the_public(count(rows), ["una"]), "una")
    assert (found.withheld, found.options) == (True, ())


def test_survey_of_four_tells_no_question():
    public = for_the_public(count(sheets(*[{"una": "a"}] * 4)), ["una"])
    assert (public.withheld, public.questions, public.channels) == (True, (), ())


def test_channels_hide_a_small_one_and_what_gives_it_away():
    rows = sheets(*[{"una": "a"}] * 20) + sheets({"una": "a"}, channel="PAPER")
    assert [one.count for one in for_the_public(count(rows), []).channels] == [None, None]


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "?", ""]),
        st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        st.sampled_from([1, 2, 3, 4, 5, 0]),
    ),
    max_size=60,
)


def sheet_of(una, varias, escala):
    given_ = {"una": una, "varias": varias, "escala": escala}
    unknown = frozenset({"una"} if una == "?" else ())
    return Sheet({key: value for key, value in given_.items() if value and value != "?"}, unknown)


@given(ANSWERS)
def test_parts_make_the_whole_and_what_is_told_is_true(answers):
    results = count([CountedSheet(1, "WEB", sheet_of(*one)) for one in answers])
    for key in ("una", "escala"):
        found = of(results, key)
        assert sum(one.count for one in found.options) == found.answered
        assert found.answered + found.blank == found.received == len(answers)
    public = for_the_public(results, [one.key for one in ALL])
    for told in public.questions:
        true = of(results, told.key)
        shown = [one for one in told.options if one.count is not None]
        assert all(one.count == 0 or one.count >= 5 for one in shown)
        assert {one.code: one.count for one in shown}.items() <= {one.code: one.count for one in true.options}.items()
        if told.kind != QuestionKind.SEVERAL and told.options:
            hidden = [one for one in told.options if one.suppressed]
            lacking = told.answered - sum(one.count for one in shown)
            assert len(hidden) != 1
            assert not hidden or lacking >= 5


def test_ranked_topics_put_the_most_wanted_first_and_leave_unknown_out():
    rows = sheets({"varias": ["b"]}, {"varias": ["b", "c"]}) + sheets({}, unknown=["varias"])
    assert [(one.label, one.count, one.of) for one in ranked(of(count(rows), "varias"))] == [
        ("B", 2, 3),
        ("C", 1, 3),
        ("A", 0, 3),
    ]


def test_same_question_is_counted_together_and_a_changed_one_apart():
    corrected = replace(SINGLE, label="¿ÚNA?", help="Otra ayuda", is_required=True)
    other = replace(SCALE, highest=10)
    rows = sheets({"una": "a", "escala": 5}) + sheets({"una": "b", "escala": 9}, version=2)
    results = count(rows, (1, (SINGLE, SCALE)), (2, (other, corrected)))

    assert [(one.key, one.versions, one.received) for one in results.questions] == [
        ("escala", (2,), 1),
        ("una", (1, 2), 2),
        ("escala", (1,), 1),
    ]


def test_what_changes_names_each_question_once():
    assert what_changes([SINGLE, SCALE], [replace(SCALE, highest=10), NUMBER]) == (
        "Se agrega «¿Número?».",
        "Se quita «¿Una?»; sus respuestas se conservan.",
        "Cambia «¿Escala?»: sus respuestas se cuentan aparte de las anteriores.",
    )
    assert what_changes([SINGLE, SCALE], [SCALE, replace(SINGLE, help="x")]) == ()


def test_joined_keeps_the_newest_words():
    assert joined([(1, [SINGLE]), (2, [replace(SINGLE, help="nueva")])])[0].question.help == "nueva"


def test_columns_of_later_versions_stand_behind_those_that_are_there():
    first = columns_of([(1, ALL)])
    later = columns_of([(1, ALL), (2, (replace(SCALE, highest=10), LONG, SINGLE, NUMBER))])
    assert [one.key for one in later][: len(first)] == [one.key for one in first]
    assert [one.key for one in later][len(first) :] == ["escala__v2", "escala__v2__no_se"]


def test_columns_hold_one_thing_each():
    sheet = Sheet({"una": "b", "varias": ["a"], "numero": "3.5", "largo": "Hola"}, frozenset({"escala"}))
    values = {one.key: one.value(1, sheet) for one in columns_of([(1, ALL)])}
    assert values == {
        "una": "B",
        "varias__a": 1,
        "varias__b": 0,
        "varias__c": 0,
        "varias__no_se": 0,
        "escala": None,
        "escala__no_se": 1,
        "numero": Decimal("3.5"),
        "largo": "Hola",
    }


def test_columns_say_nothing_for_a_version_that_did_not_ask():
    column = columns_of([(1, (SINGLE,)), (2, (LONG,))])[0]
    assert column.value(2, Sheet({"una": "a"})) is None


def test_columns_hold_nothing_personal():
    assert columns_of([(1, (replace(LONG, is_personal=True),))]) == ()
