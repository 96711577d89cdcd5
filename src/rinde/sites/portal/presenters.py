"""Shapes that templates only print: rows under their headings, a deliverable with its dates, a page's choices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rinde.capabilities.plans.choices import Instrument, Recurrence, SignatoryRole
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import (
    AnnexContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    SignatoryContent,
)
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.foundations.design.icons import status_markup
from rinde.sites.portal.editions import Edition, Row, prepared
from rinde.sites.portal.filters import PlanFilter, month_in_words
from rinde.sites.portal.words import day_state


def instrument_of(content: PlanContent) -> str:
    return str(Instrument(content.instrument).label)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of a subcomponent, or those that hang from the component itself (no heading)."""

    heading: str
    narrative: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ComponentRows:
    number: int
    node: NodeContent
    groups: Sequence[RowGroup]


def grouped_rows(rows: Iterable[Row]) -> tuple[ComponentRows, ...]:
    """Put rows under their component and subcomponent, in the plan's order; parts without rows do not appear."""
    return tuple(_component(number, list(ones)) for number, ones in groupby(rows, key=lambda row: row.component))


def _component(number: int, rows: Sequence[Row]) -> ComponentRows:
    groups = [
        RowGroup(node.heading if node else "", node.narrative if node else "", list(ones))
        for node, ones in _by_subcomponent(rows)
    ]
    return ComponentRows(number, rows[0].placed.component, groups)


def _by_subcomponent(rows: Sequence[Row]) -> Iterator[tuple[NodeContent | None, Iterable[Row]]]:
    for _, ones in groupby(rows, key=lambda row: id(row.placed.subcomponent)):
        group = list(ones)
        yield group[0].placed.subcomponent, group


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a plan offer."""

    components: Sequence[Choice]
    units: Sequence[Choice]
    months: Sequence[Choice]


def choices_of(edition: Edition, question: PlanFilter) -> Choices:
    ready = prepared(edition)
    return Choices(
        components=[
            Choice(str(number), node.heading, number == question.component)
            for number, node in enumerate(edition.content.nodes, start=1)
        ],
        units=[Choice(key, name, key == question.unit) for key, name in ready.units.items()],
        months=[Choice(month, month_in_words(month), month == question.month) for month in ready.months],
    )


@dataclass(frozen=True, slots=True)
class DateLine:
    milestone: MilestoneContent
    state: str  # markup: icon and word


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers: one name, or a group with its members as they were on the day of publication."""

    name: str
    written: str  # as the plan writes it, where that differs
    supports: bool
    members: Sequence[str]


@dataclass(frozen=True, slots=True)
class Promise:
    """A deliverable, ready to print."""

    number: int
    deliverable: DeliverableContent
    target: str
    total: str  # «2 × 28 = 56»
    rhythm: str
    dates: Sequence[DateLine]
    responsible: Sequence[Responsible]


def promise_of(number: int, one: DeliverableContent, today: date) -> Promise:
    return Promise(
        number=number,
        deliverable=one,
        target=target_in_words(one),
        total=total_target(one).how,
        rhythm=str(Recurrence(one.recurrence).label) if one.recurrence else "",
        dates=[DateLine(milestone, _state(milestone, today)) for milestone in sorted(one.milestones, key=_due)],
        responsible=[_responsible(assignment) for assignment in one.assignments],
    )


def _due(milestone: MilestoneContent) -> date:
    return milestone.due_on


def _state(milestone: MilestoneContent, today: date) -> str:
    state = day_state(milestone.due_on, today)
    return status_markup(state.kind, state.word)


def _responsible(assignment: AssignmentContent) -> Responsible:
    alone = len(assignment.actors) == 1 and not assignment.group
    name = assignment.actors[0].name if alone else assignment.group or assignment.text
    return Responsible(
        name=name,
        written=assignment.text if assignment.text and assignment.text != name else "",
        supports=assignment.role == "SUPPORT",
        members=() if alone else [actor.name for actor in assignment.actors],
    )


def announced_by_group(content: PlanContent) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the plan announces without a date, under the headings of the plan."""
    groups: dict[str, list[str]] = {}
    for one in content.announcements:
        groups.setdefault(one.group, []).append(one.text)
    return tuple((name, tuple(texts)) for name, texts in groups.items())


def annexes_of(content: PlanContent) -> tuple[AnnexContent, ...]:
    """The plan's annexes; an address that is none of the web's is not made a link."""
    return tuple(
        one if one.address.startswith(("https://", "http://")) else AnnexContent(one.title) for one in content.annexes
    )


@dataclass(frozen=True, slots=True)
class Signature:
    role: str
    signatory: SignatoryContent


def signed_by(content: PlanContent) -> tuple[Signature, ...]:
    return tuple(Signature(str(SignatoryRole(one.role).label), one) for one in content.signatories)
