"""What a reply needs, which comments say the same, and what a consultation comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.consultations.rules.replies import (
    Outcome,
    ReplyValues,
    Said,
    alike_groups,
    reply_gaps,
    tally,
)
from rinde.capabilities.consultations.rules.summaries import Waiting, numbers_in_words, summary_gaps

GOOD = ReplyValues((1, 2), "ACCEPTED", "Sí, porque ayuda.", promises_change=True)


def test_reply_that_says_what_is_needed_has_no_gap():
    assert reply_gaps(GOOD) == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (ReplyValues((), "ACCEPTED", "Sí"), "Marque al menos un comentario"),
        (ReplyValues((1,), "MAYBE", "Sí"), "Escoja si se acoge"),
        (ReplyValues((1,), "NOT", "  "), "también lleva su porqué"),
        (ReplyValues((1,), "NOT", "x" * 4_001), "caben 4000"),
        (ReplyValues((1,), "NOT", "No", promises_change=True), "promete un cambio"),
    ],
)
def test_reply_with_a_gap_says_how_to_go_on(values, said):
    assert any(said in gap for gap in reply_gaps(values))


LETTER = "Pedimos que el informe de rendición de cuentas se publique también en la emisora comunitaria del municipio."


def test_copies_of_one_letter_are_one_group_whatever_their_accents_and_endings():
    said = [
        Said(1, "", LETTER),
        Said(2, "", LETTER.upper()),
        Said(3, "", f"Buenas tardes. {LETTER} Gracias."),
        Said(4, "", "El horario de la ventanilla debería incluir los sábados en la mañana."),
    ]
    assert alike_groups(said) == ((1, 2, 3), (4,))


def test_equal_texts_on_different_activities_are_answered_apart():
    assert alike_groups([Said(1, "1-1", LETTER), Said(2, "1-2", LETTER)]) == ((1,), (2,))


def test_short_texts_are_alike_only_when_they_are_equal():
    assert alike_groups([Said(1, "", "Sí"), Said(2, "", "si."), Said(3, "", "Yo")]) == ((1, 2), (3,))


def test_opposite_wishes_about_one_thing_are_not_put_together():
    said = [
        Said(1, "", "Que la audiencia pública se haga en el coliseo y no en la alcaldía."),
        Said(2, "", "Prefiero que las preguntas se reciban por WhatsApp antes del evento."),
    ]
    assert alike_groups(said) == ((1,), (2,))


@given(st.lists(st.text("abcdeñ áz", max_size=60), max_size=25))
def test_every_comment_is_in_exactly_one_group(texts):
    groups = alike_groups(Said(number, "", text) for number, text in enumerate(texts, start=1))
    assert sorted(number for group in groups for number in group) == list(range(1, len(texts) + 1))


def test_tally_counts_by_outcome_way_and_subject():
    found = tally(
        [
            Outcome("1-1", "actividad 1.1", "ACCEPTED", False, "WEB"),
            Outcome("1-1", "actividad 1.1", "NOT", False, "PAPER"),
            Outcome("", "el plan en general", "PARTLY", False, "WEB"),
            Outcome("", "el plan en general", "", True, "WEB"),
        ]
    )
    assert (found.received, found.shown, found.hidden) == (4, 3, 1)
    assert dict(found.by_outcome) == {"ACCEPTED": 1, "PARTLY": 1, "NOT": 1}
    assert dict(found.by_channel) == {"WEB": 3, "PAPER": 1}
    assert [(one.key, one.comments, one.accepted) for one in found.subjects] == [("1-1", 2, 1), ("", 1, 1)]


def test_tally_of_nothing_is_nothing():
    found = tally([])
    assert (found.received, found.shown, found.hidden, found.by_outcome, found.subjects) == (0, 0, 0, (), ())


@pytest.mark.parametrize(
    ("summary", "waiting", "found"),
    [
        ("Se acogió casi todo.", Waiting(), 0),
        ("", Waiting(), 1),
        ("x" * 8_001, Waiting(), 1),
        ("Bien", Waiting((1,), (2, 3)), 2),
    ],
)
def test_summary_waits_until_everybody_was_answered(summary, waiting, found):
    assert len(summary_gaps(summary, waiting)) == found


def test_many_numbers_are_said_by_the_first_and_how_many_more():
    assert numbers_in_words((4,)) == "4"
    assert numbers_in_words((4, 7, 9)) == "4, 7 y 9"
    assert numbers_in_words(tuple(range(1, 16))) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 y 3 más"
