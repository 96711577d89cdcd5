"""The row that comes in from a document or a spreadsheet: one deliverable with everything that its line says. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit, Recurrence
from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.schedules import PlannedDate


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """What a plan says of itself. `slug` is its address within the year; empty: made from the instrument."""

    instrument: str
    title: str
    period_start: date
    period_end: date
    slug: str = ""
    objective: str = ""
    scope: str = ""
    objectives: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    format_code: str = ""
    format_version: str = ""
    signatories: tuple[SignatoryContent, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeValues:
    """A component, or a subcomponent where it has a parent."""

    name: str
    code: str = ""
    parent_id: int | None = None
    narrative: str = ""
    guiding_question: str = ""


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who answers: an actor, a group, or only the text while nobody has matched it."""

    text: str
    actor_id: int | None = None
    group_id: int | None = None
    role: str = "LEAD"
    own_target: Decimal | None = None
    conditional: bool = False  # who they are is written down later


@dataclass(frozen=True, slots=True)
class DeliverableValues:
    """A goal or product as entered. `id` is None for a new one."""

    target: str = ""
    product: str = ""
    quantity: Decimal | None = None
    unit: str = ""  # COUNT, PERCENT or not said
    per_actor: bool = False
    indicator: str = ""
    resources: str = ""
    schedule_text: str = ""
    milestones: tuple[PlannedDate, ...] = ()
    recurrence: str = ""
    permanent: bool = False
    assignees: tuple[Assignee, ...] = ()
    description: str = ""
    id: int | None = None
    indicator_formula: str = ""
    indicator_unit: str = ""
    indicator_baseline: Decimal | None = None
    indicator_accumulation: str = "SUM"
    expected_evidence: tuple[str, ...] = ()  # alternatives: one of them is enough
    universe: tuple[str, ...] = ()  # the things that a percentage counts, by name


@dataclass(frozen=True, slots=True)
class ActivityValues:
    """An activity as entered, with all its deliverables."""

    node_id: int
    name: str
    code: str = ""
    description: str = ""
    deliverables: tuple[DeliverableValues, ...] = ()
    objectives: tuple[int, ...] = ()  # ids of `Objective`


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of a document. Rows with the same code and text in the same place are deliverables of one activity."""

    activity: str
    component: str = ""
    subcomponent: str = ""
    code: str = ""
    description: str = ""
    target: str = ""
    product: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    per_actor: bool = False
    indicator: str = ""
    resources: str = ""
    schedule_text: str = ""
    milestones: tuple[PlannedDate, ...] = ()
    recurrence: str = ""
    permanent: bool = False
    assignees: tuple[Assignee, ...] = ()

    @property
    def deliverable(self) -> DeliverableValues:
        """The part of the row that is the deliverable's own."""
        return DeliverableValues(
            target=self.target,
            product=self.product,
            quantity=self.quantity,
            unit=self.unit,
            per_actor=self.per_actor,
            indicator=self.indicator,
            resources=self.resources,
            schedule_text=self.schedule_text,
            milestones=self.milestones,
            recurrence=self.recurrence,
            permanent=self.permanent,
            assignees=self.assignees,
        )


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """An action listed outside the table, announced without date or unit."""

    text: str
    group: str = ""


def deliverable_gaps(deliverables: Iterable[DeliverableValues]) -> Iterator[str]:
    """Find what no draft may say, each once: negative figures, spans that end before they begin, unknown codes."""
    ones = tuple(deliverables)
    figures = [one.quantity for one in ones]
    figures += [each.own_target for one in ones for each in one.assignees]
    figures += [each.quantity for one in ones for each in one.milestones]
    if any(figure is not None and figure < 0 for figure in figures):
        yield "La cantidad no puede ser negativa."
    dates = [each for one in ones for each in one.milestones]
    if any(each.starts_on and each.starts_on > each.due_on for each in dates):
        yield "Una de las fechas termina antes de empezar. Corrija la que está al revés."
    if any(_has_unknown_code(one) for one in ones):
        yield "La unidad, la frecuencia, la acumulación o el papel de un responsable no existe. Escójalo de la lista."


def _has_unknown_code(one: DeliverableValues) -> bool:
    return (
        one.unit not in {"", *MeasureUnit.values}
        or one.recurrence not in {"", *Recurrence.values}
        or one.indicator_accumulation not in Accumulation.values
        or any(each.role not in AssignmentRole.values for each in one.assignees)
    )
