from datetime import date

from capabilities.pqrsd.petitions import NOW, answered, at, classified, file_one
from factories import make_actor, make_member
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import NonWorkingDay
from rinde.capabilities.pqrsd.models import Petition, Petitioner, PetitionEvent
from rinde.capabilities.pqrsd.operations.erasing import forget_petitioners
from rinde.capabilities.pqrsd.operations.recounting import recount_open
from rinde.capabilities.pqrsd.operations.reminding import send_petition_terms
from rinde.capabilities.pqrsd.operations.triage import extend
from rinde.capabilities.pqrsd.web.presenters.desk import person_of
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

DAY = date(2026, 4, 10)


# Erasing --------------------------------------------------------------------------------------------------------------


def test_who_asked_is_erased_after_the_time_that_they_are_kept_and_not_a_day_before(entity, other_entity):
    answer = answered(entity, now=at(DAY))
    with active_tenant(other_entity):
        file_one(other_entity)
    assert forget_petitioners(now=at(date(2028, 4, 10))) == 0
    assert Petitioner.objects.get().name == "Ana Ruiz"
    assert forget_petitioners(now=at(date(2028, 4, 11))) == 1
    assert forget_petitioners(now=at(date(2028, 4, 12))) == 0
    gone = Petitioner.objects.get()
    assert (gone.name, gone.email, gone.phone, gone.address) == ("", "", "", "")
    assert PetitionEvent.objects.filter(petition=answer.petition, kind="ERASED").count() == 1
    assert "se borraron" in person_of(Petition.objects.get(), shows=True).said
    with active_tenant(other_entity):
        assert Petitioner.objects.get().name == "Ana Ruiz"  # its petition is still open


def test_mails_that_left_keep_neither_code_nor_answer(entity):
    filed = file_one(entity)
    OutgoingMail.objects.update(sent_at=None, address="ana@example.org")
    waiting = file_one(entity)
    OutgoingMail.objects.filter(key=f"petition:{filed.petition.pk}:filed").update(sent_at=NOW, address="")
    OutgoingMail.objects.filter(key=f"petition:{waiting.petition.pk}:filed").update(sent_at=None)
    forget_petitioners(now=NOW)
    kept = dict(OutgoingMail.objects.values_list("key", "body"))
    assert kept[f"petition:{filed.petition.pk}:filed"] == ""
    assert waiting.code in kept[f"petition:{waiting.petition.pk}:filed"]


# The calendar changes -------------------------------------------------------------------------------------------------


def test_day_off_that_is_entered_later_moves_what_still_runs(entity, attendant):
    running, told, ended = classified(entity), classified(entity), answered(entity, now=at(DAY)).petition
    extend(petition_id=told.pk, to=date(2026, 5, 15), reason="Falta.", by=attendant, now=NOW)
    NonWorkingDay.objects.create(entity=entity, on=date(2026, 4, 13), act="Decreto 45 de 2026")
    assert recount_open(entity_id=entity.pk, now=at(DAY)) == 1
    assert recount_open(entity_id=entity.pk, now=at(DAY)) == 0
    days = {one.pk: one.due_on for one in Petition.objects.all()}
    assert days[running.pk] == date(2026, 4, 27)
    assert days[told.pk] == date(2026, 5, 15)
    assert days[ended.pk] == date(2026, 4, 24)
    moved = PetitionEvent.objects.get(petition=running, kind="RECOUNTED")
    assert moved.facts == {"from_on": "2026-04-24", "due_on": "2026-04-27"}


def test_day_off_of_another_entity_moves_nothing(entity, other_entity):
    petition = classified(entity)
    with active_tenant(other_entity):
        NonWorkingDay.objects.create(entity=other_entity, on=date(2026, 4, 13), act="Decreto 1")
    assert recount_open(entity_id=entity.pk, now=at(DAY)) == 0
    petition.refresh_from_db()
    assert petition.due_on == date(2026, 4, 24)


# What presses ---------------------------------------------------------------------------------------------------------


def liaison_of(entity, *actors):
    user = make_member(entity, "UNIT_LIAISON")
    membership = Membership.objects.get(user=user)
    membership.scope_kind = "actors"
    membership.save()
    membership.actors.set(actors)
    return user


def told(user) -> list[str]:
    rows = OutgoingMail.objects.filter(recipient=f"user:{user.pk}").order_by("pk")
    return list(rows.values_list("body", flat=True))


def test_what_presses_is_told_to_its_unit_and_to_whoever_attends_and_to_nobody_else(entity, other_entity, unit):
    OutgoingMail.objects.all().delete()
    mine = classified(entity, actor=unit, subject="Puente")
    theirs = classified(entity, actor=make_actor(entity), subject="Parque")
    liaison, attendant = liaison_of(entity, unit), make_member(entity, "CITIZEN_SERVICE")
    reader, stranger = make_member(entity, "READER"), make_member(other_entity, "CITIZEN_SERVICE")
    send_petition_terms(entity_id=entity.pk, now=at(date(2026, 4, 20)), site="https://rinde.example")
    (body,) = told(liaison)
    assert mine.number in body
    assert theirs.number not in body
    assert "Ana" not in body
    assert f"https://rinde.example/{entity.slug}/gestion/peticiones/{mine.pk}/" in body
    assert theirs.number in told(attendant)[0]
    assert told(reader) == told(stranger) == []


def test_same_list_is_told_once_and_again_when_it_becomes_overdue(entity, unit):
    classified(entity, actor=unit)
    liaison = liaison_of(entity, unit)
    for day in (date(2026, 4, 19), date(2026, 4, 20), date(2026, 4, 24), date(2026, 4, 25), date(2026, 4, 26)):
        for _ in range(2):
            send_petition_terms(entity_id=entity.pk, now=at(day), site="")
    first, second = told(liaison)
    assert "1 petición por vencer" in first
    assert "1 petición vencida" in second
    assert AuditEntry.objects.filter(action="pqrsd.terms_send").count() >= 2


def test_nothing_is_told_of_what_does_not_press_or_has_ended(entity, unit):
    liaison = liaison_of(entity, unit)
    answered(entity, now=at(DAY), actor=unit)
    classified(entity, actor=unit)
    send_petition_terms(entity_id=entity.pk, now=at(DAY), site="")
    assert told(liaison) == []
