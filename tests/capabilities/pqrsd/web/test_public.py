import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from capabilities.pqrsd.petitions import ANA, answered, at, classified, file_one
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.triage import ask_completion
from rinde.capabilities.pqrsd.queries.public import public_petitions
from rinde.capabilities.pqrsd.web.tokens import petition_of, token_of
from rinde.services.tenancy import active_tenant

DAY = date(2026, 4, 10)


def url(name: str, entity: Any, **more: Any) -> str:
    return reverse(f"portal:{name}", kwargs={"entity_slug": entity.slug, **more})


def look(client: Client, entity: Any, number: str, code: str) -> Any:
    return client.post(url("petition_lookup", entity), {"number": number, "code": code}, follow=True)


def status_page(client: Client, petition: Petition) -> str:
    token = token_of(petition.pk, petition.entity_id)
    return client.get(url("petition_status", petition.entity, token=token)).content.decode()


# By number and code ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_number_and_code_open_the_petition_as_people_type_them(entity, client, typed):
    filed = file_one(entity)
    page = look(client, entity, "2026 1", typed(filed.code))
    assert page.status_code == 200
    assert "Se radicó con el número 2026-000001" in page.content.decode()


def test_unknown_number_and_wrong_code_get_the_same_answer(entity, client):
    file_one(entity)
    wrong = look(client, entity, "2026-000001", "AAAAA-AAAAA")
    unknown = look(client, entity, "2026-000099", "AAAAA-AAAAA")

    def said(page: Any) -> str:
        text = page.content.decode().replace("2026-000099", "2026-000001")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert wrong.status_code == unknown.status_code == 422
    assert "No hay una petición con ese número y ese código" in wrong.content.decode()
    assert said(wrong) == said(unknown)


def test_code_of_another_petition_or_entity_opens_nothing(entity, other_entity, client):
    one, other = file_one(entity), file_one(entity)
    with active_tenant(other_entity):
        theirs = file_one(other_entity)
    assert look(client, entity, one.petition.number, other.code).status_code == 422
    assert look(client, entity, theirs.petition.number, theirs.code).status_code == 422


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [("", "A", "Escriba el número"), ("mañana", "A", "tiene un año"), ("2026-1", "", "Escriba el código")],
)
def test_form_says_what_it_needs(entity, client, number, code, said):
    page = look(client, entity, number, code)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_many_tries_from_one_place_have_to_wait(entity, client):
    filed = file_one(entity)
    statuses = [look(client, entity, "2026-000001", "AAAAA-AAAAA").status_code for _ in range(13)]
    assert statuses == [422] * 12 + [429]
    blocked = look(client, entity, "2026-000001", filed.code)
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) > 0
    assert "Espere" in blocked.content.decode()


def test_link_of_the_mail_brings_the_number_and_never_the_code(entity, client):
    page = client.get(url("petition_lookup", entity), {"numero": "2026-000001"}).content.decode()
    assert 'value="2026-000001"' in page


def test_status_address_is_of_its_entity_and_over_in_an_hour(entity, other_entity, client):
    petition = file_one(entity).petition
    token = token_of(petition.pk, entity.pk)
    assert petition_of(token, other_entity.pk) is None
    assert client.get(url("petition_status", other_entity, token=token)).status_code == 410
    assert client.get(url("petition_status", entity, token=token + "x")).status_code == 410
    assert client.get(url("petition_status", entity, token=token)).status_code == 200


# What whoever asks reads ----------------------------------------------------------------------------------------------


def test_status_shows_the_arithmetic_and_the_answer_and_no_name_of_the_staff(entity, client):
    answer = answered(entity, now=at(DAY))
    page = status_page(client, answer.petition)
    assert "El puente se repara en mayo." in page
    assert "Día 1 = lunes 6 de abril de 2026" in page
    assert "Ley 1437 de 2011, art. 14" in page
    assert "Persona" not in page


