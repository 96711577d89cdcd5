"""What registration and attendance show on the pages of a space."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.permissions import can_manage
from rinde.capabilities.dialogue.queries.attendance import (
    Places,
    closing_of,
    counted_people,
    places_of,
)
from rinde.capabilities.dialogue.queries.results_mailing import mailing_of
from rinde.capabilities.dialogue.rules.attendance import may_arrive_alone, why_closed
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.web.presenters.attendance import desk_url
from rinde.capabilities.dialogue.web.presenters.panels import Panel
from rinde.foundations.design.spanish import spanish_number
from rinde.services.access import Principal


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:
    """Registrations, who came, and the sending of the results. At most four queries."""
    if space.status == SpaceStatus.CANCELLED:
        return []
    return list(_desk_panels(space, principal))


def _desk_panels(space: DialogueSpace, principal: Principal) -> Iterator[Panel]:
    steps = steps_of_kind(space.kind).all
    if StepKind.REGISTRATION in steps and space.called_at:
        places = places_of(space)
        is_open = _receives(space)
        url = desk_url(space, "registration_list")
        kind, word = ("info", "Abiertas") if is_open else ("off", "Cerradas")
        yield Panel("Inscripciones", _desk_lines(places), url, "Ver las inscripciones", word, kind)
    if (StepKind.CHECK_IN in steps and space.status != SpaceStatus.DRAFT) or _is_taken_unannounced(space):
        yield _attendance(space)
    if StepKind.RESULTS in steps and space.status in OVER and can_manage(space, by=principal):
        yield _results(space)


def _is_taken_unannounced(space: DialogueSpace) -> bool:
    """Whether people are not called to this kind, so that who comes is noted while it is still being prepared."""
    kind = steps_of_kind(space.kind)
    return StepKind.CHECK_IN in kind.all and StepKind.CALL not in kind.asked


def _receives(space: DialogueSpace) -> bool:
    closes_at, starts_at = space.registration_closes_at, space.starts_at
    why = why_closed(space.status, has_step=True, starts_at=starts_at, closes_at=closes_at, now=timezone.now())
    return space.status == SpaceStatus.CALLED and not why


def _desk_lines(places: Places) -> tuple[str, ...]:
    of = f" de {spanish_number(places.capacity)}" if places.capacity else ""
    lines = [f"{_people(places.confirmed)}{of} con cupo."]
    if places.waiting:
        lines.append(f"{_people(places.waiting)} en lista de espera.")
    return tuple(lines)


def _people(number: int) -> str:
    return "1 persona" if number == 1 else f"{spanish_number(number)} personas"


def _took_part(people: int) -> str:
    return "Participó 1 persona." if people == 1 else f"Participaron {_people(people)}."


def _attendance(space: DialogueSpace) -> Panel:
    closing, url = closing_of(space), desk_url(space, "check_in")
    if closing:
        return Panel("Asistencia", (_took_part(closing.people),), url, "Ver la asistencia", "Cerrada", "ok")
    people = counted_people(space)
    waits = space.status in OVER
    line = f"{_people(people)} hasta ahora." if people else "Todavía no hay nadie registrado."
    kind, word = ("due", "Por cerrar") if waits else ("info", "Abierta")
    return Panel("Asistencia", (line,), url, "Registrar la asistencia", word, kind)


def _results(space: DialogueSpace) -> Panel:
    mailing, url = mailing_of(space), desk_url(space, "results_mail")
    if mailing and mailing.sent_at:
        return Panel(
            "Resultados por correo", ("Se enviaron a quienes los pidieron.",), url, "Ver qué pasó", "Enviados", "ok"
        )
    line = "Cuente qué salió a quienes participaron y pidieron saberlo."
    return Panel("Resultados por correo", (line,), url, "Preparar el correo", "Por enviar", "due")


def public_panels(space: DialogueSpace) -> list[Panel]:
    """How to register and to arrive before and during; how many came, afterwards. At most two queries."""
    return list(_public_panels(space))


def _public_panels(space: DialogueSpace) -> Iterator[Panel]:
    at = {"entity_slug": space.entity.slug, "slug": space.slug}
    if StepKind.REGISTRATION in steps_of_kind(space.kind).all and _receives(space):
        places, url = places_of(space), reverse("portal:register", kwargs=at)
        kind, word = ("due", "Lista de espera") if places.is_full else ("ok", "Hay cupo")
        line = "Guarde su lugar. No necesita crear una cuenta."
        if places.is_full:
            line = "El cupo está lleno. Puede quedar en la lista de espera."
        yield Panel("Inscríbase", (line,), url, "Inscribirme", word, kind, is_main=True)
    now = timezone.now()
    is_open = may_arrive_alone(space.status, starts_at=space.starts_at, ends_at=space.ends_at, now=now)
    is_on = is_open and space.status in {SpaceStatus.CALLED, SpaceStatus.LIVE}
    if is_on and StepKind.CHECK_IN in steps_of_kind(space.kind).all and not space.is_for_minors:
        url = reverse("portal:arriving", kwargs=at)
        yield Panel("¿Ya llegó?", ("Registre su llegada desde su celular.",), url, "Registrar mi llegada")
    if space.status in OVER and (closing := closing_of(space)):
        url = reverse("portal:participation", kwargs=at)
        lines = [_took_part(closing.people)]
        if closing.groups:
            lines.append("De 1 grupo de valor." if closing.groups == 1 else f"De {closing.groups} grupos de valor.")
        yield Panel("Quiénes participaron", tuple(lines), url, "Ver los números")
