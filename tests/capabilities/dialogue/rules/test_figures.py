from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.dialogue.rules.figures import (
    NOBODY_COUNTED,
    AnswerFigures,
    CommitmentFigures,
    Share,
    SpaceFigures,
    StepFigures,
    sum_of,
)

DAY = date(2026, 5, 12)


def a_space(**fields: Any) -> SpaceFigures:
    defaults: dict[str, Any] = {
        "title": "Audiencia",
        "kind": "Audiencia pública participativa",
        "on": DAY,
        "place": "Salón comunal",
        "status": "Realizado",
        "url": "/x/",
    }
    return SpaceFigures(**defaults | fields)


def a_step(*, done_on: date | None, is_late: bool) -> StepFigures:
    return StepFigures("Convocar", "Hecho", DAY, done_on, is_late)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (0, 3, "0.0"), (2, 3, "66.7"), (1, 8, "12.5"), (1, 16, "6.3"), (3, 3, "100.0")],
)
def test_share_is_rounded_half_up_and_never_of_nothing(part: int, whole: int, percent: str | None) -> None:
    assert Share(part, whole).percent == (Decimal(percent) if percent else None)


def test_share_is_told_with_what_it_was_counted_from() -> None:
    assert Share(8, 12).in_words(of_none="x") == "8 de 12 (66,7 %)"
    assert Share(12, 12).in_words(of_none="x") == "12 de 12 (100 %)"
    assert Share(0, 0).in_words(of_none="Nadie preguntó.") == "Nadie preguntó."


def test_hidden_questions_are_not_waited_for() -> None:
    figures = AnswerFigures(asked=10, live=4, written=2, waiting=1, hidden=3)
    assert figures.answered == Share(6, 7)


def test_steps_count_once_they_were_due() -> None:
    steps = (
        a_step(done_on=DAY, is_late=False),
        a_step(done_on=DAY, is_late=True),
        a_step(done_on=None, is_late=True),
        a_step(done_on=None, is_late=False),
    )
    assert a_space(steps=steps).on_time == Share(1, 3)


def test_people_whom_nobody_counted_are_not_none() -> None:
    assert a_space().people_in_words == NOBODY_COUNTED
    assert a_space(people=0).people_in_words == "0 personas"
    assert a_space(people=1).people_in_words == "1 persona"
    total = sum_of([a_space(), a_space(people=0), a_space(people=9)])
    assert (total.counted, total.attendances) == (2, 9)


def test_sum_of_no_space_is_nothing() -> None:
    total = sum_of([])
    assert (total.called, total.held, total.on_time, total.answers) == (0, 0, Share(0, 0), AnswerFigures())


counts = st.integers(0, 500)
answers = st.builds(AnswerFigures, counts, counts, counts, counts, counts, counts)
commitments = st.builds(CommitmentFigures, *[counts] * 9)
spaces = st.builds(a_space, people=st.none() | counts, answers=answers, commitments=commitments, is_held=st.booleans())


@given(st.lists(spaces, max_size=6), st.lists(spaces, max_size=6))
def test_sum_of_two_halves_is_the_sum_of_all(first: list[SpaceFigures], second: list[SpaceFigures]) -> None:
    whole, one, two = sum_of(first + second), sum_of(first), sum_of(second)
    assert whole.answers == one.answers + two.answers
    assert whole.commitments == one.commitments + two.commitments
    assert whole.attendances == one.attendances + two.attendances
    assert whole.held == one.held + two.held
