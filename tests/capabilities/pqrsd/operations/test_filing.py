from datetime import date

import pytest
from django.core import mail

from capabilities.pqrsd.petitions import ANA, NOW, at, file_one
from factories import make_member, principal
from rinde.capabilities.pqrsd.models import Petition, Petitioner
from rinde.capabilities.pqrsd.operations import filing
from rinde.capabilities.pqrsd.operations.codes import code_fits
from rinde.capabilities.pqrsd.operations.filing import EventTerm, renew_code
from rinde.capabilities.pqrsd.queries.petitions import petitions_of_origin
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant


def fits(code: str, petition: Petition) -> bool:
    return code_fits(code, entity_id=petition.entity_id, number=petition.number, kept=petition.code_hash)


def test_petition_gets_the_next_number_of_its_entity_and_year(entity, other_entity):
    numbers = [file_one(entity).petition.number for _ in range(3)]
    with active_tenant(other_entity):
        others = file_one(other_entity).petition.number
    next_year = file_one(entity, now=at(date(2027, 1, 4)), received_at=at(date(2027, 1, 4))).petition.number
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
    assert (others, next_year) == ("2026-000001", "2027-000001")


def test_number_is_not_spent_by_what_is_refused(entity):
    with pytest.raises(NotReady):
        file_one(entity, text=" ")
    assert file_one(entity).petition.number == "2026-000001"


def test_code_opens_its_petition_and_no_other_and_is_not_kept(entity):
    one, other = file_one(entity), file_one(entity)
    assert fits(one.code, one.petition)
    assert fits(one.code.lower().replace("-", " "), one.petition)
    assert not fits(one.code, other.petition)
    assert one.code not in str(list(Petition.objects.values()))


def test_same_origin_is_filed_once_and_its_code_given_once(entity):
    first = file_one(entity, origin_key="dialogue.question:7", origin="Audiencia del 1 de abril")
    again = file_one(entity, origin_key="dialogue.question:7", text="Otro texto")
    assert (again.petition.pk, again.code, again.is_new) == (first.petition.pk, None, False)
    assert again.petition.text == first.petition.text
    assert OutgoingMail.objects.count() == 1
    assert file_one(entity).petition.number == "2026-000002"


def test_same_origin_of_another_entity_is_another_petition(entity, other_entity):
    file_one(entity, origin_key="dialogue.question:7")
    with active_tenant(other_entity):
        assert file_one(other_entity, origin_key="dialogue.question:7").is_new
        assert list(petitions_of_origin(other_entity.pk, ["dialogue.question:7", "x"])) == ["dialogue.question:7"]


def test_unclassified_petition_is_due_by_the_shortest_usual_term(entity):
    petition = file_one(entity).petition
    assert (petition.due_on, petition.due_by, petition.status) == (date(2026, 4, 17), "LEGAL", "RECEIVED")


def test_event_term_that_ends_first_is_due(entity):
    event = EventTerm(5, "BUSINESS_DAYS", date(2026, 4, 1), "LEY_1757_2015_ART_56", "Plazo de la audiencia")
    petition = file_one(entity, event_term=event, channel="EVENT").petition
    petition.refresh_from_db()
    assert (petition.due_on, petition.due_by) == (date(2026, 4, 10), "EVENT")


def test_paper_from_before_is_counted_from_the_day_it_came_in(entity):
    petition = file_one(entity, received_at=at(date(2026, 3, 30)), now=NOW).petition
    assert petition.counted_from == date(2026, 3, 30)


def test_what_comes_in_at_night_counts_as_of_the_next_business_day(entity):
    petition = file_one(entity, received_at=at(date(2026, 4, 1), 20), now=at(date(2026, 4, 1), 20)).petition
    assert petition.counted_from == date(2026, 4, 6)  # Thursday and Friday are holy


