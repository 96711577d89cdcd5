"""Frozen rounds for the tests of rules and reports: one valid, boring round, and a hypothesis strategy for any."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from followup_samples import a_report, a_state
from plan_contents import an_activity
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, board_cells
from rinde.capabilities.followup.rules.monitoring.content import NoteFacts, RoundContent, RoundHeader, freeze
from rinde.capabilities.followup.rules.standing import CellState
from rinde.capabilities.plans.rules.content import NodeContent, PlacedActivity

UNTIL, TODAY = date(2026, 6, 30), date(2026, 7, 2)
PLANNING = 7
HEADER = RoundHeader(
    entity_name="Alcaldía de Prueba",
    plan_title="Programa de Transparencia",
    plan_version=1,
    plan_sha256="a" * 64,
    number=1,
    name="Junio de 2026",
    starts_on=date(2026, 6, 1),
    ends_on=UNTIL,
    closed_on=TODAY,
)
HEADINGS = ("1. Riesgos", "2. Diálogo", "3. Nada")
PLACED = tuple(
    PlacedActivity(an_activity(f"{place}.1"), NodeContent(name=name, code=""))
    for place, name in enumerate(HEADINGS[:2], start=1)
)


def frozen(*states: CellState, notes: dict[str, NoteFacts] | None = None, **header: Any) -> RoundContent:
    values = {name: getattr(HEADER, name) for name in RoundHeader.__slots__} | header
    return freeze(
        RoundHeader(**values),
        looked_at(*states),
        placed=PLACED,
        headings=HEADINGS,
        notes=notes or {},
    )


def looked_at(*states: CellState) -> tuple[BoardCell, ...]:
    return board_cells(states, today=TODAY, until=UNTIL, soon_days=14, monitored_by=PLANNING)


def of(place: int, **fields: Any) -> CellState:
    values = {"activity_key": f"{place}-1", "component": HEADINGS[place - 1], "due_on": UNTIL, "proofs": 0}
    return a_state(**values | fields)


@st.composite
def any_state(draw: st.DrawFn) -> CellState:
    said = a_report(
        status=draw(st.sampled_from(["SENT", "ACCEPTED"])),
        outcome=draw(st.sampled_from(["DONE", "PARTIAL", "NOT_DONE", "NO_CASE"])),
        quantity=draw(st.none() | st.decimals(0, 30, places=2, allow_nan=False)),
        numerator=draw(st.none() | st.just(Decimal(1))),
        denominator=draw(st.none() | st.just(Decimal(3))),
        text=draw(st.text(max_size=8)),
    )
    actor = draw(st.sampled_from([None, PLANNING, 8]))
    return of(
        draw(st.integers(1, 2)),
        key=CellKey(1, draw(st.integers(1, 9)), actor),
        actor_name=draw(st.sampled_from(["", "Archivo", "Prensa"])) if actor is None else f"Oficina {actor}",
        due_on=UNTIL + timedelta(days=draw(st.integers(-60, 20))),
        unit=draw(st.sampled_from(["", "COUNT", "PERCENT"])),
        expected=draw(st.none() | st.sampled_from([Decimal(3), Decimal(7), Decimal(100)])),
        said=draw(st.none() | st.just(said)),
        open=draw(st.none() | st.just(a_report(status="RETURNED", returned_reason="SECRETO"))),
        proofs=draw(st.integers(0, 2)),
    )


notes = st.dictionaries(
    st.sampled_from(["1-1", "2-1"]),
    st.builds(NoteFacts, st.text(max_size=9), st.none() | st.decimals(0, 1, places=4, allow_nan=False)),
)
any_round = st.builds(
    lambda states, noted, summary: frozen(*states, notes=noted, summary=summary),
    st.lists(any_state(), max_size=12),
    notes,
    st.text(max_size=20),
)
