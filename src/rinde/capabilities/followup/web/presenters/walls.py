"""The wall sheets: the numbers at the top, the rows with their day, and the public page that says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from rinde.capabilities.accounts.web.adapter import qr_image
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.queries.walls import UnitWall
from rinde.capabilities.followup.rules.walls import Wall
from rinde.foundations.design.spanish import spanish_date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter sheet. `public_url` is whole, as it must be on paper; empty where the unit has no page of its own."""

    actor_id: int
    wall: Wall
    public_url: str
    qr: str = ""  # the same address, for a telephone's camera

    @property
    def short_url(self) -> str:
        """The address as people type it."""
        return self.public_url.removeprefix("https://").removeprefix("http://")


def sheet_of(unit: UnitWall, entity: Entity, *, absolute: Callable[[str], str]) -> Sheet:
    """Make a unit's sheet.

    Args:
        absolute: puts the address of this installation before a path.
    """
    if not unit.actor_id:
        return Sheet(unit.actor_id, unit.wall, "")
    address = absolute(_public(unit, entity))
    return Sheet(unit.actor_id, unit.wall, address, qr_image(address))


def _public(unit: UnitWall, entity: Entity) -> str:
    """The unit's activities in its plan; where it owes in several, its dates in the calendar of all of them."""
    question = urlencode({"dependencia": slugify(unit.wall.name)})
    if len(unit.plans) > 1:
        return f"{reverse('portal:calendar', kwargs={'entity_slug': entity.slug})}?{question}"
    plan = unit.plans[0]
    place = {"entity_slug": entity.slug, "year": plan.year, "plan_slug": plan.slug}
    return f"{reverse('portal:plan', kwargs=place)}?{question}#actividades"


def file_name(entity: Entity, sheets: Sequence[Sheet], today: date) -> str:
    unit = slugify(sheets[0].wall.name)[:60] if len(sheets) == 1 else "dependencias"
    return f"{entity.slug}-muro-{unit}-{today:%Y-%m-%d}.pdf"


def title_of_all(today: date) -> str:
    return f"Hojas de las dependencias, {spanish_date(today, 'long')}"
