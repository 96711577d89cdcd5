"""The cells of a published plan with what was said of each: now, or as it stood at any moment.

Cells cost no query once the version is known; their states cost two (now) or three (at a moment), for 1 and for 14,000.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import EvidenceUse, FollowUpPolicy, ProgressReport, ReportStep
from rinde.capabilities.followup.rules.cells import Cell, CellKey, cells_of
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.capabilities.plans.queries.published import known_content
from rinde.capabilities.plans.rules.content import PlanContent

_FACTS = (
    "id", "number", "status", "outcome", "quantity", "numerator", "denominator", "text", "reason", "difficulties",
    "result", "happened_on", "first_sent_at", "sent_at", "author_id", "self_monitored", "returned_reason",
)  # fmt: skip
_KEY = ("deliverable_id", "milestone_id", "actor_id")
_AS_WRITTEN = (
    "outcome", "text", "reason", "difficulties", "result", "author_id", "self_monitored", "universe_done",
    "universe_not_applicable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanCells:
    """The cells of one version of a plan, with the version that they come from."""

    version_id: int
    content: PlanContent
    cells: tuple[Cell, ...]


# As many as `known_content` knows: where one is known without the other, each page makes its cells anew.
@lru_cache(maxsize=64)
def _known_cells(version_id: int, sha256: str) -> PlanCells:
    content = known_content(version_id, sha256)
    return PlanCells(version_id, content, cells_of(content))


def plan_cells(plan: Plan) -> PlanCells | None:
    """The cells of what the public sees of a plan; None before its first version. One query once that is known."""
    if plan.current_version_id is None:
        return None
    sha256 = PlanVersion.objects.values_list("sha256", flat=True).get(pk=plan.current_version_id)
    return _known_cells(plan.current_version_id, sha256)


def cells_of_version(version_id: int, sha256: str) -> PlanCells:
    """The cells of one version, by its number and hash. No query once it is known."""
    return _known_cells(version_id, sha256)


def cells_of_plans(plans: Iterable[Plan]) -> dict[int, PlanCells]:
    """The cells of every plan that has a version, by the number of the plan. One query once the versions are known."""
    published = [plan for plan in plans if plan.current_version_id is not None]
    versions = PlanVersion.objects.filter(pk__in=[plan.current_version_id for plan in published])
    hashes: dict[int, str] = dict(versions.values_list("pk", "sha256"))
    found = ((plan.pk, plan.current_version_id) for plan in published)
    return {plan_id: _known_cells(version, hashes[version]) for plan_id, version in found if version in hashes}


def followed_plans(entity: Entity) -> Sequence[Plan]:
    """The plans of an entity that are carried out, newest period first. One query."""
    return tuple(Plan.objects.filter(entity=entity).carried_out().select_related("entity"))


def policy_of(plan: Plan) -> FollowUpPolicy:
    """Who monitors and evaluates a plan, and its terms; an unsaved row of defaults where nobody has said. One query."""
    rows = FollowUpPolicy.objects.filter(plan=plan).select_related("monitored_by", "evaluated_by")
    found: FollowUpPolicy | None = rows.first()
    return found or FollowUpPolicy(entity_id=plan.entity_id, plan=plan)


def cell_states(plan: Plan, cells: Iterable[Cell]) -> tuple[CellState, ...]:
    """Each cell with what is said of it now, in the order of the cells. Two queries."""
    return cell_states_of_plans([plan], cells)


def cell_states_of_plans(
    plans: Iterable[Plan], cells: Iterable[Cell], *, actors: Collection[int | None] | None = None
) -> tuple[CellState, ...]:
    """The same of the cells of several plans at once. Two queries, however many there are.

    Args:
        actors: whose cells these are, where they are of a few (None among them: of nobody who was matched); the
            reports of the others are not read then.
    """
    among = [plan.pk for plan in plans]
    reports = ProgressReport.objects.filter(plan__in=among, milestone__isnull=False).order_by("number", "pk")
    uses = EvidenceUse.objects.filter(report__plan__in=among, removed_at__isnull=True)
    if actors is not None:
        known, has_unmatched = [one for one in actors if one is not None], None in actors
        reports = reports.filter(Q(actor__in=known) | Q(actor__isnull=True) if has_unmatched else Q(actor__in=known))
        uses = uses.filter(report__in=reports)
    facts = [(_key(row), _facts(row)) for row in reports.values(*_KEY, *_FACTS)]
    return states_of(cells, facts, _proofs(uses))


def cell_states_at(plan: Plan, cells: Iterable[Cell], *, at: datetime) -> tuple[CellState, ...]:
    """Each cell with what had been said of it at a moment, whatever was sent, returned or taken off since.

    Three queries.
    """
    uses = uses_at(plan, at=at)
    return states_of(cells, reports_at(plan, at=at), _proofs(uses, now=False))


def uses_at(plan: Plan, *, at: datetime) -> Any:
    """What was offered as proof of the plan's reports and stood at a moment."""
    uses = EvidenceUse.objects.filter(report__plan=plan, added_at__lte=at).exclude(removed_at__lte=at)
    return uses.exclude(evidence__withdrawn_at__lte=at)


