"""The plan as a table that is edited in place: parts, the activities of each, and the rows of each activity."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import NoReverseMatch
from django.utils import timezone

from rinde.capabilities.plans.choices import AssignmentRole, NodeKind
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.working import EditMark, OtherPlan, WorkingPlan
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    AssignmentContent,
    DeliverableContent,
    NodeContent,
    PlacementContent,
)
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.capabilities.plans.rules.publication import Gap
from rinde.capabilities.plans.rules.responsibles import shown_name, write_responsibles
from rinde.capabilities.plans.rules.schedules import Period, planned, schedule_text
from rinde.capabilities.plans.web.presenters.plans import Addresses, PlanPage
from rinde.foundations.design.spanish import spanish_date

# A longer list is told by its first and last date.
_DATES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers, as shown: a group says how many it is."""

    name: str
    note: str  # «apoyo», «28», «no está en el organigrama»


@dataclass(frozen=True, slots=True)
class GridRow:
    """A deliverable as a row. Only the first row of an activity says its text."""

    deliverable_id: str  # empty: the activity has none yet
    is_first: bool
    number: str  # «Producto 2 de 3»; empty where there is only one
    task: str
    target: str
    total: str  # «2 × 28 = 56»
    product: str
    indicator: str
    resources: str
    responsible: tuple[Responsible, ...]
    responsible_text: str  # as it is typed
    dates: tuple[str, ...]
    dates_text: str  # as it is typed
    late_moves: int

    def text_of(self, cell: str) -> str:
        """What a cell of this row holds, as it is typed."""
        typed = {"responsible": self.responsible_text, "dates": self.dates_text}
        return typed.get(cell) or str(getattr(self, cell, ""))


@dataclass(frozen=True, slots=True)
class GridActivity:
    """An activity with its rows, its marks and its addresses."""

    id: int
    code: str
    name: str
    description: str
    seen: str
    edited: str  # «Ana Ruiz, hoy 10:42 a. m.»
    edited_when: str  # «hoy 10:42 a. m.»
    gaps: tuple[str, ...]
    carried_from: str
    placed_in: tuple[OtherPlan, ...]
    objectives: tuple[str, ...]
    rows: tuple[GridRow, ...]
    to: Addresses
    may_ask: bool = False  # for a change of it, where the plan is published

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}".strip()[:60] or "sin texto"

    @property
    def row_url(self) -> str:
        return self.to.of_row("activity_row", self.id)

    @property
    def edit_url(self) -> str:
        return self.to.of_row("activity_edit", self.id)

    @property
    def delete_url(self) -> str:
        return self.to.of_row("activity_delete", self.id)

    @property
    def shift_url(self) -> str:
        return self.to.of_row("activity_shift", self.id)

    @property
    def move_url(self) -> str:
        return self.to.of_row("activity_move", self.id)

    @property
    def copy_url(self) -> str:
        return self.to.of_row("activity_copy", self.id)

    @property
    def split_url(self) -> str:
        return self.to.of_row("activity_split", self.id)

    @property
    def join_url(self) -> str:
        return self.to.of_row("activity_join", self.id)

    @property
    def change_url(self) -> str:
        """Where a change of a published row is asked for; empty while there is no such page."""
        try:
            return f"{self.to.to('change_new')}?activity_id={self.id}"
        except NoReverseMatch:
            return ""

    def text_of(self, cell: str, deliverable_id: str) -> str:
        """What a cell holds, as it is typed."""
        if cell in {"code", "name", "description"}:
            return str(getattr(self, cell))
        return next((row.text_of(cell) for row in self.rows if row.deliverable_id == deliverable_id), "")


@dataclass(frozen=True, slots=True)
class PlacedHere:
    """An activity of another instrument, shown here and edited where it lives."""

    code: str
    name: str
    plan: str  # with its year
    url: str


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An action announced without date, and the activity that it became, where it did."""

    pk: int
    text: str
    group: str
    carried_from: str
    became_url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A component or subcomponent with its activities."""

    id: int | None
    heading: str
    question: str
    narrative: str
    is_component: bool
    activities: tuple[GridActivity, ...]
    placed: tuple[PlacedHere, ...]
    children: tuple["Part", ...]
    edit_url: str
    delete_url: str
    shift_url: str
    add_activity_url: str
    add_part_url: str

    @property
    def is_empty(self) -> bool:
        return not self.activities and not self.children and not self.placed


