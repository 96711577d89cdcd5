"""Bringing what was asked onto a text changed since, and what two requests cannot both have. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.change_requests.phrases import listed
from rinde.capabilities.plans.rules.change_requests.proposals import OF_AN_ACTIVITY, Proposal
from rinde.capabilities.plans.rules.pairing import pair_dates
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.capabilities.plans.rules.rows_json import RowValues
from rinde.capabilities.plans.rules.schedules import PlannedDate

_DATE = "mueven la misma fecha a días distintos"
_SAME = "escriben cosas distintas en el mismo lugar"
_GONE = "no caben juntas: una quita lo que la otra cambia"
Dates = tuple[PlannedDate, ...]


def merged(base: RowValues, asked: RowValues, present: RowValues) -> RowValues:
    """Bring what was asked onto what stands now: what the asker changed is theirs, everything else is as it is now."""
    if isinstance(base, ActivityValues) and isinstance(asked, ActivityValues) and isinstance(present, ActivityValues):
        brought: ActivityValues = _merged_fields(base, asked, present)
        deliverables = _merged_deliverables(base.deliverables, asked.deliverables, present.deliverables)
        return replace(brought, deliverables=deliverables)
    whole: RowValues = _merged_fields(base, asked, present)
    return whole


def _changed(base: Any, other: Any) -> dict[str, Any]:
    both = ((one.name, getattr(other, one.name)) for one in fields(other))
    return {name: value for name, value in both if value != getattr(base, name)}


def _merged_fields(base: Any, asked: Any, present: Any) -> Any:
    return replace(present, **_changed(base, asked))


def _merged_deliverables(
    base: Sequence[DeliverableValues], asked: Sequence[DeliverableValues], present: Sequence[DeliverableValues]
) -> tuple[DeliverableValues, ...]:
    before, wanted = _by_id(base), _by_id(asked)
    kept = [one for one in present if one.id in wanted or one.id not in before]
    brought = [
        _merged_deliverable(before[one.id], wanted[one.id], one) if one.id in before and one.id in wanted else one
        for one in kept
    ]
    return (*brought, *(one for one in asked if one.id is None))


def _merged_deliverable(
    base: DeliverableValues, asked: DeliverableValues, present: DeliverableValues
) -> DeliverableValues:
    brought: DeliverableValues = _merged_fields(base, asked, present)
    if base.milestones in {asked.milestones, present.milestones}:
        return brought
    # Both moved dates: the words of neither say all of them.
    return replace(
        brought, milestones=_merged_dates(base.milestones, asked.milestones, present.milestones), schedule_text=""
    )


def _merged_dates(base: Dates, asked: Dates, present: Dates) -> Dates:
    theirs, mine = _moves(base, present), _moves(base, asked)
    kept = []
    for place, one in enumerate(base):
        value = mine.get(place) if mine.get(place) != one else theirs.get(place)
        if value is not None:
            kept.append(value)
    return tuple(sorted({*kept, *_added(base, asked), *_added(base, present)}))


def _moves(base: Dates, other: Dates) -> dict[int, PlannedDate]:
    """What each date became, by its place; one that went has none."""
    return {old: other[new] for new, old in pair_dates(base, other).items()}


def _added(base: Dates, other: Dates) -> list[PlannedDate]:
    known = pair_dates(base, other)
    return [one for place, one in enumerate(other) if place not in known]


def _by_id(ones: Sequence[DeliverableValues]) -> dict[int, DeliverableValues]:
    return {one.id: one for one in ones if one.id is not None}


def clash_of(base: RowValues, one: RowValues, other: RowValues) -> str:
    """Say why two wishes about the same text cannot both be had; empty where they combine."""
    reasons = _clashes(base, one, other, apart={"deliverables"})
    if isinstance(base, ActivityValues) and isinstance(one, ActivityValues) and isinstance(other, ActivityValues):
        reasons = (*reasons, *_of_deliverables(base, one, other))
    return next(iter(reasons), "")


def _clashes(base: Any, one: Any, other: Any, *, apart: set[str]) -> tuple[str, ...]:
    mine, theirs = _changed(base, one), _changed(base, other)
    return tuple(_SAME for name in mine if name not in apart and name in theirs and mine[name] != theirs[name])


def _of_deliverables(base: ActivityValues, one: ActivityValues, other: ActivityValues) -> Iterator[str]:
    mine, theirs = _by_id(one.deliverables), _by_id(other.deliverables)
    for number, stood in _by_id(base.deliverables).items():
        here, there = mine.get(number), theirs.get(number)
        if here is not None and there is not None:
            # The words and the recurrence follow the dates, so they never decide.
            follows = {"milestones", "schedule_text", "recurrence", "permanent"}
            yield from _of_dates(stood.milestones, here.milestones, there.milestones)
            yield from _clashes(stood, here, there, apart=follows)
        elif (here or stood) != stood or (there or stood) != stood:
            yield _GONE


def _of_dates(base: Dates, one: Dates, other: Dates) -> Iterator[str]:
    mine, theirs = _moves(base, one), _moves(base, other)
    for place, stood in enumerate(base):
        here, there = mine.get(place), theirs.get(place)
        if stood not in (here, there) and here != there:
            yield _DATE


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by its number, with what it asks and what stood when it was asked."""

    number: int
    proposal: Proposal
    base: RowValues | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Requests of which a version can take up only one."""

    numbers: tuple[int, ...]
    why: str

    @property
    def sentence(self) -> str:
        numbers = listed(list(map(str, self.numbers)))
        return f"Las solicitudes {numbers} {self.why}. Escoja una; las demás se niegan, se retiran o se piden de nuevo."


def clashes(asked: Sequence[Asked]) -> tuple[Clash, ...]:
    """Find the requests that cannot be published together, by their numbers; all that clash alike at once."""
    ones = sorted(asked, key=lambda one: one.number)
    pairs = ((one, other) for place, one in enumerate(ones) for other in ones[place + 1 :])
    found = {(one.number, other.number): why for one, other in pairs if (why := _why(one, other))}
    groups: list[Clash] = []
    for (first, second), why in found.items():
        if not any(why == one.why and {first, second} <= set(one.numbers) for one in groups):
            groups.append(Clash(_together(first, second, why, found), why))
    return tuple(groups)


def _together(first: int, second: int, why: str, found: Mapping[tuple[int, int], str]) -> tuple[int, ...]:
    """The two and every later one that clashes with all of them for the same reason."""
    group = [first, second]
    for number in sorted({other for _, other in found}):
        if number > second and all(found.get((one, number)) == why for one in group):
            group.append(number)
    return tuple(group)


def _why(one: Asked, other: Asked) -> str:
    if subject(one.proposal) != subject(other.proposal) or subject(one.proposal) is None:
        return ""
    kinds = {one.proposal.kind, other.proposal.kind}
    if ChangeKind.REMOVE_ACTIVITY in kinds:
        return _GONE
    if ChangeKind.SET_MEMBERS in kinds:
        return _of_members(one, other)
    if one.base is None or one.proposal.values is None or other.proposal.values is None:
        return _SAME
    return clash_of(one.base, one.proposal.values, other.proposal.values)


def _of_members(one: Asked, other: Asked) -> str:
    if one.proposal.kind == other.proposal.kind:
        same = one.proposal.assignment_id == other.proposal.assignment_id
        return _SAME if same and one.proposal.actor_ids != other.proposal.actor_ids else ""
    edit = one if one.proposal.kind == ChangeKind.EDIT_ACTIVITY else other
    return _SAME if _answerers(edit.base) != _answerers(edit.proposal.values) else ""


def _answerers(values: RowValues | None) -> Mapping[int | None, object]:
    return {one.id: one.assignees for one in values.deliverables} if isinstance(values, ActivityValues) else {}


def subject(proposal: Proposal) -> tuple[str, int | None] | None:
    """Give what a proposal is about; None for something new."""
    if proposal.kind in OF_AN_ACTIVITY:
        return "activity", proposal.activity_id
    if proposal.kind in {ChangeKind.EDIT_HEADER, ChangeKind.EDIT_NODE}:
        return proposal.kind, proposal.node_id
    return None
