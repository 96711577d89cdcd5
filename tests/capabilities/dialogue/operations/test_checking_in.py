from datetime import date, timedelta
from typing import Any

import pytest

from attendance_samples import SITE, make_attendee, make_registration
from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    ENDS,
    STARTS,
    join_team,
    make_called_space,
    make_draft_space,
    make_held_space,
    organiser,
)
from factories import make_actor, make_entity, principal
from rinde.capabilities.dialogue.choices import AttendanceSource, StepStatus
from rinde.capabilities.dialogue.models import AttendanceClosing, Attendee, PeopleCount, ValueGroup
from rinde.capabilities.dialogue.operations.checking_in import (
    arrive,
    arrive_alone,
    close_attendance,
    count_people,
    enter_rows,
    take_back,
    take_back_count,
    walk_in,
)
from rinde.capabilities.dialogue.operations.registering import cancel_registration
from rinde.capabilities.dialogue.queries.attendance import public_ways, tally_of, trained_year
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.rules.attendance import ArrivalValues, CountValues
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

DAY = timedelta(days=1)


def group(entity: Entity, name: str) -> int:
    return ValueGroup.objects.create(entity=entity, name=name, edited_at=BEFORE).pk


def test_tap_is_the_same_however_often_it_comes(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    first, again = (arrive(space_id=space.pk, number=1, by=by, now=DURING) for _ in range(2))
    assert (first.is_new, again.is_new, Attendee.objects.count()) == (True, False, 1)  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="dialogue.arrive").count() == 1


