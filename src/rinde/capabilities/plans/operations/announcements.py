"""Actions that a plan announces without date or unit."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Announcement
from rinde.capabilities.plans.operations.activities import write_new_activity
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, next_position, plan_to_edit
from rinde.capabilities.plans.rules.rows import ActivityValues, AnnouncementRow
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_SAVED = "No se guardó la acción anunciada."


@transaction.atomic
def add_announcement(*, plan_id: int, values: AnnouncementRow, by: Principal, now: datetime) -> Announcement:
    """Add an announced action after the last one.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: without text.
    """
    plan = plan_to_edit(plan_id, by=by)
    position = next_position(Announcement.objects.filter(plan=plan))
    announcement = Announcement(entity_id=plan.entity_id, plan=plan, position=position)
    _write(announcement, values, now)
    leave_marks(plan, "plans.announcement_add", announcement, by=by, now=now, facts={})
    return announcement


@transaction.atomic
def edit_announcement(
    *, announcement_id: int, values: AnnouncementRow, seen: datetime | None, by: Principal, now: datetime
) -> Announcement:
    """Write an announced action.

    Raises:
        NotAllowed, StaleWrite, NotReady: as for any edit.
    """
    announcement: Announcement = Announcement.objects.get(pk=announcement_id)
    plan = plan_to_edit(announcement.plan_id, by=by)
    announcement.refresh_from_db()
    check_fresh(announcement.edited_at, seen)
    _write(announcement, values, now)
    leave_marks(plan, "plans.announcement_edit", announcement, by=by, now=now, facts={})
    return announcement


@transaction.atomic
def delete_announcement(*, announcement_id: int, by: Principal, now: datetime) -> None:
    """Take an announced action out of the draft.

    Raises:
        NotAllowed: for whoever may not edit this plan.
    """
    announcement: Announcement = Announcement.objects.get(pk=announcement_id)
    plan = plan_to_edit(announcement.plan_id, by=by)
    target = f"plans.Announcement:{announcement.pk}"
    announcement.delete()
    leave_marks(plan, "plans.announcement_delete", target, by=by, now=now, facts={})


@transaction.atomic
def announcement_to_activity(*, announcement_id: int, node_id: int, by: Principal, now: datetime) -> Activity:
    """Make an activity of an announced action, with its words; date and responsible come with the next edit.

    Asked again, it gives the activity that there is already. The announcement stays and says what it became.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: with a component of another plan.
    """
    announcement: Announcement = Announcement.objects.get(pk=announcement_id)
    plan = plan_to_edit(announcement.plan_id, by=by)
    announcement.refresh_from_db()
    if announcement.became is not None:
        became: Activity = announcement.became
        return became
    activity = write_new_activity(plan, ActivityValues(node_id, announcement.text), by=by, now=now)
    if announcement.carried_from:
        activity.carried_from = announcement.carried_from
        activity.save(update_fields=["carried_from"])
    announcement.became, announcement.edited_at = activity, now
    announcement.save(update_fields=["became", "edited_at"])
    facts = {"key": activity.key, "announcement": announcement.pk}
    leave_marks(plan, "plans.announcement_to_activity", activity, by=by, now=now, facts=facts)
    return activity


def _write(announcement: Announcement, values: AnnouncementRow, now: datetime) -> None:
    refuse_gaps(NOT_SAVED, *([] if values.text.strip() else ["Escriba la acción."]))
    announcement.text, announcement.group = values.text.strip(), values.group.strip()
    announcement.edited_at = now
    announcement.save()
