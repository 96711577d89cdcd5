"""What pages of surveys cost: so many queries for one and for three surveys, questions, answers and batches."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import NOW, client_of, make_entity, make_member, principal
from page_costs import MOST, assert_cheap, costs_of
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations import (
    apply_changes,
    close_survey,
    edit_survey,
    issue_tokens,
    make_survey,
    open_survey,
    publish_results,
    put_question,
    receive_answer,
)
from rinde.capabilities.surveys.rules.details import Details
from rinde.capabilities.surveys.rules.questions import Question
from rinde.services.tenancy import active_tenant

PAGES = [
    "",
    "nueva/",
    "{survey}/",
    "{survey}/datos/",
    "{survey}/preguntas/",
    "{survey}/pregunta-nueva/?clase=SCALE",
    "{survey}/preguntas/p1/",
    "{survey}/preguntas/p1/textos/",
    "{survey}/como-se-ve/",
    "{survey}/abrir/",
    "{survey}/claves/",
    "{survey}/papel/",
    "{survey}/resultados/",
    "{survey}/publicar/",
    "{survey}/datos-de-personas/",
    "{survey}/respuestas.csv",
    "{survey}/diccionario.csv",
]


def surveyed(entity, rows):
    """So many surveys; the last has so many questions, versions, batches of keys, answers and contacts."""
    by = principal(entity, "COMMUNICATIONS")
    for _ in range(rows):
        survey = make_survey(entity_id=entity.pk, title="Encuesta", ready_form="BLANK", by=by, now=NOW)
        for _ in range(rows):
            put_question(survey_id=survey.pk, question=Question("", "LONG", "¿Qué falta?"), by=by, now=NOW)
    asks = Question("correo", "SHORT", "Su correo", is_personal=True)
    put_question(survey_id=survey.pk, question=asks, by=by, now=NOW)
    details = Details("Encuesta", audience="TOKEN", personal_purpose="avisarle")
    edit_survey(survey_id=survey.pk, values=details, by=by, now=NOW)
    open_survey(survey_id=survey.pk, opens_at=NOW, closes_at=NOW + timedelta(days=9), by=by, now=NOW)
    for number in range(rows):
        key = issue_tokens(survey_id=survey.pk, count=1, by=by, now=NOW)[0]
        raw = {"p1": [f"Falta {number}"], "correo": [f"ana{number}@example.org"]}
        receive_answer(survey_id=survey.pk, raw=raw, token=key, consents=True, form_token=f"f{number}", now=NOW)
        put_question(survey_id=survey.pk, question=Question("", "LONG", "¿Y además?"), by=by, now=NOW)
        apply_changes(survey_id=survey.pk, by=by, now=NOW)
    return survey


def costs(entity, rows):
    survey = surveyed(entity, rows)
    client = client_of(make_member(entity, "COMMUNICATIONS"))
    pages = [f"/{entity.slug}/gestion/encuestas/{page}" for page in PAGES]
    found = costs_of(client, pages, survey=survey.pk)
    return {page.replace(entity.slug, "e"): cost for page, cost in found.items()}


def test_desk_costs_the_same_for_one_and_for_three(entity):
    other = make_entity()
    with active_tenant(other):
        many = costs(other, 3)
    assert_cheap(costs(entity, 1), many)


def public_cost(url):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["", "{number}/", "{number}/gracias/", "{number}/resultados/"])
def test_public_pages_cost_the_same_for_one_and_for_three(entity, page):
    found = []
    other = make_entity()
    for owner, rows in ((entity, 1), (other, 3)):
        with active_tenant(owner):
            survey = surveyed(owner, rows)
            if "resultados" in page:
                by = principal(owner, "COMMUNICATIONS")
                close_survey(survey_id=survey.pk, by=by, now=NOW)
                publish_results(survey_id=survey.pk, keys=["p1"], by=by, now=NOW)
            assert Survey.objects.count() == rows
        found.append(public_cost(f"/{owner.slug}/encuestas/" + page.format(number=survey.number)))
    assert found[0] == found[1] <= MOST
