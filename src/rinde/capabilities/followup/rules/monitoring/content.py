"""What a round freezes when it closes, as one value with its canonical text. Pure.

Nothing here may be internal: no reason of a return, no draft's words, nobody's name. What a unit has sent and what
planning noted are public once the round is closed. Ratios are kept with four decimals, so that the parts add up to
their whole exactly, on every database.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rinde.capabilities.followup.rules.figures import Totals
from rinde.capabilities.followup.rules.monitoring.board import (
    LOOKS,
    BoardCell,
    Mark,
    actor_key,
    actor_name,
    tally_of,
)
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.content import PlacedActivity
from rinde.foundations.law import BOGOTA

SCHEMA = "monitoring-round/1"
REMOVED = "Ya no está en el plan"  # the heading of what a change of the plan took away after planning noted it
_FOUR, _TWO = Decimal("0.0001"), Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Some cells counted. `counts` is by look; `counted` are the cells in the denominators, with their ratios summed.

    `scheduled` and `activities_done` are of activities; both nought for an actor, to whom the official number does not
    belong.
    """

    cells: int
    counts: dict[str, int]
    counted: int
    ratio_sum: Decimal
    scheduled: int = 0
    activities_done: int = 0

    def __getitem__(self, look: str) -> int:
        return self.counts[look]

    def __add__(self, other: "RoundFigures") -> "RoundFigures":
        return RoundFigures(
            cells=self.cells + other.cells,
            counts={look: count + other.counts[look] for look, count in self.counts.items()},
            counted=self.counted + other.counted,
            ratio_sum=self.ratio_sum + other.ratio_sum,
            scheduled=self.scheduled + other.scheduled,
            activities_done=self.activities_done + other.activities_done,
        )

    @property
    def totals(self) -> Totals:
        """Both numbers, with their arithmetic."""
        return Totals(self.scheduled, self.activities_done, self.counted, self.ratio_sum)


NOTHING = RoundFigures(0, dict.fromkeys(map(str, LOOKS), 0), 0, ZERO)


@dataclass(frozen=True, slots=True)
class RoundCell:
    """A cell with what its unit had sent. `quantity` and `expected` in the unit of the target; `ratio` 0–1."""

    what: str
    due_on: date
    actor: str
    actor_key: str
    standing: str
    ratio: Decimal
    proofs: int
    milestone: str = ""
    group: str = ""
    unit: str = ""
    expected: Decimal | None = None
    status: str = ""
    outcome: str = ""
    quantity: Decimal | None = None
    text: str = ""
    reason: str = ""
    difficulties: str = ""
    result: str = ""
    happened_on: date | None = None
    sent_on: date | None = None
    self_monitored: bool = False


