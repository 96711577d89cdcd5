"""Rows in one line, and a repair written into a content as the desk writes it into a plan."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from plan_contents import an_assignment
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    SignatoryContent,
)
from rinde.capabilities.plans.rules.review import Field, Finding, ReviewContext, review
from rinde.capabilities.plans.rules.schedules import Period, read_dates
from rinde.foundations.law import WorkCalendar
from rinde.foundations.text.quantities import read_quantity

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
CONTEXT = ReviewContext(today=date(2026, 1, 20), period=YEAR)
NO_HOLIDAYS = WorkCalendar({}, {})


@dataclass(frozen=True)
class Case:
    """A rule with a plan that makes it speak, one that must not, and what the rule must know beside them."""

    rule: str
    fires: PlanContent
    near_miss: PlanContent
    context: ReviewContext = CONTEXT


def context(**fields: Any) -> ReviewContext:
    return replace(CONTEXT, **fields)


def dates(text: str) -> tuple[MilestoneContent, ...]:
    """The milestones of what a person writes in the cell of the dates."""
    return tuple(MilestoneContent(one.due_on, one.starts_on, one.name) for one in read_dates(text, YEAR).dates)


def row(target: str = "", when: str = "30/06/2026", **fields: Any) -> DeliverableContent:
    """A deliverable as the form would save it: the quantity taken from the target, the dates from their words."""
    read, times = read_quantity(target), read_dates(when, YEAR)
    defaults: dict[str, Any] = {
        "target": target,
        "target_quantity": Decimal(str(read.value)) if read else None,
        "target_unit": (MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT).value if read else "",
        "target_per_actor": bool(read and read.per_unit),
        "schedule_text": when,
        "milestones": dates(when),
        "recurrence": times.recurrence,
        "permanent": times.permanent,
        "assignments": (an_assignment("Secretaría de Planeación"),),
    }
    return DeliverableContent(**defaults | fields)


def activity(name: str = "Publicar el informe de gestión", *rows: DeliverableContent, **fields: Any) -> ActivityContent:
    code = fields.pop("code", "1.1")
    defaults = {"key": f"a-{code}", "code": code, "name": name, "deliverables": rows or (row("1 informe publicado"),)}
    return ActivityContent(**defaults | fields)


def component(*activities: ActivityContent, **fields: Any) -> NodeContent:
    return NodeContent(**{"name": "Gestión del riesgo", "code": "1", "activities": activities} | fields)


def plan(*activities: ActivityContent, nodes: tuple[NodeContent, ...] = (), **fields: Any) -> PlanContent:
    defaults = {
        "entity_name": "Alcaldía de Prueba",
        "entity_slug": "prueba",
        "instrument": "PTEP",
        "title": "Programa de Transparencia",
        "slug": "ptep",
        "period_start": YEAR.start,
        "period_end": YEAR.end,
        "objective": "Que la gente sepa.",
        "signatories": (SignatoryContent("APPROVED", "Comité", signed_on=date(2026, 1, 28)),),
        "nodes": nodes or (component(*activities),),
    }
    return PlanContent(**defaults | fields)


def one(*rows: DeliverableContent, name: str = "Publicar el informe de gestión", **fields: Any) -> PlanContent:
    """A plan of one activity."""
    return plan(activity(name, *rows, **fields))


def rules_of(content: PlanContent, asked: ReviewContext = CONTEXT) -> list[str]:
    return [finding.rule for finding in review(content, asked)]


def applied(content: PlanContent, finding: Finding) -> PlanContent:
    """The plan after one key: the cell of the finding's first place holds what the repair proposes."""
    nodes = tuple(_in_node(node, finding) for node in content.nodes)
    return replace(content, nodes=nodes)


def _in_node(node: NodeContent, finding: Finding) -> NodeContent:
    key = finding.places[0].activity_key
    return replace(
        node,
        children=tuple(_in_node(child, finding) for child in node.children),
        activities=tuple(_repaired(each, finding) if each.key == key else each for each in node.activities),
    )


def _repaired(each: ActivityContent, finding: Finding) -> ActivityContent:
    place, repair = finding.places[0], finding.repair
    assert repair is not None
    if place.deliverable is None:
        return replace(each, **{str(repair.field): repair.after})
    rows = list(each.deliverables)
    rows[place.deliverable] = _written(rows[place.deliverable], finding)
    return replace(each, deliverables=tuple(rows))


def _written(standing: DeliverableContent, finding: Finding) -> DeliverableContent:
    repair = finding.repair
    assert repair is not None
    if repair.field is Field.DATES:
        read = read_dates(repair.after, YEAR)
        assert not read.problems
        return replace(
            standing,
            schedule_text=repair.after,
            milestones=dates(repair.after),
            recurrence=read.recurrence,
            permanent=read.permanent,
        )
    if repair.field is Field.QUANTITY:
        quantity = read_quantity(repair.after)
        assert quantity is not None
        unit = MeasureUnit.PERCENT if quantity.unit == "percent" else MeasureUnit.COUNT
        return replace(
            standing,
            target_quantity=Decimal(str(quantity.value)),
            target_unit=unit.value,
            target_per_actor=quantity.per_unit,
        )
    if repair.field is Field.EVIDENCE:
        return replace(standing, expected_evidence=tuple(repair.after.split("\n")))
    # A plan with one column «Meta o producto» keeps its text in both: one key changes both.
    same = {"product": repair.after} if repair.field is Field.TARGET and standing.product == repair.before else {}
    return replace(standing, **{str(repair.field): repair.after} | same)
