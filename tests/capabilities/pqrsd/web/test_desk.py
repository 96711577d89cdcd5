from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from capabilities.pqrsd.petitions import ANA, answered, classified, file_one
from factories import client_of, make_actor, make_member, principal
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.pqrsd.models import Answer, Delivery, Petition, PetitionDocument, PetitionPolicy
from rinde.capabilities.pqrsd.operations.answering import draft_answer
from rinde.capabilities.pqrsd.operations.filing import Petitioner
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def url(name: str, entity: Any, **ids: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **ids})


def of(petition: Petition) -> dict[str, Any]:
    return {"petition_id": petition.pk}


def today_one(entity: Any, *, days_ago: int = 0, **values: Any) -> Petition:
    """A petition that came in some days ago by the real clock, which the pages read."""
    moment = timezone.now() - timedelta(days=days_ago)
    return classified(entity, received_at=moment, now=moment, **values)


def unit_client(entity: Any, role: str, *actors: Any) -> Client:
    user = make_member(entity, role)
    membership = Membership.objects.get(user=user)
    membership.scope_kind = "actors"
    membership.save()
    membership.actors.set(actors)
    return client_of(user)


# Lists ----------------------------------------------------------------------------------------------------------------


def test_list_shows_what_is_overdue_first_with_a_word(entity, desk):
    late = today_one(entity, days_ago=40, subject="Puente")
    fresh = today_one(entity, subject="Parque")
    page = desk.get(url("petition_list", entity)).content.decode()
    assert page.index(late.number) < page.index(fresh.number)
    assert "Vencida hace" in page
    assert "Vencidas (1)" in page


def test_what_is_overdue_was_due(entity, desk, client):
    late = today_one(entity, days_ago=40, public_text="¿Y el puente?")
    page = desk.get(url("petition_detail", entity, **of(late))).content.decode()
    assert "Venció el" in page
    assert "Vence el" not in page
    everybody = client.get(reverse("portal:petition_list", kwargs={"entity_slug": entity.slug})).content.decode()
    assert "Debía responderse a más tardar el" in everybody


def test_list_never_shows_who_asks(entity, desk):
    today_one(entity, petitioner=ANA)
    page = desk.get(url("petition_list", entity)).content.decode()
    assert Petition.objects.get().number in page
    for secret in ("Ana Ruiz", "ana@example.org", "3001234567"):
        assert secret not in page


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("vencidas", {"Vieja"}),
        ("por-clasificar", {"Nueva"}),
        ("cerradas", {"Cumplida"}),
        ("todas", {"Vieja", "Nueva", "Cumplida", "En curso"}),
        ("abiertas", {"Vieja", "Nueva", "En curso"}),
        ("no-existe", {"Vieja", "Nueva", "En curso"}),
    ],
)
def test_list_filters_by_state(entity, desk, state, shown):
    today_one(entity, days_ago=60, subject="Vieja")
    file_one(entity, subject="Nueva", received_at=timezone.now(), now=timezone.now())
    today_one(entity, subject="En curso")
    answered(entity, now=timezone.now(), subject="Cumplida")
    page = desk.get(url("petition_list", entity), {"estado": state}).content.decode()
    assert {one for one in ("Vieja", "Nueva", "En curso", "Cumplida") if one in page} == shown


def test_list_finds_by_number_words_kind_and_unit(entity, desk, unit):
    mine = today_one(entity, subject="Puente", kind="CLAIM", actor=unit)
    other = today_one(entity, subject="Parque", text="¿Cuándo lo abren?")
    for wanted in ({"q": mine.number}, {"q": "puent"}, {"tipo": "CLAIM"}, {"dependencia": str(unit.pk)}):
        page = desk.get(url("petition_list", entity), wanted).content.decode()
        assert mine.number in page
        assert other.number not in page
    assert desk.get(url("petition_list", entity), {"dependencia": "9" * 30, "tipo": "x"}).status_code == 200


def test_unit_sees_its_own_petitions_and_no_others(entity, unit):
    other = make_actor(entity)
    mine, theirs = today_one(entity, actor=unit, subject="Mía"), today_one(entity, actor=other, subject="Ajena")
    client = unit_client(entity, "UNIT_LIAISON", unit)
    page = client.get(url("petition_list", entity)).content.decode()
    assert "Mía" in page
    assert "Ajena" not in page
    assert client.get(url("petition_detail", entity, **of(mine))).status_code == 200
    assert client.get(url("petition_detail", entity, **of(theirs))).status_code == 403


