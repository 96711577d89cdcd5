"""What everybody reads of surveys: the list and the published results, without a small cell, a text or a draft."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from factories import NOW, principal
from rinde.capabilities.surveys.models import SurveyAnswer
from rinde.capabilities.surveys.operations import (
    close_survey,
    make_survey,
    open_survey,
    publish_results,
    receive_answer,
)
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)


def answered(survey, times, **raw):
    for _ in range(times):
        number = SurveyAnswer.objects.count()
        receive_answer(survey_id=survey.pk, raw=raw, form_token=f"f{number}", now=LATER)


def published(survey, manager, *keys):
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    publish_results(survey_id=survey.pk, keys=keys, by=manager, now=LATER)
    caches["pages"].clear()


def url_of(survey, name="survey_results", **more):
    return reverse(f"portal:{name}", kwargs={"entity_slug": survey.entity.slug, "number": survey.number} | more)


def page_of(survey):
    response = Client().get(url_of(survey))
    assert response.status_code == 200
    assert len(response.content) < 60_000
    return response.content.decode()


def test_results_are_nobodys_before_they_are_published(survey):
    answered(survey, 9, temas=["o1"])
    assert Client().get(url_of(survey)).status_code == 404
    assert Client().get(url_of(survey, "survey_results_file", extension="csv")).status_code == 404


def test_results_show_chosen_questions_without_small_cells(survey, manager):
    answered(survey, 20, temas=["o1"], zona=["o1"])
    answered(survey, 12, temas=["o1"], zona=["o2"], que_saber=["La vía al Salto"])
    answered(survey, 2, temas=["o1"], zona=["o3"])
    published(survey, manager, "zona", "que_saber")
    page = page_of(survey)

    assert "20 de 34 (59 %)" in page
    assert page.count("no se muestra</span>") == 2
    assert "12 de 34" not in page
    assert "2 de 34" not in page
    assert "La vía al Salto" not in page
    assert "12 personas la respondieron con sus palabras" in page
    assert "¿De qué temas" not in page
    assert "¿Cómo se calcula?" in page


def test_file_of_results_tells_what_the_page_tells(survey, manager):
    answered(survey, 20, temas=["o1"], zona=["o1"])
    answered(survey, 2, temas=["o1"], zona=["o3"])
    published(survey, manager, "zona")
    response = Client().get(url_of(survey, "survey_results_file", extension="json"))
    rows = json.loads(response.content)["sections"][0]["tables"][0]["rows"]
    assert [row["cuantas"] for row in rows] == [None, 0, None, 0, 0]


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "pdf"])
def test_results_are_written_in_every_form(survey, manager, extension):
    answered(survey, 9, temas=["o1"])
    published(survey, manager, "temas")
    assert Client().get(url_of(survey, "survey_results_file", extension=extension)).status_code == 200


def test_survey_of_four_people_tells_only_that(survey, manager):
    answered(survey, 4, temas=["o1"])
    published(survey, manager, "temas")
    page = page_of(survey)
    assert "menos de cinco personas" in page
    assert "4 de 4" not in page


def test_list_shows_what_was_opened_and_no_draft_or_neighbour(entity, other_entity, survey, manager):
    make_survey(entity_id=entity.pk, title="Todavía en borrador", ready_form="EVENT", by=manager, now=NOW)
    with active_tenant(other_entity):
        theirs = principal(other_entity, "COMMUNICATIONS")
        other = make_survey(entity_id=other_entity.pk, title="Del vecino", ready_form="EVENT", by=theirs, now=NOW)
        open_survey(survey_id=other.pk, opens_at=NOW, closes_at=None, by=theirs, now=NOW)
    page = Client().get(reverse("portal:surveys", kwargs={"entity_slug": entity.slug})).content.decode()

    assert survey.title in page
    assert "Puede responder hasta el 12 de marzo de 2026" in page
    assert "Todavía en borrador" not in page
    assert "Del vecino" not in page


def test_empty_list_says_what_will_be_there(entity):
    page = Client().get(reverse("portal:surveys", kwargs={"entity_slug": entity.slug})).content.decode()
    assert "Todavía no hay encuestas" in page


def test_survey_of_the_neighbour_is_not_under_ones_own_address(survey, other_entity):
    own = url_of(survey, "survey").replace(survey.entity.slug, other_entity.slug)
    assert Client().get(own).status_code == 404
