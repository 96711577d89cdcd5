from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from attendance_samples import SITE, make_registration, registration_values
from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    STARTS,
    join_team,
    make_called_space,
    make_draft_space,
    make_held_space,
    make_live_space,
    organiser,
)
from factories import make_entity, principal
from rinde.capabilities.dialogue.choices import RegistrationStatus, StepStatus
from rinde.capabilities.dialogue.models import AccessNeed, ConsentText, DialogueSpace, Registration, ValueGroup
from rinde.capabilities.dialogue.operations.checking_in import arrive
from rinde.capabilities.dialogue.operations.consenting import write_consent
from rinde.capabilities.dialogue.operations.registering import (
    cancel_registration,
    close_registration,
    look_after_registrations,
    register,
)
from rinde.capabilities.dialogue.operations.registration_mails import tell_changes
from rinde.capabilities.dialogue.operations.spaces import cancel_space, move_space
from rinde.capabilities.dialogue.queries.attendance import places_of
from rinde.capabilities.dialogue.queries.attendance_links import registration_of, registration_token
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def keys(entity: Entity) -> list[str]:
    return list(OutgoingMail.objects.filter(entity_id=entity.pk).order_by("pk").values_list("key", flat=True))


def test_registration_has_a_number_a_consent_and_one_mail(entity: Entity, mailoutbox: list[Any]) -> None:
    space = make_called_space(entity)
    registration = make_registration(space, need="Intérprete de lengua de señas")
    assert (registration.number, registration.status) == (1, RegistrationStatus.CONFIRMED)
    assert registration.consent is not None
    assert registration.consent.digest == words_in_force(entity).digest
    assert registration.consented_at == BEFORE
    assert AccessNeed.objects.get().registration == registration
    (mail,) = mailoutbox
    assert mail.to == [registration.email]
    assert f"{SITE}/{entity.slug}/dialogo/espacios/{space.slug}/inscripcion/" in mail.body
    assert "Intérprete" not in mail.body


def test_same_form_twice_is_one_registration_and_one_mail(entity: Entity) -> None:
    space = make_called_space(entity)
    first, again = (make_registration(space, form_token="same") for _ in range(2))
    assert first == again
    assert (Registration.objects.count(), len(keys(entity))) == (1, 1)


def test_nothing_of_a_person_is_written_to_the_trail(entity: Entity) -> None:
    make_registration(make_called_space(entity), name="Ana Secreta", email="ana@secreto.co", need="Silla de ruedas")
    told = str(list(AuditEntry.objects.values_list("action", "target", "facts")))
    assert "dialogue.register" in told
    assert not any(secret in told for secret in ("Secreta", "secreto", "Silla"))


def test_name_alone_is_enough_and_gets_no_mail(entity: Entity) -> None:
    make_registration(make_called_space(entity), email="")
    assert keys(entity) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"consents": False}, "autorización"), ({"name": " "}, "nombre"), ({"group_id": 999_999}, "no está en la lista")],
)
def test_registration_that_lacks_something_is_not_kept(entity: Entity, fields: dict[str, Any], words: str) -> None:
    space = make_called_space(entity)
    with pytest.raises(NotReady) as refused:
        make_registration(space, **fields)
    assert any(words in gap for gap in refused.value.gaps)
    assert not Registration.objects.exists()


def test_group_of_another_entity_is_not_taken(entity: Entity, other_entity: Entity) -> None:
    space = make_called_space(entity)
    with active_tenant(other_entity):
        stranger = ValueGroup.objects.create(entity=other_entity, name="Ajenos", edited_at=BEFORE)
    with pytest.raises(NotReady):
        make_registration(space, group_id=stranger.pk)


def test_words_that_changed_in_between_are_read_again(entity: Entity) -> None:
    space = make_called_space(entity)
    seen = words_in_force(entity).digest
    by = organiser(entity)
    write_consent(entity_id=entity.pk, purpose="Otro", text="T", optional_nature="O", rights="D", by=by, now=BEFORE)
    with pytest.raises(NotReady) as refused:
        register(
            space_id=space.pk,
            values=registration_values(),
            consent_digest=seen,
            form_token="f",
            site=SITE,
            now=BEFORE,
        )
    assert "cambió mientras" in refused.value.gaps[0]
    assert not Registration.objects.exists()