@pytest.mark.parametrize(
    ("role", "sees_menu", "status"),
    [
        ("CITIZEN_SERVICE", True, 200),
        ("PLAN_COORDINATOR", True, 200),
        ("INTERNAL_CONTROL", True, 200),
        ("UNIT_HEAD", True, 200),
        ("UNIT_LIAISON", True, 200),
        ("READER", False, 404),
        ("COMMUNICATIONS", False, 404),
        ("ENTITY_ADMIN", False, 404),
    ],
)
def test_door_and_menu_are_for_whoever_has_to_do_with_petitions(entity, role, sees_menu, status):
    petition = classified(entity)
    client = client_of(make_member(entity, role))
    assert client.get(url("petition_list", entity)).status_code == status
    assert client.get(url("petition_detail", entity, **of(petition))).status_code == status
    start = client.get(url("start", entity)).content.decode()
    assert ("Peticiones" in start) is sees_menu


def test_other_entity_shows_nothing(entity, other_entity, desk):
    with active_tenant(other_entity):
        theirs = classified(other_entity, subject="Ajena")
    assert "Ajena" not in desk.get(url("petition_list", entity), {"estado": "todas"}).content.decode()
    assert desk.get(url("petition_detail", entity, **of(theirs))).status_code == 404


# One petition ---------------------------------------------------------------------------------------------------------


def test_petition_shows_its_arithmetic_and_its_sources(entity, desk):
    page = desk.get(url("petition_detail", entity, **of(classified(entity)))).content.decode()
    assert "Día 1 = lunes 6 de abril de 2026" in page
    assert "el viernes 24 de abril de 2026, a medianoche" in page
    assert "Ley 1437 de 2011, art. 14" in page


def test_who_asks_is_shown_to_whoever_attends_and_not_to_the_unit(entity, desk, unit):
    petition = classified(entity, actor=unit)
    page = desk.get(url("petition_detail", entity, **of(petition))).content.decode()
    assert "Ana Ruiz" in page
    page = unit_client(entity, "UNIT_HEAD", unit).get(url("petition_detail", entity, **of(petition))).content.decode()
    for secret in ("Ana Ruiz", "ana@example.org", "3001234567", "Calle 1"):
        assert secret not in page


def test_protected_identity_is_masked_and_opening_it_leaves_a_trace(entity, desk):
    secret = Petitioner(name="Ana Ruiz", email="ana@example.org", is_protected=True)
    petition = classified(entity, petitioner=secret)
    here = url("petition_detail", entity, **of(petition))
    auditor = client_of(make_member(entity, "INTERNAL_CONTROL"))
    for client in (desk, auditor):
        page = client.get(here).content.decode()
        assert "Identidad reservada" in page
        assert "Ana Ruiz" not in page
    opened = desk.post(url("petition_identity", entity, **of(petition))).content.decode()
    assert "Ana Ruiz" in opened
    assert AuditEntry.objects.filter(action="pqrsd.open_identity").count() == 1
    assert auditor.post(url("petition_identity", entity, **of(petition))).status_code == 403
    assert "Ana Ruiz" not in desk.get(here).content.decode()


def test_file_under_a_protected_identity_is_not_handed_out(entity, desk, unit):
    petition = classified(entity, actor=unit, petitioner=Petitioner(name="Ana Ruiz", is_protected=True))
    sent = {"kind": "PETITION", "document": SimpleUploadedFile("carta.txt", b"Soy Ana Ruiz")}
    assert desk.post(url("petition_attach", entity, **of(petition)), sent).status_code == 302
    document = PetitionDocument.objects.get()
    where = url("petition_document", entity, document_id=document.pk, **of(petition))
    assert desk.get(where).content == b"Soy Ana Ruiz"
    assert unit_client(entity, "UNIT_HEAD", unit).get(where).status_code == 403
    assert client_of(make_member(entity, "INTERNAL_CONTROL")).get(where).status_code == 403


def test_document_of_another_petition_is_not_found(entity, desk):
    one, other = classified(entity), classified(entity)
    sent = {"kind": "PETITION", "document": SimpleUploadedFile("carta.txt", b"Hola")}
    desk.post(url("petition_attach", entity, **of(one)), sent)
    document = PetitionDocument.objects.get()
    assert desk.get(url("petition_document", entity, document_id=document.pk, **of(other))).status_code == 404


def test_refused_file_says_why_and_is_not_kept(entity, desk):
    petition = classified(entity)
    for file in (SimpleUploadedFile("carta.pdf", b"MZ\x90\x00 no es un pdf"), SimpleUploadedFile("vacio.txt", b"")):
        page = desk.post(url("petition_attach", entity, **of(petition)), {"kind": "PETITION", "document": file})
        assert page.status_code == 422
    assert not PetitionDocument.objects.exists()