class GridPage(PlanPage):
    """A plan's page on the desk."""

    def __init__(
        self,
        plan: Plan,
        working: WorkingPlan,
        gaps: Sequence[Gap],
        *,
        now: datetime,
        chosen: str | None = None,
        may_ask: Callable[[ActivityContent], bool] = lambda _: False,
    ) -> None:
        super().__init__(plan, working.content, gaps, chosen)
        self.working, self.now, self._may_ask = working, now, may_ask

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The components shown, with everything below them."""
        return tuple(self._part(node) for node in self.content.nodes if self.chosen in {"", str(node.id)})

    @cached_property
    def announcements(self) -> tuple[AnnouncementView, ...]:
        """What the plan announces without date."""
        return tuple(
            AnnouncementView(
                pk=one.id,
                text=one.texts[0],
                group=one.texts[1],
                carried_from=one.texts[3],
                became_url=self.to.of_row("activity_edit", one.numbers[0]) if one.numbers[0] else "",
            )
            for one in self.working.announcements
        )

    @cached_property
    def seen_row(self) -> GridActivity | None:
        """The only activity of a content that was read for one row."""
        return next((self.activity(one.activity) for one in self.content.placed()), None)

    def _part(self, node: NodeContent) -> Part:
        node_id = node.id or 0
        is_component = node.kind == NodeKind.COMPONENT
        homes = self.working.placed_here.get(node_id, ())
        return Part(
            id=node.id,
            heading=node.heading,
            question=node.guiding_question,
            narrative=node.narrative,
            is_component=is_component,
            activities=tuple(map(self.activity, node.activities)),
            placed=tuple(self._placed(one, home) for one, home in zip(node.placements, homes, strict=True)),
            children=tuple(map(self._part, node.children)),
            edit_url=self.to.to("node_edit", node_id=node_id),
            delete_url=self.to.to("node_delete", node_id=node_id),
            shift_url=self.to.to("node_shift", node_id=node_id),
            add_activity_url=f"{self.to.to('activity_new')}?en={node_id}",
            add_part_url=f"{self.to.to('node_new')}?en={node_id}" if is_component else "",
        )

    def _placed(self, one: PlacementContent, home: OtherPlan) -> PlacedHere:
        url = f"{self.to.of_plan(home.plan_id)}#fila-{home.activity_id}"
        return PlacedHere(one.code, one.name, home.in_words, url)

    def activity(self, one: ActivityContent) -> GridActivity:
        """An activity ready to print."""
        number = one.id or 0
        mark = self.working.marks[number]
        return GridActivity(
            id=number,
            code=one.code,
            name=one.name,
            description=one.description,
            seen=mark.at.isoformat(),
            edited=edited_words(mark, self.now),
            edited_when=edited_when(mark, self.now),
            gaps=tuple(dict.fromkeys(self.gaps_of.get(number, ()))),
            carried_from=one.carried_from,
            placed_in=self.working.placed_in.get(number, ()),
            objectives=one.objectives,
            rows=tuple(_rows(one.deliverables, self.period)),
            to=self.to,
            may_ask=self._may_ask(one),
        )


def _rows(deliverables: Sequence[DeliverableContent], period: Period) -> Iterator[GridRow]:
    count = len(deliverables)
    for number, one in enumerate(deliverables or (DeliverableContent(),), start=1):
        dates = _dates_text(one, period)
        yield GridRow(
            deliverable_id=str(one.id or ""),
            is_first=number == 1,
            number=f"Producto {number} de {count}" if count > 1 else "",
            task=one.description,
            target=target_in_words(one),
            total=total_target(one).how,
            product=one.product,
            indicator=one.indicator,
            resources=one.resources,
            responsible=tuple(map(_responsible, one.assignments)),
            responsible_text=write_responsibles(
                [shown_name(each) for each in one.assignments], [each.role for each in one.assignments]
            ),
            dates=tuple(_dates_shown(dates)),
            dates_text=dates,
            late_moves=sum(len(each.late_moves) for each in one.milestones),
        )


def _responsible(one: AssignmentContent) -> Responsible:
    notes = (
        "apoyo" if one.role == AssignmentRole.SUPPORT else "",
        str(len(one.actors)) if one.group and one.actors else "",
        "por definir" if one.conditional and not one.actors else "",
        "" if one.actors or one.group or one.conditional else "no está en el organigrama",
    )
    return Responsible(shown_name(one), ", ".join(filter(None, notes)))


def _dates_text(one: DeliverableContent, period: Period) -> str:
    """When, in the plan's words where they are right."""
    return schedule_text(
        list(map(planned, one.milestones)),
        as_written=one.schedule_text,
        period=period,
        recurrence=one.recurrence,
        permanent=one.permanent,
    )


def _dates_shown(text: str) -> Iterable[str]:
    lines = text.splitlines()
    if len(lines) <= _DATES_SHOWN:
        return lines
    return [lines[0], f"… {len(lines)} fechas …", lines[-1]]


def edited_words(mark: EditMark, now: datetime) -> str:
    """«Ana Ruiz, hoy 10:42 a. m.»; nothing of the name where it was saved by no person."""
    return ", ".join(filter(None, (mark.by, edited_when(mark, now))))


def edited_when(mark: EditMark, now: datetime) -> str:
    """«hoy 10:42 a. m.», «ayer 3:10 p. m.», or the day."""
    day, today = timezone.localdate(mark.at), timezone.localdate(now)
    clock = spanish_date(mark.at, "time").partition(", ")[2]
    names = {today: f"hoy {clock}", today - timedelta(days=1): f"ayer {clock}"}
    return names.get(day, spanish_date(mark.at))
