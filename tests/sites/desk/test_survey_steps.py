"""The start page tells who runs surveys what waits in them, and nobody else."""

from datetime import timedelta

import pytest

from factories import NOW, principal
from rinde.capabilities.surveys.operations import (
    close_survey,
    make_survey,
    open_survey,
    publish_results,
    put_question,
    receive_answer,
)
from rinde.capabilities.surveys.rules.questions import Question
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.next_steps import next_steps
from rinde.sites.desk.survey_steps import survey_steps

LATER = NOW + timedelta(days=1)


@pytest.fixture
def manager(entity):
    return principal(entity, "COMMUNICATIONS")


def opened(entity, by, answers=0):
    survey = make_survey(entity_id=entity.pk, title="", ready_form="EVENT", by=by, now=NOW)
    open_survey(survey_id=survey.pk, opens_at=NOW, closes_at=None, by=by, now=NOW)
    for number in range(answers):
        receive_answer(survey_id=survey.pk, raw={"en_general": ["5"]}, form_token=f"f{number}", now=LATER)
    return survey


def titles(entity):
    return [one.title for one in survey_steps({"entity_slug": entity.slug})]


def test_closed_survey_waits_for_its_results_until_they_are_out(entity, manager):
    survey = opened(entity, manager, answers=2)
    assert titles(entity) == []
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    assert titles(entity) == ["Publicar los resultados: Evaluación del espacio"]
    publish_results(survey_id=survey.pk, keys=["en_general"], by=manager, now=LATER)
    assert titles(entity) == []


def test_changes_that_people_do_not_see_are_told(entity, manager):
    survey = opened(entity, manager)
    put_question(survey_id=survey.pk, question=Question("", "SHORT", "¿Algo más?"), by=manager, now=LATER)
    assert titles(entity) == ["Aplicar los cambios: Evaluación del espacio"]


def test_survey_that_nobody_answered_or_of_another_entity_is_not_told(entity, other_entity, manager):
    close_survey(survey_id=opened(entity, manager).pk, by=manager, now=LATER)
    with active_tenant(other_entity):
        theirs = principal(other_entity, "COMMUNICATIONS")
        close_survey(survey_id=opened(other_entity, theirs, answers=3).pk, by=theirs, now=LATER)
    assert titles(entity) == []


def test_start_page_tells_who_runs_surveys_and_not_who_reads_them(entity, manager):
    close_survey(survey_id=opened(entity, manager, answers=2).pk, by=manager, now=LATER)
    told = {
        role: [step.title for step in next_steps(entity, by=principal(entity, role), plans=[], now=LATER)]
        for role in ("COMMUNICATIONS", "READER")
    }
    assert "Publicar los resultados: Evaluación del espacio" in told["COMMUNICATIONS"]
    assert "Publicar los resultados: Evaluación del espacio" not in told["READER"]
