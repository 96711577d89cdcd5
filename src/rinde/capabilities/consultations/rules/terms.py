"""The period of a consultation: how its days are counted, what is left of it, and how it may grow. Pure.

The day of the opening never counts and the last day lasts until its midnight in Bogotá, as in every legal term; so a
person can check the count on a calendar with the same rule as any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.consultations.choices import ConsultationStatus, DayCount
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.terms import Term, long_day

# Practice, not law: the nation's own programme and its annexes are shown for fifteen days of the calendar before they
# are settled. No norm sets a length for an entity's plan.
USUAL_DAYS = 15
USUAL_COUNT = DayCount.CALENDAR
FEWEST_DAYS = 1
MOST_DAYS = 120  # beyond it is more likely a slip of the key than a wish
LONGEST_NOTICE = 4_000
LONGEST_PAPER = 1_000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class NoticeValues:
    """What a consultation is opened with."""

    notice: str
    how_on_paper: str = ""
    days: int = USUAL_DAYS
    count_in: str = USUAL_COUNT
    shows_at_once: bool = False


def term_of(opens_on: date, *, days: int, count_in: str, calendar: WorkCalendar) -> Term:
    """Count the days of a consultation; its last day is `due_on`.

    Raises:
        UnknownYear: where business days lead into a year whose holidays nobody has entered.
    """
    if count_in == DayCount.BUSINESS:
        return calendar.add_business_days(opens_on, days)
    return calendar.calendar_days(opens_on, days)


def notice_gaps(values: NoticeValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a consultation from being opened."""
    return tuple(_notice_gaps(values))


def _notice_gaps(values: NoticeValues) -> Iterator[str]:
    if not values.notice.strip():
        yield "Escriba el aviso: qué se consulta y para qué sirve comentar."
    if len(values.notice) > LONGEST_NOTICE:
        yield f"El aviso tiene {len(values.notice)} caracteres; caben {LONGEST_NOTICE}."
    if len(values.how_on_paper) > LONGEST_PAPER:
        yield f"Lo de participar en papel tiene {len(values.how_on_paper)} caracteres; caben {LONGEST_PAPER}."
    yield from days_gaps(values.days, values.count_in)


def days_gaps(days: int, count_in: str) -> Iterator[str]:
    """Say in Spanish what is wrong with the length of a period."""
    if count_in not in DayCount.values:
        yield "Escoja si el plazo se cuenta en días calendario o en días hábiles."
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        yield f"El plazo va de {FEWEST_DAYS} a {MOST_DAYS} días. Usted escribió {days}."


def is_commentable(status: str, *, opens_on: date, closes_on: date, today: date) -> bool:
    """Tell whether a comment is still received: until midnight of the last day, whether or not a job closed it yet."""
    return status == ConsultationStatus.OPEN and opens_on <= today <= closes_on


def is_past(status: str, *, closes_on: date, today: date) -> bool:
    """Tell whether an open consultation has run its time and only waits to be marked as closed."""
    return status == ConsultationStatus.OPEN and today > closes_on


def extension_gaps(*, closes_on: date, extended_to: date, reason: str, today: date) -> tuple[str, ...]:
    """List in Spanish what keeps a period from being extended. It grows and never shrinks, and not after its end."""
    return tuple(_extension_gaps(closes_on, extended_to, reason, today))


def _extension_gaps(closes_on: date, extended_to: date, reason: str, today: date) -> Iterator[str]:
    if today > closes_on:
        yield f"El plazo terminó el {long_day(closes_on)}: ya no se amplía. Puede abrir otra consulta."
    if extended_to <= closes_on:
        yield f"Así terminaría el {long_day(extended_to)}, y ya va hasta el {long_day(closes_on)}. Escriba más días."
    yield from reason_gaps(reason, "Diga por qué se amplía el plazo. La ciudadanía leerá el motivo.")


def reason_gaps(reason: str, missing: str) -> Iterator[str]:
    """Say in Spanish what is wrong with a reason that everybody will read."""
    if not reason.strip():
        yield missing
    if len(reason) > LONGEST_REASON:
        yield f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}."


def days_left_in_words(closes_on: date, today: date) -> str:
    """«Faltan 4 días», «Falta 1 día», «Hoy es el último día», «El plazo terminó»."""
    left = (closes_on - today).days
    if left < 0:
        return "El plazo terminó"
    if left == 0:
        return "Hoy es el último día"
    return "Falta 1 día" if left == 1 else f"Faltan {left} días"
