"""The content of a plan as one frozen value: what a version freezes, the portal shows and a download writes.

Pure. The canonical JSON of this value is what gets hashed: keys sorted, no blanks, UTF-8. Fields are only ever added,
with a default, and one that was added later is written only where it says something (`_later`), so that a version
published years ago still reads, and written anew still gives its own old bytes and hash.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

SCHEMA = "plan-version/1"


def _later(default: Any) -> Any:
    """A field that versions published before it do not have: left out of the canonical text while it says nothing."""
    return field(default=default, metadata={"later": True})


def heading_of(code: str, name: str) -> str:
    """Put the code before a name that does not already say it («Componente 3: Diálogo» says its 3)."""
    says_it = code and re.search(rf"(?<![\w.,]){re.escape(code)}(?![\w]|[.,]\d)", name[:40])
    return name if says_it or not code else f"{code}. {name}"


@dataclass(frozen=True, slots=True)
class ActorContent:
    """Somebody who answers, as named on the day of publication."""

    name: str
    acronym: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class AssignmentContent:
    """Who answers for a deliverable. `actors` is the frozen list: one for a unit, many for a group, else none."""

    text: str  # as the plan writes it
    role: str = "LEAD"
    group: str = ""
    actors: tuple[ActorContent, ...] = ()
    own_target: Decimal | None = None
    conditional: bool = _later(False)  # who they are is written down later, on record


def _named(one: AssignmentContent) -> str:
    is_set = bool(one.group) or one.conditional  # of one member too: tomorrow it may have another
    names = ", ".join(actor.name for actor in one.actors)
    return (one.group or one.text or names) if is_set or len(one.actors) != 1 else names


@dataclass(frozen=True, slots=True)
class LateMove:
    """A deadline that was moved when it had already passed: said for ever."""

    from_on: date
    moved_on: date


@dataclass(frozen=True, slots=True)
class MilestoneContent:
    due_on: date
    starts_on: date | None = None
    name: str = ""
    expected_quantity: Decimal | None = None
    id: int | None = None
    late_moves: tuple[LateMove, ...] = _later(())


@dataclass(frozen=True, slots=True)
class DeliverableContent:
    target: str = ""
    product: str = ""
    target_quantity: Decimal | None = None
    target_unit: str = ""  # COUNT, PERCENT
    target_per_actor: bool = False
    indicator: str = ""
    indicator_formula: str = ""
    indicator_unit: str = ""
    indicator_baseline: Decimal | None = None
    resources: str = ""
    expected_evidence: tuple[str, ...] = ()
    schedule_text: str = ""
    recurrence: str = ""
    permanent: bool = False
    description: str = ""  # the task it comes from, where the plan splits an activity into tasks
    milestones: tuple[MilestoneContent, ...] = ()
    assignments: tuple[AssignmentContent, ...] = ()
    id: int | None = None
    indicator_accumulation: str = _later("SUM")
    universe: tuple[str, ...] = _later(())  # «100 % de los 39 mapas»: the 39

    @property
    def responsible(self) -> tuple[str, ...]:
        """The names to show: the actor's own name where it was matched; a set's and an unmatched one's words."""
        return tuple(map(_named, self.assignments))


@dataclass(frozen=True, slots=True)
class ActivityContent:
    key: str  # its address within the plan
    name: str
    code: str = ""
    description: str = ""
    deliverables: tuple[DeliverableContent, ...] = ()
    id: int | None = None
    objectives: tuple[str, ...] = _later(())  # texts of `PlanContent.objectives`
    carried_from: str = _later("")  # «PTEP 2025, actividad 3.1.2»

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Every deadline, in order, each once."""
        return tuple(sorted({milestone.due_on for one in self.deliverables for milestone in one.milestones}))


@dataclass(frozen=True, slots=True)
class PlacementContent:
    """An activity of another instrument that is shown here too; it is edited and reported where it lives."""

    plan_title: str
    plan_year: int
    plan_slug: str
    key: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class NodeContent:
    name: str
    kind: str = "COMPONENT"
    code: str = ""
    narrative: str = ""
    guiding_question: str = ""
    children: tuple["NodeContent", ...] = ()
    activities: tuple[ActivityContent, ...] = ()
    id: int | None = None
    placements: tuple[PlacementContent, ...] = _later(())

    @property
    def heading(self) -> str:
        """The words to show: code and name, each said once."""
        return heading_of(self.code, self.name)


@dataclass(frozen=True, slots=True)
class AnnouncementContent:
    text: str
    group: str = ""
    became: str = _later("")  # the address of the activity that it became
    carried_from: str = _later("")


@dataclass(frozen=True, slots=True)
class SignatoryContent:
    role: str
    post: str
    name: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnnexContent:
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PlacedActivity:
    """An activity with where it stands: what lists, tables and downloads go through."""

    activity: ActivityContent
    component: NodeContent
    subcomponent: NodeContent | None = None


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A whole plan."""

    entity_name: str
    entity_slug: str
    instrument: str
    title: str
    slug: str
    period_start: date
    period_end: date
    objective: str = ""
    scope: str = ""
    objectives: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    participating_units: tuple[str, ...] = ()
    signatories: tuple[SignatoryContent, ...] = ()
    annexes: tuple[AnnexContent, ...] = ()
    format_code: str = ""
    format_version: str = ""
    template: str = ""  # «PTEP_2024@1»
    nodes: tuple[NodeContent, ...] = ()
    announcements: tuple[AnnouncementContent, ...] = ()
    schema: str = SCHEMA

    @property
    def year(self) -> int:
        return self.period_start.year

    def placed(self) -> Iterator[PlacedActivity]:
        """Every activity in the plan's order, with its component and subcomponent."""
        for component in self.nodes:
            for activity in component.activities:
                yield PlacedActivity(activity, component)
            for subcomponent in component.children:
                for activity in subcomponent.activities:
                    yield PlacedActivity(activity, component, subcomponent)


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


