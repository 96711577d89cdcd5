"""One activity that becomes two, two that become one. No product, date, responsible or word is lost on the way."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.models import Activity, Announcement, Deliverable, Placement
from rinde.capabilities.plans.operations.activities import rewrite_activity, write_new_activity
from rinde.capabilities.plans.operations.arranging import activity_to_arrange, put_after, renumber, siblings_of, sign
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, next_position
from rinde.capabilities.plans.queries.editing import activity_values
from rinde.capabilities.plans.rules.joining import kept_words, with_words
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.splitting import SplitTexts, split_values
from rinde.foundations.refusals import NotReady, refuse_gaps
from rinde.services.access import Principal

NOT_SPLIT = "No se dividió la actividad."
NOT_JOINED = "No se unieron las actividades."


@transaction.atomic
def split_activity(
    *,
    activity_id: int,
    deliverable_ids: Collection[int],
    name: str,
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> Activity:
    """Take some deliverables of an activity to a new one right below it, with everything that hangs from them.

    The new activity serves the same objectives and is shown in the same instruments. Gives the new activity.

    Raises:
        NotAllowed, StaleWrite, TransitionNotAllowed: as for any edit.
        NotReady: without a name, without a deliverable that goes, or without one that stays.
    """
    plan, activity = activity_to_arrange(activity_id, seen=seen, by=by)
    own = {one.pk for one in activity.deliverables.all()}
    going = own & set(deliverable_ids)
    refuse_gaps(NOT_SPLIT, *_split_gaps(own, going, name))
    was = activity_values(activity)
    fresh = ActivityValues(was.node_id, name, description=was.description, objectives=was.objectives)
    new = write_new_activity(plan, fresh, by=by, now=now)
    new.carried_from = activity.carried_from
    new.save(update_fields=["carried_from"])
    Deliverable.objects.filter(pk__in=going).update(activity=new)
    for placement in activity.placements.all():
        _place_too(new, placement.node_id)
    for one in (activity, new):
        _number_deliverables(one)
    put_after(activity, new)
    sign(activity, by=by, now=now)
    leave_marks(plan, "plans.activity_split", activity, by=by, now=now, facts={"key": activity.key, "new": new.key})
    return new


@transaction.atomic
def split_deliverable(
    *, activity_id: int, deliverable_id: int, texts: SplitTexts, seen: datetime | None, by: Principal, now: datetime
) -> Activity:
    """Make two deliverables of one: the words as the person parted them, dates and responsibles in both.

    The first keeps the row and what hangs from it; the second comes right below it.

    Raises:
        NotAllowed, StaleWrite, TransitionNotAllowed: as for any edit.
        NotReady: for a deliverable of another activity, or where one of the two would say nothing.
    """
    plan, activity = activity_to_arrange(activity_id, seen=seen, by=by)
    rewrite_activity(plan, activity, split_values(activity_values(activity), deliverable_id, texts), by=by, now=now)
    facts = {"key": activity.key, "deliverable": deliverable_id}
    leave_marks(plan, "plans.activity_split", activity, by=by, now=now, facts=facts)
    return activity


@transaction.atomic
def join_activities(
    *,
    activity_id: int,
    other_id: int,
    seen: datetime | None,
    other_seen: datetime | None,
    by: Principal,
    now: datetime,
) -> Activity:
    """Make the deliverables of a second activity those of a first one; the second goes.

    What the second says and the first does not (name, description, where it came from) is kept as the task of its
    deliverables; objectives, and the instruments that show it, pass to the first.

    Raises:
        NotAllowed, TransitionNotAllowed: as for any edit.
        StaleWrite: where one of the two was saved in the meantime.
        NotReady: for an activity of another plan, or the same one twice.
    """
    plan, kept = activity_to_arrange(activity_id, seen=seen, by=by)
    going = _other_activity(kept, other_id)
    check_fresh(going.edited_at, other_seen)
    _take_over(kept, going)
    facts = {"key": kept.key, "gone": going.key}
    neighbours = [one for one in siblings_of(going) if one.pk != going.pk]
    going.delete()
    renumber(neighbours, Activity)
    sign(kept, by=by, now=now)
    leave_marks(plan, "plans.activity_join", kept, by=by, now=now, facts=facts)
    return kept


def _split_gaps(own: set[int], going: set[int], name: str) -> list[str]:
    checks = (
        (name.strip(), "Escriba qué hará la actividad nueva."),
        (going, "Escoja al menos un producto para la actividad nueva."),
        (not going or own - going, "Deje al menos un producto en la actividad que ya está."),
    )
    return [message for passed, message in checks if not passed]


def _other_activity(kept: Activity, other_id: int) -> Activity:
    found: Activity | None = Activity.objects.filter(plan=kept.plan_id, pk=other_id).exclude(pk=kept.pk).first()
    if found is None:
        raise NotReady(NOT_JOINED, ("Escoja otra actividad de este plan.",))
    return found


def _take_over(kept: Activity, going: Activity) -> None:
    words = kept_words(kept=(kept.name, kept.description), going=(going.code, going.name, going.description))
    if going.carried_from and not kept.carried_from:
        kept.carried_from = going.carried_from
        kept.save(update_fields=["carried_from"])
    elif going.carried_from not in {"", kept.carried_from}:
        words = "\n".join(filter(None, (words, f"Viene de {going.carried_from}")))
    coming = list(going.deliverables.all())
    if words and not coming:
        coming = [Deliverable.objects.create(entity_id=kept.entity_id, activity=kept)]
    first = next_position(kept.deliverables.all())
    for position, one in enumerate(coming, start=first):
        one.activity, one.position, one.description = kept, position, with_words(one.description, words)
        one.save(update_fields=["activity", "position", "description"])
    _number_deliverables(kept)
    kept.objectives.add(*going.objectives.all())
    for placement in going.placements.all():
        _place_too(kept, placement.node_id)
    Announcement.objects.filter(became=going).update(became=kept)


def _place_too(activity: Activity, node_id: int) -> None:
    """Show an activity in another instrument as well, where it is not shown there yet."""
    rows = Placement.objects.filter(node_id=node_id)
    if not rows.filter(activity=activity).exists():
        Placement.objects.create(
            entity_id=activity.entity_id, activity=activity, node_id=node_id, position=next_position(rows)
        )


def _number_deliverables(activity: Activity) -> None:
    renumber(list(Deliverable.objects.filter(activity=activity).order_by("position", "pk")), Deliverable)
