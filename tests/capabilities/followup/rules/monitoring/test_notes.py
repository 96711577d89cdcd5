"""What planning may note, what a policy may say, and the states of a round."""

from decimal import Decimal

import pytest

from rinde.capabilities.followup.rules.monitoring.notes import (
    LONGEST_NOTE,
    LONGEST_SUMMARY,
    NoteValues,
    PolicyValues,
    note_gaps,
    policy_gaps,
    summary_gaps,
)
from rinde.capabilities.followup.rules.monitoring.states import check_may_become, check_open, diagram
from rinde.foundations.refusals import TransitionNotAllowed


@pytest.mark.parametrize(
    ("percent", "gaps"), [(None, 0), (Decimal(0), 0), (Decimal(100), 0), (Decimal("100.01"), 1), (Decimal(-1), 1)]
)
def test_a_percentage_of_its_own_lies_between_0_and_100(percent: Decimal | None, gaps: int) -> None:
    assert len(note_gaps(NoteValues("", percent))) == gaps


@pytest.mark.parametrize(("percent", "ratio"), [("62.5", "0.6250"), ("33.33", "0.3333"), ("0", "0.0000")])
def test_a_percentage_is_kept_as_a_ratio(percent: str, ratio: str) -> None:
    assert NoteValues(percent=Decimal(percent)).ratio == Decimal(ratio)


def test_a_note_that_is_too_long_says_by_how_much() -> None:
    assert note_gaps(NoteValues("x" * LONGEST_NOTE)) == ()
    assert note_gaps(NoteValues("x" * (LONGEST_NOTE + 1))) == ("La nota tiene 4001 caracteres; caben 4000.",)
    assert summary_gaps("x" * LONGEST_SUMMARY) == ()
    assert summary_gaps("x" * (LONGEST_SUMMARY + 1)) == ("El resumen tiene 8001 caracteres; caben 8000.",)


def test_who_monitors_never_evaluates_and_may_well_report() -> None:
    assert policy_gaps(PolicyValues(monitored_by=1, evaluated_by=2), actors={1, 2}) == ()
    assert policy_gaps(PolicyValues(), actors=set()) == ()
    assert policy_gaps(PolicyValues(monitored_by=1, evaluated_by=1), actors={1}) == (
        "Quien monitorea no evalúa: juzgaría su propio trabajo. Escoja otra dependencia para evaluar.",
    )


def test_everything_wrong_with_a_policy_is_said_at_once() -> None:
    values = PolicyValues(monitored_by=9, rhythm="WEEKLY", report_days=0, reply_days=61)
    assert [text.split(" ")[0] for text in policy_gaps(values, actors={1})] == ["Escoja", "Escoja", "El", "El"]


@pytest.mark.parametrize("days", [1, 60])
def test_terms_at_their_bounds_are_taken(days: int) -> None:
    assert policy_gaps(PolicyValues(report_days=days, reply_days=days), actors=set()) == ()


def test_a_closed_round_does_not_move() -> None:
    check_open("OPEN")
    with pytest.raises(TransitionNotAllowed, match="ya está cerrada"):
        check_open("CLOSED")
    with pytest.raises(TransitionNotAllowed, match="ronda siguiente"):
        check_may_become("CLOSED", "OPEN")


def test_diagram_names_each_state() -> None:
    assert "OPEN --> CLOSED: cerrar" in diagram()
    assert "CLOSED: Cerrada" in diagram()
