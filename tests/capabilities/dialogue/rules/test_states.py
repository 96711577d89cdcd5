import pytest

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.rules.states import ALLOWED_TRANSITIONS, EDITABLE, IN_PUBLIC, check_may_become, diagram
from rinde.foundations.refusals import TransitionNotAllowed


def test_called_space_never_goes_back_to_its_desk() -> None:
    assert all(step.to != SpaceStatus.DRAFT for steps in ALLOWED_TRANSITIONS.values() for step in steps)


@pytest.mark.parametrize("status", [SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED])
def test_space_that_began_is_not_cancelled(status: SpaceStatus) -> None:
    with pytest.raises(TransitionNotAllowed, match="Cancelado"):
        check_may_become(status, SpaceStatus.CANCELLED)


def test_what_people_were_called_to_stays_in_public() -> None:
    assert set(SpaceStatus) - IN_PUBLIC == {SpaceStatus.DRAFT}
    assert set(SpaceStatus) - EDITABLE == {SpaceStatus.CLOSED, SpaceStatus.CANCELLED}


def test_diagram_names_every_state() -> None:
    drawn = diagram()
    assert all(f"{status.value}: {status.label}" in drawn for status in SpaceStatus)
