"""A cut-off frozen: each activity as it stood at the close, and the figures over them, under one hash. Pure.

The text is one line for the cut-off and one for each activity, in the plan's order, each canonical JSON; `sha256` is
what `sha256sum` says of that file. Figures add up exactly the lines that stand below them.
Source of the figures: domain.md §1.3.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rinde.capabilities.followup.rules.cut_offs import Window
from rinde.capabilities.followup.rules.figures import ActivityFigures, figures_of
from rinde.capabilities.followup.rules.frozen_figures import bands_as_json, totals_as_json
from rinde.capabilities.followup.rules.working_list import Flag, Repetitions, SeenCell, counted, flags_of
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash
from rinde.capabilities.plans.rules.templates import Bands

SCHEMA = "cut-off/1"
ACTIVITY_SCHEMA = "cut-off-activity/1"
# Ratios are added up as they are kept: the list and the total must be the same number on every database.
KEPT = Decimal("0.000000001")


@dataclass(frozen=True, slots=True)
class FrozenProof:
    id: int
    kind: str
    title: str
    visibility: str
    added_at: datetime
    uploaded_at: datetime
    happened_on: date | None
    captured_at: datetime | None
    broken_since: datetime | None
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class FrozenSaying:
    """What the unit had said, without who wrote it: the unit answers, not the person."""

    id: int  # of the report
    number: int
    status: str
    outcome: str
    quantity: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    reason: str
    difficulties: str
    result: str
    happened_on: date | None
    first_sent_at: datetime | None
    sent_at: datetime | None
    self_monitored: bool
    universe_done: int
    universe_not_applicable: int


@dataclass(frozen=True, slots=True)
class FrozenCell:
    """A cell at the close. `is_due`: it was looked at; later dates of the activity are kept too.

    `returned_reason` is internal: it never leaves the desk.
    """

    deliverable_id: int
    milestone_id: int
    actor_id: int | None
    actor: str
    acronym: str
    group: str
    what: str
    milestone: str
    starts_on: date | None
    due_on: date
    unit: str
    expected: Decimal | None
    is_due: bool
    is_done: bool
    has_no_case: bool
    is_returned: bool
    returned_reason: str
    ratio: Decimal
    said: FrozenSaying | None
    proofs: tuple[FrozenProof, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class FrozenContent:
    """An activity as one line of the text."""

    key: str
    code: str
    name: str
    component: str
    subcomponent: str
    cells: tuple[FrozenCell, ...]
    schema: str = ACTIVITY_SCHEMA


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """An activity, frozen: its figures at the cut-off and over the year, its flags, whose it is, and its text."""

    key: str
    code: str
    name: str
    component: str
    subcomponent: str
    at_cut_off: ActivityFigures
    in_year: ActivityFigures
    flags: dict[str, int]
    actors: tuple[tuple[int | None, str], ...]
    content: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A whole cut-off. `figures`: plain data; `sha256`: over `text_of` them and the rows."""

    figures: dict[str, Any]
    rows: tuple[FrozenRow, ...]
    sha256: str


def freeze(
    content: PlanContent,
    seen: Sequence[SeenCell],
    window: Window,
    *,
    version: tuple[int, str],
    bands: Bands | None,
    elsewhere: Mapping[str, Sequence[str]],
) -> Frozen:
    """Freeze every activity of a version, also those with nothing due.

    Args:
        seen: all the cells of `content` as they stood at the last moment of `window.closes_on`.
        version: number and hash of the version that promised them.
        bands: of the plan's template; None where it has none.
        elsewhere: where things offered as proof stand in other plans of the entity (see `Repetitions`).
    """
    repetitions = Repetitions(seen, elsewhere)
    of_activity: dict[str, list[tuple[int, SeenCell]]] = defaultdict(list)
    for place, one in enumerate(seen):
        of_activity[one.cell.activity_key].append((place, one))
    rows = tuple(
        _row(
            (activity.key, activity.code, activity.name),
            (placed.component.heading, placed.subcomponent.heading if placed.subcomponent else ""),
            of_activity.get(activity.key, []),
            window,
            repetitions,
        )
        for placed in content.placed()
        for activity in [placed.activity]
    )
    figures = {
        "schema": SCHEMA,
        "facts_from": window.facts_from.isoformat(),
        "facts_until": window.facts_until.isoformat(),
        "as_at": window.closes_at.isoformat(),
        "version": {"number": version[0], "sha256": version[1]},
        "bands": bands_as_json(bands),
        "at_cut_off": totals_as_json([(row.component, row.at_cut_off) for row in rows], bands),
        "in_year": totals_as_json([(row.component, row.in_year) for row in rows], bands),
    }
    return Frozen(figures, rows, content_hash(text_of(figures, (row.content for row in rows))))


