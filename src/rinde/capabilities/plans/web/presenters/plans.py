"""View-models of the desk: plain values ready to print, with their addresses. No queries, no rules of their own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PlanSummary
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.facts import activity_facts
from rinde.capabilities.plans.rules.publication import EMPTY_PARTS, Gap
from rinde.capabilities.plans.rules.schedules import Period

# Above this, the desk opens on the first component: nobody reads 5,000 rows at once.
MANY_ACTIVITIES = 150


@dataclass(frozen=True, slots=True)
class State:
    """A state for the `status` tag: kind and word."""

    kind: str
    word: str


_KINDS = {
    PlanStatus.DRAFT: "draft",
    PlanStatus.IN_CONSULTATION: "info",
    PlanStatus.CONSOLIDATED: "due",
    PlanStatus.APPROVED: "due",
    PlanStatus.PUBLISHED: "ok",
    PlanStatus.CLOSED: "off",
}


def state_of(status: str) -> State:
    """How a plan stands."""
    one = PlanStatus(status)
    return State(_KINDS[one], str(one.label))


def state_of_summary(one: PlanSummary) -> State:
    """The same, of a plan in a list."""
    return state_of(one.status)


class Addresses:
    """The desk's addresses of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._base = {"entity_slug": plan.entity.slug, "plan_id": plan.pk}
        self._of_rows: dict[str, str] = {}

    def to(self, name: str, **more: int) -> str:
        """The address of a page of this plan by its name without namespace."""
        return reverse(f"desk:{name}", kwargs=self._base | more)

    def of_plan(self, plan_id: int) -> str:
        """The page of another plan of the same entity."""
        return reverse("desk:plan_detail", kwargs=self._base | {"plan_id": plan_id})

    def of_row(self, name: str, activity_id: int) -> str:
        """The address of a page of one activity. Each kind is looked up once, however many rows there are."""
        if name not in self._of_rows:
            self._of_rows[name] = self.to(name, activity_id=0)
        return self._of_rows[name].replace("/0/", f"/{activity_id}/")

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


class PlanPage:
    """A plan with everything that it lacks."""

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
    def gaps_of(self) -> dict[int, list[str]]:
        """In a word or two, what stops the publication, by activity."""
        found: dict[int, list[str]] = defaultdict(list)
        for gap in self.gaps:
            if gap.blocks and gap.activity_id:
                found[gap.activity_id].append(_SHORT_GAP.get(gap.code, "Falta algo"))
        return found


_SHORT_GAP = {
    "responsible": "Sin responsable",
    "date": "Sin fecha",
    "target": "Sin meta ni producto",
    "deliverable": "Sin meta ni producto",
    "activity-name": "Sin texto",
}


def saved_facts(content: PlanContent, activity_id: int) -> list[tuple[str, str]]:
    """What is saved of an activity now, to be compared with what somebody was about to save."""
    placed = next((one for one in content.placed() if one.activity.id == activity_id), None)
    return [(label, text) for label, text in activity_facts(placed).items() if text] if placed else []
