from datetime import date, timedelta

import pytest

from capabilities.pqrsd.petitions import ANA, NOW, answered, at, classified, file_one, of_units
from factories import make_actor, principal
from rinde.capabilities.pqrsd.choices import AnswerStatus
from rinde.capabilities.pqrsd.models import Answer, Delivery, Petitioner, PetitionEvent
from rinde.capabilities.pqrsd.operations.answering import (
    approve_answer,
    draft_answer,
    note_delivery,
    return_answer,
    send_answer,
    submit_answer,
)
from rinde.capabilities.pqrsd.queries.answers import deliveries_of
from rinde.capabilities.pqrsd.rules.answers import AnswerValues, Denial
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.files.checking import accept_upload
from rinde.services.notifications.models import OutgoingMail

DAY = date(2026, 4, 10)
VALUES = AnswerValues("El puente se repara en mayo.")


def draft(petition, by, values=VALUES, **more):
    return draft_answer(petition_id=petition.pk, values=values, by=by, **{"now": NOW} | more)


def to_send(entity, attendant, **values):
    """A petition with an approved answer."""
    petition = classified(entity, **values)
    answer = draft(petition, attendant)
    approve_answer(petition_id=petition.pk, version=answer.version, by=attendant, now=NOW)
    return petition, answer


def test_every_version_stays_and_only_the_newest_counts(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant)
    draft(petition, attendant, AnswerValues("Se repara en junio."))
    texts = list(Answer.objects.filter(petition=petition).values_list("version", "status", "text"))
    assert texts == [
        (1, "REPLACED", "El puente se repara en mayo."),
        (2, "DRAFT", "Se repara en junio."),
    ]


def test_two_who_write_at_once_lose_nothing(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant, seen_version=0)
    with pytest.raises(StaleWrite, match="ninguna se pierde"):
        draft(petition, attendant, AnswerValues("La mía."), seen_version=0)
    assert draft(petition, attendant, AnswerValues("La mía."), seen_version=1).version == 2
    assert Answer.objects.filter(petition=petition).count() == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (AnswerValues(" "), "Escriba la respuesta"),
        (AnswerValues("a" * 30_001), "caben 30.000"),
        (AnswerValues("No.", outcome="MAYBE"), "Escoja si"),
        (AnswerValues("No.", outcome="DENIED", denial=Denial(norm="Ley 1712, art. 18")), "la excepción que aplica"),
        (AnswerValues("Sí.", public_text="Su cédula 1.234.567.890"), "parece tener"),
    ],
)
def test_incomplete_answer_is_refused_and_not_kept(entity, attendant, values, said):
    petition = classified(entity)
    with pytest.raises(NotReady) as refused:
        draft(petition, attendant, values)
    assert said in " ".join(refused.value.gaps)
    assert not Answer.objects.exists()


def test_denial_keeps_its_four_reasons_and_its_mail_says_the_remedy(entity, attendant):
    petition = classified(entity, kind="INFORMATION")
    denial = Denial("Ley 1712, art. 18", "Intimidad de terceros", "15 años", "Expone a las víctimas")
    answer = draft(petition, attendant, AnswerValues("No se entrega.", outcome="DENIED", denial=denial))
    approve_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    send_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    answer.refresh_from_db()
    assert answer.denial["harm"] == "Expone a las víctimas"
    assert "puede insistir por escrito" in OutgoingMail.objects.get(key__endswith="answer:1").body


def test_unit_writes_and_its_head_approves(entity, unit):
    petition = classified(entity, actor=unit)
    liaison, head = of_units(entity, "UNIT_LIAISON", unit), of_units(entity, "UNIT_HEAD", unit)
    draft(petition, liaison, submit=True)
    with pytest.raises(NotAllowed):
        approve_answer(petition_id=petition.pk, version=1, by=liaison, now=NOW)
    answer = approve_answer(petition_id=petition.pk, version=1, by=head, now=NOW)
    assert (answer.status, answer.is_own_review) == (AnswerStatus.APPROVED, False)


