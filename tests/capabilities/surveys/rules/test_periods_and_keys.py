"""When answers are taken, what keys look like, and what is told of personal data."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.surveys.choices import Audience
from rinde.capabilities.surveys.rules.details import Details, details_gaps
from rinde.capabilities.surveys.rules.periods import (
    Paper,
    is_past,
    paper_gaps,
    period_gaps,
    receives,
    waits_to_begin,
)
from rinde.capabilities.surveys.rules.privacy import consent_text, may_be_kept, personal_gaps
from rinde.capabilities.surveys.rules.questions import Question
from rinde.capabilities.surveys.rules.states import check_may_become, diagram
from rinde.capabilities.surveys.rules.tokens import ALPHABET, LENGTH, count_gaps, shown, tidied
from rinde.foundations.refusals import TransitionNotAllowed

OPENS = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("America/Bogota"))
CLOSES = OPENS + timedelta(days=3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "answer"), [(OPENS - SECOND, False), (OPENS, True), (CLOSES - SECOND, True), (CLOSES, False)]
)
def test_survey_receives_from_its_opening_to_its_end(now, answer):
    assert receives("OPEN", opens_at=OPENS, closes_at=CLOSES, now=now) is answer
    assert receives("CLOSED", opens_at=OPENS, closes_at=CLOSES, now=now) is False


def test_survey_without_an_end_receives_until_somebody_closes_it():
    assert receives("OPEN", opens_at=OPENS, closes_at=None, now=OPENS + timedelta(days=900))
    assert not is_past("OPEN", closes_at=None, now=OPENS + timedelta(days=900))


def test_survey_waits_before_its_opening_and_is_past_at_its_end():
    assert waits_to_begin("OPEN", opens_at=OPENS, now=OPENS - SECOND)
    assert not waits_to_begin("OPEN", opens_at=OPENS, now=OPENS)
    assert is_past("OPEN", closes_at=CLOSES, now=CLOSES)
    assert not is_past("OPEN", closes_at=CLOSES, now=CLOSES - SECOND)


def test_period_that_is_over_or_turned_around_is_refused():
    assert "ya pasó" in period_gaps(OPENS, CLOSES, CLOSES)[0]
    assert "antes de abrirse" in period_gaps(CLOSES, OPENS, OPENS - SECOND)[0]
    assert period_gaps(OPENS, CLOSES, OPENS) == ()
    assert period_gaps(OPENS, None, OPENS) == ()


@pytest.mark.parametrize(
    ("place", "day", "words"),
    [
        ("", date(2026, 3, 2), "lugar"),
        ("x" * 161, date(2026, 3, 2), "muy largo"),
        ("Mesa", None, "Escriba el día"),
        ("Mesa", date(2026, 3, 6), "todavía no ha llegado"),
        ("Mesa", date(2026, 3, 1), "fuera del plazo"),
        ("Mesa", date(2026, 3, 5), "fuera del plazo"),
    ],
)
def test_paper_of_no_place_or_another_day_says_so(place, day, words):
    gaps = paper_gaps(Paper(place, day), opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 4), today=date(2026, 3, 5))
    assert words in gaps[0]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 4)])
def test_paper_of_both_ends_of_the_period_is_taken(day):
    paper = Paper("Mesa", day)
    assert paper_gaps(paper, opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 4), today=date(2026, 3, 5)) == ()


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_key_is_read_back_however_it_was_typed(letters):
    for typed in (shown(letters), letters.lower(), " ".join(letters), f"  {shown(letters)}\n".replace("-", "–")):
        assert tidied(typed) == letters


@pytest.mark.parametrize("typed", ["", "K7QF-2MXA", "K7QF-2MXA-9RT0", "K7QF-2MXA-9RTD-A", "ÑÑÑÑÑÑÑÑÑÑÑÑ"])
def test_what_cannot_be_a_key_is_nothing(typed):
    assert tidied(typed) == ""


@pytest.mark.parametrize(("count", "gaps"), [(0, 1), (1, 0), (200, 0), (201, 1), (-3, 1)])
def test_keys_are_made_within_limits(count, gaps):
    assert len(count_gaps(count)) == gaps


def test_personal_questions_need_a_purpose_and_a_term():
    asks = [Question("p1", "SHORT", "Su correo", is_personal=True)]
    assert len(personal_gaps(asks, purpose=" ", kept_days=0)) == 2
    assert personal_gaps(asks, purpose="avisarle", kept_days=30) == ()
    assert personal_gaps([Question("p1", "SHORT", "¿Qué?")], purpose="", kept_days=0) == ()


def test_consent_says_purpose_and_term():
    text = consent_text("avisarle de los resultados.", kept_days=30)
    assert "solo para lo siguiente: avisarle de los resultados. No se publican" in text
    assert "30 días después" in text


def test_personal_data_is_kept_until_its_term_and_not_a_moment_longer():
    closed = CLOSES + timedelta(days=30)
    assert may_be_kept(None, kept_days=30, now=closed)
    assert may_be_kept(CLOSES, kept_days=30, now=closed - SECOND)
    assert not may_be_kept(CLOSES, kept_days=30, now=closed)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (Details(""), "título"),
        (Details("x" * 161), "caben 160"),
        (Details("T", purpose="x" * 2_001), "caben 2000"),
        (Details("T", audience="OTRA"), "quién puede"),
        (Details("T", personal_purpose="x" * 501), "caben 500"),
        (Details("T", kept_days=731), "730"),
    ],
)
def test_details_say_what_is_wrong(details, words):
    assert words in details_gaps(details)[0]
    assert details_gaps(Details("T", audience=Audience.TOKEN)) == ()


@pytest.mark.parametrize(("current", "wanted"), [("DRAFT", "CLOSED"), ("OPEN", "DRAFT"), ("CLOSED", "DRAFT")])
def test_step_that_is_not_in_the_table_is_refused(current, wanted):
    with pytest.raises(TransitionNotAllowed):
        check_may_become(current, wanted)


def test_diagram_draws_every_step():
    assert diagram().count("-->") == 4