def test_each_person_keeps_the_version_that_they_read(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    first = make_registration(space)
    write_consent(entity_id=entity.pk, purpose="Otro", text="T", optional_nature="O", rights="D", by=by, now=BEFORE)
    second = make_registration(space)
    first.refresh_from_db()
    assert first.consent is not None
    assert second.consent is not None
    assert (first.consent.number, second.consent.number) == (1, 2)
    entity.phone = "601 555 0101"
    entity.save()
    space.entity.refresh_from_db()
    third = make_registration(DialogueSpace.objects.select_related("entity").get(pk=space.pk))
    assert third.consent is not None
    assert (third.consent.number, "601 555 0101" in third.consent.controller) == (3, True)
    assert ConsentText.objects.count() == 3


def test_beyond_the_capacity_one_may_wait_in_order(entity: Entity) -> None:
    space = make_called_space(entity, capacity=1)
    first = make_registration(space)
    with pytest.raises(NotReady) as refused:
        make_registration(space)
    assert "cupo ya se llenó" in refused.value.gaps[0]
    second, third = (make_registration(space, joins_waiting=True) for _ in range(2))
    assert (second.status, third.status) == (RegistrationStatus.WAITING,) * 2
    cancel_registration(space_id=space.pk, number=first.number, by=ANONYMOUS, site=SITE, now=BEFORE)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, third.status) == (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING)
    assert keys(entity)[-1] == f"registration:{second.pk}:CONFIRMED"
    assert "Ya tiene cupo" in OutgoingMail.objects.get(key=keys(entity)[-1]).subject


def test_place_that_became_free_is_told_once(entity: Entity) -> None:
    space = make_called_space(entity, capacity=1)
    first = make_registration(space)
    make_registration(space, joins_waiting=True)
    for _ in range(2):
        cancel_registration(space_id=space.pk, number=first.number, by=ANONYMOUS, site=SITE, now=BEFORE)
        look_after_registrations(site=SITE, now=BEFORE)
    assert len(keys(entity)) == len(set(keys(entity))) == 3  # a place, waiting, a place


def test_larger_hall_gives_places_within_the_hour(entity: Entity) -> None:
    space = make_called_space(entity, capacity=1)
    make_registration(space)
    waits = make_registration(space, joins_waiting=True)
    DialogueSpace.objects.filter(pk=space.pk).update(capacity=10)
    look_after_registrations(site=SITE, now=BEFORE)
    waits.refresh_from_db()
    assert waits.status == RegistrationStatus.CONFIRMED


def test_nobody_overtakes_who_waits(entity: Entity) -> None:
    space = make_called_space(entity, capacity=2, is_for_minors=True)
    make_registration(space, name="", email="", people=1)
    group = make_registration(space, name="", email="", people=2, joins_waiting=True)
    late = make_registration(space, name="", email="", people=1, joins_waiting=True)
    assert (group.status, late.status) == (RegistrationStatus.WAITING,) * 2


def test_space_for_minors_keeps_a_number_and_nobodys_data(entity: Entity) -> None:
    space = make_called_space(entity, is_for_minors=True, capacity=30)
    with pytest.raises(NotReady, match="inscripción"):
        make_registration(space, name="Luisa", email="")
    registration = make_registration(space, name="", email="", people=25)
    assert (registration.people, registration.consent, registration.name) == (25, None, "")
    assert places_of(space).free == 5


@pytest.mark.parametrize(
    ("make", "now", "words"),
    [
        (make_draft_space, BEFORE, "todavía no se convoca"),
        (make_live_space, DURING, "ya empezó"),
        (make_held_space, AFTER, "ya se hizo"),
        (make_called_space, STARTS, "ya empezó"),
    ],
)
def test_registration_out_of_its_time_is_refused(entity: Entity, make: Any, now: Any, words: str) -> None:
    space = make(entity)
    with pytest.raises(TransitionNotAllowed, match=words):
        make_registration(space, now=now)


def test_cancelled_registration_loses_its_data_at_once(entity: Entity) -> None:
    space = make_called_space(entity)
    registration = make_registration(space, need="Bastón")
    cancel_registration(space_id=space.pk, number=1, by=ANONYMOUS, site=SITE, now=BEFORE)
    registration.refresh_from_db()
    assert (registration.name, registration.email, registration.phone) == ("", "", "")
    assert not AccessNeed.objects.exists()


