"""The order in which cells press, and what a unit can do with each."""

from datetime import date, timedelta
from typing import Any

import pytest

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.agenda import (
    Act,
    AgendaItem,
    Pressing,
    Turn,
    agenda_item,
    group_tally,
    in_groups,
    in_order,
    pressing_of,
)
from rinde.capabilities.followup.rules.cells import CellKey

DUE = date(2026, 6, 30)
SOON = 14


def item(today: date = DUE, **state: Any) -> AgendaItem:
    return agenda_item(1, a_state(**state), today=today, soon_days=SOON)


SENT, ACCEPTED = {"status": "SENT"}, {"status": "ACCEPTED"}
DRAFT, RETURNED = a_report(status="DRAFT", outcome=""), a_report(status="RETURNED")


@pytest.mark.parametrize(
    ("days", "turn"),
    [(-15, Turn.THIS_YEAR), (-14, Turn.SOON), (0, Turn.SOON), (1, Turn.FIRST), (-200, Turn.LATER_YEARS)],
)
def test_cell_that_nobody_told_of_presses_by_its_day(days: int, turn: Turn) -> None:
    found = item(DUE + timedelta(days=days))
    assert (found.turn, found.act) == (turn, Act.REPORT)


@pytest.mark.parametrize(
    ("state", "turn", "act"),
    [
        ({"open": DRAFT}, Turn.SOON, Act.CONTINUE),
        ({"open": RETURNED}, Turn.FIRST, Act.CORRECT),
        ({"said": a_report(**SENT)}, Turn.WAITING, Act.READ),
        ({"said": a_report(**SENT), "proofs": 0}, Turn.SOON, Act.PROVE),
        ({"said": a_report(**SENT, outcome="PARTIAL")}, Turn.WAITING, Act.READ),
        ({"said": a_report(**SENT, outcome="NO_CASE")}, Turn.WAITING, Act.READ),
        ({"said": a_report(**ACCEPTED)}, Turn.FINISHED, Act.READ),
        ({"said": a_report(**ACCEPTED), "proofs": 0}, Turn.SOON, Act.PROVE),
        ({"said": a_report(**ACCEPTED, outcome="NO_CASE")}, Turn.FINISHED, Act.REPORT_MORE),
        ({"said": a_report(**ACCEPTED, outcome="PARTIAL")}, Turn.SOON, Act.REPORT_MORE),
        ({"said": a_report(**ACCEPTED, outcome="PARTIAL"), "open": DRAFT}, Turn.SOON, Act.CONTINUE),
    ],
)
def test_what_was_said_decides_whose_turn_it_is(state: dict[str, Any], turn: Turn, act: Act) -> None:
    found = item(**state)
    assert (found.turn, found.act) == (turn, act)


def test_late_progress_that_planning_has_waits_and_once_accepted_presses_again() -> None:
    late = DUE + timedelta(days=3)
    assert item(late, said=a_report(**SENT, outcome="PARTIAL")).turn == Turn.WAITING
    assert item(late, said=a_report(**ACCEPTED, outcome="PARTIAL")).turn == Turn.FIRST


def test_what_was_returned_comes_first_then_what_is_late_by_date() -> None:
    today = DUE + timedelta(days=5)
    later, late = item(today, due_on=DUE + timedelta(days=1)), item(today)
    returned = item(today, open=RETURNED, due_on=DUE + timedelta(days=90))
    soon = item(today, due_on=today + timedelta(days=2))
    finished = item(today, said=a_report(**ACCEPTED), due_on=date(2026, 1, 1))
    assert in_order([finished, soon, later, late, returned]) == (returned, late, later, soon, finished)


def test_only_what_waits_for_the_unit_is_counted() -> None:
    today = DUE + timedelta(days=5)
    items = [
        item(today),
        item(today, open=RETURNED),
        item(today, said=a_report(**SENT, outcome="PARTIAL")),
        item(today, due_on=today),
        item(today, said=a_report(**ACCEPTED), proofs=0),
        item(today, said=a_report(**ACCEPTED)),
        item(today, due_on=date(2026, 12, 1)),
    ]
    assert (pressing_of(items), pressing_of(items).all) == (Pressing(returned=1, late=1, soon=2), 4)


def test_of_a_group_those_who_have_not_reported_come_first() -> None:
    done = item(said=a_report(**SENT), actor_name="Alcaldía")
    sent_back = item(open=RETURNED, actor_name="Zona")
    silent = item(actor_name="Hacienda")
    tally = group_tally([done, sent_back, silent])
    assert (tally.reported, tally.missing) == (1, 2)
    assert [one.state.cell.actor_name for one in tally.items] == ["Hacienda", "Zona", "Alcaldía"]


def test_those_who_owe_the_same_stand_together_where_the_first_of_them_does() -> None:
    today = DUE + timedelta(days=5)

    def owed(deliverable: int, actor: int, **state: Any) -> AgendaItem:
        return item(today, key=CellKey(deliverable, 1, actor), **state)

    items = in_order([owed(1, 1), owed(2, 1), owed(1, 2, open=RETURNED)])
    groups = in_groups(items)
    assert [[one.state.cell.key.actor_id for one in group] for group in groups] == [[2, 1], [1]]
    assert groups[0][0].turn == Turn.FIRST
