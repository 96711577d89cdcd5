"""What a survey is besides its questions, and what keeps it from being saved. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from rinde.capabilities.surveys.choices import Audience
from rinde.capabilities.surveys.rules.privacy import LONGEST_PURPOSE, MOST_KEPT_DAYS, USUAL_KEPT_DAYS

LONGEST_TITLE = 160
LONGEST_PRESENTATION = 2_000


@dataclass(frozen=True, slots=True)
class Details:
    """`purpose`: what the answers are for, told above the form. `personal_purpose`: what data of people are for."""

    title: str
    purpose: str = ""
    audience: str = Audience.OPEN
    actor_id: int | None = None
    personal_purpose: str = ""
    kept_days: int = USUAL_KEPT_DAYS


def details_gaps(details: Details) -> tuple[str, ...]:
    """List in Spanish everything that keeps the details of a survey from being saved."""
    return tuple(_gaps(details))


def _gaps(details: Details) -> Iterator[str]:
    if not details.title.strip():
        yield "Escriba el título de la encuesta."
    if len(details.title) > LONGEST_TITLE:
        yield f"El título tiene {len(details.title)} caracteres y caben {LONGEST_TITLE}."
    if len(details.purpose) > LONGEST_PRESENTATION:
        yield f"La presentación tiene {len(details.purpose)} caracteres y caben {LONGEST_PRESENTATION}."
    if details.audience not in Audience.values:
        yield "Escoja de la lista quién puede responder."
    if len(details.personal_purpose) > LONGEST_PURPOSE:
        yield f"La finalidad tiene {len(details.personal_purpose)} caracteres y caben {LONGEST_PURPOSE}."
    if not 1 <= details.kept_days <= MOST_KEPT_DAYS:
        yield f"Los datos se guardan de 1 a {MOST_KEPT_DAYS} días tras el cierre. Usted escribió {details.kept_days}."