@dataclass(frozen=True, slots=True)
class RoundActivity:
    """An activity with what planning noted of it; `note_ratio` is planning's own, 0–1, None: as computed."""

    key: str
    code: str
    name: str
    component: str
    subcomponent: str
    figures: RoundFigures
    note: str = ""
    note_ratio: Decimal | None = None
    cells: tuple[RoundCell, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPart:
    """A component or an actor."""

    key: str
    name: str
    figures: RoundFigures


@dataclass(frozen=True, slots=True)
class RoundHeader:
    """What a round says of itself and of the plan that it looked at."""

    entity_name: str
    plan_title: str
    plan_version: int
    plan_sha256: str
    number: int
    name: str
    starts_on: date
    ends_on: date
    closed_on: date
    monitored_by: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class RoundContent:
    """A whole round as it was on the day of its close: everything that had fallen due by its last day."""

    header: RoundHeader
    total: RoundFigures
    components: tuple[RoundPart, ...]
    actors: tuple[RoundPart, ...]
    activities: tuple[RoundActivity, ...]
    schema: str = SCHEMA

    @property
    def is_self_monitored(self) -> bool:
        """Whether any cell was reported by the unit that monitors."""
        return self.total[Mark.SELF_MONITORED] > 0


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What planning noted of an activity. `code` and `name`: as it was called, where the plan no longer has it."""

    text: str = ""
    ratio: Decimal | None = None
    code: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text and self.ratio is None


def freeze(
    header: RoundHeader,
    cells: Iterable[BoardCell],
    *,
    placed: Sequence[PlacedActivity],
    headings: Iterable[str],
    notes: Mapping[str, NoteFacts],
) -> RoundContent:
    """Put together what a round freezes.

    Args:
        cells: of the whole plan; those due by the round's last day are kept.
        placed: every activity of the plan, in its order; those with something due or noted are kept.
        headings: of every component, in the plan's order, those without anything due too.
        notes: by the address of the activity. One of an activity that the plan no longer has is kept at the end, under
            a heading of its own and without figures: what planning wrote is never lost.
    """
    due = [one for one in cells if one.is_due]
    of_activity: dict[str, list[BoardCell]] = defaultdict(list)
    for one in due:
        of_activity[one.cell.activity_key].append(one)
    activities = tuple(
        _activity(one, of_activity[one.activity.key], notes.get(one.activity.key, NoteFacts()))
        for one in placed
        if of_activity[one.activity.key] or one.activity.key in notes
    )
    components = _components(activities, headings)
    return RoundContent(
        header=header,
        total=_summed(one.figures for one in components),
        components=components,
        actors=_actors(due),
        activities=(*activities, *_removed(notes, {one.activity.key for one in placed})),
    )


def _removed(notes: Mapping[str, NoteFacts], standing: Collection[str]) -> tuple[RoundActivity, ...]:
    """The activities that were noted and that a change has taken out of the plan since."""
    return tuple(
        RoundActivity(key, one.code, one.name or key, REMOVED, "", NOTHING, note=one.text, note_ratio=one.ratio)
        for key, one in sorted(notes.items())
        if key not in standing
    )


def _activity(placed: PlacedActivity, cells: Sequence[BoardCell], note: NoteFacts) -> RoundActivity:
    figures = _figures(cells)
    is_done = figures.counted > 0 and figures[Standing.DONE] == figures.counted
    return RoundActivity(
        key=placed.activity.key,
        code=placed.activity.code,
        name=placed.activity.name,
        component=placed.component.heading,
        subcomponent=placed.subcomponent.heading if placed.subcomponent else "",
        figures=replace(figures, scheduled=int(figures.counted > 0), activities_done=int(is_done)),
        note=note.text,
        note_ratio=note.ratio,
        cells=tuple(map(_cell, cells)),
    )


def _figures(cells: Sequence[BoardCell]) -> RoundFigures:
    tally = tally_of(cells)
    return RoundFigures(
        cells=tally.cells,
        counts=dict(tally.counts),
        counted=tally.cells - tally[Standing.NO_CASE],
        ratio_sum=sum((_ratio(one) for one in cells if one.standing != Standing.NO_CASE), ZERO),
    )


def _ratio(one: BoardCell) -> Decimal:
    return one.state.ratio.quantize(_FOUR, ROUND_HALF_UP)


def _summed(figures: Iterable[RoundFigures]) -> RoundFigures:
    return sum(figures, NOTHING)


def _components(activities: Iterable[RoundActivity], headings: Iterable[str]) -> tuple[RoundPart, ...]:
    found: dict[str, list[RoundFigures]] = {heading: [] for heading in headings}
    for one in activities:
        found.setdefault(one.component, []).append(one.figures)
    return tuple(
        RoundPart(str(place), name, _summed(figures)) for place, (name, figures) in enumerate(found.items(), start=1)
    )


def _actors(cells: Iterable[BoardCell]) -> tuple[RoundPart, ...]:
    found: dict[str, list[BoardCell]] = defaultdict(list)
    for one in cells:
        found[actor_key(one.cell)].append(one)
    parts = (RoundPart(key, actor_name(own[0].cell), _figures(own)) for key, own in found.items())
    return tuple(sorted(parts, key=lambda one: (one.name, one.key)))


def _cell(one: BoardCell) -> RoundCell:
    cell, said = one.cell, one.state.said
    frozen = RoundCell(
        what=cell.what,
        due_on=cell.due_on,
        actor=actor_name(cell),
        actor_key=actor_key(cell),
        standing=str(one.standing),
        ratio=_ratio(one),
        proofs=one.state.proofs,
        milestone=cell.milestone_name,
        group=cell.group,
        unit=cell.unit,
        expected=cell.expected,
        self_monitored=one.is_self_monitored,
    )
    if said is None:
        return frozen
    value = said.percent if cell.unit == MeasureUnit.PERCENT else said.quantity
    return replace(
        frozen,
        status=said.status,
        outcome=said.outcome,
        quantity=None if value is None else value.quantize(_TWO, ROUND_HALF_UP),
        text=said.text,
        reason=said.reason,
        difficulties=said.difficulties,
        result=said.result,
        happened_on=said.happened_on,
        sent_on=said.sent_at.astimezone(BOGOTA).date() if said.sent_at else None,
    )


def round_from_json(text: str) -> RoundContent:
    """Read a closed round back. `canonical_json(round_from_json(text)) == text` for every round of this schema.

    Raises:
        ValueError: for text that is no round.
    """
    data = json.loads(text)
    if not str(data.get("schema", "")).startswith("monitoring-round/"):
        raise ValueError("not a monitoring round")
    header = data["header"]
    days = {name: date.fromisoformat(header[name]) for name in ("starts_on", "ends_on", "closed_on")}
    return RoundContent(
        header=RoundHeader(**_known(RoundHeader, header) | days),
        total=_read_figures(data["total"]),
        components=tuple(map(_read_part, data["components"])),
        actors=tuple(map(_read_part, data["actors"])),
        activities=tuple(map(_read_activity, data["activities"])),
        schema=data["schema"],
    )


def _known(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """Only the fields that this version of Rinde knows: a newer one may have written more."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _read_figures(data: Mapping[str, Any]) -> RoundFigures:
    known = _known(RoundFigures, data)
    counts = NOTHING.counts | {look: int(count) for look, count in data["counts"].items()}
    return RoundFigures(**known | {"counts": counts, "ratio_sum": Decimal(data["ratio_sum"])})


def _read_part(data: Mapping[str, Any]) -> RoundPart:
    return RoundPart(**_known(RoundPart, data) | {"figures": _read_figures(data["figures"])})


def _read_activity(data: Mapping[str, Any]) -> RoundActivity:
    return RoundActivity(
        **_known(RoundActivity, data)
        | {
            "figures": _read_figures(data["figures"]),
            "note_ratio": _number(data.get("note_ratio")),
            "cells": tuple(map(_read_cell, data["cells"])),
        }
    )


def _read_cell(data: Mapping[str, Any]) -> RoundCell:
    return RoundCell(
        **_known(RoundCell, data)
        | {
            "due_on": date.fromisoformat(data["due_on"]),
            "ratio": Decimal(data["ratio"]),
            "expected": _number(data.get("expected")),
            "quantity": _number(data.get("quantity")),
            "happened_on": _day(data.get("happened_on")),
            "sent_on": _day(data.get("sent_on")),
        }
    )


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
