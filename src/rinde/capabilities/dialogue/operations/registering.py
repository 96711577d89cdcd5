"""Registering without an account: received once, a place or the waiting list, cancelled, closed with its number."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from rinde.capabilities.dialogue.choices import RegistrationStatus, SpaceStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import (
    AccessNeed,
    Attendee,
    DialogueSpace,
    Registration,
    SpaceStep,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.consenting import accepted_consent
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.registration_mails import mail_registration
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_check_in, check_manage
from rinde.capabilities.dialogue.rules.attendance import (
    RegistrationValues,
    next_in_line,
    place_for,
    registered_text,
    registration_gaps,
    why_closed,
)
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.entities.queries import each_entity
from rinde.foundations.refusals import NotReady, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal

NOT_RECEIVED = "No recibimos la inscripción todavía."
FULL = (
    "El cupo ya se llenó. Si quiere esperar, envíe de nuevo con «Quedar en la lista de espera»: si alguien cancela, "
    "el lugar es de quien sigue."
)


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration that stands; `is_new` is False where this very form had come in before."""

    registration: Registration
    is_new: bool


@transaction.atomic
def register(
    *, space_id: int, values: RegistrationValues, consent_digest: str, form_token: str, site: str, now: datetime
) -> Registered:
    """Take in a registration of a visitor. The same form again gives the registration that it already made.

    Args:
        consent_digest: of the words that their form showed.
        site: in front of the addresses in the mail.

    Raises:
        TransitionNotAllowed: where nobody registers any more, with why.
        NotReady: with everything that is missing, or where there is no place and they did not ask to wait.
    """
    space = locked(space_id)
    if before := Registration.objects.filter(space=space, form_token=form_token).first():
        return Registered(before, is_new=False)
    refuse_closed(space, now=now)
    values = _tidied(values)
    refuse_gaps(
        NOT_RECEIVED, *(registration_gaps(values, is_for_minors=space.is_for_minors) + _group_gaps(space, values))
    )
    status = place_for(people=values.people, taken=places_taken(space), capacity=space.capacity)
    if status == RegistrationStatus.CONFIRMED and _somebody_waits(space):
        status = RegistrationStatus.WAITING
    if status == RegistrationStatus.WAITING and not values.joins_waiting:
        raise NotReady(NOT_RECEIVED, (FULL,))
    registration = _write(space, values, status, consent_digest, form_token, now)
    mail_registration(registration, site=site, now=now)
    return Registered(registration, is_new=True)


def refuse_closed(space: DialogueSpace, *, now: datetime) -> None:
    """Raises TransitionNotAllowed where nobody registers to a space any more, with why and what they can do."""
    has_step = StepKind.REGISTRATION in steps_of_kind(space.kind).all
    closes_at, starts_at = space.registration_closes_at, space.starts_at
    if space.status == SpaceStatus.DRAFT:
        raise TransitionNotAllowed("A este espacio todavía no se convoca.")
    if why := why_closed(space.status, has_step=has_step, starts_at=starts_at, closes_at=closes_at, now=now):
        raise TransitionNotAllowed(why)


def _tidied(values: RegistrationValues) -> RegistrationValues:
    return replace(
        values,
        name=" ".join(values.name.split()),
        email=values.email.strip().lower(),
        phone=" ".join(values.phone.split()),
        need=tidy_text(values.need),
    )


def _group_gaps(space: DialogueSpace, values: RegistrationValues) -> tuple[str, ...]:
    known = values.group_id is None or ValueGroup.objects.filter(entity=space.entity, pk=values.group_id).exists()
    return () if known else ("El grupo que escogió no está en la lista. Escoja otro, o déjelo vacío.",)


def places_taken(space: DialogueSpace) -> int:
    """How many people have a place. Read with the space locked where somebody gets one."""
    placed = Registration.objects.filter(space=space, status=RegistrationStatus.CONFIRMED)
    return int(placed.aggregate(people=Sum("people"))["people"] or 0)


def _somebody_waits(space: DialogueSpace) -> bool:
    return bool(Registration.objects.filter(space=space, status=RegistrationStatus.WAITING).exists())


def _write(
    space: DialogueSpace,
    values: RegistrationValues,
    status: str,
    consent_digest: str,
    form_token: str,
    now: datetime,
) -> Registration:
    last = Registration.objects.filter(space=space).aggregate(last=Max("number"))["last"] or 0
    gave_data = not space.is_for_minors
    consent = accepted_consent(space.entity_id, consent_digest, by=ANONYMOUS, now=now) if gave_data else None
    registration: Registration = Registration.objects.create(
        entity_id=space.entity_id,
        space=space,
        number=last + 1,
        status=status,
        people=values.people,
        name=values.name,
        email=values.email,
        phone=values.phone,
        group_id=values.group_id,
        consent=consent,
        consented_at=now if consent else None,
        wants_results=values.wants_results,
        registered_at=now,
        placed_at=now if status == RegistrationStatus.CONFIRMED else None,
        form_token=form_token,
    )
    if values.need:
        AccessNeed.objects.create(entity_id=space.entity_id, registration=registration, text=values.need)
    note(space, "register", by=ANONYMOUS, now=now, number=registration.number, status=status)
    return registration


