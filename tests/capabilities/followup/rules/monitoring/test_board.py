"""What a board counts, and that every number is the length of its list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.figures import figures_of, totals_of
from rinde.capabilities.followup.rules.monitoring.board import (
    LOOKS,
    PRESSING_ORDER,
    BoardCell,
    Mark,
    actor_key,
    board_cells,
    by_actor,
    by_component,
    listed,
    pressing_first,
    tally_of,
)
from rinde.capabilities.followup.rules.standing import CellState, Standing

TODAY = date(2026, 6, 15)
PLANNING, ART = 7, 8
COMPONENTS = ["Riesgos", "Diálogo", "Nada programado"]


def looked_at(*states: CellState, until: date = TODAY, monitored_by: int | None = None) -> tuple[BoardCell, ...]:
    return board_cells(states, today=TODAY, until=until, soon_days=14, monitored_by=monitored_by)


@st.composite
def any_state(draw: st.DrawFn) -> CellState:
    outcome = draw(st.sampled_from(["DONE", "PARTIAL", "NOT_DONE", "NO_CASE"]))
    said = a_report(
        status=draw(st.sampled_from(["SENT", "ACCEPTED"])),
        outcome=outcome,
        quantity=draw(st.none() | st.decimals(0, 20, places=2, allow_nan=False)),
        self_monitored=draw(st.booleans()),
    )
    in_hand = a_report(status=draw(st.sampled_from(["DRAFT", "RETURNED"])), outcome="")
    activity = draw(st.integers(1, 4))
    actor = draw(st.sampled_from([None, PLANNING, ART]))
    return a_state(
        key=CellKey(activity, draw(st.integers(1, 9)), actor),
        activity_key=f"1-{activity}",
        component=COMPONENTS[activity % 2],
        actor_name="" if actor is None else f"Oficina {actor}",
        due_on=TODAY + timedelta(days=draw(st.integers(-40, 40))),
        expected=draw(st.none() | st.just(Decimal(10))),
        said=draw(st.none() | st.just(said)),
        open=draw(st.none() | st.just(in_hand)),
        proofs=draw(st.integers(0, 2)),
    )


many_cells = st.lists(any_state(), max_size=14).map(lambda states: looked_at(*states, monitored_by=PLANNING))


@given(many_cells)
def test_the_standings_add_up_to_the_cells(cells: tuple[BoardCell, ...]) -> None:
    tally = tally_of(cells)
    assert sum(count for _, count in tally.by_standing) == tally.cells == len(cells)


@given(many_cells)
def test_every_number_opens_to_exactly_the_cells_that_it_counts(cells: tuple[BoardCell, ...]) -> None:
    for part in by_component(cells, COMPONENTS, until=TODAY):
        assert part.tally.cells == len(listed(cells, component=part.name))
        for look in LOOKS:
            assert part.tally[look] == len(listed(cells, component=part.name, look=look))
    for part in by_actor(cells):
        for look in LOOKS:
            assert part.tally[look] == len(listed(cells, actor=part.key, look=look))
    assert tally_of(cells).counts == {str(look): len(listed(cells, look=look)) for look in LOOKS}


@given(many_cells)
def test_components_and_actors_add_up_to_the_plan(cells: tuple[BoardCell, ...]) -> None:
    whole = tally_of(cells)
    for parts in (by_component(cells, COMPONENTS, until=TODAY), by_actor(cells)):
        assert sum(one.tally.cells for one in parts) == whole.cells
        assert {look: sum(one.tally[look] for one in parts) for look in whole.counts} == whole.counts
    figures = [
        figures_of(key, [one.state for one in cells if one.cell.activity_key == key], until=TODAY)
        for key in {one.cell.activity_key for one in cells}
    ]
    total, components = totals_of(figures), by_component(cells, COMPONENTS, until=TODAY)
    assert sum(one.totals.scheduled for one in components) == total.scheduled
    assert sum(one.totals.done for one in components) == total.done
    for parts in (components, by_actor(cells)):
        assert sum(one.totals.cells for one in parts) == total.cells
        assert sum((one.totals.ratio_sum for one in parts), Decimal(0)) == total.ratio_sum


def test_an_actor_has_no_official_number() -> None:
    cells = looked_at(a_state(due_on=TODAY, said=a_report()))
    assert by_actor(cells)[0].totals.official is None
    assert by_component(cells, [], until=TODAY)[0].totals.official == 1


def test_a_component_without_dates_is_still_told() -> None:
    parts = by_component(looked_at(a_state(component="Riesgos", proofs=0)), COMPONENTS, until=TODAY)
    assert [(one.key, one.name, one.tally.cells) for one in parts] == [
        ("1", "Riesgos", 1),
        ("2", "Diálogo", 0),
        ("3", "Nada programado", 0),
    ]


@pytest.mark.parametrize(("days", "is_due"), [(0, True), (1, False), (-1, True)])
def test_what_falls_due_on_the_last_day_is_due(days: int, is_due: bool) -> None:
    assert looked_at(a_state(due_on=TODAY + timedelta(days=days)))[0].is_due is is_due


def test_what_presses_comes_first_and_the_oldest_of_it_on_top() -> None:
    old, new = TODAY - timedelta(days=30), TODAY - timedelta(days=1)
    cells = looked_at(
        a_state(due_on=old, said=a_report()),
        a_state(due_on=TODAY + timedelta(days=60), proofs=0),
        a_state(due_on=new, proofs=0),
        a_state(due_on=old, open=a_report(status="RETURNED"), proofs=0),
        a_state(due_on=old, proofs=0),
    )
    found = [(one.standing, one.cell.due_on) for one in pressing_first(cells)]
    assert found[:3] == [(Standing.LATE, old), (Standing.LATE, new), (Standing.RETURNED, old)]
    assert [standing for standing, _ in found[3:]] == [Standing.UPCOMING, Standing.DONE]


def test_every_standing_has_its_place_among_what_presses() -> None:
    assert set(PRESSING_ORDER) == set(Standing)


def test_who_is_latest_stands_on_top() -> None:
    def late(actor: int, name: str) -> CellState:
        return a_state(key=CellKey(1, actor, actor), actor_name=name, due_on=date(2026, 5, 1), proofs=0)

    done = a_state(key=CellKey(1, 9, 9), actor_name="Archivo", due_on=date(2026, 5, 1), said=a_report())
    parts = by_actor(looked_at(done, late(1, "Zonas verdes"), late(2, "Tránsito"), late(2, "Tránsito")))
    assert [(one.name, one.tally[Standing.LATE]) for one in parts] == [
        ("Tránsito", 2),
        ("Zonas verdes", 1),
        ("Archivo", 0),
    ]


def test_the_unit_that_reports_and_monitors_is_marked() -> None:
    own, other = a_state(key=CellKey(1, 1, PLANNING)), a_state(key=CellKey(1, 1, ART))
    before = a_state(key=CellKey(1, 1, ART), said=a_report(self_monitored=True))  # under another policy

    def marks(monitored_by: int | None) -> list[bool]:
        return [one.is_self_monitored for one in looked_at(own, other, before, monitored_by=monitored_by)]

    assert marks(PLANNING) == [True, False, True]
    assert marks(None) == [False, False, True]


def test_drafts_are_in_the_units_hands_and_sent_ones_wait_for_planning() -> None:
    cells = looked_at(
        a_state(open=a_report(status="DRAFT", outcome="")),
        a_state(open=a_report(status="RETURNED")),
        a_state(said=a_report(status="SENT")),
        a_state(said=a_report(status="ACCEPTED")),
    )
    assert [(one.is_in_hand, one.is_to_review) for one in cells] == [
        (True, False),
        (False, False),
        (False, True),
        (False, False),
    ]
    assert (tally_of(cells)[Mark.IN_HAND], tally_of(cells)[Mark.TO_REVIEW]) == (1, 1)


def test_whom_nobody_matched_is_told_apart_by_name() -> None:
    keys = [actor_key(a_state(key=CellKey(1, 1, None), actor_name=name).cell) for name in ("Prensa", "Archivo", "")]
    assert len(set(keys)) == 3
    assert all(key.startswith("n-") for key in keys)
    assert actor_key(a_state(key=CellKey(1, 1, PLANNING)).cell) == "7"
