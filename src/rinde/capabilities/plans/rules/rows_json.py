"""Rows as JSON and back: what a request for a change keeps of the values that somebody asked for. Pure.

`from_json(to_json(values)) == values` for every value. Keys that this version of Rinde does not know are passed over,
and those that an older one did not write have their defaults.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, NodeValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import PlannedDate

RowValues = ActivityValues | NodeValues | PlanHeader

_KINDS: dict[type[Any], str] = {ActivityValues: "activity", NodeValues: "node", PlanHeader: "header"}


def to_json(values: RowValues) -> dict[str, Any]:
    """Give plain values only: texts, whole numbers, truths, lists and dictionaries; dates and figures as texts."""
    written: dict[str, Any] = _plain(values)
    return written | {"kind": _KINDS[type(values)]}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_json(data: dict[str, Any]) -> RowValues:
    """Read values back.

    Raises:
        ValueError: for what `to_json` did not write.
    """
    read = _READERS.get(data.get("kind", ""))
    if read is None:
        raise ValueError("not the values of a row")
    try:
        return read(data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as wrong:
        raise ValueError("not the values of a row") from wrong


def _known(kind: type[Any], data: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: tuple(said) if isinstance(said, list) else said for name, said in data.items() if name in names}


def _day(data: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(data[name]) if data.get(name) else None


def _figure(data: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(data[name]) if data.get(name) is not None else None


def _activity(data: dict[str, Any]) -> ActivityValues:
    deliverables = tuple(map(_deliverable, data.get("deliverables", ())))
    return ActivityValues(**_known(ActivityValues, data) | {"deliverables": deliverables})


def _deliverable(data: dict[str, Any]) -> DeliverableValues:
    read = {
        "quantity": _figure(data, "quantity"),
        "indicator_baseline": _figure(data, "indicator_baseline"),
        "milestones": tuple(map(_planned_date, data.get("milestones", ()))),
        "assignees": tuple(map(_assignee, data.get("assignees", ()))),
    }
    return DeliverableValues(**_known(DeliverableValues, data) | read)


def _planned_date(data: dict[str, Any]) -> PlannedDate:
    read = {"due_on": date.fromisoformat(data["due_on"]), "starts_on": _day(data, "starts_on")}
    return PlannedDate(**_known(PlannedDate, data) | read | {"quantity": _figure(data, "quantity")})


def _assignee(data: dict[str, Any]) -> Assignee:
    return Assignee(**_known(Assignee, data) | {"own_target": _figure(data, "own_target")})


def _node(data: dict[str, Any]) -> NodeValues:
    return NodeValues(**_known(NodeValues, data))


def _header(data: dict[str, Any]) -> PlanHeader:
    read = {
        "period_start": date.fromisoformat(data["period_start"]),
        "period_end": date.fromisoformat(data["period_end"]),
        "signatories": tuple(map(_signatory, data.get("signatories", ()))),
    }
    return PlanHeader(**_known(PlanHeader, data) | read)


def _signatory(data: dict[str, Any]) -> SignatoryContent:
    return SignatoryContent(**_known(SignatoryContent, data) | {"signed_on": _day(data, "signed_on")})


_READERS: dict[str, Callable[[dict[str, Any]], RowValues]] = {"activity": _activity, "node": _node, "header": _header}
