"""What the pages of attendance print: addresses, figures, and the public's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.queries.attendance import PUBLIC_WAYS, Tally
from rinde.capabilities.dialogue.rules.attendance_counts import FEWEST, PublicCounts

ALL_WAYS: Mapping[str, str] = {**PUBLIC_WAYS, "unit": "Dependencias"}


def site_of(request: HttpRequest) -> str:
    """What stands in front of a path in a mail: the installation's own address, else that of the request."""
    return settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")


def desk_url(space: DialogueSpace, name: str, **more: str | int) -> str:
    """The address of a desk page of a space."""
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk, **more})


def door_url(space: DialogueSpace, token: str) -> str:
    """What the code of a registration leads to: a page of the desk, which only the team can open."""
    return desk_url(space, "check_in_scan", token=token)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of sorting people, as the desk reads it: every number."""

    title: str
    cells: Sequence[tuple[str, int]]


def desk_ways(tally: Tally) -> list[Way]:
    """Each way of which something is known."""
    return [
        Way(title, tally.cells[way])
        for way, title in ALL_WAYS.items()
        if any(label != "Sin dato" for label, _ in tally.cells[way])
    ]


@dataclass(frozen=True, slots=True)
class PublicWay:
    """One way of sorting people, as everybody reads it: lines of a label and a number or why there is none."""

    title: str
    lines: Sequence[tuple[str, str]]
    note: str


HIDDEN = "No se muestra"
WHY_HIDDEN = f"Donde hay menos de {FEWEST} personas el número no se muestra, para que nadie se reconozca en él."
WITHHELD = "Son tan pocas personas que no se muestran por separado, para que nadie se reconozca en los números."


def public_way(title: str, counts: PublicCounts) -> PublicWay:
    """The lines of a way of sorting, and what must be said of those that are not there."""
    lines = [(cell.label, HIDDEN if cell.people is None else str(cell.people)) for cell in counts.cells]
    note = WITHHELD if counts.is_withheld else WHY_HIDDEN if counts.has_hidden else ""
    return PublicWay(title, lines, note)
