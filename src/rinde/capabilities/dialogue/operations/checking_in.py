"""Who came: noted at the table, by the code at the door or from paper; counted where nobody is asked for a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.dialogue.choices import AttendanceSource, RegistrationStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import (
    AttendanceClosing,
    Attendee,
    ConsentText,
    DialogueSpace,
    PeopleCount,
    Registration,
    SpaceStep,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.consenting import accepted_consent
from rinde.capabilities.dialogue.operations.locking import locked, note
from rinde.capabilities.dialogue.operations.person_keys import person_keys
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_check_in
from rinde.capabilities.dialogue.queries.attendance import tally_of
from rinde.capabilities.dialogue.queries.spaces import days_of
from rinde.capabilities.dialogue.rules.attendance import (
    ArrivalValues,
    CountValues,
    arrival_gaps,
    closing_text,
    count_gaps,
    may_arrive_alone,
    why_no_attendance,
)
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.entities.models import Actor
from rinde.foundations.refusals import NotReady, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.folding import fold
from rinde.services.access import ANONYMOUS, Principal

NOT_NOTED = "La llegada no se registró todavía."
NOT_COUNTED = "No se sumó a nadie todavía."
MOST_ROWS = 40  # of a page of paper


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who is on the list; `is_new` is False where they were before."""

    attendee: Attendee
    is_new: bool


def check_takes_attendance(space: DialogueSpace, *, now: datetime) -> None:
    """Raises TransitionNotAllowed where who comes to a space is not noted: not yet, or not any more."""
    first_day, _ = days_of(space)
    is_called = StepKind.CALL in steps_of_kind(space.kind).asked
    today = timezone.localdate(now)
    if why := why_no_attendance(space.status, is_called=is_called, first_day=first_day, today=today):
        raise TransitionNotAllowed(why)


@transaction.atomic
def arrive(*, space_id: int, number: int, by: Principal, now: datetime) -> Arrived | PeopleCount:
    """Note that somebody who registered came. Tapped again, nothing changes; after a slip they are back on the list.

    At a space for minors the people of the registration are counted and nobody is named.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: on another day, for a closed space, or a registration that was cancelled.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    registration: Registration = Registration.objects.get(space=space, number=number)
    if registration.status == RegistrationStatus.CANCELLED:
        raise TransitionNotAllowed("Esta inscripción se canceló. Si la persona llegó, regístrela como sin inscripción.")
    if space.is_for_minors:
        values = CountValues(registration.people, group_id=registration.group_id)
        return _count(space, values, token=f"registration:{registration.pk}", by=by, now=now)
    return _arrived(space, registration, by=by, now=now)


def _arrived(space: DialogueSpace, registration: Registration, *, by: Principal, now: datetime) -> Arrived:
    before: Attendee | None = Attendee.objects.filter(registration=registration).first()
    if before:
        is_new = before.removed_at is not None
        if is_new:
            before.removed_at, before.came_at, before.noted_by_id = None, now, by.user_id
            before.save(update_fields=["removed_at", "came_at", "noted_by"])
            note(space, "arrive", by=by, now=now, number=before.number)
        return Arrived(before, is_new=is_new)
    values = ArrivalValues(
        name=registration.name,
        email=registration.email,
        phone=registration.phone,
        group_id=registration.group_id,
        wants_results=registration.wants_results,
    )
    token, source = f"registration:{registration.pk}", AttendanceSource.REGISTERED
    # The name stays with the registration alone: one place less to erase.
    attendee = _write(space, values, source, token, None, by=by, now=now, registration=registration)
    return Arrived(attendee, is_new=True)


@transaction.atomic
def take_back(*, space_id: int, number: int, by: Principal, now: datetime) -> Attendee:
    """Take somebody off the list who did not come: a slip of the finger. Again: nothing changes.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: for a closed space.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    attendee: Attendee = Attendee.objects.get(space=space, number=number)
    if attendee.removed_at is None:
        attendee.removed_at = now
        attendee.save(update_fields=["removed_at"])
        note(space, "arrival_take_back", by=by, now=now, number=number)
    return attendee


