import pytest

from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.rules.change_requests.states import (
    ALLOWED_TRANSITIONS,
    OPEN,
    WAITS_FOR,
    check_may_become,
    diagram,
    may_become,
)
from rinde.foundations.refusals import TransitionNotAllowed

ALLOWED = {
    ("REQUESTED", "WITH_OPINION"),
    ("REQUESTED", "WITHDRAWN"),
    ("WITH_OPINION", "APPROVED"),
    ("WITH_OPINION", "REJECTED"),
    ("WITH_OPINION", "WITHDRAWN"),
    ("APPROVED", "PUBLISHED"),
    ("APPROVED", "WITHDRAWN"),
}


@pytest.mark.parametrize("current", ChangeStatus.values)
@pytest.mark.parametrize("wanted", ChangeStatus.values)
def test_only_the_steps_of_the_table_are_taken(current: str, wanted: str) -> None:
    assert may_become(current, wanted) is ((current, wanted) in ALLOWED)


def test_refusal_says_what_the_request_waits_for() -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        check_may_become("REQUESTED", "APPROVED", number=4)

    assert refused.value.message == (
        "La solicitud 4 está en «Solicitado». Falta el concepto de la coordinación del plan."
    )


def test_refusal_of_what_ended_says_the_way_out() -> None:
    with pytest.raises(TransitionNotAllowed, match="haga una solicitud nueva"):
        check_may_become("REJECTED", "APPROVED", number=4)


def test_every_open_state_says_who_is_waited_for() -> None:
    assert set(WAITS_FOR) == set(OPEN)


def test_diagram_draws_every_step() -> None:
    assert diagram().count("-->") == 1 + sum(map(len, ALLOWED_TRANSITIONS.values()))
