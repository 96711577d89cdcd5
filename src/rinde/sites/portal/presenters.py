"""Shapes that templates only print: rows under their headings, a deliverable with its dates, a page's choices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from rinde.capabilities.plans.choices import Accumulation, Instrument, Recurrence, SignatoryRole
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import (
    AnnexContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
    SignatoryContent,
)
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.foundations.design.icons import status_markup
from rinde.sites.portal.editions import Edition, Row, prepared
from rinde.sites.portal.filters import PlanFilter, Progress, month_in_words
from rinde.sites.portal.words import PROGRESS_WORDS, day_state


def instrument_of(content: PlanContent) -> str:
    return str(Instrument(content.instrument).label)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of a subcomponent, or those that hang from the component itself (no heading), in markup."""

    heading: str
    narrative: str
    rows: SafeString


@dataclass(frozen=True, slots=True)
class ComponentRows:
    number: int
    node: NodeContent
    groups: Sequence[RowGroup]


Standings = Mapping[str, str]  # how an activity goes, in markup, by its key


def grouped_rows(rows: Iterable[Row], standings: Standings | None = None) -> tuple[ComponentRows, ...]:
    """Put rows under their component and subcomponent, in the plan's order; parts without rows do not appear.

    Args:
        standings: what stands last in each row; None where the page does not tell how the activities go.
    """
    return tuple(
        _component(number, list(ones), standings) for number, ones in groupby(rows, key=lambda row: row.component)
    )


def _component(number: int, rows: Sequence[Row], standings: Standings | None) -> ComponentRows:
    groups = [
        RowGroup(node.heading if node else "", node.narrative if node else "", _finished(ones, standings))
        for node, ones in _by_subcomponent(rows)
    ]
    return ComponentRows(number, rows[0].placed.component, groups)


def _finished(rows: Iterable[Row], standings: Standings | None) -> SafeString:
    """Rows to their end, as one piece: a template takes longer for each piece than to print it."""
    return mark_safe("".join(f'<tr role="row">{row.markup}{_standing(row, standings)}</tr>' for row in rows))  # noqa: S308


def _standing(row: Row, standings: Standings | None) -> str:
    if standings is None:
        return ""
    return f'<td role="cell" data-label="Cómo va">{standings[row.placed.activity.key]}</td>'


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
    progress: Sequence[Choice] = ()


def choices_of(edition: Edition, question: PlanFilter, progress: Progress | None = None) -> Choices:
    ready = prepared(edition)
    return Choices(
        components=[
            Choice(str(number), node.heading, number == question.component)
            for number, node in enumerate(edition.content.nodes, start=1)
        ],
        units=[Choice(key, name, key == question.unit) for key, name in ready.units.items()],
        months=[Choice(month, month_in_words(month), month == question.month) for month in ready.months],
        progress=[Choice(one, PROGRESS_WORDS[one], one == question.progress) for one, keys in progress.items() if keys]
        if progress
        else (),
    )


@dataclass(frozen=True, slots=True)
class DateLine:
    milestone: MilestoneContent
    state: str  # markup: icon and word; empty where it is told elsewhere
    moved: Sequence[LateMove]  # each time that it was moved when it had already passed


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers: one name, or a group with its members as they were on the day of publication."""

    name: str
    written: str  # as the plan writes it, where that differs
    supports: bool
    members: Sequence[str]
    later: bool = False  # who they are is written down later, on record


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
    accumulation: str  # how several periods make one; empty for the usual sum


def promise_of(number: int, one: DeliverableContent, today: date, *, tells_past: bool = True) -> Promise:
    """A deliverable, ready to print.

    Args:
        tells_past: whether a date says that it has passed; not where what became of it is told further down.
    """
    return Promise(
        number=number,
        deliverable=one,
        target=target_in_words(one),
        total=total_target(one).how,
        rhythm=str(Recurrence(one.recurrence).label) if one.recurrence else "",
        dates=[
            DateLine(milestone, _state(milestone, today, tells_past=tells_past), milestone.late_moves)
            for milestone in sorted(one.milestones, key=_due)
        ],
        responsible=[_responsible(assignment) for assignment in one.assignments],
        accumulation=_accumulation(one),
    )


def _accumulation(one: DeliverableContent) -> str:
    usual = one.indicator_accumulation == Accumulation.SUM
    return "" if usual else str(Accumulation(one.indicator_accumulation).label)


def _due(milestone: MilestoneContent) -> date:
    return milestone.due_on


def _state(milestone: MilestoneContent, today: date, *, tells_past: bool) -> str:
    if milestone.due_on < today and not tells_past:
        return ""
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
        later=assignment.conditional and not assignment.actors,
    )


def announced_by_group(content: PlanContent) -> tuple[tuple[str, tuple[AnnouncementContent, ...]], ...]:
    """What the plan announces without a date, under the headings of the plan."""
    groups: dict[str, list[AnnouncementContent]] = {}
    for one in content.announcements:
        groups.setdefault(one.group, []).append(one)
    return tuple((name, tuple(ones)) for name, ones in groups.items())


@dataclass(frozen=True, slots=True)
class Shown:
    """An activity of another plan that this one shows too. `url` is empty while its own plan is not published."""

    component: str
    placement: PlacementContent
    url: str


def shown_here(content: PlanContent, editions: Iterable[Edition]) -> tuple[Shown, ...]:
    """The activities of other instruments that a plan shows under its components, in its order."""
    homes = {(one.content.year, one.content.slug): one for one in editions}
    return tuple(
        Shown(node.heading, one, _address_of(one, homes.get((one.plan_year, one.plan_slug))))
        for component in content.nodes
        for node in (component, *component.children)
        for one in node.placements
    )


def _address_of(one: PlacementContent, home: Edition | None) -> str:
    published = home and any(row.placed.activity.key == one.key for row in prepared(home).rows)
    return home.url("activity", key=one.key) if home and published else ""


def shown_elsewhere(edition: Edition, key: str, editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The other published plans that show an activity of this one."""
    wanted = (edition.content.year, edition.content.slug, key)
    return tuple(
        other
        for other in editions
        if any(
            (one.plan_year, one.plan_slug, one.key) == wanted
            for component in other.content.nodes
            for node in (component, *component.children)
            for one in node.placements
        )
    )


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
