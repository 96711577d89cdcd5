"""View-models of the desk: plain values ready to print, with their addresses. No queries, no rules of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PlanSummary
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.changes import activity_facts
from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent, NodeContent, PlanContent
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.capabilities.plans.rules.publication import EMPTY_PARTS, Gap
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, schedule_text

# Above this, the desk opens on the first component: nobody reads 5,000 rows at once.
MANY_ACTIVITIES = 150


@dataclass(frozen=True, slots=True)
class State:
    """A state for the `status` tag: kind and word."""

    kind: str
    word: str


def state_of(*, version: int | None, has_unpublished_edits: bool) -> State:
    """How a plan stands before its public."""
    if version is None:
        return State("draft", "Borrador")
    return State("due", "Cambios por publicar") if has_unpublished_edits else State("ok", "Publicado")


def state_of_summary(one: PlanSummary) -> State:
    """The same, of a plan in a list."""
    return state_of(version=one.version, has_unpublished_edits=one.has_unpublished_edits)


class Addresses:
    """The desk's addresses of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._base = {"entity_slug": plan.entity.slug, "plan_id": plan.pk}

    def to(self, name: str, **more: int) -> str:
        """The address of a page of this plan by its name without namespace."""
        return reverse(f"desk:{name}", kwargs=self._base | more)

    def of_gap(self, gap: Gap) -> str:
        """Where to mend a gap."""
        if gap.activity_id:
            return self.to("activity_edit", activity_id=gap.activity_id)
        if gap.node_id:
            return f"{self.to('plan_detail')}#parte-{gap.node_id}"
        return self.to("activity_new") if gap.code == "empty" else self.to("plan_edit")


@dataclass(frozen=True, slots=True)
class GapView:
    message: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A deliverable as a line of the table. Only the first line of an activity says its text."""

    id: int | None
    code: str
    name: str
    url: str
    delete_url: str
    is_first: bool
    number: str  # «Producto 2 de 3»; empty where there is only one
    task: str
    target: str
    total: str  # «2 × 28 = 56»
    product: str
    indicator: str
    responsible: tuple[str, ...]
    dates: tuple[str, ...]
    gaps: tuple[str, ...]  # what stops the publication, said once on the first line


@dataclass(frozen=True, slots=True)
class Part:
    """A component or subcomponent with its lines."""

    id: int | None
    heading: str
    question: str
    narrative: str
    is_component: bool
    lines: tuple[Line, ...]
    children: tuple["Part", ...]
    edit_url: str
    delete_url: str
    add_activity_url: str
    add_part_url: str

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.children


class PlanPage:
    """A plan's page on the desk."""

    def __init__(self, plan: Plan, content: PlanContent, gaps: Sequence[Gap], chosen: str | None = None) -> None:
        self.plan, self.content, self.gaps = plan, content, gaps
        self.to = Addresses(plan)
        self.period = Period(content.period_start, content.period_end)
        self.activity_count = sum(1 for _ in content.placed())
        self.chosen = self._chosen(chosen)

    def _chosen(self, chosen: str | None) -> str:
        if chosen is None and self.activity_count > MANY_ACTIVITIES:
            return str(self.content.nodes[0].id)
        return chosen if any(str(node.id) == chosen for node in self.content.nodes) and chosen else ""

    @cached_property
    def components(self) -> list[tuple[str, str]]:
        """What the filter offers."""
        return [(str(node.id), node.heading) for node in self.content.nodes]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The components shown, with everything below them."""
        return tuple(self._part(node) for node in self.content.nodes if self.chosen in {"", str(node.id)})

    @cached_property
    def errors(self) -> tuple[GapView, ...]:
        return tuple(GapView(gap.message, self.to.of_gap(gap)) for gap in self.gaps if gap.blocks)

    @cached_property
    def warnings(self) -> tuple[GapView, ...]:
        return tuple(GapView(gap.message, self.to.of_gap(gap)) for gap in self.gaps if not gap.blocks)

    @cached_property
    def empty_parts(self) -> tuple[GapView, ...]:
        """The components and subcomponents that the public would find without an activity."""
        return tuple(GapView(gap.message, self.to.of_gap(gap)) for gap in self.gaps if gap.code in EMPTY_PARTS)

    @cached_property
    def _gaps_of(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for gap in self.gaps:
            if gap.blocks and gap.activity_id:
                found[gap.activity_id].append(_SHORT_GAP.get(gap.code, "Falta algo"))
        return found

    def _part(self, node: NodeContent) -> Part:
        node_id = node.id or 0
        is_component = node.kind == NodeKind.COMPONENT
        return Part(
            id=node.id,
            heading=node.heading,
            question=node.guiding_question,
            narrative=node.narrative,
            is_component=is_component,
            lines=tuple(line for activity in node.activities for line in self._lines(activity)),
            children=tuple(map(self._part, node.children)),
            edit_url=self.to.to("node_edit", node_id=node_id),
            delete_url=self.to.to("node_delete", node_id=node_id),
            add_activity_url=f"{self.to.to('activity_new')}?en={node_id}",
            add_part_url=f"{self.to.to('node_new')}?en={node_id}" if is_component else "",
        )

    def _lines(self, activity: ActivityContent) -> Iterator[Line]:
        count = len(activity.deliverables)
        for number, one in enumerate(activity.deliverables or (DeliverableContent(),), start=1):
            yield Line(
                id=activity.id,
                code=activity.code,
                name=activity.name,
                url=self.to.to("activity_edit", activity_id=activity.id or 0),
                delete_url=self.to.to("activity_delete", activity_id=activity.id or 0),
                is_first=number == 1,
                number=f"Producto {number} de {count}" if count > 1 else "",
                task=one.description,
                target=target_in_words(one),
                total=total_target(one).how,
                product=one.product,
                indicator=one.indicator,
                responsible=tuple(_named(one)),
                dates=tuple(_dates(one, self.period)),
                gaps=tuple(dict.fromkeys(self._gaps_of.get(activity.id or 0, ()))) if number == 1 else (),
            )


_SHORT_GAP = {
    "responsible": "Sin responsable",
    "date": "Sin fecha",
    "target": "Sin meta ni producto",
    "deliverable": "Sin meta ni producto",
    "activity-name": "Sin texto",
}


def _named(one: DeliverableContent) -> Iterator[str]:
    """Who answers; a group says how many it is."""
    for name, assignment in zip(one.responsible, one.assignments, strict=True):
        group = f"{name} ({len(assignment.actors)})" if assignment.group else name
        yield f"{group}, apoyo" if assignment.role == "SUPPORT" else group


def _dates(one: DeliverableContent, period: Period) -> Iterable[str]:
    """When, in the plan's words where they are right; a long list by its first and last date."""
    text = schedule_text(
        [PlannedDate(milestone.due_on, milestone.starts_on, milestone.name) for milestone in one.milestones],
        as_written=one.schedule_text,
        period=period,
        recurrence=one.recurrence,
        permanent=one.permanent,
    )
    lines = text.splitlines()
    if len(lines) <= 4:
        return lines
    return [lines[0], f"… {len(lines)} fechas …", lines[-1]]


def saved_facts(content: PlanContent, activity_id: int) -> list[tuple[str, str]]:
    """What is saved of an activity now, to be compared with what somebody was about to save."""
    placed = next((one for one in content.placed() if one.activity.id == activity_id), None)
    return [(label, text) for label, text in activity_facts(placed).items() if text] if placed else []