def test_other_unit_neither_writes_nor_approves(entity, unit):
    petition = classified(entity, actor=unit)
    draft(petition, of_units(entity, "UNIT_LIAISON", unit), submit=True)
    other = make_actor(entity)
    with pytest.raises(NotAllowed):
        draft(petition, of_units(entity, "UNIT_LIAISON", other))
    with pytest.raises(NotAllowed):
        approve_answer(petition_id=petition.pk, version=1, by=of_units(entity, "UNIT_HEAD", other), now=NOW)


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "INTERNAL_CONTROL", "ENTITY_ADMIN"])
def test_roles_without_the_permission_do_not_answer(entity, role, attendant):
    petition, by = classified(entity), principal(entity, role)
    with pytest.raises(NotAllowed):
        draft(petition, by)
    draft(petition, attendant)
    for move in (approve_answer, send_answer, submit_answer):
        with pytest.raises(NotAllowed):
            move(petition_id=petition.pk, version=1, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        return_answer(petition_id=petition.pk, version=1, note="No.", by=by, now=NOW)
    assert Answer.objects.get().status == AnswerStatus.DRAFT


def test_nobody_of_another_entity_answers(entity, other_entity, attendant):
    petition = classified(entity)
    with pytest.raises(NotAllowed):
        draft(petition, principal(other_entity, "PLAN_COORDINATOR"))


def test_own_review_is_told_as_such(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant)
    assert approve_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW).is_own_review
    assert PetitionEvent.objects.get(petition=petition, kind="APPROVED").facts == {"version": 1, "own": True}


def test_returned_answer_says_what_to_change_and_waits_for_another_version(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant, submit=True)
    with pytest.raises(NotReady):
        return_answer(petition_id=petition.pk, version=1, note=" ", by=attendant, now=NOW)
    return_answer(petition_id=petition.pk, version=1, note="Falta la fecha.", by=attendant, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        approve_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    assert draft(petition, attendant).version == 2


def test_review_of_an_old_version_is_refused(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant)
    draft(petition, attendant, AnswerValues("Otra."))
    with pytest.raises(StaleWrite, match="versión 2"):
        approve_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)


def test_answer_that_nobody_approved_is_not_sent(entity, attendant):
    petition = classified(entity)
    draft(petition, attendant)
    with pytest.raises(TransitionNotAllowed):
        send_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    assert not Delivery.objects.exists()


def test_answer_to_an_unclassified_petition_is_refused(entity, attendant):
    with pytest.raises(TransitionNotAllowed, match="Clasifique primero"):
        draft(file_one(entity).petition, attendant)


# Sending --------------------------------------------------------------------------------------------------------------


def test_sent_answer_ends_the_petition_and_its_mail_is_the_proof(entity, attendant):
    petition, _ = to_send(entity, attendant)
    send_answer(petition_id=petition.pk, version=1, by=attendant, now=at(DAY))
    petition.refresh_from_db()
    assert (petition.status, petition.closed_at) == ("ANSWERED", at(DAY))
    assert Petitioner.objects.get().keep_until == date(2028, 4, 10)
    told = OutgoingMail.objects.get(key=f"petition:{petition.pk}:answer:1")
    assert "El puente se repara en mayo." in told.body
    assert "Sale tarde" not in told.body


@pytest.mark.parametrize(
    ("mail", "has_left", "is_lost"),
    [
        ({"sent_at": None, "address": "ana@example.org"}, False, False),
        ({"sent_at": None, "address": ""}, False, True),
        ({"sent_at": NOW, "address": ""}, True, False),
    ],
)
def test_delivery_by_mail_says_whether_it_left(entity, attendant, mail, has_left, is_lost):
    petition, _ = to_send(entity, attendant)
    send_answer(petition_id=petition.pk, version=1, by=attendant, now=at(DAY))
    OutgoingMail.objects.filter(key=f"petition:{petition.pk}:answer:1").update(**mail)
    (row,) = deliveries_of(petition)
    assert (row.delivery.way, row.has_left, row.is_lost) == ("MAIL", has_left, is_lost)


def test_sending_again_sends_nothing(entity, attendant):
    petition, _ = to_send(entity, attendant)
    for hour in (9, 10):
        send_answer(petition_id=petition.pk, version=1, by=attendant, now=at(DAY, hour))
    assert OutgoingMail.objects.filter(key__contains="answer").count() == 1
    assert Delivery.objects.count() == 1
    assert Answer.objects.get().sent_at == at(DAY, 9)


@pytest.mark.parametrize(
    ("moment", "in_time"), [(at(date(2026, 4, 24), 23, 59), True), (at(date(2026, 4, 25), 0, 0), False)]
)
def test_answer_after_midnight_of_the_last_day_is_late_and_says_so(entity, attendant, moment, in_time):
    petition, _ = to_send(entity, attendant)
    send_answer(petition_id=petition.pk, version=1, by=attendant, now=moment)
    assert PetitionEvent.objects.get(petition=petition, kind="ANSWERED").facts["in_time"] is in_time
    assert ("Sale tarde" in OutgoingMail.objects.get(key__endswith="answer:1").body) is not in_time


