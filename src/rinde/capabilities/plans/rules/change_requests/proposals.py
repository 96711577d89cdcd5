"""What somebody asks to change, what it stood on when it was asked, and what a reason must say. Pure.

A proposal holds whole values, never a difference: what is published is exactly what the committee read. `base_of` tells
whether the text on which it was asked still stands; `merging` brings it onto a text that somebody else changed since.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rinde.capabilities.plans.choices import AssignmentRole, ChangeKind
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    AssignmentContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
    canonical_json,
    content_hash,
)
from rinde.capabilities.plans.rules.facts import place_of
from rinde.capabilities.plans.rules.labels import activity_labels
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.rows_json import RowValues, from_json, to_json
from rinde.foundations.refusals import StaleWrite

SHORTEST_REASON = 20
LONGEST_REASON = 2000
LONGEST_OPINION = 4000
OF_AN_ACTIVITY = frozenset({ChangeKind.EDIT_ACTIVITY, ChangeKind.REMOVE_ACTIVITY, ChangeKind.SET_MEMBERS})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change asked for. `values` is what will stand; none for what goes. `actor_ids`: who an assignment means."""

    kind: str
    activity_id: int | None = None
    values: RowValues | None = None
    node_id: int | None = None
    assignment_id: int | None = None
    actor_ids: tuple[int, ...] = ()
    seen: str = ""  # `base_of` what the asker had before their eyes; empty: whatever stands now


