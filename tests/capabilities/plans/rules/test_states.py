import pytest

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.rules.states import ALLOWED_TRANSITIONS, check_may_become, diagram
from rinde.foundations.refusals import TransitionNotAllowed


def test_the_table_covers_every_state() -> None:
    assert set(ALLOWED_TRANSITIONS) == set(PlanStatus)


def test_every_step_leads_to_a_state() -> None:
    assert {step.to for steps in ALLOWED_TRANSITIONS.values() for step in steps} <= set(PlanStatus)


@pytest.mark.parametrize(
    ("current", "wanted", "allowed"),
    [
        ("DRAFT", "PUBLISHED", True),
        ("PUBLISHED", "PUBLISHED", True),
        ("PUBLISHED", "DRAFT", False),
        ("DRAFT", "DRAFT", False),
        ("INVENTED", "PUBLISHED", False),
    ],
)
def test_only_what_the_table_says_is_allowed(current: str, wanted: str, allowed: bool) -> None:
    try:
        check_may_become(current, wanted)
    except TransitionNotAllowed:
        assert not allowed
    else:
        assert allowed


def test_a_refused_step_names_both_states() -> None:
    with pytest.raises(TransitionNotAllowed, match="«Publicado» no puede pasar a «Borrador»"):
        check_may_become("PUBLISHED", "DRAFT")


def test_the_diagram_draws_every_step() -> None:
    assert diagram().count("-->") == 1 + sum(map(len, ALLOWED_TRANSITIONS.values()))
