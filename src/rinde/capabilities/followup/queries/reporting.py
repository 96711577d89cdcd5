"""What units report: the list of what a person must do, over every plan; one report with its trail; a group's date.

The list costs three queries for one plan and for ten, for one cell and for 14,000.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import AlertPolicy, Evidence, EvidenceUse, ProgressReport, ReportStep
from rinde.capabilities.followup.queries.cells import cell_states_of_plans, cells_of_version
from rinde.capabilities.followup.rules.agenda import AgendaItem, agenda_item, in_order
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.reach import Offices, Reach
from rinde.capabilities.plans.models import Deliverable, Plan

MOST_TO_SHARE = 20
SOON_DAYS: int = AlertPolicy._meta.get_field("due_soon_days").default


@dataclass(frozen=True, slots=True)
class Agenda:
    """The cells of a person in the order in which they press, with the plans by their number."""

    plans: dict[int, Plan]
    items: tuple[AgendaItem, ...]
    waiting_for_review: int = 0  # reports that planning has to look at, of the plans that this person monitors


def agenda(
    entity: Entity,
    *,
    reach: Reach,
    today: date,
    everything: bool = False,
    monitors: Callable[[int], bool] | None = None,
) -> Agenda:
    """What a person must report, over every plan that is carried out. Three queries; one where there is nothing.

    Args:
        everything: also what they may report and others answer for.
        monitors: whether they monitor a plan; then what waits for their review is counted too.
    """
    plans = _carried_out(entity)
    by_number = {plan.pk: plan for plan in plans}
    waiting = sum(plan.waiting for plan in plans if monitors is not None and monitors(plan.pk))
    mine = {
        plan.pk: [cell for cell in _cells(plan) if _belongs(reach, plan, cell, everything=everything)] for plan in plans
    }
    cells = [cell for ones in mine.values() for cell in ones]
    if not cells:
        return Agenda(by_number, (), waiting)
    # Whoever answers for a few units has no use for the reports of all the others.
    is_all = len(cells) == sum(len(_cells(plan)) for plan in plans)
    actors = None if is_all else {cell.key.actor_id for cell in cells}
    states = {state.cell.key: state for state in cell_states_of_plans(plans, cells, actors=actors)}
    soon = _soon_days(plans[0])
    items = [
        agenda_item(plan.pk, states[cell.key], today=today, soon_days=soon, period_end=plan.period_end)
        for plan in plans
        for cell in mine[plan.pk]
    ]
    return Agenda(by_number, in_order(items), waiting)


def _carried_out(entity: Entity) -> Sequence[Any]:
    """The followed plans with their version, who monitors and evaluates them, the entity's terms, and in `waiting` how
    many of their reports wait for review. One query.
    """
    sent = ProgressReport.objects.filter(plan=OuterRef("pk"), status=ReportStatus.SENT).order_by()
    waiting = Subquery(sent.values("plan").annotate(count=Count("pk")).values("count"))
    plans = Plan.objects.filter(entity=entity).carried_out().annotate(waiting=Coalesce(waiting, 0))
    whole = plans.select_related("entity__alert_policy", "follow_up_policy", "current_version")
    return tuple(whole.defer("current_version__content"))


def _cells(plan: Plan) -> Sequence[Cell]:
    version = plan.current_version
    return cells_of_version(version.pk, version.sha256).cells if version else ()


def _belongs(reach: Reach, plan: Plan, cell: Cell, *, everything: bool) -> bool:
    ask = reach.may_report if everything else reach.is_own
    return ask(plan.pk, cell.key.actor_id, offices_of_plan(plan))


def offices_of_plan(plan: Plan) -> Offices:
    """Who monitors and evaluates a plan. No query where it was read with its policy."""
    policy = getattr(plan, "follow_up_policy", None)
    return Offices(policy.monitored_by_id, policy.evaluated_by_id) if policy else Offices()


def _soon_days(plan: Plan) -> int:
    policy = getattr(plan.entity, "alert_policy", None)
    return policy.due_soon_days if policy else SOON_DAYS


def plan_of_deliverable(deliverable_id: int) -> Plan | None:
    """The plan that a deliverable is of, with its version and policy; None where there is none. One query."""
    rows = Deliverable.objects.filter(pk=deliverable_id)
    whole = rows.select_related(
        "activity__plan__entity__alert_policy", "activity__plan__follow_up_policy", "activity__plan__current_version"
    ).defer("activity__plan__current_version__content")
    found = whole.first()
    return found.activity.plan if found else None


def cells_of_deliverable(plan: Plan, deliverable_id: int, milestone_id: int | None = None) -> tuple[Cell, ...]:
    """The cells of a deliverable, or of one date of it, in the version that the public sees. No query."""
    return tuple(
        cell
        for cell in _cells(plan)
        if cell.key.deliverable_id == deliverable_id and milestone_id in {None, cell.key.milestone_id}
    )


def agenda_of_cells(plan: Plan, cells: Sequence[Cell], *, today: date) -> tuple[AgendaItem, ...]:
    """Some cells of a plan as they stand now, in their order. Two queries."""
    soon = _soon_days(plan)
    states = cell_states_of_plans([plan], cells)
    return tuple(agenda_item(plan.pk, state, today=today, soon_days=soon) for state in states)


def newest_report(key: CellKey) -> ProgressReport | None:
    """The newest report of a cell with the marks of its list; None where nobody has begun one. Two queries."""
    rows = ProgressReport.objects.filter(
        deliverable_id=key.deliverable_id, milestone_id=key.milestone_id, actor_id=key.actor_id
    )
    found: ProgressReport | None = (
        rows.select_related("author").prefetch_related("universe_marks").order_by("-number").first()
    )
    return found


def proofs_to_share(plan: Plan, key: CellKey) -> Sequence[tuple[int, str]]:
    """What the same unit offered for other promises of the plan: number and name, the newest first. One query."""
    uses = EvidenceUse.objects.filter(report__plan=plan, report__actor_id=key.actor_id, removed_at__isnull=True)
    here = uses.filter(report__deliverable_id=key.deliverable_id, report__milestone_id=key.milestone_id)
    rows = Evidence.objects.filter(pk__in=uses.values("evidence"), withdrawn_at__isnull=True)
    rows = rows.exclude(pk__in=here.values("evidence")).order_by("-uploaded_at", "-pk")
    return tuple(rows.values_list("pk", "title")[:MOST_TO_SHARE])


def report_with_plan(report_id: int) -> ProgressReport | None:
    """A report with its plan, people and marks; None where the entity has none of that number. Two queries."""
    rows = ProgressReport.objects.select_related(
        "plan__entity__alert_policy", "plan__follow_up_policy", "plan__current_version", "actor", "author", "decided_by"
    ).defer("plan__current_version__content")
    found: ProgressReport | None = rows.prefetch_related("universe_marks").filter(pk=report_id).first()
    return found


def steps_of(report: ProgressReport) -> Sequence[ReportStep]:
    """Every move of a report, in order, with who made it. One query."""
    return tuple(report.steps.select_related("by"))


def other_reports(report: ProgressReport) -> Sequence[ProgressReport]:
    """The other reports of the same cell, newest first. One query."""
    rows = ProgressReport.objects.filter(
        deliverable_id=report.deliverable_id, milestone_id=report.milestone_id, actor_id=report.actor_id
    )
    return tuple(rows.exclude(pk=report.pk).order_by("-number")) if report.milestone_id else ()


def cell_of_report(report: ProgressReport) -> Cell | None:
    """The promise that a report is of, as the public version says it; None once a change took it away. No query."""
    if report.deliverable_id is None or report.milestone_id is None:
        return None
    key = CellKey(report.deliverable_id, report.milestone_id, report.actor_id)
    return next((cell for cell in _cells(report.plan) if cell.key == key), None)


def reports_to_review(entity: Entity) -> Sequence[ProgressReport]:
    """What units sent and planning has not looked at, the oldest first, with how many proofs stand (`proofs`).

    One query.
    """
    rows = ProgressReport.objects.filter(entity=entity, status=ReportStatus.SENT)
    stands = Q(evidence_uses__removed_at__isnull=True, evidence_uses__evidence__withdrawn_at__isnull=True)
    counted = rows.annotate(proofs=Count("evidence_uses__evidence", filter=stands))
    whole = counted.select_related("plan__current_version").defer("plan__current_version__content")
    return tuple(whole.order_by("sent_at", "pk"))


def promises_of(reports: Iterable[ProgressReport]) -> dict[CellKey, Cell]:
    """The promises of the plans of some reports, by their keys. No query where the plans came with their version."""
    plans = {one.plan_id: one.plan for one in reports}
    return {cell.key: cell for plan in plans.values() for cell in _cells(plan)}