class TextChanged(StaleWrite):
    """What a request stands on was changed by another one since; `numbers` says which requests."""

    def __init__(self, message: str, numbers: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.numbers = tuple(numbers)


def proposal_json(proposal: Proposal, base: RowValues | None, asked_on: date) -> dict[str, Any]:
    """What a request keeps of a proposal.

    Args:
        base: the values that stood when it was asked, for bringing it onto a newer text.
        asked_on: the day that decides what was late; asking again does not move it.
    """
    kept: dict[str, Any] = {"asked_on": asked_on.isoformat()}
    if proposal.values is not None:
        kept["values"] = to_json(proposal.values)
    if base is not None:
        kept["base"] = to_json(base)
    if proposal.assignment_id is not None:
        kept |= {"assignment": proposal.assignment_id, "actors": list(proposal.actor_ids)}
    return kept


def read_proposal(
    kind: str, kept: Mapping[str, Any], *, activity_id: int | None = None, node_id: int | None = None
) -> Proposal:
    """Read back what `proposal_json` kept."""
    values = from_json(kept["values"]) if "values" in kept else None
    actors = tuple(kept.get("actors", ()))
    return Proposal(kind, activity_id, values, node_id, kept.get("assignment"), actors)


def read_base(kept: Mapping[str, Any]) -> RowValues | None:
    """The values that stood when a change was asked for; None for what was new."""
    return from_json(kept["base"]) if "base" in kept else None


def asked_on(kept: Mapping[str, Any]) -> date:
    """The day that decides what was late."""
    return date.fromisoformat(kept["asked_on"])


def reason_gaps(reason: str) -> tuple[str, ...]:
    """Find what a reason lacks: everybody will read it beside the change, so a word is not enough."""
    words = " ".join(reason.split())
    if not words:
        return ("Escriba por qué se pide el cambio. Lo leerá la ciudadanía junto al cambio.",)
    if len(words) < SHORTEST_REASON or len(set(words.lower().split())) < 3:
        return (f"La razón es muy corta. Explique con al menos {SHORTEST_REASON} letras qué pasó.",)
    if len(reason) > LONGEST_REASON:
        return (f"La razón tiene más de {LONGEST_REASON} caracteres. Resúmala: lo demás puede ir en el acto.",)
    return ()


def base_of(content: PlanContent, proposal: Proposal) -> str:
    """Give the hash of what a proposal would change as it stands in a content; empty where it would add.

    Names of offices do not count: an office that is renamed in the org chart changes no promise.
    """
    if proposal.kind in OF_AN_ACTIVITY:
        placed = next((one for one in content.placed() if one.activity.id == proposal.activity_id), None)
        return activity_base(placed) if placed else "gone"
    if proposal.kind == ChangeKind.EDIT_NODE:
        node = next((one for one in _nodes(content) if one.id == proposal.node_id), None)
        return _hash(replace(node, children=(), activities=(), placements=())) if node else "gone"
    if proposal.kind == ChangeKind.EDIT_HEADER:
        unnamed = replace(content, nodes=(), announcements=(), entity_name="", entity_slug="", participating_units=())
        return content_hash(canonical_json(unnamed))
    return ""


def unrequested(public: PlanContent, working: PlanContent) -> tuple[str, ...]:
    """Name what stands in the rows and not in the public version, and so came there without being asked for."""
    before, after = _bases(public), _bases(working)
    return tuple(label for label in dict.fromkeys((*before, *after)) if before.get(label) != after.get(label))


def _bases(content: PlanContent) -> dict[str, str]:
    """Every part of a plan by its name with its hash."""
    labels = activity_labels(content.placed())
    found = {f"{labels[one.activity.key]} ({one.activity.key})": activity_base(one) for one in content.placed()}
    for node in _nodes(content):
        proposal = Proposal(ChangeKind.EDIT_NODE, node_id=node.id)
        found[f"componente «{node.heading}»"] = base_of(content, proposal) if node.id is not None else ""
    return found | {"datos del plan": base_of(content, Proposal(ChangeKind.EDIT_HEADER))}


def reviewed_hash(version_sha256: str, requests: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """The hash of what somebody looks at before publishing: the public version, and each request's number and proposal.

    The next version's own hash cannot be known before its rows have their numbers.
    """
    said = json.dumps([version_sha256, *map(list, requests)], sort_keys=True, ensure_ascii=False)
    return content_hash(said)


def activity_base(placed: PlacedActivity) -> str:
    """The hash of an activity with the component that it stands in."""
    return _hash(NodeContent("", id=place_of(placed).id, activities=(_unnamed(placed.activity),)))


def answering(content: PlanContent, proposal: Proposal) -> frozenset[int]:
    """Give the units that answer for what would change; none for what the plan says as a whole."""
    if proposal.kind in OF_AN_ACTIVITY:
        placed = next((one for one in content.placed() if one.activity.id == proposal.activity_id), None)
        return leads_of(placed.activity) if placed else frozenset()
    if isinstance(proposal.values, ActivityValues):
        wanted = (one for each in proposal.values.deliverables for one in each.assignees)
        return frozenset(one.actor_id for one in wanted if one.actor_id and one.role == AssignmentRole.LEAD)
    return frozenset()


def leads_of(activity: ActivityContent) -> frozenset[int]:
    """Give the units that answer for an activity; who only supports it does not."""
    ones = (one for each in activity.deliverables for one in each.assignments if one.role == AssignmentRole.LEAD)
    return frozenset(actor.id for one in ones for actor in one.actors if actor.id is not None)


def _nodes(content: PlanContent) -> Iterator[NodeContent]:
    for top in content.nodes:
        yield top
        yield from top.children


def _hash(node: NodeContent) -> str:
    nothing = PlanContent("", "", "", "", "", date.min, date.min)
    return content_hash(canonical_json(replace(nothing, nodes=(node,))))


def _unnamed(activity: ActivityContent) -> ActivityContent:
    each = (replace(one, assignments=tuple(map(_without_names, one.assignments))) for one in activity.deliverables)
    return replace(activity, deliverables=tuple(each))


def _without_names(one: AssignmentContent) -> AssignmentContent:
    actors = tuple(replace(each, name="", acronym="") if each.id is not None else each for each in one.actors)
    return replace(one, actors=actors, group="group" if one.group else "")