@cache
def _later_fields(kind: type) -> dict[str, Any]:
    """The fields that are left out while they say nothing, each with the value that says nothing."""
    return {one.name: one.default for one in fields(kind) if one.metadata.get("later")}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 4, 4.0 and 4.00 are one quantity and must give one hash on every database.
        return format(value.normalize(), "f")
    kind: type = type(value)
    if is_dataclass(kind):
        written = ((name, getattr(value, name)) for name in _names(kind))
        left_out = _later_fields(kind)
        return {name: said for name, said in written if name not in left_out or said != left_out[name]}
    raise TypeError(f"{type(value).__name__} has no place in a version")


def canonical_json(content: object) -> str:
    """The text that is hashed and kept: the same content gives the same bytes, always.

    Args:
        content: a plan, or another frozen dataclass of dataclasses, texts, whole numbers, dates and decimals.
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def content_hash(canonical: str) -> str:
    """SHA-256 in hexadecimal over the canonical text in UTF-8: what `sha256sum` says of the downloaded file."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """Only the fields that this version of Rinde knows: a newer one may have written more."""
    names = _names(kind)
    return {name: value for name, value in data.items() if name in names}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return Decimal(value) if value is not None else None


def _milestone(data: dict[str, Any]) -> MilestoneContent:
    dates = {"due_on": date.fromisoformat(data["due_on"]), "starts_on": _day(data.get("starts_on"))}
    moves = tuple(
        LateMove(date.fromisoformat(one["from_on"]), date.fromisoformat(one["moved_on"]))
        for one in data.get("late_moves", ())
    )
    quantity = _number(data.get("expected_quantity"))
    return MilestoneContent(
        **_known(MilestoneContent, data) | dates | {"expected_quantity": quantity, "late_moves": moves}
    )


def _assignment(data: dict[str, Any]) -> AssignmentContent:
    actors = tuple(ActorContent(**_known(ActorContent, actor)) for actor in data.get("actors", ()))
    return AssignmentContent(
        **_known(AssignmentContent, data) | {"actors": actors, "own_target": _number(data.get("own_target"))}
    )


def _deliverable(data: dict[str, Any]) -> DeliverableContent:
    return DeliverableContent(
        **_known(DeliverableContent, data)
        | {
            "target_quantity": _number(data.get("target_quantity")),
            "indicator_baseline": _number(data.get("indicator_baseline")),
            "expected_evidence": tuple(data.get("expected_evidence", ())),
            "milestones": tuple(map(_milestone, data.get("milestones", ()))),
            "assignments": tuple(map(_assignment, data.get("assignments", ()))),
            "universe": tuple(data.get("universe", ())),
        }
    )


def _activity(data: dict[str, Any]) -> ActivityContent:
    return ActivityContent(
        **_known(ActivityContent, data)
        | {
            "deliverables": tuple(map(_deliverable, data.get("deliverables", ()))),
            "objectives": tuple(data.get("objectives", ())),
        }
    )


def _node(data: dict[str, Any]) -> NodeContent:
    return NodeContent(
        **_known(NodeContent, data)
        | {
            "children": tuple(map(_node, data.get("children", ()))),
            "activities": tuple(map(_activity, data.get("activities", ()))),
            "placements": tuple(
                PlacementContent(**_known(PlacementContent, one)) for one in data.get("placements", ())
            ),
        }
    )


def _signatory(data: dict[str, Any]) -> SignatoryContent:
    return SignatoryContent(**_known(SignatoryContent, data) | {"signed_on": _day(data.get("signed_on"))})


def from_json(text: str) -> PlanContent:
    """Read a version back. `canonical_json(from_json(text)) == text` for every version of this schema.

    Raises:
        ValueError: for text that is no plan version.
    """
    data = json.loads(text)
    if not str(data.get("schema", "")).startswith("plan-version/"):
        raise ValueError("not a plan version")
    return PlanContent(
        **_known(PlanContent, data)
        | {
            "period_start": date.fromisoformat(data["period_start"]),
            "period_end": date.fromisoformat(data["period_end"]),
            "objectives": tuple(data.get("objectives", ())),
            "legal_bases": tuple(data.get("legal_bases", ())),
            "participating_units": tuple(data.get("participating_units", ())),
            "signatories": tuple(map(_signatory, data.get("signatories", ()))),
            "annexes": tuple(AnnexContent(**_known(AnnexContent, one)) for one in data.get("annexes", ())),
            "nodes": tuple(map(_node, data.get("nodes", ()))),
            "announcements": tuple(
                AnnouncementContent(**_known(AnnouncementContent, one)) for one in data.get("announcements", ())
            ),
        }
    )
