import pytest

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind
from rinde.capabilities.dialogue.rules.kinds import KINDS, steps_of_kind
from rinde.capabilities.dialogue.rules.terms import DEFAULT_TERMS


def test_every_kind_has_its_steps() -> None:
    assert set(KINDS) == set(SpaceKind)


def test_hearing_asks_for_every_step() -> None:
    assert steps_of_kind(SpaceKind.PUBLIC_HEARING).asked == set(StepKind)


def test_training_asks_for_people_a_page_and_a_short_survey() -> None:
    training = steps_of_kind(SpaceKind.TRAINING)
    assert training.asked == {StepKind.CHECK_IN, StepKind.SURVEY, StepKind.MINUTES}
    assert not {StepKind.LIVE_QUESTIONS, StepKind.ANSWERS, StepKind.COMMITMENTS} & set(training.all)


def test_internal_meeting_calls_nobody() -> None:
    meeting = steps_of_kind(SpaceKind.INTERNAL_MEETING)
    assert not meeting.is_public
    assert not {StepKind.CALL, StepKind.REGISTRATION, StepKind.RESULTS} & set(meeting.all)


@pytest.mark.parametrize("kind", SpaceKind)
def test_steps_come_in_the_order_in_which_they_happen(kind: SpaceKind) -> None:
    order = list(StepKind)
    places = [order.index(step) for step in steps_of_kind(kind).all]
    assert places == sorted(places)
    assert not steps_of_kind(kind).asked & steps_of_kind(kind).offered


def test_every_step_has_a_term_with_a_source() -> None:
    assert set(DEFAULT_TERMS) == set(StepKind)
    assert all(term.source_key for term in DEFAULT_TERMS.values())
