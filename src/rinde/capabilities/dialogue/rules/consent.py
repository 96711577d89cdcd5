"""What people are told before they leave their data, and for how long it is kept. Pure.

Ley 1581/2012: prior, express and informed consent, with proof of it (arts. 4c, 9, 12); sensitive data are never an
obligation (art. 6); those of minors are not asked for (art. 7). No norm says how long a list of attendance is kept: the
days are a default of ours that an entity changes.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from rinde.foundations.text.typed import length_gap

LONGEST_PART = 2_000
KEEP_DAYS = 180  # of names and addresses, after the end of a space
FEWEST_DAYS, MOST_DAYS = 15, 1_825
NEEDS_KEPT = timedelta(days=1)  # after the end: what somebody needed to take part has served by then
ADDRESSES_KEPT_AFTER_RESULTS = timedelta(days=7)  # the length for which a mail is tried again
SHEETS_KEPT = timedelta(days=7)  # an uploaded list that nobody applied


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """One wording: what the data are for, the authorisation itself, what is optional, the rights, and who answers."""

    purpose: str
    text: str
    optional_nature: str
    rights: str
    controller: str

    @property
    def digest(self) -> str:
        """SHA-256 of every word; two wordings are the same when this is."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


DEFAULT_PURPOSE = (
    "Organizar este espacio: guardar su cupo, avisarle si algo cambia, registrar su llegada y, si usted lo pide, "
    "enviarle una vez los resultados."
)
DEFAULT_TEXT = (
    "Autorizo a la entidad a usar los datos que escribo aquí solo para organizar este espacio. No se publican ni se "
    "entregan a nadie más. Del espacio solo se publica cuántas personas participaron."
)
DEFAULT_OPTIONAL = (
    "El correo, el teléfono, el grupo y la necesidad de accesibilidad son opcionales. La necesidad de accesibilidad es "
    "un dato sensible: nadie está obligado a darlo y se borra cuando termina el espacio. No escriba datos de menores "
    "de edad."
)
DEFAULT_RIGHTS = (
    "Puede conocer, actualizar y corregir sus datos, pedir prueba de esta autorización, revocarla, pedir que se borren "
    "y quejarse ante la Superintendencia de Industria y Comercio. Consultarlos es gratis."
)


def default_words(controller: str) -> ConsentWords:
    """The wording of an entity that has not written its own."""
    return ConsentWords(DEFAULT_PURPOSE, DEFAULT_TEXT, DEFAULT_OPTIONAL, DEFAULT_RIGHTS, controller)


def controller_block(*, name: str, nit: str = "", address: str = "", phone: str = "", email: str = "") -> str:
    """Who answers for the data, a line each; what an entity has not written is left out (art. 12 d)."""
    said = (name, nit and f"NIT {nit}", address, phone and f"Teléfono {phone}", email)
    return "\n".join(one for one in said if one)


def words_gaps(words: ConsentWords) -> tuple[str, ...]:
    """List in Spanish what the law asks a consent to say and this one does not."""
    return tuple(_gaps(words))


def _gaps(words: ConsentWords) -> Iterator[str]:
    asked = (
        (words.purpose, "Para qué son los datos"),
        (words.text, "La autorización"),
        (words.optional_nature, "Qué es opcional"),
        (words.rights, "Los derechos"),
    )
    for text, name in asked:
        if not text.strip():
            yield f"{name}: escríbalo. La ley pide decirlo antes de recibir un dato."
        if len(text) > LONGEST_PART:
            yield length_gap(text, most=LONGEST_PART, name=f"«{name}»", rest="o dígalo más corto")


def keep_days_gap(days: int) -> str:
    """Say in Spanish why a term of keeping cannot be; empty where it can."""
    if FEWEST_DAYS <= days <= MOST_DAYS:
        return ""
    return f"Los datos se guardan entre {FEWEST_DAYS} y {MOST_DAYS} días. Usted escribió {days}."


def keep_until(ends_at: datetime, keep_days: int) -> datetime:
    """When the names of a space have served: so many days after its end."""
    return ends_at + timedelta(days=keep_days)