def test_acknowledgement_brings_number_code_day_and_where_to_follow(entity, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        filed = file_one(entity)
    (told,) = OutgoingMail.objects.all()
    assert told.key == f"petition:{filed.petition.pk}:filed"
    for word in (
        filed.petition.number,
        filed.code,
        "17 de abril de 2026",
        f"peticiones/?numero={filed.petition.number}",
    ):
        assert word in told.body
    assert len(mail.outbox) <= 1


def test_anonymous_petition_keeps_nobody_and_mails_nobody(entity):
    filed = file_one(entity, petitioner=None)
    empty = file_one(entity, petitioner=filing.Petitioner(name="  "))
    assert filed.petition.is_anonymous
    assert empty.petition.is_anonymous
    assert not Petitioner.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert filed.code


def test_who_asks_stands_apart_and_the_trail_holds_no_personal_data(entity):
    petition = file_one(entity, petitioner=ANA).petition
    kept = Petitioner.objects.get(petition=petition)
    assert (kept.name, kept.email) == ("Ana Ruiz", "ana@example.org")
    told = str(list(AuditEntry.objects.values())) + str(list(petition.events.values()))
    assert "pqrsd.file" in told
    for secret in ("Ana", "ana@", "3001234567", "Calle 1"):
        assert secret not in told


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "   "}, "Escriba lo que pide"),
        ({"text": "a" * 20_001}, "tiene 20.001 caracteres y caben 20.000"),
        ({"subject": "a" * 201}, "El asunto tiene 201"),
        ({"channel": "PIGEON"}, "Escoja por dónde llegó"),
        ({"received_at": at(date(2026, 4, 2))}, "todavía no llega"),
        ({"received_at": at(date(2006, 4, 2))}, "Revise el año"),
        ({"petitioner": filing.Petitioner(email="ana@")}, "Escriba un correo completo"),
        ({"petitioner": filing.Petitioner(is_protected=True)}, "Quite la marca"),
    ],
)
def test_bad_input_is_refused_with_the_way_out_and_nothing_kept(entity, values, said):
    with pytest.raises(NotReady) as refused:
        file_one(entity, **values)
    assert said in " ".join(refused.value.gaps)
    assert not Petition.objects.exists()
    assert not AuditEntry.objects.exists()


def test_twenty_thousand_characters_are_a_petition(entity):
    assert len(file_one(entity, text="a" * 20_000).petition.text) == 20_000


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "UNIT_LIAISON", "UNIT_HEAD", "INTERNAL_CONTROL"])
def test_staff_who_do_not_attend_people_do_not_file(entity, role):
    with pytest.raises(NotAllowed):
        file_one(entity, by=principal(entity, role))
    assert not Petition.objects.exists()


@pytest.mark.parametrize("role", ["CITIZEN_SERVICE", "PLAN_COORDINATOR"])
def test_who_attends_people_files(entity, role):
    assert file_one(entity, by=principal(entity, role)).is_new


def test_question_of_a_space_is_filed_by_whoever_moderates_it(entity):
    assert file_one(entity, by=principal(entity, "COMMUNICATIONS"), origin_key="dialogue.question:1").is_new


def test_nobody_files_in_another_entity(entity, other_entity):
    stranger = principal(other_entity, "CITIZEN_SERVICE", user=make_member(other_entity, "CITIZEN_SERVICE"))
    for key in ("", "dialogue.question:1"):
        with pytest.raises(NotAllowed):
            file_one(entity, by=stranger, origin_key=key)
    assert not Petition.objects.exists()


def test_form_sent_twice_is_one_petition(entity, attendant):
    first = file_one(entity, by=attendant, filed_by_form="f-1")
    again = file_one(entity, by=attendant, filed_by_form="f-1")
    assert (again.petition.pk, again.code) == (first.petition.pk, None)


def test_new_code_shuts_out_the_old_one(entity, attendant):
    filed = file_one(entity)
    code = renew_code(petition_id=filed.petition.pk, by=attendant, now=NOW)
    filed.petition.refresh_from_db()
    assert fits(code, filed.petition)
    assert not fits(filed.code, filed.petition)
    with pytest.raises(NotAllowed):
        renew_code(petition_id=filed.petition.pk, by=principal(entity, "UNIT_HEAD"), now=NOW)
