from datetime import UTC, datetime, timedelta

import pytest

from attendance_samples import SITE, make_attendee, make_registration
from dialogue_samples import AFTER, BEFORE, DURING, ENDS, make_called_space, make_draft_space, organiser
from factories import make_entity, principal
from rinde.capabilities.dialogue.models import (
    AccessNeed,
    AttendanceSheet,
    Attendee,
    Registration,
    ResultsMailing,
    TrainedPeople,
)
from rinde.capabilities.dialogue.operations.attendance_lists import receive_list
from rinde.capabilities.dialogue.operations.checking_in import arrive, close_attendance
from rinde.capabilities.dialogue.operations.consenting import set_keep_days, write_consent
from rinde.capabilities.dialogue.operations.forgetting_people import forget_people
from rinde.capabilities.dialogue.operations.results_mailing import send_results
from rinde.capabilities.dialogue.operations.spaces import cancel_space, hold_space
from rinde.capabilities.dialogue.queries.attendance import tally_of, trained_year
from rinde.capabilities.dialogue.queries.consent import keep_days_of
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

DAY = timedelta(days=1)


def test_names_go_when_they_have_served_and_the_counts_stay(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space, phone="300 111 22 33", need="Bastón")
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    make_attendee(space, email="rosa@example.org", wants_results=True)
    before = tally_of(space)
    assert forget_people(now=ENDS + 180 * DAY) == 0
    assert forget_people(now=ENDS + 180 * DAY + DAY) == 2
    assert forget_people(now=ENDS + 180 * DAY + DAY) == 0
    assert not Registration.objects.exclude(name="", email="", phone="").exists()
    assert not Attendee.objects.exclude(name="", email="").exists()
    assert tally_of(space) == before
    entries = AuditEntry.objects.filter(action="dialogue.people_forget")
    assert [one.facts for one in entries] == [{"registrations": 1, "attendees": 1}]


def test_what_somebody_needed_goes_the_day_after(entity: Entity) -> None:
    space = make_called_space(entity)
    make_registration(space, need="Bastón")
    forget_people(now=ENDS + DAY - timedelta(minutes=1))
    assert AccessNeed.objects.count() == 1
    forget_people(now=ENDS + DAY + timedelta(minutes=1))
    assert not AccessNeed.objects.exists()
    assert Registration.objects.get().name != ""


def test_addresses_go_a_week_after_the_results(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    make_registration(space, wants_results=True)
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    hold_space(space_id=space.pk, by=by, now=AFTER)
    send_results(space_id=space.pk, subject="R", body="Texto", site=SITE, by=by, now=AFTER)
    assert ResultsMailing.objects.get().sent_at == AFTER
    forget_people(now=AFTER + 7 * DAY)
    assert Registration.objects.get().email != ""
    forget_people(now=AFTER + 7 * DAY + timedelta(minutes=1))
    registration = Registration.objects.get()
    assert (registration.email, registration.name == "") == ("", False)


def test_people_of_a_cancelled_space_are_forgotten_after_they_were_told(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    make_registration(space)
    cancel_space(space_id=space.pk, reason="Creciente", by=by, now=BEFORE)
    forget_people(now=BEFORE + 7 * DAY)
    assert Registration.objects.get().name != ""
    forget_people(now=BEFORE + 8 * DAY)
    assert Registration.objects.get().name == ""


def test_list_that_nobody_applied_is_forgotten(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    receive_list(
        space_id=space.pk, name="l.csv", content=b"Nombre\nAna Ruiz\n", carries_consent=False, by=by, now=DURING
    )
    forget_people(now=DURING + 8 * DAY)
    sheet = AttendanceSheet.objects.get()
    assert (sheet.rows, sheet.left_at) == ([], DURING + 8 * DAY)


def test_keys_go_after_the_year_and_leave_its_count(entity: Entity) -> None:
    for _ in range(2):
        space = make_draft_space(entity, kind="TRAINING")
        make_attendee(space, document="777")
    last_night = datetime(2027, 6, 29, 12, tzinfo=UTC)
    forget_people(now=last_night)
    assert Attendee.objects.exclude(keys=[]).count() == 2
    forget_people(now=datetime(2027, 7, 2, 12, tzinfo=UTC))
    assert not Attendee.objects.exclude(keys=[]).exists()
    counted = trained_year(entity, 2026)
    assert (counted.people, counted.is_final, TrainedPeople.objects.count()) == (1, True, 1)
    forget_people(now=datetime(2027, 7, 3, 12, tzinfo=UTC))
    assert AuditEntry.objects.filter(action="dialogue.keys_forget").count() == 1


def test_each_entity_keeps_its_own_term(entity: Entity, other_entity: Entity) -> None:
    by = organiser(entity)
    set_keep_days(entity_id=entity.pk, days=30, by=by, now=BEFORE)
    make_registration(make_called_space(entity))
    with active_tenant(other_entity):
        make_registration(make_called_space(other_entity))
    assert (keep_days_of(entity), forget_people(now=ENDS + 31 * DAY)) == (30, 1)
    with active_tenant(other_entity):
        assert Registration.objects.get().name != ""


@pytest.mark.parametrize("days", [0, 14, 1_826])
def test_term_that_cannot_be_is_refused(entity: Entity, days: int) -> None:
    with pytest.raises(NotReady):
        set_keep_days(entity_id=entity.pk, days=days, by=organiser(entity), now=BEFORE)
    assert keep_days_of(entity) == 180


def test_only_who_runs_the_dialogue_writes_consent_and_term(entity: Entity) -> None:
    words = {"purpose": "P", "text": "T", "optional_nature": "O", "rights": "D"}
    strangers = [principal(entity, role) for role in ("READER", "COMMUNICATIONS", "INTERNAL_CONTROL")]
    for by in (*strangers, organiser(make_entity())):
        with pytest.raises(NotAllowed):
            write_consent(entity_id=entity.pk, by=by, now=BEFORE, **words)
        with pytest.raises(NotAllowed):
            set_keep_days(entity_id=entity.pk, days=90, by=by, now=BEFORE)
    by = organiser(entity)
    with pytest.raises(NotReady) as refused:
        write_consent(entity_id=entity.pk, by=by, now=BEFORE, **words | {"rights": " "})
    assert "La ley pide" in refused.value.gaps[0]
    first, again = (write_consent(entity_id=entity.pk, by=by, now=BEFORE, **words) for _ in range(2))
    assert first == again


def test_closing_that_was_said_survives_the_names(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    make_attendee(space, by=by)
    said = close_attendance(space_id=space.pk, by=by, now=DURING).people
    forget_people(now=ENDS + 400 * DAY)
    assert close_attendance(space_id=space.pk, by=by, now=ENDS + 400 * DAY).people == said
