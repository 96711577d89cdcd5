"""What keeps a comment from being received, which ones wait for somebody, and what may happen to one."""

from dataclasses import replace
from datetime import date

import pytest

from plan_contents import a_plan, an_activity
from rinde.capabilities.consultations.choices import CommentChannel, CommentStatus, ConsultationStatus
from rinde.capabilities.consultations.rules import moderation, states
from rinde.capabilities.consultations.rules.comments import (
    LONGEST_TEXT,
    CommentValues,
    comment_gaps,
    length_gap,
    paper_gaps,
    subjects_of,
)
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.foundations.text.typed import tidy_text

TODAY = date(2026, 12, 1)
SUBJECTS = subjects_of(a_plan(an_activity("3.1"), an_activity("3.2")))
PAPER = CommentValues("Más horario", channel=CommentChannel.PAPER, place="Parque", given_on=date(2026, 11, 28))


def gaps_of(values):
    return comment_gaps(values, subjects=SUBJECTS, today=TODAY)


def test_subject_says_code_and_name():
    assert SUBJECTS["3-1"].label == "actividad 3.1: Publicar el informe 3.1"


def test_subject_of_an_endless_name_fits_its_column():
    found = subjects_of(a_plan(an_activity("1.1", name="palabra " * 200)))
    assert len(found["1-1"].label) <= 250


@pytest.mark.parametrize(
    "values",
    [
        CommentValues("Me parece bien"),
        CommentValues("Me parece bien", activity_key="3-1", author_kind="OVERSIGHT"),
        CommentValues("Bien", author_name="Ana", shows_name=True, email="a@example.org", consents=True),
        PAPER,
        replace(PAPER, channel=CommentChannel.MAIL, place=""),
        CommentValues("x" * LONGEST_TEXT),
    ],
)
def test_comment_that_says_what_is_needed_has_no_gap(values):
    assert gaps_of(values) == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (CommentValues("   "), "Escriba su comentario"),
        (CommentValues("x" * (LONGEST_TEXT + 1)), "Quite 1,"),
        (CommentValues("x" * 10_000), "tiene 10.000 caracteres y caben 2.000"),
        (CommentValues("Bien", activity_key="9-9"), "no está en el texto en consulta"),
        (CommentValues("Bien", author_kind="KING"), "Escoja de la lista quién comenta"),
        (CommentValues("Bien", author_name="x" * 121, consents=True), "El nombre es muy largo"),
        (CommentValues("Bien", shows_name=True), "Para mostrar su nombre, escríbalo"),
        (CommentValues("Bien", author_name="Ana"), "marque la autorización"),
        (CommentValues("Bien", email="a@example.org"), "marque la autorización"),
        (CommentValues("Bien", channel="PIGEON"), "Escoja de la lista cómo llegó"),
        (replace(PAPER, given_on=None), "Escriba el día"),
        (replace(PAPER, given_on=date(2026, 12, 2)), "todavía no ha llegado"),
        (replace(PAPER, place=""), "Escriba el lugar"),
        (replace(PAPER, place="x" * 161), "El lugar es muy largo"),
    ],
)
def test_comment_with_a_gap_says_how_to_go_on(values, said):
    assert any(said in gap for gap in gaps_of(values)), gaps_of(values)


@pytest.mark.parametrize(
    ("given_on", "fits"),
    [
        (date(2026, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2026, 12, 5), True),
        (date(2026, 12, 6), False),
    ],
)
def test_comment_on_paper_belongs_to_the_period(given_on, fits):
    found = paper_gaps(replace(PAPER, given_on=given_on), opens_on=date(2026, 11, 20), closes_on=date(2026, 12, 5))
    assert (found == ()) is fits


def test_comment_by_the_page_is_not_typed_in_as_paper():
    assert paper_gaps(CommentValues("Bien"), opens_on=TODAY, closes_on=TODAY) != ()


def test_line_breaks_of_a_browser_count_once():
    text = tidy_text("\r\n".join("x" for _ in range(LONGEST_TEXT // 2)))
    assert len(text) == LONGEST_TEXT - 1
    assert length_gap(text) == ""


@pytest.mark.parametrize(
    ("text", "channel", "at_once", "expected"),
    [
        ("Bien", CommentChannel.WEB, True, CommentStatus.VISIBLE),
        ("Bien", CommentChannel.WEB, False, CommentStatus.PENDING),
        ("http://a http://b https://c", CommentChannel.WEB, True, CommentStatus.VISIBLE),
        ("http://a http://b https://c WWW.d", CommentChannel.WEB, True, CommentStatus.PENDING),
        ("Bien", CommentChannel.PAPER, False, CommentStatus.VISIBLE),
        ("http://a http://b https://c www.d", CommentChannel.MEETING, False, CommentStatus.VISIBLE),
    ],
)
def test_comment_waits_where_nobody_looked_or_it_is_a_link_farm(text, channel, at_once, expected):
    assert moderation.first_status(text, channel=channel, shows_at_once=at_once) == expected


@pytest.mark.parametrize("current", CommentStatus.values)
@pytest.mark.parametrize("wanted", CommentStatus.values)
def test_comment_moves_only_along_its_table(current, wanted):
    allowed = {
        ("PENDING", "VISIBLE"),
        ("PENDING", "HIDDEN"),
        ("VISIBLE", "HIDDEN"),
        ("HIDDEN", "VISIBLE"),
    }
    if (current, wanted) in allowed:
        moderation.check_may_become(current, wanted)
    else:
        with pytest.raises(TransitionNotAllowed):
            moderation.check_may_become(current, wanted)


@pytest.mark.parametrize("current", ConsultationStatus.values)
@pytest.mark.parametrize("wanted", ConsultationStatus.values)
def test_consultation_moves_only_along_its_table(current, wanted):
    if (current, wanted) in {("OPEN", "CLOSED"), ("OPEN", "WITHDRAWN"), ("CLOSED", "ANSWERED")}:
        states.check_may_become(current, wanted)
    else:
        with pytest.raises(TransitionNotAllowed):
            states.check_may_become(current, wanted)


def test_diagram_draws_every_state():
    assert all(code in states.diagram() for code in ConsultationStatus.values)
