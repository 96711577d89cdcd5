"""What a survey may ask of people, tells them, and keeps for how long (Ley 1581/2012 arts. 4, 9 and 12). Pure.

By default nothing is asked. Where something is, the purpose is written by whoever asks and the words around it are
these; a later wording gets a later number, and each answer keeps the version that its author read.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rinde.capabilities.surveys.rules.questions import Question, asks_personal_data

CONSENT_VERSION = 1
LONGEST_PURPOSE = 500
# Nothing says how long; these are ours. What was asked for an answer has no purpose long after it.
USUAL_KEPT_DAYS = 180
MOST_KEPT_DAYS = 730
FREE_TEXT_WARNING = "No escriba nombres, cédulas, teléfonos ni datos de nadie: no hacen falta."


def consent_text(purpose: str, *, kept_days: int) -> str:
    """The words that somebody agrees to, with what their data are for and until when they are kept."""
    said = purpose.strip().rstrip(".")
    return (
        f"Autorizo a la entidad a usar estos datos solo para lo siguiente: {said}. "
        f"No se publican ni se juntan con mis respuestas en los resultados, y se borran {kept_days} días después de "
        "que la encuesta se cierre, o antes si lo pido."
    )


def personal_gaps(questions: Sequence[Question], *, purpose: str, kept_days: int) -> tuple[str, ...]:
    """List in Spanish what is missing to ask for personal data; nothing where none is asked."""
    return tuple(_gaps(questions, purpose, kept_days))


def _gaps(questions: Sequence[Question], purpose: str, kept_days: int) -> Iterator[str]:
    if not asks_personal_data(questions):
        return
    if not purpose.strip():
        yield "La encuesta pide datos de la persona: diga para qué se usarán, o quite esas preguntas."
    if len(purpose) > LONGEST_PURPOSE:
        yield f"La finalidad tiene {len(purpose)} caracteres y caben {LONGEST_PURPOSE}."
    if not 1 <= kept_days <= MOST_KEPT_DAYS:
        yield f"Los datos se guardan de 1 a {MOST_KEPT_DAYS} días después del cierre. Usted escribió {kept_days}."


def may_be_kept(closed_at: datetime | None, *, kept_days: int, now: datetime) -> bool:
    """Tell whether personal answers still have their purpose; those of a survey that is open do."""
    return closed_at is None or now < closed_at + timedelta(days=kept_days)