def reports_at(plan: Plan, *, at: datetime) -> list[tuple[CellKey, ReportFacts]]:
    """Every report of the plan as it stood at a moment, with its cell, the oldest of a cell first.

    What a report said is read from its steps, which keep every sending as it was, and the cell that it was of: a later
    change of the plan may have taken that away. Two queries.
    """
    keys = {row["id"]: row for row in ProgressReport.objects.filter(plan=plan).values("id", "number", *_KEY)}
    steps = ReportStep.objects.filter(report__plan=plan, at__lte=at).order_by("at", "pk")
    facts: dict[int, ReportFacts] = {}
    for step in steps.values("report_id", "to_status", "at", "reason", "values"):
        row = keys[step["report_id"]]
        row |= {name: step["values"][name] for name in _KEY if name in step["values"]}
        facts[step["report_id"]] = _after(facts.get(step["report_id"]), row, step)
    found = [(_key(keys[number]), one) for number, one in facts.items() if keys[number]["milestone_id"]]
    found.sort(key=lambda pair: (pair[1].number, pair[1].id))
    return found


def _after(before: ReportFacts | None, row: Mapping[str, Any], step: Mapping[str, Any]) -> ReportFacts:
    """What a report was after one of its steps."""
    sent = step["to_status"] in COUNTED and bool(step["values"])
    facts = facts_from_json(step["values"], id=row["id"], number=row["number"]) if sent else before
    facts = facts or ReportFacts(id=row["id"], number=row["number"], status=step["to_status"])
    first = before.first_sent_at if before else None
    return replace(
        facts,
        status=step["to_status"],
        first_sent_at=first or (step["at"] if sent else None),
        sent_at=step["at"] if sent else (before.sent_at if before else None),
        returned_reason=step["reason"] if step["to_status"] == ReportStatus.RETURNED else "",
    )


def facts_from_json(values: Mapping[str, Any], *, id: int, number: int) -> ReportFacts:
    """Read what `facts_to_json` wrote into a step; fields that a later version wrote are left out."""
    day = values.get("happened_on")
    return ReportFacts(
        id=id,
        number=number,
        status="",
        quantity=_number(values.get("quantity")),
        numerator=_number(values.get("numerator")),
        denominator=_number(values.get("denominator")),
        happened_on=date.fromisoformat(day) if day else None,
        **{name: values[name] for name in _AS_WRITTEN if name in values},
    )


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def facts_to_json(
    report: ProgressReport, *, universe_done: int = 0, universe_not_applicable: int = 0
) -> dict[str, Any]:
    """What a report says, as its step keeps it, and the cell that it is of."""
    return {
        "deliverable_id": report.deliverable_id,
        "milestone_id": report.milestone_id,
        "actor_id": report.actor_id,
        "outcome": report.outcome,
        "quantity": _plain(report.quantity),
        "numerator": _plain(report.numerator),
        "denominator": _plain(report.denominator),
        "text": report.text,
        "reason": report.reason,
        "difficulties": report.difficulties,
        "result": report.result,
        "happened_on": report.happened_on.isoformat() if report.happened_on else None,
        "author_id": report.author_id,
        "self_monitored": report.self_monitored,
        "universe_done": universe_done,
        "universe_not_applicable": universe_not_applicable,
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _key(row: Mapping[str, Any]) -> CellKey:
    return CellKey(row["deliverable_id"], row["milestone_id"], row["actor_id"])


def _facts(row: Mapping[str, Any]) -> ReportFacts:
    return ReportFacts(**{name: row[name] for name in _FACTS})


def _proofs(uses: Any, *, now: bool = True) -> dict[int, int]:
    """How many proofs stand for each report."""
    if now:
        uses = uses.filter(evidence__withdrawn_at__isnull=True)
    counts: dict[int, int] = defaultdict(int)
    for report_id in uses.values_list("report_id", flat=True):
        counts[report_id] += 1
    return counts


def states_of(
    cells: Iterable[Cell], facts: Iterable[tuple[CellKey, ReportFacts]], proofs: Mapping[int, int]
) -> tuple[CellState, ...]:
    """Put reports, oldest first, to their cells.

    Args:
        proofs: how many stand, by the number of the report.
    """
    said: dict[CellKey, ReportFacts] = {}
    in_hand: dict[CellKey, ReportFacts] = {}
    proved: dict[CellKey, int] = defaultdict(int)
    for key, one in facts:
        if one.status in COUNTED:
            said[key] = one
            in_hand.pop(key, None)
            proved[key] += proofs.get(one.id, 0)
        else:
            in_hand[key] = one
    return tuple(CellState(cell, said.get(cell.key), in_hand.get(cell.key), proved.get(cell.key, 0)) for cell in cells)
