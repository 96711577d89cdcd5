"""One cell of the plan's table, written where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from rinde.capabilities.entities.models import ActorGroup
from rinde.capabilities.entities.queries import actor_directory
from rinde.capabilities.plans.models import Activity, Assignment
from rinde.capabilities.plans.operations.activities import rewrite_activity
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, plan_to_edit
from rinde.capabilities.plans.queries.editing import WHOLE_ACTIVITY, activity_values
from rinde.capabilities.plans.rules.cell_entries import CellEntry, Surroundings, enter, says
from rinde.capabilities.plans.rules.responsibles import Person
from rinde.capabilities.plans.rules.rows import Assignee
from rinde.capabilities.plans.rules.schedules import Period
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """The activity as saved, and in words what was understood of what somebody typed.

    `is_merged`: somebody had saved other cells of the activity meanwhile; the reader has not seen those yet.
    """

    activity: Activity
    understood: str
    is_merged: bool = False


@transaction.atomic
def write_cell(
    *,
    activity_id: int,
    entry: CellEntry,
    seen: datetime | None,
    today: date,
    by: Principal,
    now: datetime,
    was: str | None = None,
) -> WrittenCell:
    """Write one cell of an activity or of one of its deliverables; what is already so leaves no mark.

    Two people may write in two cells of one row: only a cell that says something else by now is stale.

    Args:
        was: what the cell said when it was shown, as it is typed; None where nobody knows: then the whole row counts.
        today: the day whose org chart says who the typed names are.

    Raises:
        NotAllowed, TransitionNotAllowed: for whoever may not edit this plan, or while it stands still.
        StaleWrite: where somebody saved that cell after it was shown (`seen`).
        NotReady: with everything that is wrong with what was typed.
    """
    plan = plan_to_edit(Activity.objects.values_list("plan_id", flat=True).get(pk=activity_id), by=by)
    activity: Activity = Activity.objects.prefetch_related(*WHOLE_ACTIVITY).get(pk=activity_id)
    before = activity_values(activity)
    around = _surroundings(activity, entry, Period(plan.period_start, plan.period_end), today)
    entered = enter(before, entry, around)
    is_merged = activity.edited_at != seen and was is not None and says(before, replace(entry, text=was), around)
    if entered.values != before:  # a cell sent twice over a bad line writes over nobody
        if not is_merged:
            check_fresh(activity.edited_at, seen, is_own=activity.edited_by_id == by.user_id)
        rewrite_activity(plan, activity, entered.values, by=by, now=now)
        facts = {"key": activity.key, "cell": entry.cell}
        leave_marks(plan, "plans.cell_edit", activity, by=by, now=now, facts=facts)
    return WrittenCell(activity, entered.understood, is_merged)


def _surroundings(activity: Activity, entry: CellEntry, period: Period, today: date) -> Surroundings:
    if entry.cell != "responsible":
        return Surroundings(period)
    standing = [
        (str(one.actor or one.group or one.text), _assignee(one))
        for deliverable in activity.deliverables.all()
        for one in deliverable.assignments.all()
        if deliverable.pk == entry.deliverable_id
    ]
    groups = [Person(name, group_id=pk) for pk, name in ActorGroup.objects.values_list("pk", "name")]
    actors = [Person(one.name, (one.acronym, *one.aliases), one.id) for one in actor_directory(today)]
    return Surroundings(period, (*groups, *actors), standing)


def _assignee(one: Assignment) -> Assignee:
    return Assignee(one.text, one.actor_id, one.group_id, one.role, one.own_target, one.is_conditional)