def test_anonymous_petition_is_answered_by_notice(entity, attendant):
    petition, _ = to_send(entity, attendant, petitioner=None)
    answer = send_answer(petition_id=petition.pk, version=1, by=attendant, now=at(DAY))
    assert answer.public_text == "El puente se repara en mayo."
    assert Delivery.objects.get().way == "NOTICE"
    assert not OutgoingMail.objects.exists()


def test_anonymous_petition_with_data_in_its_answer_needs_a_text_for_everybody(entity, attendant):
    petition = classified(entity, petitioner=None)
    draft(petition, attendant, AnswerValues("Llame a Luis al celular 300 123 45 67."))
    approve_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    with pytest.raises(NotReady) as refused:
        send_answer(petition_id=petition.pk, version=1, by=attendant, now=NOW)
    assert "escriba el texto público" in refused.value.gaps[0]
    petition.refresh_from_db()
    assert petition.status == "IN_PROGRESS"


def test_protected_name_is_not_in_any_mail(entity, attendant):
    secret = type(ANA)(name="Ana Ruiz", email="ana@example.org", is_protected=True)
    petition, _ = to_send(entity, attendant, petitioner=secret)
    send_answer(petition_id=petition.pk, version=1, by=attendant, now=at(DAY))
    assert OutgoingMail.objects.count() == 2
    assert not OutgoingMail.objects.filter(body__contains="Ana").exists()


# Proof of delivery ----------------------------------------------------------------------------------------------------


def test_signed_receipt_is_kept_as_proof(entity, attendant):
    answer = answered(entity, now=at(DAY), petitioner=type(ANA)(name="Ana", address="Calle 1"))
    receipt = accept_upload(name="recibido.txt", content="Recibí conforme.".encode())
    delivery = note_delivery(
        petition_id=answer.petition_id,
        way="HANDED",
        delivered_on=DAY,
        receipt=receipt,
        by=attendant,
        now=at(DAY + timedelta(days=3)),
    )
    assert delivery.document is not None
    assert (delivery.document.kind, delivery.document.name) == ("RECEIPT", "recibido.txt")


def test_delivery_that_is_told_twice_is_one(entity, attendant):
    answer = answered(entity, now=at(DAY), petitioner=type(ANA)(name="Ana", address="Calle 1"))
    told = {"petition_id": answer.petition_id, "way": "LETTER", "delivered_on": DAY, "note": "Guía 8841"}
    first, again = (note_delivery(**told, by=attendant, now=at(DAY, hour)) for hour in (10, 11))
    assert first.pk == again.pk
    assert note_delivery(**told | {"note": "Guía 8842"}, by=attendant, now=at(DAY, 12)).pk != first.pk


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"way": "HANDED"}, "Adjunte el recibido"),
        ({"way": "MAIL", "note": "x"}, "Escoja cómo"),
        ({"way": "LETTER", "note": "Guía 1", "delivered_on": DAY - timedelta(days=1)}, "El día de la entrega"),
        ({"way": "LETTER", "note": "Guía 1", "delivered_on": DAY + timedelta(days=9)}, "El día de la entrega"),
        ({"way": "LETTER", "note": "a" * 301}, "caben 300"),
    ],
)
def test_wrong_delivery_is_refused(entity, attendant, values, said):
    answer = answered(entity, now=at(DAY), petitioner=type(ANA)(name="Ana", address="Calle 1"))
    with pytest.raises(NotReady) as refused:
        note_delivery(
            petition_id=answer.petition_id,
            by=attendant,
            now=at(DAY + timedelta(days=3)),
            **{"delivered_on": DAY} | values,
        )
    assert said in " ".join(refused.value.gaps)
    assert not Delivery.objects.exists()


def test_delivery_before_an_answer_and_by_another_unit_is_refused(entity, attendant, unit):
    petition = classified(entity, actor=unit)
    told = {"petition_id": petition.pk, "way": "NOTICE", "delivered_on": NOW.date(), "now": NOW}
    with pytest.raises(TransitionNotAllowed):
        note_delivery(**told, by=attendant)
    with pytest.raises(NotAllowed):
        note_delivery(**told, by=of_units(entity, "UNIT_HEAD", make_actor(entity)))
