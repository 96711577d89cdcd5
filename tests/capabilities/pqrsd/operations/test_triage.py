from datetime import date, timedelta

import pytest

from capabilities.pqrsd.petitions import NOW, at, classified, file_one, of_units
from factories import make_actor, principal
from rinde.capabilities.pqrsd.choices import PetitionStatus
from rinde.capabilities.pqrsd.models import Petition, PetitionEvent
from rinde.capabilities.pqrsd.operations.answering import draft_answer
from rinde.capabilities.pqrsd.operations.options import OptionValues, save_options
from rinde.capabilities.pqrsd.operations.triage import (
    ask_completion,
    close_unfinished,
    complete,
    extend,
    give_more_time,
    transfer,
    triage,
)
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

EXPIRES = date(2026, 4, 24)


def say(petition: Petition, by, *, kind: str = "GENERAL", actor_id=None, public_text: str = "", **more):
    return triage(
        petition_id=petition.pk, kind=kind, actor_id=actor_id, public_text=public_text, by=by, **{"now": NOW} | more
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("GENERAL", EXPIRES),
        ("INFORMATION", date(2026, 4, 17)),
        ("CONSULTATION", date(2026, 5, 19)),
        ("COMPLIMENT", None),
    ],
)
def test_kind_decides_the_term(entity, attendant, unit, kind, due):
    petition = say(file_one(entity).petition, attendant, kind=kind, actor_id=unit.pk)
    petition.refresh_from_db()
    assert (petition.status, petition.due_on, petition.actor_id) == ("IN_PROGRESS", due, unit.pk)


def test_petition_of_the_emergency_is_counted_by_its_decree(entity, attendant):
    filed = file_one(entity, received_at=at(date(2022, 3, 25)))
    assert say(filed.petition, attendant).due_on == date(2022, 5, 10)


def test_classifying_again_moves_the_term_and_leaves_both_in_the_story(entity, attendant, unit):
    petition = say(file_one(entity).petition, attendant)
    say(petition, attendant, kind="INFORMATION", actor_id=unit.pk)
    kinds = list(PetitionEvent.objects.filter(petition=petition).values_list("kind", "facts__kind"))
    assert kinds == [("FILED", None), ("CLASSIFIED", "GENERAL"), ("CLASSIFIED", "INFORMATION")]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": ""}, "Escoja qué es"),
        ({"kind": "CONTROL_BODY"}, "cuántos días hábiles fijó"),
        ({"kind": "CONTROL_BODY", "days": 400}, "van de 1 a 60"),
        ({"actor_id": 999_999}, "no está en el organigrama"),
        ({"priority": "MINE"}, "Escoja por qué se atiende primero"),
        ({"public_text": "Llamen al 300 123 45 67 o a ana.ruiz@gmail.com"}, "parece tener"),
        ({"public_text": "a" * 4_001}, "caben 4.000"),
    ],
)
def test_wrong_classification_is_refused_and_nothing_changes(entity, attendant, values, said):
    petition = file_one(entity).petition
    with pytest.raises(NotReady) as refused:
        say(petition, attendant, **values)
    assert said in " ".join(refused.value.gaps)
    petition.refresh_from_db()
    assert (petition.status, petition.kind) == ("RECEIVED", "")


def test_unit_of_another_entity_cannot_be_asked_to_answer(entity, other_entity, attendant):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(NotReady):
        say(file_one(entity).petition, attendant, actor_id=theirs.pk)


def test_public_text_with_data_is_taken_from_whoever_stands_by_it(entity, attendant):
    text = "El celular 300 123 45 67 es el de la oficina."
    assert say(file_one(entity).petition, attendant, public_text=text, accepting_data=True).public_text == text


def test_days_of_a_control_body_are_those_it_set(entity, attendant):
    petition = say(file_one(entity).petition, attendant, kind="CONTROL_BODY", days=3)
    assert petition.due_on == date(2026, 4, 8)