@transaction.atomic
def cancel_registration(*, space_id: int, number: int, by: Principal, site: str, now: datetime) -> Registration:
    """Cancel a registration: its data are erased at once, and its place goes to whoever waits first. Again: nothing.

    Args:
        by: ANONYMOUS for whoever holds the personal link; a member of the team asks for them.

    Raises:
        NotAllowed: for somebody signed in who neither runs the space nor registers who comes to it.
        TransitionNotAllowed: once they came.
    """
    space = locked(space_id)
    if by.user_id is not None:
        check_check_in(space, by=by)
    registration: Registration = Registration.objects.get(space=space, number=number)
    if registration.status == RegistrationStatus.CANCELLED:
        return registration
    if Attendee.objects.filter(registration=registration, removed_at__isnull=True).exists():
        raise TransitionNotAllowed("Esta persona ya llegó: su inscripción se cumplió y no se cancela.")
    AccessNeed.objects.filter(registration=registration).delete()
    registration.status, registration.cancelled_at, registration.erased_at = RegistrationStatus.CANCELLED, now, now
    registration.name = registration.email = registration.phone = ""
    registration.wants_results = False
    registration.save()
    note(space, "registration_cancel", by=by, now=now, number=number)
    give_places(space, site=site, now=now)
    return registration


def give_places(space: DialogueSpace, *, site: str, now: datetime) -> int:
    """Give free places to those who wait, in order, and tell each once; gives how many. The space is locked."""
    if space.status != SpaceStatus.CALLED or now >= space.starts_at:
        return 0
    waiting = list(Registration.objects.filter(space=space, status=RegistrationStatus.WAITING))
    if not waiting:
        return 0
    free = None if space.capacity is None else space.capacity - places_taken(space)
    numbers = next_in_line([(one.number, one.people) for one in waiting], free=free)
    for registration in waiting:
        if registration.number in numbers:
            registration.status, registration.placed_at = RegistrationStatus.CONFIRMED, now
            registration.save(update_fields=["status", "placed_at"])
            mail_registration(registration, site=site, now=now, waited=True)
            note(space, "registration_place", by=ANONYMOUS, now=now, number=registration.number)
    return len(numbers)


@transaction.atomic
def close_registration(*, space_id: int, by: Principal, now: datetime) -> SpaceStep:
    """Close the registrations of a space by hand; its step is done with the number. Again: nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that does not register anybody, or is over.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if space.registration_closes_at is None or space.registration_closes_at > now:
        space.registration_closes_at = now
        space.save(update_fields=["registration_closes_at"])
        note(space, "registration_close", by=by, now=now)
    return step_done(space, StepKind.REGISTRATION, by=by, now=now, text=registered_text(places_taken(space)))


def look_after_registrations(*, site: str, now: datetime) -> int:
    """Give places that became free, and close what is past with its number, in every entity; gives how many closed.

    Asking again closes none. Where nobody registered, the step waits for a person: Rinde does not say that it was done.
    """
    closed = 0
    for _ in each_entity():
        waiting = Registration.objects.filter(status=RegistrationStatus.WAITING, space__starts_at__gt=now)
        for space_id in waiting.order_by("space_id").values_list("space_id", flat=True).distinct():
            _give_places(space_id, site=site, now=now)
        pending = SpaceStep.objects.filter(
            kind=StepKind.REGISTRATION,
            status=StepStatus.PENDING,
            space__status__in=[SpaceStatus.CALLED, SpaceStatus.LIVE, SpaceStatus.HELD],
        )
        for space_id in pending.values_list("space_id", flat=True):
            closed += _close_if_past(space_id, now=now)
    return closed


@transaction.atomic
def _give_places(space_id: int, *, site: str, now: datetime) -> None:
    give_places(locked(space_id), site=site, now=now)


@transaction.atomic
def _close_if_past(space_id: int, *, now: datetime) -> int:
    space = locked(space_id)
    moment = space.registration_closes_at or space.starts_at
    people = places_taken(space)
    if moment > now or not people:
        return 0
    done_on = timezone.localdate(moment)
    step_done(space, StepKind.REGISTRATION, by=ANONYMOUS, now=now, done_on=done_on, text=registered_text(people))
    return 1
