"""What a petition is filed with, and what keeps it from being filed: next to nothing. Pure.

No authority may refuse to file, nor ask for reasons; whoever asks may stay without a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.pqrsd.choices import PetitionChannel
from rinde.capabilities.pqrsd.rules.terms import received_gaps
from rinde.foundations.text.typed import length_gap

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 200
LONGEST_PUBLIC = 4_000
LONGEST_REASON = 1_000
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Petitioner:
    """Who asks, as far as they said. `is_protected`: their identity is masked for all but whoever attends."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""
    organization: str = ""
    is_protected: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether nothing was said: the petition is anonymous."""
        said = (self.name, self.email, self.phone, self.address, self.id_number, self.organization)
        return not any(one.strip() for one in said)


LENGTHS = {"name": 160, "email": 254, "phone": 40, "address": 200, "id_number": 30, "organization": 160}
_NAMES = {
    "name": "El nombre",
    "email": "El correo",
    "phone": "El teléfono",
    "address": "La dirección",
    "id_number": "El documento",
    "organization": "La organización",
}


def filing_gaps(
    *, text: str, subject: str, public_text: str, channel: str, received_on: date, today: date
) -> tuple[str, ...]:
    """List in Spanish what keeps a petition from being filed."""
    return tuple(_filing_gaps(text, subject, public_text, channel, received_on, today))


def _filing_gaps(
    text: str, subject: str, public_text: str, channel: str, received_on: date, today: date
) -> Iterator[str]:
    if not text.strip():
        yield "Escriba lo que pide la persona, con sus palabras."
    yield from text_gaps(text)
    if len(subject) > LONGEST_SUBJECT:
        yield f"El asunto tiene {len(subject)} caracteres y caben {LONGEST_SUBJECT}. Acórtelo: el texto va completo."
    yield from public_text_gaps(public_text)
    if channel not in PetitionChannel.values:
        yield "Escoja por dónde llegó."
    yield from received_gaps(received_on, today)


def text_gaps(text: str) -> Iterator[str]:
    """Say in Spanish by how much what somebody asks is too long."""
    rest = "y adjunte el resto como documento"
    if gap := length_gap(text, most=LONGEST_TEXT, name="El texto", rest=rest):
        yield gap


def public_text_gaps(public_text: str) -> Iterator[str]:
    """Say in Spanish by how much the text for everybody is too long."""
    rest = "pues la ciudadanía lee un resumen"
    if gap := length_gap(public_text, most=LONGEST_PUBLIC, name="El texto público", rest=rest):
        yield gap


def petitioner_gaps(one: Petitioner) -> tuple[str, ...]:
    """List in Spanish what is wrong with the data of whoever asks; that something is missing never is."""
    gaps = [
        f"{_NAMES[name]} es muy largo: caben {most} caracteres."
        for name, most in LENGTHS.items()
        if len(getattr(one, name)) > most
    ]
    if one.email and not _MAIL.fullmatch(one.email.strip()):
        gaps.append("Escriba un correo completo, por ejemplo nombre@correo.com, o déjelo vacío.")
    if one.is_protected and one.is_nobody:
        gaps.append("La identidad reservada es de alguien que dijo quién es. Quite la marca: así queda sin nombre.")
    return tuple(gaps)


def reason_gaps(reason: str, missing: str) -> Iterator[str]:
    """Say in Spanish what is wrong with a reason that the person will read."""
    if not reason.strip():
        yield missing
    if len(reason) > LONGEST_REASON:
        yield f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}."
