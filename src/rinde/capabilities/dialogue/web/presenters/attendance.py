"""What the pages of attendance print: addresses, figures, and the public's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from rinde.capabilities.dialogue.choices import RegistrationStatus
from rinde.capabilities.dialogue.models import Attendee, DialogueSpace, PeopleCount, Registration
from rinde.capabilities.dialogue.queries.attendance import PUBLIC_WAYS, Tally
from rinde.capabilities.dialogue.rules.attendance_counts import PublicCounts
from rinde.capabilities.surveys.rules.suppression import FEWEST

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
WHY_HIDDEN = (
    f"Donde hay menos de {FEWEST} personas el número no se muestra, ni otro del que se podría sacar: así nadie se "
    "reconoce en él."
)
WITHHELD = "Son tan pocas personas que no se muestran por separado, para que nadie se reconozca en los números."


def public_way(title: str, counts: PublicCounts) -> PublicWay:
    """The lines of a way of sorting, and what must be said of those that are not there."""
    lines = [(cell.label, HIDDEN if cell.people is None else str(cell.people)) for cell in counts.cells]
    note = WITHHELD if counts.is_withheld else WHY_HIDDEN if counts.has_hidden else ""
    return PublicWay(title, lines, note)


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Somebody on the list at the door. `attendee` is their number among those who came; None for who has not."""

    number: int  # of the registration
    who: str
    said: str  # what else is known, in one line
    need: str
    attendee: int | None
    came_at: datetime | None


ERASED = "Datos borrados"


def who_of(registration: Registration) -> str:
    """The name, how many they are where nobody is named, or that it was erased."""
    if registration.people > 1 or registration.consent_id is None:
        return "1 persona" if registration.people == 1 else f"{registration.people} personas"
    return registration.name or ERASED


def door_row(registration: Registration, counted: Mapping[str, PeopleCount]) -> DoorRow:
    """One row. The registration comes with its group, need and attendee; `counted` has the minors by form token."""
    said = [f"nº {registration.number}", str(registration.group or "")]
    said += ["en espera"] if registration.status == RegistrationStatus.WAITING else []
    came = getattr(registration, "attendee", None)
    came = came if came and came.removed_at is None else None
    people = counted.get(f"registration:{registration.pk}")
    return DoorRow(
        number=registration.number,
        who=who_of(registration),
        said=" · ".join(one for one in said if one),
        need=need_of(registration),
        attendee=came.number if came else None,
        came_at=came.came_at if came else people.counted_at if people else None,
    )


def need_of(registration: Registration) -> str:
    """What they need, while it is kept."""
    need = getattr(registration, "need", None)
    return need.text if need else ""


def walk_in_row(attendee: Attendee) -> DoorRow:
    """One row of somebody without a registration."""
    source = attendee.get_source_display()
    said = (f"persona {attendee.number}", source, attendee.group or "", attendee.unit or "", attendee.territory)
    return DoorRow(
        number=attendee.number,
        who=attendee.name or ERASED,
        said=" · ".join(str(one) for one in said if one),
        need="",
        attendee=attendee.number,
        came_at=attendee.came_at,
    )


@dataclass(frozen=True, slots=True)
class RegisteredRow:
    """Somebody on the list of registrations."""

    registration: Registration
    who: str
    status_kind: str
    status: str
    contact: tuple[str, ...]
    need: str


_STATUS_KINDS = {
    RegistrationStatus.CONFIRMED: "ok",
    RegistrationStatus.WAITING: "due",
    RegistrationStatus.CANCELLED: "off",
}


def registered_row(registration: Registration) -> RegisteredRow:
    """One row. The registration comes with its group and need."""
    status = RegistrationStatus(registration.status)
    return RegisteredRow(
        registration=registration,
        who=who_of(registration),
        status_kind=_STATUS_KINDS[status],
        status=str(status.label),
        contact=tuple(one for one in (registration.email, registration.phone) if one),
        need=need_of(registration),
    )