@transaction.atomic
def walk_in(
    *,
    space_id: int,
    values: ArrivalValues,
    form_token: str,
    by: Principal,
    now: datetime,
    consent_digest: str = "",
    source: str = AttendanceSource.WALK_IN,
) -> Arrived:
    """Note somebody who came without a registration. The same form, or the same person, is on the list once.

    Args:
        consent_digest: of the words that the person heard or read; empty where they left only a name.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: on another day, or for a closed space.
        NotReady: with everything that is missing.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    values = tidied(values)
    refuse_gaps(NOT_NOTED, *(arrival_gaps(values, is_for_minors=space.is_for_minors) + stranger_gaps(space, values)))
    needs_consent = values.email or values.wants_results
    consent = accepted_consent(space.entity_id, consent_digest, by=by, now=now) if needs_consent else None
    return _once(space, values, source, form_token, consent, by=by, now=now)


@transaction.atomic
def arrive_alone(
    *, space_id: int, values: ArrivalValues, consent_digest: str, form_token: str, now: datetime
) -> Arrived:
    """Note the arrival of somebody who typed their own name from the code at the door.

    Where exactly one registration that has not come bears that name, it is theirs. What they are told is the same in
    each case, so that nobody learns from it who registered.

    Raises:
        TransitionNotAllowed: outside the hours of the space.
        NotReady: with everything that is missing.
    """
    space = locked(space_id)
    if not may_arrive_alone(space.status, starts_at=space.starts_at, ends_at=space.ends_at, now=now):
        raise TransitionNotAllowed(
            "La llegada se registra así desde una hora antes del espacio y hasta una hora después. Fuera de esas "
            "horas, pídale al equipo que la anote."
        )
    values = tidied(values)
    gaps = arrival_gaps(values, is_for_minors=space.is_for_minors) + stranger_gaps(space, values)
    gaps += () if values.consents else ("Marque la autorización para que podamos guardar su nombre.",)
    refuse_gaps(NOT_NOTED, *gaps)
    if own := _registration_named(space, values.name):
        return _arrived(space, own, by=ANONYMOUS, now=now)
    consent = accepted_consent(space.entity_id, consent_digest, by=ANONYMOUS, now=now)
    return _once(space, values, AttendanceSource.SELF, form_token, consent, by=ANONYMOUS, now=now)


def _registration_named(space: DialogueSpace, name: str) -> Registration | None:
    standing = Registration.objects.filter(space=space).exclude(status=RegistrationStatus.CANCELLED)
    same = [one for one in standing.select_related("attendee") if one.name and fold(one.name) == fold(name)]
    return same[0] if len(same) == 1 else None


@transaction.atomic
def enter_rows(
    *, space_id: int, rows: Sequence[ArrivalValues], form_token: str, by: Principal, now: datetime
) -> tuple[Arrived, ...]:
    """Type in a page of a list on paper: all of its rows or none. The same page again gives what it already made.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: on another day, or for a closed space.
        NotReady: with what is wrong, row by row.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    tidy_rows = [tidied(row) for row in rows][:MOST_ROWS]
    gaps: list[str] = [] if tidy_rows else ["Escriba al menos un nombre."]
    for number, row in enumerate(tidy_rows, start=1):
        found = arrival_gaps(row, is_for_minors=space.is_for_minors) + stranger_gaps(space, row)
        gaps += [f"Fila {number}: {gap}" for gap in found]
    refuse_gaps(NOT_NOTED, *gaps)
    return tuple(
        _once(space, row, AttendanceSource.PAPER, f"{form_token}:{place}", None, by=by, now=now)
        for place, row in enumerate(tidy_rows)
    )


def tidied(values: ArrivalValues) -> ArrivalValues:
    """The same without the blanks that nobody sees."""
    return replace(
        values,
        name=" ".join(values.name.split()),
        email=values.email.strip().lower(),
        phone=" ".join(values.phone.split()),
        territory=" ".join(values.territory.split()),
    )


def stranger_gaps(space: DialogueSpace, values: ArrivalValues | CountValues) -> tuple[str, ...]:
    """What is named and is not of this entity."""
    gaps = []
    if values.group_id and not ValueGroup.objects.filter(entity_id=space.entity_id, pk=values.group_id).exists():
        gaps.append("El grupo que escogió no está en la lista. Escoja otro, o déjelo vacío.")
    unit_id = values.unit_id if isinstance(values, ArrivalValues) else None
    if unit_id and not Actor.objects.filter(entity_id=space.entity_id, pk=unit_id).exists():
        gaps.append("La dependencia que escogió no está en el organigrama. Escoja otra, o déjela vacía.")
    return tuple(gaps)


def _once(
    space: DialogueSpace,
    values: ArrivalValues,
    source: str,
    token: str,
    consent: ConsentText | None,
    *,
    by: Principal,
    now: datetime,
) -> Arrived:
    before: Attendee | None = Attendee.objects.filter(space=space, form_token=token).first()
    if before is None:
        keys = set(person_keys(space.entity_id, values, unit=_unit_name(values)))
        present = Attendee.objects.filter(space=space, removed_at__isnull=True)
        before = next((one for one in present if keys & set(one.keys)), None)
    if before:
        return Arrived(before, is_new=False)
    return Arrived(_write(space, values, source, token, consent, by=by, now=now), is_new=True)


def _unit_name(values: ArrivalValues) -> str:
    return str(Actor.objects.get(pk=values.unit_id)) if values.unit_id else ""


