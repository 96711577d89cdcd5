"""Who stands behind «los que suscriban el pacto»: a set that was left open and is written down later, on record."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.plans.models import Assignment, AssignmentMember
from rinde.capabilities.plans.operations.editing import leave_marks, plan_to_edit
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_SAVED = "No se guardó quiénes responden."


@transaction.atomic
def set_members(*, assignment_id: int, actor_ids: Collection[int], by: Principal, now: datetime) -> Assignment:
    """Write down who a conditional assignment means, while the plan is edited; nobody means: not known again.

    In a published plan the same is asked for as a change, and `write_members` applies it.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        TransitionNotAllowed: for a plan whose rows stand still.
        NotReady: for an assignment that is not conditional, or with somebody whom the entity does not have.
    """
    assignment: Assignment = Assignment.objects.select_related("deliverable__activity").get(pk=assignment_id)
    activity = assignment.deliverable.activity
    plan = plan_to_edit(activity.plan_id, by=by)
    refuse_gaps(NOT_SAVED, *members_gaps(assignment, actor_ids))
    write_members(assignment, actor_ids, now)
    activity.edited_at, activity.edited_by_id = now, by.user_id
    activity.save(update_fields=["edited_at", "edited_by"])
    facts = {"key": activity.key, "assignment": assignment.pk, "actors": sorted(set(actor_ids))}
    leave_marks(plan, "plans.members_set", assignment, by=by, now=now, facts=facts)
    return assignment


def members_gaps(assignment: Assignment, actor_ids: Collection[int]) -> tuple[str, ...]:
    """Find everything that keeps a list from being written down."""
    wanted = set(actor_ids)
    checks = (
        (
            not assignment.is_conditional,
            "Este responsable no quedó como «se sabrá después». Cambie los responsables en la actividad.",
        ),
        (
            Actor.objects.filter(pk__in=wanted).count() < len(wanted),
            "Uno de los escogidos no existe en el organigrama de esta entidad. Escójalo de nuevo.",
        ),
    )
    return tuple(message for fails, message in checks if fails)


def write_members(assignment: Assignment, actor_ids: Collection[int], now: datetime) -> None:
    """Make the assignment's frozen list be exactly these actors, without checks or marks: those are the caller's.

    Whoever was already in it keeps the moment of their entry.
    """
    wanted = dict.fromkeys(actor_ids)
    standing = set(assignment.members.values_list("actor_id", flat=True))
    assignment.members.exclude(actor_id__in=wanted).delete()
    AssignmentMember.objects.bulk_create(
        AssignmentMember(entity_id=assignment.entity_id, assignment=assignment, actor_id=actor_id, added_at=now)
        for actor_id in wanted
        if actor_id not in standing
    )
    assignment.frozen_at = (assignment.frozen_at or now) if wanted else None
    assignment.save(update_fields=["frozen_at"])