def test_name_of_who_registered_stands_in_one_place(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    attendee = Attendee.objects.get()
    assert (attendee.name, attendee.email) == ("", "")
    assert [len(key) for key in attendee.keys] == [64]


def test_slip_of_the_finger_is_taken_back_and_tapped_again(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    for _ in range(2):
        take_back(space_id=space.pk, number=1, by=by, now=DURING)
    assert tally_of(space).people == 0
    arrive(space_id=space.pk, number=1, by=by, now=DURING)
    assert (tally_of(space).people, Attendee.objects.count()) == (1, 1)


def test_cancelled_registration_does_not_arrive(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    cancel_registration(space_id=space.pk, number=1, by=ANONYMOUS, site=SITE, now=BEFORE)
    with pytest.raises(TransitionNotAllowed, match="sin inscripción"):
        arrive(space_id=space.pk, number=1, by=by, now=DURING)


def test_attendance_of_another_day_is_refused(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_registration(space)
    with pytest.raises(TransitionNotAllowed, match="12 de mayo"):
        arrive(space_id=space.pk, number=1, by=by, now=STARTS - DAY)
    draft = make_draft_space(entity)
    with pytest.raises(TransitionNotAllowed, match="no se ha convocado"):
        make_attendee(draft)


def test_training_notes_who_comes_without_a_call(entity: Entity) -> None:
    space = make_draft_space(entity, kind="TRAINING")
    make_attendee(space)
    assert tally_of(space).people == 1


def test_only_the_team_of_this_space_notes_who_comes(entity: Entity) -> None:
    space, other = make_called_space(entity), make_called_space(entity)
    make_registration(space)
    make_registration(other)
    helper = principal(entity, "COMMUNICATIONS")
    join_team(other, helper, "CHECK_IN")
    moderator = principal(entity, "COMMUNICATIONS")
    join_team(space, moderator, "MODERATE")
    strangers = [helper, moderator, organiser(make_entity())]
    strangers += [principal(entity, role) for role in ("READER", "INTERNAL_CONTROL", "ENTITY_ADMIN")]
    values, count = ArrivalValues("Ana Ruiz"), CountValues(3)
    for by in strangers:
        for act in (
            lambda by=by: arrive(space_id=space.pk, number=1, by=by, now=DURING),
            lambda by=by: walk_in(space_id=space.pk, values=values, form_token="a", by=by, now=DURING),
            lambda by=by: count_people(space_id=space.pk, values=count, form_token="a", by=by, now=DURING),
            lambda by=by: enter_rows(space_id=space.pk, rows=[values], form_token="a", by=by, now=DURING),
            lambda by=by: close_attendance(space_id=space.pk, by=by, now=DURING),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not Attendee.objects.exists()
    arrive(space_id=other.pk, number=1, by=helper, now=DURING)
    assert Attendee.objects.get().noted_by_id == helper.user_id


def test_same_person_is_on_the_list_once(entity: Entity) -> None:
    space = make_called_space(entity)
    first = make_attendee(space, name="Ana Ruiz", document="1.234.567")
    again = make_attendee(space, name="Ana M. Ruiz", document="1234567")
    namesake = make_attendee(space, name="Ana Ruiz", territory="El Alto")
    assert first == again != namesake


def test_no_document_is_kept(entity: Entity) -> None:
    space = make_called_space(entity)
    attendee = make_attendee(space, document="98765432", phone="300 111 22 33")
    row = Attendee.objects.filter(pk=attendee.pk).values().get()
    assert not any(secret in str(row) for secret in ("98765432", "3001112233", "300 111"))


def test_keys_of_two_entities_never_coincide(entity: Entity, other_entity: Entity) -> None:
    from_here = make_attendee(make_called_space(entity), document="1234567")
    with active_tenant(other_entity):
        from_there = make_attendee(make_called_space(other_entity), document="1234567")
    assert not set(from_here.keys) & set(from_there.keys)


def test_mail_of_a_walk_in_needs_the_consent(entity: Entity) -> None:
    space = make_called_space(entity)
    with pytest.raises(NotReady) as refused:
        make_attendee(space, email="a@example.org", wants_results=True, consents=False)
    assert "autorizarlo" in refused.value.gaps[0]
    attendee = make_attendee(space, email="a@example.org", wants_results=True)
    assert attendee.consent is not None


def self_arrival(space: Any, name: str, *, now: Any = DURING, form: int = 1, **fields: Any) -> Attendee:
    values = ArrivalValues(**{"name": name, "consents": True} | fields)
    digest = words_in_force(space.entity).digest
    return arrive_alone(
        space_id=space.pk, values=values, consent_digest=digest, form_token=f"form-{form}", now=now
    ).attendee


def test_who_types_their_name_at_the_door_is_found_among_the_registered(entity: Entity) -> None:
    space = make_called_space(entity)
    registration = make_registration(space, name="José Ángel Peña")
    attendee = self_arrival(space, "jose angel  peña")
    assert (attendee.registration, attendee.source) == (registration, AttendanceSource.REGISTERED)
    walk = self_arrival(space, "Otra Persona", form=2)
    assert (walk.registration, walk.source) == (None, AttendanceSource.SELF)
    assert self_arrival(space, "Otra Persona", form=3) == walk


def test_door_is_open_around_the_hours_only(entity: Entity) -> None:
    space = make_called_space(entity)
    for now in (STARTS - timedelta(hours=2), ENDS + timedelta(hours=2)):
        with pytest.raises(TransitionNotAllowed, match="una hora antes"):
            self_arrival(space, "Ana Ruiz", now=now)
    with pytest.raises(NotReady):
        self_arrival(space, "Ana Ruiz", consents=False)
    with pytest.raises(NotReady):
        self_arrival(make_called_space(entity, is_for_minors=True), "Ana Ruiz")


def test_page_of_paper_enters_whole_or_not_at_all(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    good, bad = ArrivalValues("Ana Ruiz", document="1"), ArrivalValues("", document="2")
    with pytest.raises(NotReady) as refused:
        enter_rows(space_id=space.pk, rows=[good, bad], form_token="p", by=by, now=AFTER)
    assert refused.value.gaps[0].startswith("Fila 2:")
    assert not Attendee.objects.exists()
    with pytest.raises(NotReady):
        enter_rows(space_id=space.pk, rows=[], form_token="p", by=by, now=AFTER)
    for _ in range(2):
        rows = [good, ArrivalValues("Luis Paz"), ArrivalValues("Ana Ruiz", document="1")]
        done = enter_rows(space_id=space.pk, rows=rows, form_token="p", by=by, now=AFTER)
    assert [one.is_new for one in done] == [False, False, False]
    assert Attendee.objects.count() == 2


def test_count_adds_once_and_is_taken_back(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    for _ in range(2):
        count_people(space_id=space.pk, values=CountValues(40, "STREET"), form_token="c", by=by, now=DURING)
    count_people(space_id=space.pk, values=CountValues(2), form_token="d", by=by, now=DURING)
    assert tally_of(space).people == 42
    for _ in range(2):
        take_back_count(space_id=space.pk, number=1, by=by, now=DURING)
    assert tally_of(space).people == 2
    with pytest.raises(NotReady):
        count_people(space_id=space.pk, values=CountValues(0), form_token="e", by=by, now=DURING)


def test_minors_who_arrive_are_counted(entity: Entity) -> None:
    space, by = make_called_space(entity, is_for_minors=True), organiser(entity)
    make_registration(space, name="", email="", people=25, group_id=group(entity, "Colegio"))
    for _ in range(2):
        arrive(space_id=space.pk, number=1, by=by, now=DURING)
    assert (Attendee.objects.count(), PeopleCount.objects.get().people) == (0, 25)
    with pytest.raises(NotReady):
        make_attendee(space)


def test_closing_says_the_number_and_the_step_is_of_its_day(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    with pytest.raises(NotReady, match="sigue abierta"):
        close_attendance(space_id=space.pk, by=by, now=AFTER)
    make_attendee(space, group_id=group(entity, "Veedurías"), now=AFTER)
    values = CountValues(111, group_id=group(entity, "Juntas"))
    count_people(space_id=space.pk, values=values, form_token="c", by=by, now=AFTER)
    close_attendance(space_id=space.pk, by=by, now=AFTER + 3 * DAY)
    step = space.steps.get(kind="CHECK_IN")
    assert (step.status, step.note, step.done_on) == (StepStatus.DONE, "112 personas, 2 grupos", date(2026, 5, 12))
    make_attendee(space, now=AFTER)
    closing = close_attendance(space_id=space.pk, by=by, now=AFTER + 4 * DAY)
    step.refresh_from_db()
    assert (closing.people, step.note, AttendanceClosing.objects.count()) == (113, "113 personas, 2 grupos", 1)


def test_attendance_is_not_closed_before_the_space_begins(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    make_attendee(space, now=STARTS - timedelta(hours=1))
    with pytest.raises(TransitionNotAllowed, match="no ha empezado"):
        close_attendance(space_id=space.pk, by=by, now=STARTS - timedelta(minutes=30))


def test_public_reads_no_small_group_and_the_sum_gives_none_away(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    for name, people in (("Juntas", 40), ("Veedurías", 3), ("Jóvenes", 9)):
        values = CountValues(people, group_id=group(entity, name), territory="Centro")
        count_people(space_id=space.pk, values=values, form_token=name, by=by, now=AFTER)
    closing = close_attendance(space_id=space.pk, by=by, now=AFTER)
    ways = public_ways(closing)
    told = {cell.label: cell.people for cell in ways["Grupos de valor"].cells}
    assert told == {"Juntas": 40, "Veedurías": None, "Jóvenes": None}
    assert {cell.label: cell.people for cell in ways["Territorios"].cells} == {"Centro": 52}
    assert "Edades" not in ways


def test_somebody_of_two_trainings_counts_once_in_the_year(entity: Entity) -> None:
    unit = make_actor(entity, name="Hacienda")
    for _ in range(2):
        space = make_draft_space(entity, kind="TRAINING")
        make_attendee(space, name="Ana Ruiz", document="777", unit_id=unit.pk)
        make_attendee(space)
    make_attendee(make_called_space(entity), document="888")  # a hearing is no training
    counted = trained_year(entity, 2026)
    assert (counted.people, dict(counted.by_unit)) == (3, {"Hacienda": 1, "Sin dato": 2})
    assert [people for _, people in counted.trainings] == [2, 2]
    assert trained_year(entity, 2025).people == 0
