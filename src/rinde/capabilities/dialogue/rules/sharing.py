"""The text with which people tell each other of a space: short, plain, ready to paste into a chat. Pure."""

from dataclasses import dataclass

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.rules.states import OVER


@dataclass(frozen=True, slots=True)
class SharedSpace:
    """What is told of a space, in words. `address` is the short one of its public page."""

    entity: str
    kind: str
    title: str
    status: str
    when: str
    where: str
    link: str
    purpose: str
    how: str
    accessibility: str
    address: str
    takes_registrations: bool = False
    cancelled_reason: str = ""
    has_answers: bool = False


def sharing_text(space: SharedSpace) -> str:
    """Write what may be pasted into a chat: before, on the day, afterwards, or that it is cancelled."""
    if space.status == SpaceStatus.CANCELLED:
        parts = [f"*Se canceló: {space.title}*", space.entity, f"Motivo: {space.cancelled_reason}"]
    elif space.status in OVER:
        parts = _after(space)
    else:
        parts = _before(space)
    return "\n\n".join(part for part in (*parts, space.address) if part)


def _before(space: SharedSpace) -> list[str]:
    is_live = space.status == SpaceStatus.LIVE
    opening = "Ya empezó" if is_live else "Le invitamos"
    place = f"Dónde: {space.where}" + (f"\nEnlace: {space.link}" if space.link else "")
    called = "Pregunte desde su celular, sin cuenta:" if is_live else _invitation(space)
    access = f"Accesibilidad: {space.accessibility}." if space.accessibility else ""
    return [
        f"*{opening}: {space.title}*\n{space.entity}",
        f"Cuándo: {space.when}\n{place}",
        space.purpose,
        "" if is_live else space.how,
        access,
        called,
    ]


def _invitation(space: SharedSpace) -> str:
    return "Inscríbase y conozca los documentos aquí:" if space.takes_registrations else "Toda la información, aquí:"


def _after(space: SharedSpace) -> list[str]:
    told = "las respuestas y los compromisos" if space.has_answers else "lo que se dijo y lo que sigue"
    return [f"*Así fue: {space.title}*\n{space.entity}", f"Cuándo: {space.when}", f"Lea el acta, {told}:"]