def _write(
    space: DialogueSpace,
    values: ArrivalValues,
    source: str,
    token: str,
    consent: ConsentText | None,
    *,
    by: Principal,
    now: datetime,
    registration: Registration | None = None,
) -> Attendee:
    last = Attendee.objects.filter(space=space).aggregate(last=Max("number"))["last"] or 0
    is_registered = registration is not None
    attendee: Attendee = Attendee.objects.create(
        entity_id=space.entity_id,
        space=space,
        number=last + 1,
        registration=registration,
        source=source,
        name="" if is_registered else values.name,
        email="" if is_registered or not consent else values.email,
        group_id=values.group_id,
        unit_id=values.unit_id,
        territory=values.territory,
        age_band=values.age_band,
        keys=list(person_keys(space.entity_id, values, unit=_unit_name(values))),
        consent=consent,
        consented_at=now if consent else None,
        wants_results=values.wants_results,
        came_at=now,
        noted_by_id=by.user_id,
        form_token=token,
    )
    note(space, "arrive", by=by, now=now, number=attendee.number, source=source)
    return attendee


@transaction.atomic
def count_people(*, space_id: int, values: CountValues, form_token: str, by: Principal, now: datetime) -> PeopleCount:
    """Add people who were counted and not named. The same form again adds nobody.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: on another day, or for a closed space.
        NotReady: with everything that is missing.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    values = replace(values, territory=" ".join(values.territory.split()))
    refuse_gaps(NOT_COUNTED, *(count_gaps(values) + stranger_gaps(space, values)))
    return _count(space, values, token=form_token, by=by, now=now)


def _count(space: DialogueSpace, values: CountValues, *, token: str, by: Principal, now: datetime) -> PeopleCount:
    before: PeopleCount | None = PeopleCount.objects.filter(space=space, form_token=token).first()
    if before and before.removed_at is None:
        return before
    if before:
        before.removed_at = None
        before.save(update_fields=["removed_at"])
        note(space, "people_count", by=by, now=now, number=before.number, people=before.people)
        return before
    last = PeopleCount.objects.filter(space=space).aggregate(last=Max("number"))["last"] or 0
    counted: PeopleCount = PeopleCount.objects.create(
        entity_id=space.entity_id,
        space=space,
        number=last + 1,
        source=values.source,
        people=values.people,
        group_id=values.group_id,
        age_band=values.age_band,
        territory=values.territory,
        counted_at=now,
        counted_by_id=by.user_id,
        form_token=token,
    )
    note(space, "people_count", by=by, now=now, number=counted.number, people=counted.people)
    return counted


@transaction.atomic
def take_back_count(*, space_id: int, number: int, by: Principal, now: datetime) -> PeopleCount:
    """Take back a count that was a slip. Again: nothing changes. Raises as `count_people`."""
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    counted: PeopleCount = PeopleCount.objects.get(space=space, number=number)
    if counted.removed_at is None:
        counted.removed_at = now
        counted.save(update_fields=["removed_at"])
        note(space, "people_count_take_back", by=by, now=now, number=number)
    return counted


@transaction.atomic
def close_attendance(*, space_id: int, by: Principal, now: datetime) -> AttendanceClosing:
    """Say how many came: the public reads it, and the step is done with it. Said again, the numbers are those of now.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: before the space begins, or once it was closed.
        NotReady: where nobody is on the list and nobody was counted.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    if now < space.starts_at:
        raise TransitionNotAllowed("El espacio no ha empezado: la asistencia se cierra cuando la gente ya llegó.")
    tally = tally_of(space)
    if not tally.people:
        raise NotReady("La asistencia sigue abierta.", ("No hay nadie registrado. Registre quién llegó, o cuéntelos.",))
    closing: AttendanceClosing
    closing, _ = AttendanceClosing.objects.update_or_create(
        space=space,
        defaults={
            "entity_id": space.entity_id,
            "people": tally.people,
            "named": tally.named,
            "unique_people": tally.unique_people,
            "groups": tally.groups,
            "counts": {way: [list(cell) for cell in cells] for way, cells in tally.cells.items()},
            "closed_at": now,
            "closed_by_id": by.user_id,
        },
    )
    note(space, "attendance_close", by=by, now=now, people=tally.people, groups=tally.groups)
    _tell_the_step(space, closing_text(tally.people, tally.groups), by=by, now=now)
    return closing


def _tell_the_step(space: DialogueSpace, text: str, *, by: Principal, now: datetime) -> None:
    """The step is of the day of the space, also where the paper was typed in later; a corrected number replaces it."""
    step: SpaceStep | None = SpaceStep.objects.filter(space=space, kind=StepKind.CHECK_IN).first()
    if step is None:
        return
    if step.status == StepStatus.DONE:
        step.note = text
        step.save(update_fields=["note"])
        return
    done_on = min(days_of(space)[1], timezone.localdate(now))
    step_done(space, StepKind.CHECK_IN, by=by, now=now, done_on=done_on, text=text)