def text_of(figures: Mapping[str, Any], contents: Iterable[str]) -> str:
    """The text that is hashed: a line of figures, then a line an activity."""
    return "\n".join((canonical_json(figures), *contents)) + "\n"


def _row(
    called: tuple[str, str, str],
    where: tuple[str, str],
    cells: Sequence[tuple[int, SeenCell]],
    window: Window,
    repetitions: Repetitions,
) -> FrozenRow:
    key, code, name = called
    component, subcomponent = where
    frozen = [
        _cell(one, window, flags_of(one, place, window, repetitions) if window.is_due(one.cell.due_on) else ())
        for place, one in cells
    ]
    states = [one.state for _, one in cells]
    of_year = [state for state in states if window.is_of_year(state.cell.due_on)]
    at_cut_off = figures_of(key, of_year, until=window.facts_until)
    in_year = figures_of(key, of_year, until=date.max)
    return FrozenRow(
        key=key,
        code=code,
        name=name,
        component=component,
        subcomponent=subcomponent,
        at_cut_off=_as_kept(at_cut_off),
        in_year=_as_kept(in_year),
        flags=counted(flag for cell in frozen for flag in cell.flags),
        actors=tuple(dict.fromkeys((one.cell.key.actor_id, one.cell.actor_name) for _, one in cells)),
        content=canonical_json(FrozenContent(key, code, name, component, subcomponent, tuple(frozen))),
    )


def _as_kept(figures: ActivityFigures) -> ActivityFigures:
    return replace(figures, ratio_sum=figures.ratio_sum.quantize(KEPT))


def _cell(seen: SeenCell, window: Window, flags: tuple[Flag, ...]) -> FrozenCell:
    cell, state = seen.cell, seen.state
    return FrozenCell(
        deliverable_id=cell.key.deliverable_id,
        milestone_id=cell.key.milestone_id,
        actor_id=cell.key.actor_id,
        actor=cell.actor_name,
        acronym=cell.actor_acronym,
        group=cell.group,
        what=cell.what,
        milestone=cell.milestone_name,
        starts_on=cell.starts_on,
        due_on=cell.due_on,
        unit=cell.unit,
        expected=cell.expected,
        is_due=window.is_due(cell.due_on),
        is_done=state.is_done,
        has_no_case=state.has_no_case,
        is_returned=state.is_returned,
        returned_reason=state.open.returned_reason if state.is_returned and state.open else "",
        ratio=state.ratio.quantize(KEPT),
        said=FrozenSaying(**{name: getattr(state.said, name) for name in _SAID}) if state.said else None,
        proofs=tuple(FrozenProof(**{name: getattr(proof, name) for name in _PROVED}) for proof in seen.proofs),
        flags=flags,
    )


_SAID = tuple(one.name for one in fields(FrozenSaying))
_PROVED = tuple(one.name for one in fields(FrozenProof))
_DAYS = frozenset({"happened_on", "starts_on", "due_on"})
_MOMENTS = frozenset({"added_at", "uploaded_at", "captured_at", "broken_since", "first_sent_at", "sent_at"})
_NUMBERS = frozenset({"quantity", "numerator", "denominator", "expected", "ratio"})


def activity_from_json(text: str) -> FrozenContent:
    """Read the line of an activity back, every cell with its values as they were."""
    data = json.loads(text)
    cells = tuple(
        FrozenCell(
            **_read(cell)
            | {
                "said": FrozenSaying(**_read(cell["said"])) if cell["said"] else None,
                "proofs": tuple(FrozenProof(**_read(proof)) for proof in cell["proofs"]),
                "flags": tuple(Flag(**flag) for flag in cell["flags"]),
            }
        )
        for cell in data["cells"]
    )
    return FrozenContent(**data | {"cells": cells})


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if value is None else _value(name, value) for name, value in data.items()}


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(value) if name in _NUMBERS else value
