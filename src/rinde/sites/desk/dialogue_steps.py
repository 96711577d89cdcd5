"""What waits at the spaces of dialogue that a person runs: steps that are late, and those due within a week."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.permissions import can_manage
from rinde.capabilities.dialogue.queries.listing import ListedSpace, waiting_spaces
from rinde.capabilities.entities.models import Entity
from rinde.foundations.design.spanish import spanish_number
from rinde.foundations.law import plain_day
from rinde.services.access import Principal
from rinde.sites.desk.step import Step


def dialogue_steps(entity: Entity, by: Principal, address: dict[str, Any], today: date) -> Iterator[Step]:
    """A step for each space that waits, never one for each of its steps. Two queries."""
    for one in waiting_spaces(entity, today=today):
        if can_manage(one.space, by=by):
            yield _step(one, reverse("desk:space_detail", kwargs={**address, "space_id": one.space.pk}), today)


def _step(one: ListedSpace, url: str, today: date) -> Step:
    title, due_on = f"{one.next_label}: {one.space.title}", one.agenda.next.due_on if one.agenda.next else today
    day = plain_day(timezone.localdate(one.space.starts_at))
    if not one.agenda.late:
        return Step(
            title, f"Hasta el {plain_day(due_on)}. El espacio es el {day}.", url, "Ver los pasos", "due", "Pronto"
        )
    others = len(one.agenda.late) - 1
    more = f" y {spanish_number(others)} paso{'s' if others > 1 else ''} más" if others else ""
    text = f"Era para el {plain_day(due_on)}{more}. El espacio es el {day}."
    return Step(title, text, url, "Ponerse al día", "late", "Vencido")
