"""What waits in the surveys of an entity: results that nobody published, and changes that people do not see yet."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from rinde.capabilities.surveys.queries.surveys import unfinished_surveys
from rinde.foundations.design.spanish import spanish_number
from rinde.sites.desk.step import Step


def survey_steps(address: dict[str, Any]) -> Iterator[Step]:
    """A step for each survey that waits for whoever runs surveys. One query."""
    for one in unfinished_surveys():
        here = {**address, "survey_id": one.survey_id}
        if one.is_closed:
            said = (
                "1 persona respondió" if one.received == 1 else f"{spanish_number(one.received)} personas respondieron"
            )
            url, text = reverse("desk:survey_publish", kwargs=here), f"{said}. Escoja qué resultados ve la gente."
            yield Step(f"Publicar los resultados: {one.title}", text, url, "Escoger", "due", "Por publicar")
        elif one.has_changes:
            url, text = reverse("desk:survey_questions", kwargs=here), "La gente responde todavía la versión anterior."
            yield Step(f"Aplicar los cambios: {one.title}", text, url, "Ver los cambios", "draft", "Sin aplicar")