def test_stale_classification_is_refused(entity, attendant, unit):
    petition = file_one(entity).petition
    seen = petition.edited_at
    say(petition, attendant, actor_id=unit.pk, now=NOW + timedelta(minutes=1), seen=seen)
    with pytest.raises(StaleWrite):
        say(petition, attendant, kind="CLAIM", now=NOW + timedelta(minutes=2), seen=seen)
    petition.refresh_from_db()
    assert petition.kind == "GENERAL"


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "UNIT_LIAISON", "UNIT_HEAD", "INTERNAL_CONTROL"])
def test_who_does_not_attend_moves_nothing(entity, unit, role):
    petition, by = classified(entity, actor=unit), principal(entity, role)
    with pytest.raises(NotAllowed):
        say(petition, by)
    with pytest.raises(NotAllowed):
        extend(petition_id=petition.pk, to=date(2026, 5, 4), reason="Falta.", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        ask_completion(petition_id=petition.pk, kind="INCOMPLETE", what="La dirección.", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        transfer(petition_id=petition.pk, to="CAR", notice="Es de ellos.", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        give_more_time(petition_id=petition.pk, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        complete(petition_id=petition.pk, completed_on=NOW.date(), text="", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        close_unfinished(petition_id=petition.pk, act="Acto 1", reason="No.", by=by, now=NOW)
    petition.refresh_from_db()
    assert petition.status == PetitionStatus.IN_PROGRESS


def test_nobody_of_another_entity_moves_anything(entity, other_entity):
    petition = classified(entity)
    stranger = principal(other_entity, "CITIZEN_SERVICE")
    with pytest.raises(NotAllowed):
        say(petition, stranger)
    with active_tenant(other_entity), pytest.raises(Petition.DoesNotExist):
        say(petition, stranger)


def test_whoever_attends_some_units_does_not_touch_those_of_others(entity, unit):
    by = of_units(entity, "CITIZEN_SERVICE", unit)
    assert say(classified(entity, actor=unit), by, kind="CLAIM", actor_id=unit.pk).kind == "CLAIM"
    with pytest.raises(NotAllowed):
        say(classified(entity, actor=make_actor(entity)), by)


# Extension ------------------------------------------------------------------------------------------------------------


def test_extension_in_time_tells_the_person_why_and_until_when(entity, attendant):
    petition = classified(entity)
    extend(
        petition_id=petition.pk,
        to=date(2026, 5, 15),
        reason="Falta el concepto de la interventoría.",
        by=attendant,
        now=at(EXPIRES, 23, 59),
    )
    petition.refresh_from_db()
    assert (petition.due_on, petition.due_by, petition.extended_days) == (date(2026, 5, 15), "EXTENDED", 29)
    told = OutgoingMail.objects.get(key=f"petition:{petition.pk}:extended")
    assert "15 de mayo de 2026" in told.body
    assert "Falta el concepto de la interventoría." in told.body


def test_extension_after_expiry_is_refused_clearly_and_nothing_changes(entity, attendant):
    petition = classified(entity)
    with pytest.raises(NotReady) as refused:
        extend(petition_id=petition.pk, to=date(2026, 5, 15), reason="Falta.", by=attendant, now=at(date(2026, 4, 25)))
    assert "La prórroga se avisa antes de vencer" in refused.value.gaps[0]
    petition.refresh_from_db()
    assert (petition.due_on, petition.extended_to) == (EXPIRES, None)
    assert not OutgoingMail.objects.filter(key__endswith=":extended").exists()


def test_unclassified_petition_is_not_extended(entity, attendant):
    with pytest.raises(TransitionNotAllowed, match="Clasifique primero"):
        extend(petition_id=file_one(entity).petition.pk, to=date(2026, 5, 4), reason="Falta.", by=attendant, now=NOW)


def test_kind_stands_once_it_was_extended(entity, attendant, unit):
    petition = classified(entity)
    extend(petition_id=petition.pk, to=date(2026, 5, 15), reason="Falta.", by=attendant, now=NOW)
    with pytest.raises(NotReady, match="No se guardó"):
        say(petition, attendant, kind="CONSULTATION")
    assert say(petition, attendant, actor_id=unit.pk).due_on == date(2026, 5, 15)


# Completion -----------------------------------------------------------------------------------------------------------


def ask(petition: Petition, by, day: date = date(2026, 4, 9), kind: str = "INCOMPLETE") -> Petition:
    return ask_completion(petition_id=petition.pk, kind=kind, what="La dirección del predio.", by=by, now=at(day))


def test_asking_stops_the_term_and_gives_a_month(entity, attendant):
    petition = ask(classified(entity), attendant)
    assert (petition.status, petition.due_on, petition.due_by) == ("INCOMPLETE", date(2026, 5, 11), "PERSON")
    assert "La dirección del predio." in OutgoingMail.objects.get(key=f"petition:{petition.pk}:completion").body


def test_completion_goes_on_with_the_days_that_were_left(entity, attendant):
    petition = ask(classified(entity), attendant)
    complete(
        petition_id=petition.pk,
        completed_on=date(2026, 5, 4),
        text="Carrera 4.",
        by=attendant,
        now=at(date(2026, 5, 5)),
    )
    petition.refresh_from_db()
    assert (petition.status, petition.due_on, petition.resume_policy) == ("IN_PROGRESS", date(2026, 5, 20), "RESUME")
    assert petition.text.endswith("[lunes 4 de mayo de 2026] Carrera 4.")


def test_entity_that_restarts_counts_the_whole_term(entity, attendant):
    values = OptionValues(NOW.time().replace(hour=17), True, "RESTART", {}, 24)
    save_options(entity_id=entity.pk, values=values, by=attendant, now=NOW)
    petition = ask(classified(entity), attendant)
    complete(petition_id=petition.pk, completed_on=date(2026, 5, 4), text="", by=attendant, now=at(date(2026, 5, 5)))
    petition.refresh_from_db()
    assert petition.due_on == date(2026, 5, 26)


def test_extension_told_before_a_pause_moves_with_it(entity, attendant):
    petition = classified(entity)
    extend(petition_id=petition.pk, to=date(2026, 5, 15), reason="Falta.", by=attendant, now=at(date(2026, 4, 8)))
    ask(petition, attendant)
    complete(petition_id=petition.pk, completed_on=date(2026, 5, 4), text="", by=attendant, now=at(date(2026, 5, 5)))
    petition.refresh_from_db()
    # 29 business days in all, four of them spent when it was asked for: 25 from 5 May.
    assert (petition.due_on, petition.due_by) == (date(2026, 6, 10), "EXTENDED")


@pytest.mark.parametrize(("day", "is_taken"), [(date(2026, 4, 17), True), (date(2026, 4, 18), False)])
def test_completion_is_asked_for_within_ten_days(entity, attendant, day, is_taken):
    petition = classified(entity)
    if is_taken:
        assert ask(petition, attendant, day).status == "INCOMPLETE"
        return
    with pytest.raises(NotReady) as refused:
        ask(petition, attendant, day)
    assert "responda con lo que hay" in refused.value.gaps[0]


def test_completion_is_asked_for_once(entity, attendant):
    petition = ask(classified(entity), attendant)
    complete(petition_id=petition.pk, completed_on=date(2026, 4, 10), text="", by=attendant, now=at(date(2026, 4, 10)))
    with pytest.raises(TransitionNotAllowed, match="ya se le pidió"):
        ask(petition, attendant, date(2026, 4, 13))


@pytest.mark.parametrize("day", [date(2026, 4, 8), date(2026, 5, 6)])
def test_completion_before_it_was_asked_for_or_tomorrow_is_refused(entity, attendant, day):
    petition = ask(classified(entity), attendant)
    with pytest.raises(NotReady):
        complete(petition_id=petition.pk, completed_on=day, text="", by=attendant, now=at(date(2026, 5, 5)))


def test_person_gets_one_more_month_if_they_ask_in_time(entity, attendant):
    petition = ask(classified(entity), attendant)
    give_more_time(petition_id=petition.pk, by=attendant, now=at(date(2026, 5, 11), 23, 59))
    petition.refresh_from_db()
    assert petition.due_on == date(2026, 6, 11)
    with pytest.raises(TransitionNotAllowed, match="una sola vez"):
        give_more_time(petition_id=petition.pk, by=attendant, now=at(date(2026, 5, 12)))


def test_more_time_is_not_given_after_the_end_nor_to_make_clear(entity, attendant):
    petition = ask(classified(entity), attendant)
    with pytest.raises(TransitionNotAllowed, match="se pide antes"):
        give_more_time(petition_id=petition.pk, by=attendant, now=at(date(2026, 5, 12)))
    unclear = ask(classified(entity), attendant, kind="UNCLEAR")
    with pytest.raises(TransitionNotAllowed):
        give_more_time(petition_id=unclear.pk, by=attendant, now=at(date(2026, 4, 10)))


@pytest.mark.parametrize(
    ("kind", "last", "status"),
    [("INCOMPLETE", date(2026, 5, 11), "WITHDRAWN"), ("UNCLEAR", date(2026, 4, 23), "ARCHIVED")],
)
def test_what_was_not_completed_ends_by_an_act_after_the_last_day(entity, attendant, kind, last, status):
    petition = ask(classified(entity), attendant, kind=kind)
    assert petition.completion_until == last
    told = {"petition_id": petition.pk, "act": "Resolución 12 de 2026", "reason": "No la completó.", "by": attendant}
    with pytest.raises(NotReady) as refused:
        close_unfinished(**told, now=at(last, 23, 59))
    assert "Antes de que ese día termine" in refused.value.gaps[0]
    closed = close_unfinished(**told, now=at(last + timedelta(days=1)))
    assert (closed.status, closed.closing_act) == (status, "Resolución 12 de 2026")
    assert closed.petitioner.pk
    assert "recurso de reposición" in OutgoingMail.objects.get(key=f"petition:{petition.pk}:closed").body


def test_closing_needs_its_act_and_its_reasons(entity, attendant):
    petition = ask(classified(entity), attendant)
    with pytest.raises(NotReady) as refused:
        close_unfinished(petition_id=petition.pk, act=" ", reason="", by=attendant, now=at(date(2026, 6, 1)))
    assert len(refused.value.gaps) == 2


def test_late_completion_is_taken_until_an_act_ends_it(entity, attendant):
    petition = ask(classified(entity), attendant)
    day = date(2026, 5, 20)
    assert (
        complete(petition_id=petition.pk, completed_on=day, text="", by=attendant, now=at(day)).status == "IN_PROGRESS"
    )


# Transfer -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "in_time"), [(date(2026, 4, 10), True), (date(2026, 4, 13), False)])
def test_transfer_tells_the_person_and_says_whether_it_was_in_time(entity, attendant, day, in_time):
    petition = file_one(entity).petition
    transfer(petition_id=petition.pk, to="Gobernación", notice="La vía es departamental.", by=attendant, now=at(day))
    petition.refresh_from_db()
    assert (petition.status, petition.transferred_to) == ("TRANSFERRED", "Gobernación")
    assert PetitionEvent.objects.get(petition=petition, kind="TRANSFERRED").facts["in_time"] is in_time
    assert "Gobernación" in OutgoingMail.objects.get(key=f"petition:{petition.pk}:transferred").body


def test_transfer_needs_an_entity_and_a_notice(entity, attendant):
    with pytest.raises(NotReady) as refused:
        transfer(petition_id=file_one(entity).petition.pk, to=" ", notice=" ", by=attendant, now=NOW)
    assert len(refused.value.gaps) == 2


def test_transferred_petition_is_neither_answered_nor_moved_again(entity, attendant):
    petition = classified(entity)
    transfer(petition_id=petition.pk, to="Gobernación", notice="Es departamental.", by=attendant, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        transfer(petition_id=petition.pk, to="Otra", notice="No.", by=attendant, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        draft_answer(petition_id=petition.pk, values=AnswerValues("Sí."), by=attendant, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        say(petition, attendant)


def test_every_move_leaves_its_mark_in_the_trail(entity, attendant):
    petition = ask(classified(entity), attendant)
    give_more_time(petition_id=petition.pk, by=attendant, now=at(date(2026, 4, 10)))
    complete(petition_id=petition.pk, completed_on=date(2026, 4, 10), text="", by=attendant, now=at(date(2026, 4, 10)))
    extend(petition_id=petition.pk, to=date(2026, 5, 4), reason="Falta.", by=attendant, now=at(date(2026, 4, 10)))
    transfer(petition_id=petition.pk, to="CAR", notice="Es de ellos.", by=attendant, now=at(date(2026, 4, 13)))
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == [
        "pqrsd.file",
        "pqrsd.triage",
        "pqrsd.ask_completion",
        "pqrsd.give_more_time",
        "pqrsd.complete",
        "pqrsd.extend",
        "pqrsd.transfer",
    ]


def test_story_of_a_petition_is_never_rewritten(entity):
    petition = classified(entity)
    for change in (lambda rows: rows.update(note="otra"), lambda rows: rows.delete()):
        with pytest.raises(TypeError):
            change(PetitionEvent.objects.filter(petition=petition))
    assert PetitionEvent.objects.filter(petition=petition).count() == 2
