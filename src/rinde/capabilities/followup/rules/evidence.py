"""What a proof must say of itself, and who may see it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.followup.choices import Visibility
from rinde.foundations.text.personal_data import PersonalData, Sign, in_words

LONGEST_TITLE = 200
LONGEST_REASON = 300
SEEMS_PERSONAL = "quedó interna"


@dataclass(frozen=True, slots=True)
class EvidenceValues:
    """What a person says of a proof. `happened_on`: of the fact that it shows, never of the photo or the upload."""

    title: str = ""
    visibility: str = Visibility.PUBLIC
    reserved_reason: str = ""
    happened_on: date | None = None


def evidence_gaps(values: EvidenceValues, *, today: date) -> Iterator[str]:
    """Find what keeps a proof from being offered, everything at once."""
    if len(values.title) > LONGEST_TITLE:
        yield f"El nombre de la prueba pasa de {LONGEST_TITLE} caracteres. Acórtelo."
    if values.visibility not in Visibility.values:
        yield "Escoja quién puede ver la prueba: pública, interna o reservada."
    if values.visibility == Visibility.RESERVED and not values.reserved_reason.strip():
        yield "Diga por qué es reservada: la norma o la razón."
    if len(values.reserved_reason) > LONGEST_REASON:
        yield f"La razón de la reserva pasa de {LONGEST_REASON} caracteres. Acórtela."
    if values.happened_on is not None and values.happened_on > today:
        yield "La fecha del hecho está en el futuro. Escriba el día en que ocurrió."


def safe_visibility(wanted: str, warnings: Mapping[str, int], accepted: str) -> str:
    """What a proof is shown as: never public while it seems to hold personal data and nobody has said why all the same.

    Source: Ley 1581/2012 art. 4 f: what is not public does not stand on the Internet.
    """
    holds_back = wanted == Visibility.PUBLIC and bool(warnings) and not accepted.strip()
    return Visibility.INTERNAL if holds_back else wanted


def warnings_in_words(warnings: Mapping[str, int]) -> str:
    """«3 números de identificación y un correo personal»; empty where nothing was seen."""
    known = [Sign(PersonalData(kind), count) for kind, count in warnings.items() if kind in set(PersonalData)]
    return in_words(known) if known else ""
