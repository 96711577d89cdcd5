"""What a phone on a bad line has to fetch before somebody can report: everything of the first view."""

import re
from decimal import Decimal
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from capabilities.followup.web.report_forms import counted_plan, form_of, unit_of
from followup_samples import make_report
from rinde.capabilities.entities.models import Entity

BUDGET = 50_000  # bytes over the wire: issue of the follow-up, «Report progress»
MAPS = tuple(f"Mapa de riesgos del proceso número {number}, con sus controles" for number in range(60))


def _first_view(client: Client, url: str) -> dict[str, int]:
    """What is fetched, by name: the page as the server compresses it, its files as whitenoise does."""
    response = client.get(url, headers={"accept-encoding": "gzip"})
    page = client.get(url).text
    found = {"page": len(response.content)}
    for address in re.findall(r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src)="(/static/[^"]+)"', page):
        file = finders.find(address.removeprefix("/static/"))
        assert file, address
        found[address] = len(brotli.compress(Path(file).read_bytes()))
    assert not re.search(r'(?:src|href)="https?://(?!www\.gov\.co)[^"]+\.(?:js|css|png|woff2?)"', page)
    return found


@pytest.mark.parametrize("universe", [(), MAPS])
def test_form_with_everything_that_it_can_hold_fits_the_budget(entity: Entity, universe: tuple[str, ...]) -> None:
    plan = counted_plan(entity, universe, target_unit="PERCENT", target_quantity=Decimal(100))
    report = make_report(plan, status="RETURNED", text="Se avanzó en cuatro de los procesos. " * 20)
    weights = _first_view(unit_of(plan), form_of(plan))
    assert {name for name in weights if name.endswith(".js")} == {"/static/followup/report.js"}
    assert report.status == "RETURNED"
    assert sum(weights.values()) < BUDGET, weights
