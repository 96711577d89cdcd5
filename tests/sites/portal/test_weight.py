"""What a phone on a poor signal has to fetch."""

from pathlib import Path

import brotli
from django.test import Client

import rinde.capabilities.followup
import rinde.foundations.design
from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.entities.models import Entity

SHEET = Path(rinde.foundations.design.__file__).parent / "static/design/rinde.css"
VOICES = Path(rinde.capabilities.followup.__file__).parent / "static/followup/voices.css"
SUBJECTS = "riesgos trámites audiencias peticiones contratación presupuesto salud educación vías archivo".split()  # noqa: SIM905


def _varied(number: int) -> str:
    """A name of some hundred letters that its neighbours do not repeat word for word."""
    first, second, third = (SUBJECTS[(number * step) % len(SUBJECTS)] for step in (1, 3, 7))
    return f"Publicar el informe {number} sobre {first}, con lo que la ciudadanía preguntó de {second} y de {third}"


def test_first_view_of_a_hundred_activities_fits_the_budget(client: Client, entity: Entity, publish):
    activities = (
        an_activity(
            f"1.{number}",
            name=_varied(number),
            deliverables=(
                a_deliverable(product=_varied(number + 1), assignments=(an_assignment(_varied(number % 9)),)),
            ),
        )
        for number in range(1, 101)
    )
    publish(entity, a_plan(*activities))
    response = client.get(f"/{entity.slug}/planes/2026/ptep/", headers={"accept-encoding": "br"})
    page = response.content
    sheet, voices = (brotli.compress(one.read_bytes()) for one in (SHEET, VOICES))
    assert len(sheet) < 10_000
    assert len(voices) < 3_000
    assert len(page) + len(sheet) + len(voices) < 60_000
    body = brotli.decompress(page).decode()
    assert body.count('<link rel="stylesheet"') == 2
    assert "<script src" not in body
    assert "http://" not in body.replace("http://testserver", "").replace("http://www.w3.org", "")
