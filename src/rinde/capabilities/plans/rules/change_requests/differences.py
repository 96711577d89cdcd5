"""What one request changes, apart from all others: its columns before and after, with their sentences. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.change_requests.clauses import Clause
from rinde.capabilities.plans.rules.change_requests.moving import odd_days
from rinde.capabilities.plans.rules.change_requests.words import clauses_of
from rinde.capabilities.plans.rules.changes import (
    ActivityChange,
    FieldChange,
    PartChange,
    PlanChanges,
    part_fields,
)
from rinde.capabilities.plans.rules.content import PlacedActivity, PlanContent
from rinde.capabilities.plans.rules.facts import DATES, activity_facts
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.schedules import Period


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that reads differently, with the sentences about it, without their final period."""

    label: str
    before: str = ""
    after: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """What a proposal was about, once applied: a row's number; neither for what the plan says of itself."""

    activity_id: int | None = None
    node_id: int | None = None
    late_dates: tuple[date, ...] = ()
    asked_on: date | None = None  # the day on which a new date may not have passed yet


def part_of(changes: PlanChanges, kind: str, touched: Touched) -> PlanChanges:
    """Of everything that differs, what one proposal changed."""
    nothing = PlanChanges(changes.before, changes.after)
    if kind == ChangeKind.EDIT_HEADER:
        return replace(nothing, header=changes.header)
    if touched.node_id is not None:
        return replace(nothing, nodes=tuple(one for one in changes.nodes if _is_node(one, touched.node_id)))

    def mine(ones: Sequence[ActivityChange]) -> tuple[ActivityChange, ...]:
        return tuple(one for one in ones if _activity_of(one) == touched.activity_id)

    return replace(nothing, added=mine(changes.added), removed=mine(changes.removed), changed=mine(changes.changed))


def _is_node(change: PartChange, node_id: int) -> bool:
    node = change.after or change.before
    return node is not None and node.id == node_id


def _activity_of(change: ActivityChange) -> int | None:
    placed = change.after or change.before
    return placed.activity.id if placed else None


def differences_of(part: PlanChanges, touched: Touched) -> tuple[Difference, ...]:
    """Lay out what one proposal changes; empty where it changes nothing."""
    clauses = (*clauses_of(part, late=touched.late_dates), *_odd_dates(part, touched.asked_on))
    columns = (*part.header, *_node_columns(part), *_activity_columns(part))
    labels = dict.fromkeys((*(one.label for one in columns), *(one.label for one in clauses)))
    known = {one.label: one for one in columns}
    return tuple(_difference(label, known.get(label), clauses) for label in labels)


def _odd_dates(part: PlanChanges, asked_on: date | None) -> tuple[Clause, ...]:
    """What everybody should know of a new date: that it is outside the plan's period, or past when asked for."""
    if part.after is None or asked_on is None:
        return ()
    known = {day for one in part.changed if one.before for day in one.before.activity.due_dates}
    wanted = {day for one in (*part.added, *part.changed) if one.after for day in one.after.activity.due_dates}
    period = Period(part.after.period_start, part.after.period_end)
    return tuple(Clause(DATES, text) for text in odd_days(wanted - known, period, on=asked_on))


def _difference(label: str, column: FieldChange | None, clauses: Sequence[Clause]) -> Difference:
    said = tuple(one.text for one in clauses if one.label == label)
    return Difference(label, column.before if column else "", column.after if column else "", said)


def _node_columns(part: PlanChanges) -> tuple[FieldChange, ...]:
    return tuple(field for one in part.nodes for field in part_fields(one))


def _activity_columns(part: PlanChanges) -> tuple[FieldChange, ...]:
    """A changed activity by what differs; one that came or went by everything that it says."""
    came = (FieldChange(label, "", text) for one in part.added for label, text in _facts(one.after))
    went = (FieldChange(label, text, "") for one in part.removed for label, text in _facts(one.before))
    return (*came, *went, *(field for one in part.changed for field in one.fields))


def _facts(placed: PlacedActivity | None) -> list[tuple[str, str]]:
    return [(label, text) for label, text in activity_facts(placed).items() if text] if placed else []


def _placed(content: PlanContent | None, activity_id: int | None) -> PlacedActivity | None:
    found = (one for one in content.placed() if one.activity.id == activity_id) if content else iter(())
    return next(found, None)


def subject_of(part: PlanChanges, kind: str, touched: Touched) -> str:
    """What a request is about, as people call it: «actividad 3.2», «Datos del plan»."""
    if kind == ChangeKind.EDIT_HEADER:
        return "Datos del plan"
    for node in part.nodes:
        return shortened(f"componente «{node.heading}»", 240)
    for change in (*part.added, *part.removed, *part.changed):
        return shortened(f"actividad nueva «{change.name}»" if part.added else change.label, 240)
    placed = _placed(part.after, touched.activity_id)
    return activity_labels(part.after.placed())[placed.activity.key] if placed and part.after else "actividad"


def key_of(part: PlanChanges, touched: Touched) -> str:
    """The address of the activity that a request is about; empty for anything else."""
    placed = _placed(part.after, touched.activity_id) or _placed(part.before, touched.activity_id)
    return placed.activity.key if placed and touched.activity_id is not None else ""


def to_plain(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences as a request keeps them."""
    return [asdict(one) | {"said": list(one.said)} for one in differences]


def from_plain(kept: Sequence[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Differences read back; what an older Rinde wrote may lack its sentences."""
    return tuple(
        Difference(one["label"], one.get("before", ""), one.get("after", ""), tuple(one.get("said", ())))
        for one in kept
    )


def said_in(differences: Collection[Difference]) -> tuple[str, ...]:
    """Every sentence of a request, each without its period."""
    return tuple(text for one in differences for text in one.said)