def test_who_came_does_not_cancel(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    with pytest.raises(TransitionNotAllowed, match="ya llegó"):
        cancel_registration(space_id=space.pk, number=1, by=ANONYMOUS, site=SITE, now=DURING)


def test_member_of_the_team_of_another_space_cancels_nothing(entity: Entity) -> None:
    space, other = make_called_space(entity), make_called_space(entity)
    make_registration(space)
    helper = principal(entity, "COMMUNICATIONS")
    join_team(other, helper, "CHECK_IN")
    for by in (helper, principal(entity, "READER"), organiser(make_entity())):
        with pytest.raises(NotAllowed):
            cancel_registration(space_id=space.pk, number=1, by=by, site=SITE, now=BEFORE)
    join_team(space, helper, "CHECK_IN")
    cancel_registration(space_id=space.pk, number=1, by=helper, site=SITE, now=BEFORE)


def test_link_opens_only_the_registration_it_was_made_for(entity: Entity) -> None:
    space, other = make_called_space(entity), make_called_space(entity)
    mine, theirs = make_registration(space), make_registration(other)
    assert registration_of(registration_token(mine.pk), space=space) == mine
    assert registration_of(registration_token(theirs.pk), space=space) is None
    assert registration_of(f"{theirs.pk}:forjado", space=space) is None
    assert registration_of("", space=space) is None


def test_step_is_done_with_the_number_when_registrations_close(entity: Entity) -> None:
    space = make_called_space(entity, registration_closes_at=STARTS - DAY)
    empty = make_called_space(entity)
    make_registration(space)
    assert look_after_registrations(site=SITE, now=STARTS - 2 * DAY) == 0
    assert look_after_registrations(site=SITE, now=STARTS) == 1
    assert look_after_registrations(site=SITE, now=STARTS) == 0
    step = space.steps.get(kind="REGISTRATION")
    assert (step.status, step.note) == (StepStatus.DONE, "1 persona inscrita")
    assert step.done_on == (STARTS - DAY).date()
    assert empty.steps.get(kind="REGISTRATION").status == StepStatus.PENDING


def test_registrations_are_closed_by_hand_by_who_runs_the_space(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    helper = principal(entity, "COMMUNICATIONS")
    join_team(space, helper, "CHECK_IN")
    with pytest.raises(NotAllowed):
        close_registration(space_id=space.pk, by=helper, now=BEFORE)
    for _ in range(2):
        step = close_registration(space_id=space.pk, by=by, now=BEFORE + HOUR)
    assert step.note == "1 persona inscrita"
    with pytest.raises(TransitionNotAllowed, match="ya cerraron"):
        make_registration(space, now=BEFORE + 2 * HOUR)


def test_who_registered_is_told_once_of_another_day_and_of_the_end(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    cancelled = make_registration(space)
    cancel_registration(space_id=space.pk, number=cancelled.number, by=ANONYMOUS, site=SITE, now=BEFORE)
    later = STARTS + 7 * DAY
    move_space(space_id=space.pk, starts_at=later, ends_at=later + HOUR, reason="Paro vial", by=by, now=BEFORE + HOUR)
    assert tell_changes(site=SITE, now=BEFORE + HOUR) == 1
    assert tell_changes(site=SITE, now=BEFORE + HOUR) == 0
    assert "Paro vial" in OutgoingMail.objects.last().body
    cancel_space(space_id=space.pk, reason="Creciente del río", by=by, now=BEFORE + HOUR)
    assert tell_changes(site=SITE, now=BEFORE + 2 * HOUR) == 1
    assert tell_changes(site=SITE, now=BEFORE + 30 * DAY) == 0
    assert "Creciente del río" in OutgoingMail.objects.last().body


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_do_not_share_the_last_place() -> None:
    entity = make_entity()
    with active_tenant(entity):
        space = make_called_space(entity, capacity=1)
        digest = words_in_force(entity).digest
    start, outcomes = Barrier(2), []

    def send(number: int) -> None:
        start.wait()
        try:
            with active_tenant(entity):
                done = register(
                    space_id=space.pk,
                    values=registration_values(joins_waiting=True),
                    consent_digest=digest,
                    form_token=f"form-{number}",
                    site=SITE,
                    now=BEFORE,
                )
            outcomes.append(done.registration.status)
        finally:
            connection.close()

    threads = [Thread(target=send, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == [RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING]
