"""What somebody who registered is told by mail: once each, whatever is repeated. Who left no mail is told nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from rinde.capabilities.dialogue.choices import RegistrationStatus, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace, Registration, SpaceMove
from rinde.capabilities.dialogue.queries.attendance_links import address_of, registration_token
from rinde.capabilities.entities.queries import each_entity
from rinde.services.notifications.operations import send_once

TOLD_FOR = timedelta(days=7)  # a change of the day is told within this, however often the workers were away


def mail_registration(registration: Registration, *, site: str, now: datetime, waited: bool = False) -> None:
    """Tell somebody that they have a place or wait. One mail for each of the two; the space comes with its entity."""
    has_place = registration.status == RegistrationStatus.CONFIRMED
    subject = "Su inscripción" if has_place else "Está en lista de espera"
    if waited:
        subject = "Ya tiene cupo"
    _send(registration, f"registration:{registration.pk}:{registration.status}", subject, "registered", site, now)


def tell_changes(*, site: str, now: datetime) -> int:
    """Tell those who registered that a space was moved or cancelled, in every entity; gives how many mails are new."""
    told = 0
    for _ in each_entity():
        told += sum(_tell_moved(move, site=site, now=now) for move in _moves(now))
        told += sum(_tell_cancelled(space, site=site, now=now) for space in _cancelled(now))
    return told


def _moves(now: datetime) -> Iterable[SpaceMove]:
    """The last move of each space that is still to come: who missed two is told of the day that holds."""
    recent = SpaceMove.objects.filter(moved_at__gt=now - TOLD_FOR, space__status=SpaceStatus.CALLED)
    return {move.space_id: move for move in recent.select_related("space__entity")}.values()


def _cancelled(now: datetime) -> Iterable[DialogueSpace]:
    found: Iterable[DialogueSpace] = DialogueSpace.objects.filter(
        status=SpaceStatus.CANCELLED, cancelled_at__gt=now - TOLD_FOR
    ).select_related("entity")
    return found


@transaction.atomic
def _tell_moved(move: SpaceMove, *, site: str, now: datetime) -> int:
    mailed = (
        _send(one, f"space-moved:{move.pk}:{one.pk}", "Cambió la fecha", "moved", site, now, move=move)
        for one in _to_tell(move.space).filter(registered_at__lt=move.moved_at)
    )
    return sum(mailed)


@transaction.atomic
def _tell_cancelled(space: DialogueSpace, *, site: str, now: datetime) -> int:
    mailed = (
        _send(one, f"space-cancelled:{space.pk}:{one.pk}", "Se canceló", "cancelled", site, now)
        for one in _to_tell(space)
    )
    return sum(mailed)


def _to_tell(space: DialogueSpace) -> "QuerySet[Registration]":
    standing: QuerySet[Registration] = Registration.objects.filter(space=space).exclude(
        status=RegistrationStatus.CANCELLED
    )
    return standing.exclude(email="").select_related("space__entity")


def _send(
    registration: Registration, key: str, subject: str, template: str, site: str, now: datetime, **more: object
) -> bool:
    if not registration.email:
        return False
    space = registration.space
    context = {
        "registration": registration,
        "space": space,
        "has_place": registration.status == RegistrationStatus.CONFIRMED,
        "link": address_of(space, "registration", site=site, token=registration_token(registration.pk)),
        "page": address_of(space, "dialogue_space", site=site),
        **more,
    }
    return send_once(
        entity_id=registration.entity_id,
        key=key,
        recipient=f"registration:{registration.pk}",
        address=registration.email,
        subject=f"{subject}: {space.title}"[:200],
        body=render_to_string(f"dialogue/mail/{template}.txt", context),
        now=now,
    )