def test_new_code_is_shown_once(entity, desk):
    petition = classified(entity)
    before = petition.code_hash
    page = desk.post(url("petition_code", entity, **of(petition))).content.decode()
    assert "Código nuevo" in page
    petition.refresh_from_db()
    assert petition.code_hash != before


def test_silence_is_told_on_the_desk(entity, desk):
    page = desk.get(url("petition_detail", entity, **of(classified(entity, kind="INFORMATION")))).content.decode()
    assert "la ley la entiende aceptada desde el 18 de abril de 2026" in page


# Filing ---------------------------------------------------------------------------------------------------------------


def filing(client: Client, entity: Any, **more: Any) -> Any:
    where = url("petition_file", entity)
    mark = client.get(where).context["mark"]
    sent = {"channel": "PHONE", "received_on": timezone.localdate().isoformat(), "text": "¿Cuándo abren?", "mark": mark}
    return where, sent | more


def test_filing_gives_number_and_code_once(entity, desk):
    where, sent = filing(desk, entity, name="Ana Ruiz", email="ana@example.org")
    page = desk.post(where, sent)
    petition = Petition.objects.get()
    assert petition.number in page.content.decode()
    assert page.context["code"]
    assert petition.filed_by is not None
    again = desk.post(where, sent)
    assert Petition.objects.count() == 1
    assert again.context["code"] is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "Escriba lo que pide"),
        ({"received_on": "31/02/2026"}, "Esa fecha no existe"),
        ({"received_on": "2090-01-01"}, "todavía no llega"),
        ({"received_time": "25:00"}, "Escriba la hora"),
        ({"email": "ana@"}, "Escriba un correo completo"),
        ({"channel": "EVENT"}, "EVENT"),
        ({"is_protected": "on"}, "Quite la marca"),
        ({"text": "a" * 20_001}, "caben 20.000"),
    ],
)
def test_wrong_filing_keeps_what_was_typed(entity, desk, values, said):
    where, sent = filing(desk, entity, subject="El asunto que escribí", **values)
    page = desk.post(where, sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "El asunto que escribí" in page.content.decode()
    assert not Petition.objects.exists()


def test_filing_keeps_the_letter_and_the_day_on_which_it_came(entity, desk):
    day = timezone.localdate() - timedelta(days=3)
    letter = SimpleUploadedFile("carta.txt", b"La carta")
    where, sent = filing(desk, entity, received_on=day.strftime("%d/%m/%Y"), received_time="10:15", document=letter)
    assert desk.post(where, sent).status_code == 200
    petition = Petition.objects.get()
    assert timezone.localtime(petition.received_at).strftime("%Y-%m-%d %H:%M") == f"{day} 10:15"
    assert PetitionDocument.objects.get().name == "carta.txt"
    assert petition.is_anonymous


# Moves ----------------------------------------------------------------------------------------------------------------


def test_classifying_from_its_page(entity, desk, unit):
    petition = file_one(entity).petition
    where = url("petition_triage", entity, **of(petition))
    seen = desk.get(where).context["form"]["seen"].value()
    sent = {"kind": "INFORMATION", "actor": unit.pk, "public_text": "", "seen": seen}
    assert desk.post(where, sent).status_code == 302
    petition.refresh_from_db()
    assert (petition.kind, petition.actor_id) == ("INFORMATION", unit.pk)


def test_stale_classification_shows_both_and_the_next_save_wins(entity, desk, unit):
    petition = file_one(entity).petition
    where = url("petition_triage", entity, **of(petition))
    seen = petition.edited_at.isoformat()
    assert desk.post(where, {"kind": "CLAIM", "actor": unit.pk, "seen": seen}).status_code == 302
    page = desk.post(where, {"kind": "COMPLAINT", "actor": "", "public_text": "Lo mío", "seen": seen})
    assert page.status_code == 409
    assert "Lo que está guardado ahora" in page.content.decode()
    assert "Lo mío" in page.content.decode()
    again = {"kind": "COMPLAINT", "actor": "", "public_text": "Lo mío", "seen": page.context["form"]["seen"].value()}
    assert desk.post(where, again).status_code == 302
    petition.refresh_from_db()
    assert petition.public_text == "Lo mío"


def test_extension_after_expiry_says_what_to_do_and_changes_nothing(entity, desk):
    petition = today_one(entity, days_ago=60)
    where = url("petition_extend", entity, **of(petition))
    later = (timezone.localdate() + timedelta(days=5)).isoformat()
    seen = petition.edited_at.isoformat()
    page = desk.post(where, {"to": later, "reason": "Falta un concepto.", "seen": seen})
    assert page.status_code == 422
    assert "La prórroga se avisa antes de vencer" in page.content.decode()
    assert "Falta un concepto." in page.content.decode()
    petition.refresh_from_db()
    assert petition.extended_to is None


def test_transfer_with_its_letter(entity, desk):
    petition = today_one(entity)
    sent = {
        "to": "Gobernación",
        "notice": "La vía es departamental. Se envió por correo.",
        "document": SimpleUploadedFile("oficio.txt", b"Oficio 12"),
        "seen": petition.edited_at.isoformat(),
    }
    assert desk.post(url("petition_transfer", entity, **of(petition)), sent).status_code == 302
    petition.refresh_from_db()
    assert petition.status == "TRANSFERRED"
    assert PetitionDocument.objects.get().kind == "TRANSFER"


def test_refused_file_moves_nothing(entity, desk):
    petition = today_one(entity)
    bad = SimpleUploadedFile("oficio.pdf", b"MZ\x90 no")
    sent = {"to": "Gobernación", "notice": "Es suya.", "document": bad, "seen": petition.edited_at.isoformat()}
    assert desk.post(url("petition_transfer", entity, **of(petition)), sent).status_code == 422
    petition.refresh_from_db()
    assert petition.status == "IN_PROGRESS"


def test_giving_back_and_completing_from_their_pages(entity, desk):
    petition = today_one(entity)
    sent = {"kind": "INCOMPLETE", "what": "La dirección.", "seen": petition.edited_at.isoformat()}
    assert desk.post(url("petition_ask", entity, **of(petition)), sent).status_code == 302
    assert desk.post(url("petition_more_time", entity, **of(petition))).status_code == 302
    petition.refresh_from_db()
    early = {"act": "Resolución 1", "reason": "No.", "seen": petition.edited_at.isoformat()}
    assert desk.post(url("petition_close", entity, **of(petition)), early).status_code == 422
    done = {"completed_on": timezone.localdate().isoformat(), "text": "Calle 1.", "seen": early["seen"]}
    assert desk.post(url("petition_complete", entity, **of(petition)), done).status_code == 302
    petition.refresh_from_db()
    assert petition.status == "IN_PROGRESS"


# Answers --------------------------------------------------------------------------------------------------------------


def test_answer_from_draft_to_delivery(entity, desk):
    petition = today_one(entity, petitioner=Petitioner(name="Ana", address="Calle 1"))
    here = of(petition)
    sent = {"text": "En mayo.", "outcome": "GRANTED", "seen_version": "0", "revisar": "si"}
    assert desk.post(url("petition_answer", entity, **here), sent).status_code == 302
    review = url("answer_review", entity, **here)
    assert "Usted escribió esta versión" in desk.get(review).content.decode()
    assert desk.post(review, {"version": "1", "note": "", "devolver": "si"}).status_code == 422
    assert desk.post(review, {"version": "1", "note": "", "aprobar": "si"}).status_code == 302
    send = url("answer_send", entity, **here)
    assert "no dejó correo" in desk.get(send).content.decode()
    assert desk.post(send, {"version": "1"}).status_code == 302
    proof = {"way": "HANDED", "delivered_on": timezone.localdate().isoformat()}
    delivery = url("answer_delivery", entity, **here)
    assert desk.post(delivery, proof).status_code == 422
    signed = SimpleUploadedFile("recibido.txt", b"Recibido: Ana")
    assert desk.post(delivery, proof | {"receipt": signed}).status_code == 302
    assert Delivery.objects.get().document.kind == "RECEIPT"
    page = desk.get(url("petition_detail", entity, **here)).content.decode()
    assert "la misma persona que la escribió" in page
    assert "recibido.txt" in page


def test_two_who_write_an_answer_see_both(entity, desk):
    petition = today_one(entity)
    where = url("petition_answer", entity, **of(petition))
    mine = {"text": "La mía.", "outcome": "GRANTED", "seen_version": "0"}
    assert desk.post(where, mine | {"text": "La primera."}).status_code == 302
    page = desk.post(where, mine)
    assert page.status_code == 409
    assert "La primera." in page.content.decode()
    assert "La mía." in page.content.decode()
    assert desk.post(where, mine | {"seen_version": "1"}).status_code == 302
    assert list(Answer.objects.order_by("version").values_list("text", flat=True)) == ["La primera.", "La mía."]


def test_denial_without_its_reasons_is_refused_on_the_form(entity, desk):
    petition = today_one(entity, kind="INFORMATION")
    sent = {"text": "No.", "outcome": "DENIED", "norm": "Ley 1712", "seen_version": "0"}
    page = desk.post(url("petition_answer", entity, **of(petition)), sent)
    assert page.status_code == 422
    assert "Para negar por reserva falta decir" in page.content.decode()


def test_unit_writes_asks_for_review_and_does_not_approve(entity, unit):
    petition = today_one(entity, actor=unit)
    client = unit_client(entity, "UNIT_LIAISON", unit)
    sent = {"text": "En mayo.", "outcome": "GRANTED", "seen_version": "0"}
    assert client.post(url("petition_answer", entity, **of(petition)), sent).status_code == 302
    submit = url("answer_submit", entity, **of(petition))
    assert submit in client.get(url("petition_detail", entity, **of(petition))).content.decode()
    assert client.post(submit, {"version": "1"}).status_code == 302
    assert submit not in client.get(url("petition_detail", entity, **of(petition))).content.decode()
    assert Answer.objects.get().status == "IN_REVIEW"
    assert client.get(url("answer_review", entity, **of(petition))).status_code == 404
    head = unit_client(entity, "UNIT_HEAD", unit)
    assert head.post(url("answer_review", entity, **of(petition)), {"version": "1", "aprobar": "si"}).status_code == 302


@pytest.mark.parametrize("name", ["answer_review", "answer_send"])
def test_there_is_nothing_to_review_or_send_before_an_answer(entity, desk, name):
    assert desk.get(url(name, entity, **of(today_one(entity)))).status_code == 404


def test_answer_to_a_public_question_is_for_everybody_unless_somebody_says_no(entity, desk):
    petition = today_one(entity, public_text="¿Cuándo?")
    where = url("petition_answer", entity, **of(petition))
    assert desk.get(where).context["form"]["is_for_everybody"].value() is True
    sent = {"text": "En mayo.", "outcome": "GRANTED", "seen_version": "0"}
    assert desk.post(where, sent | {"is_for_everybody": "on"}).status_code == 302
    assert desk.post(where, sent | {"seen_version": "1"}).status_code == 302
    assert list(Answer.objects.order_by("version").values_list("public_text", flat=True)) == ["En mayo.", ""]


# Options and start page -----------------------------------------------------------------------------------------------


def options(**more: Any) -> dict[str, Any]:
    kept = {"closes_at": "16:00", "resume_policy": "RESTART", "retention_months": "60"}
    return kept | {"days_CONGRESS": "8", "days_OMBUDSMAN": "5"} | more


def test_options_are_kept_and_show_what_is_not_law(entity, desk):
    where = url("petition_options", entity)
    page = desk.get(where).content.decode()
    assert "por confirmar, no se muestra como ley" in page
    assert "Decreto Legislativo 491 de 2020" in page
    assert desk.post(where, options()).status_code == 302
    kept = PetitionPolicy.objects.get()
    assert (kept.resume_policy, kept.own_days, kept.waits_outside_hours) == (
        "RESTART",
        {"CONGRESS": 8, "OMBUDSMAN": 5},
        False,
    )
    petition = classified(entity, kind="CONGRESS")
    assert petition.due_on == date(2026, 4, 15)


@pytest.mark.parametrize("wrong", [{"retention_months": "0"}, {"days_CONGRESS": "90"}, {"closes_at": "x"}])
def test_options_that_make_no_sense_are_refused(entity, desk, wrong):
    assert desk.post(url("petition_options", entity), options(**wrong)).status_code == 422
    assert not PetitionPolicy.objects.exists()


def test_start_page_tells_what_presses(entity, desk, unit):
    today_one(entity, days_ago=60, actor=unit)
    file_one(entity, received_at=timezone.now(), now=timezone.now())
    answer_to = today_one(entity)
    by, now = principal(entity, "CITIZEN_SERVICE"), timezone.now()
    draft_answer(petition_id=answer_to.pk, values=AnswerValues("Sí."), submit=True, by=by, now=now)
    page = desk.get(url("start", entity)).content.decode()
    for said in ("Peticiones vencidas: 1", "Peticiones por clasificar: 1", "Respuestas por revisar: 1"):
        assert said in page
    liaison = unit_client(entity, "UNIT_LIAISON", make_actor(entity)).get(url("start", entity)).content.decode()
    assert "Peticiones vencidas" not in liaison
