"""Writing what was asked for into the rows of a published plan, and rehearsing it: written, read, and undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Activity, Assignment, Milestone, Plan, PlanNode
from rinde.capabilities.plans.operations.activities import rewrite_activity, write_new_activity
from rinde.capabilities.plans.operations.headers import rewrite_header
from rinde.capabilities.plans.operations.members import members_gaps, write_members
from rinde.capabilities.plans.operations.nodes import rewrite_node, write_new_node
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.change_requests.differences import Touched
from rinde.capabilities.plans.rules.change_requests.late import Deadline, late_dates, remembered_moves
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.content import LateMove, PlanContent
from rinde.capabilities.plans.rules.rows import ActivityValues, NodeValues, PlanHeader
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_APPLIED = "No se pudo aplicar el cambio."
_GONE = "Lo que se pide cambiar ya no está en el plan. Retire la solicitud."


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a plan would say after some proposals, and what each of them was about."""

    content: PlanContent
    touched: tuple[Touched, ...]


def rehearse(
    plan: Plan, proposals: Sequence[tuple[Proposal, date]], *, by: Principal, now: datetime, today: date
) -> Rehearsal:
    """Apply proposals, read the plan, and undo it all: what people are told is what publishing would do.

    Args:
        proposals: each with the day that decides what was late.
        today: for who belongs to a group that is not frozen yet.

    Raises:
        NotReady: with every gap of the first proposal that cannot be applied.
    """
    undo = transaction.savepoint()
    try:
        # A plan of its own: what is undone in the database must not stay in the caller's.
        scratch = Plan.objects.select_related("entity").get(pk=plan.pk)
        touched = tuple(apply_proposal(scratch, one, asked_on=day, by=by, now=now) for one, day in proposals)
        content = working_content(scratch, on=today)
    finally:
        transaction.savepoint_rollback(undo)
    return Rehearsal(content, touched)


def apply_proposal(plan: Plan, proposal: Proposal, *, asked_on: date, by: Principal, now: datetime) -> Touched:
    """Write a proposal into a plan that the caller locked, without marks in the trail: those are the caller's.

    A deadline that had passed on the day of asking says so for ever.

    Raises:
        NotReady: with everything that keeps the values from being saved, as in any edit.
    """
    values = proposal.values
    if proposal.kind == ChangeKind.ADD_ACTIVITY and isinstance(values, ActivityValues):
        return Touched(write_new_activity(plan, values, by=by, now=now).pk, asked_on=asked_on)
    if proposal.kind == ChangeKind.EDIT_ACTIVITY and isinstance(values, ActivityValues):
        return _rewrite(plan, proposal.activity_id, values, asked_on=asked_on, by=by, now=now)
    if proposal.kind == ChangeKind.REMOVE_ACTIVITY:
        return _remove(plan, proposal.activity_id, asked_on=asked_on)
    if proposal.kind == ChangeKind.SET_MEMBERS:
        return _set_members(plan, proposal, now)
    if proposal.kind == ChangeKind.EDIT_HEADER and isinstance(values, PlanHeader):
        rewrite_header(plan, values, now=now)
        return Touched()
    if isinstance(values, NodeValues):
        return _write_node(plan, proposal, values, now)
    raise ValueError(f"a proposal of kind {proposal.kind} with {type(values).__name__}")


def _activity(plan: Plan, activity_id: int | None) -> Activity:
    found: Activity | None = Activity.objects.filter(plan=plan, pk=activity_id or 0).first()
    if found is None:
        refuse_gaps(NOT_APPLIED, _GONE)
        raise AssertionError("refuse_gaps raises")
    return found


def _rewrite(
    plan: Plan, activity_id: int | None, values: ActivityValues, *, asked_on: date, by: Principal, now: datetime
) -> Touched:
    activity = _activity(plan, activity_id)
    before = _deadlines(activity)
    rewrite_activity(plan, activity, values, by=by, now=now)
    after = _deadlines(activity)
    _remember(before, after, asked_on)
    return Touched(activity.pk, late_dates=late_dates(before, after, asked_on=asked_on), asked_on=asked_on)


def _deadlines(activity: Activity) -> list[Deadline]:
    rows = Milestone.objects.filter(deliverable__activity=activity).order_by("pk")
    return [Deadline(row.pk, row.deliverable_id, row.due_on, _moves(row)) for row in rows]


def _moves(row: Milestone) -> tuple[LateMove, ...]:
    return tuple(
        LateMove(date.fromisoformat(one["from_on"]), date.fromisoformat(one["moved_on"])) for one in row.late_moves
    )


def _remember(before: Sequence[Deadline], after: Sequence[Deadline], asked_on: date) -> None:
    for row, moves in remembered_moves(before, after, asked_on=asked_on).items():
        plain = [{"from_on": one.from_on.isoformat(), "moved_on": one.moved_on.isoformat()} for one in moves]
        Milestone.objects.filter(pk=row).update(late_moves=plain)


def _remove(plan: Plan, activity_id: int | None, *, asked_on: date) -> Touched:
    activity = _activity(plan, activity_id)
    late = late_dates(_deadlines(activity), (), asked_on=asked_on)
    number = activity.pk
    activity.delete()
    return Touched(number, late_dates=late)


def _set_members(plan: Plan, proposal: Proposal, now: datetime) -> Touched:
    activity = _activity(plan, proposal.activity_id)
    assignment: Assignment | None = Assignment.objects.filter(
        deliverable__activity=activity, pk=proposal.assignment_id or 0
    ).first()
    if assignment is None:
        refuse_gaps(NOT_APPLIED, _GONE)
        raise AssertionError("refuse_gaps raises")
    refuse_gaps(NOT_APPLIED, *members_gaps(assignment, proposal.actor_ids))
    write_members(assignment, proposal.actor_ids, now)
    return Touched(activity.pk)


def _write_node(plan: Plan, proposal: Proposal, values: NodeValues, now: datetime) -> Touched:
    if proposal.kind == ChangeKind.ADD_NODE:
        return Touched(node_id=write_new_node(plan, values, now=now).pk)
    node: PlanNode | None = PlanNode.objects.filter(plan=plan, pk=proposal.node_id or 0).first()
    if node is None:
        refuse_gaps(NOT_APPLIED, _GONE)
        raise AssertionError("refuse_gaps raises")
    rewrite_node(node, values, now=now)
    return Touched(node_id=node.pk)
