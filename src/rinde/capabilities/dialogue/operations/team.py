"""Who helps at one space: joining its team for a task, and leaving it."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.accounts.queries import colleagues
from rinde.capabilities.dialogue.choices import TeamTask
from rinde.capabilities.dialogue.models import TeamMember
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.permissions import MODERATE, check_manage
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal


@transaction.atomic
def join_team(*, space_id: int, user_id: int, task: str, by: Principal, now: datetime) -> TeamMember:
    """Let somebody of the entity do a task at a space. Said again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
        NotReady: for somebody who does not work in the entity with a role that helps at spaces, or an unknown task.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    gaps = [] if task in TeamTask.values else ["Escoja qué hace en el espacio."]
    if not any(one.user_id == user_id and one.principal.may_somewhere(MODERATE) for one in colleagues(space.entity)):
        gaps.append(
            "Escoja de la lista a alguien que trabaje en la entidad y pueda ayudar en los espacios. Si no está, pida a "
            "la administración que le dé un rol."
        )
    refuse_gaps("Nadie se sumó al equipo.", *gaps)
    member: TeamMember
    member, is_new = TeamMember.objects.get_or_create(
        space=space, user_id=user_id, task=task, defaults={"entity_id": space.entity_id}
    )
    if is_new:
        note(space, "team_join", by=by, now=now, user=user_id, task=task)
    return member


@transaction.atomic
def leave_team(*, space_id: int, member_id: int, by: Principal, now: datetime) -> None:
    """Take somebody out of the team of a space. Gone already: does nothing.

    Raises:
        NotAllowed: for whoever does not run the space.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    member = TeamMember.objects.filter(space=space, pk=member_id).first()
    if member is None:
        return
    note(space, "team_leave", by=by, now=now, user=member.user_id, task=member.task)
    member.delete()