def test_status_never_shows_personal_data_nor_drafts(entity, client):
    petition = classified(entity, petitioner=ANA)
    page = status_page(client, petition)
    for secret in ("Ana Ruiz", "ana@example.org", "3001234567", "Calle 1"):
        assert secret not in page


def test_status_tells_what_the_person_has_to_bring_and_until_when(entity, client, attendant):
    petition = classified(entity)
    asked = {"kind": "INCOMPLETE", "what": "La dirección.", "now": at(date(2026, 4, 9))}
    ask_completion(petition_id=petition.pk, by=attendant, **asked)
    page = status_page(client, petition)
    assert "La dirección." in page
    assert "Usted tiene hasta el 11 de mayo de 2026 para completarla" in page


def test_status_tells_of_silence(entity, client):
    page = status_page(client, classified(entity, kind="INFORMATION"))
    assert "La ley entiende aceptada su petición de documentos desde el 18 de abril de 2026" in page


# What everybody reads -------------------------------------------------------------------------------------------------


def test_public_list_holds_only_what_was_written_for_everybody(entity, other_entity, client):
    classified(entity, text="El secreto de Ana", public_text="¿Cuándo arreglan el puente?")
    file_one(entity, text="Otro secreto")
    with active_tenant(other_entity):
        file_one(other_entity, public_text="Pregunta ajena")
    page = client.get(url("petition_list", entity)).content.decode()
    assert "¿Cuándo arreglan el puente?" in page
    for secret in ("El secreto de Ana", "Otro secreto", "Pregunta ajena", "Ana Ruiz"):
        assert secret not in page


def test_public_answer_is_the_text_for_everybody_and_not_the_one_to_the_person(entity, client):
    answered(entity, now=at(DAY), public_text="En mayo, dice la Secretaría.")
    Petition.objects.update(public_text="¿Cuándo?")
    page = client.get(url("petition_list", entity)).content.decode()
    assert "En mayo, dice la Secretaría." in page
    assert "El puente se repara en mayo." not in page


def test_anonymous_petition_is_answered_in_public_without_what_was_asked(entity, client):
    answered(entity, now=at(DAY), petitioner=None, text="Denuncio a mi vecino Luis")
    file_one(entity, petitioner=None, text="Otro secreto")
    page = client.get(url("petition_list", entity)).content.decode()
    assert "Aviso de respuesta a quien pidió sin dar su nombre" in page
    assert "El puente se repara en mayo." in page
    assert "vecino" not in page
    assert "Otro secreto" not in page


def test_public_petitions_of_an_origin(entity):
    file_one(entity, origin_key="dialogue.question:1", public_text="Una", origin="Audiencia")
    file_one(entity, origin_key="dialogue.other:1", public_text="Otra")
    file_one(entity, origin_key="dialogue.question:2")
    (one,) = public_petitions(entity, "dialogue.question:")
    assert (one.asked, one.origin, one.origin_key, one.is_open) == ("Una", "Audiencia", "dialogue.question:1", True)


@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 4, 24), False), (date(2026, 4, 25), True)])
def test_public_petition_says_whether_it_was_late(entity, day, is_late):
    answered(entity, now=at(day), petitioner=None)
    Petition.objects.update(public_text="¿Cuándo?")
    assert public_petitions(entity)[0].is_late is is_late


def test_open_petition_is_late_by_the_day_that_asks(entity):
    classified(entity, public_text="¿Cuándo?")
    assert not public_petitions(entity)[0].is_late
    assert public_petitions(entity, today=date(2026, 4, 25))[0].is_late


def test_public_list_costs_the_same_for_one_and_for_three(entity, client):
    costs = []
    for _ in range(3):
        answered(entity, now=at(DAY), petitioner=None, public_text="En mayo.")
        Petition.objects.update(public_text="¿Cuándo?")
        client.get(url("petition_list", entity))
        with CaptureQueriesContext(connection) as used:
            client.get(url("petition_list", entity))
        costs.append(len(used))
    assert len(public_petitions(entity)) == 3
    assert costs[0] == costs[1] == costs[2] <= 6
