"""Surveys full of a secret, for the walks that ask for somebody else's."""

from typing import Any

from factories import NOW
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyToken, SurveyVersion
from rinde.capabilities.surveys.rules.questions import Question, to_json


def make_secret_surveys(entity: Entity, secret: str) -> dict[str, Any]:
    """An open survey whose answers are nobody's yet, number 1 of the entity, and a draft full of the secret."""
    questions = to_json([Question("p1", "LONG", "¿Qué falta?")])
    opened = make_survey_row(entity, number=1, title="Encuesta abierta", questions=questions)
    version = SurveyVersion.objects.create(
        entity=entity, survey=opened, number=1, questions=questions, consent_text=secret, consent_version=1, made_at=NOW
    )
    Survey.objects.filter(pk=opened.pk).update(
        status="OPEN", current_version=version, opens_at=NOW, opened_at=NOW, personal_purpose=secret
    )
    SurveyAnswer.objects.create(
        entity=entity,
        survey=opened,
        version=version,
        number=1,
        content={"given": {"p1": secret}, "unknown": []},
        personal={"p2": secret},
        consented_at=NOW,
        channel="PAPER",
        place=secret,
        given_on="2026-03-02",
        received_at=NOW,
        form_token="f",
    )
    draft = make_survey_row(
        entity, number=2, title=f"Encuesta {secret}", questions=to_json([Question("p1", "LONG", secret)])
    )
    SurveyToken.objects.create(entity=entity, survey=draft, sha256=secret, batch=1, form_token="f", issued_at=NOW)
    return {"survey_id": draft.pk, "question_key": "p1", "batch": 1}


def make_survey_row(entity: Entity, **fields: Any) -> Survey:
    """A draft as a row, without the operation that makes one."""
    return Survey.objects.create(
        **{"entity": entity, "number": 1, "title": "Encuesta", "ready_form": "BLANK"} | fields,
        created_at=NOW,
        edited_at=NOW,
    )
