"""The days and hours at which an entity tells its people. Pure. None of them is law: they are how an entity works."""

from dataclasses import dataclass

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
LONGEST = 60  # days, of every kind


@dataclass(frozen=True, slots=True)
class AlertDays:
    """When people are told. Weekday 0 Monday … 6 Sunday; hour 0–23 of Colombia's clock.

    `due_soon_days` and `term_days`: of the calendar, before a date and before the end of a term;
    `escalate_after_days`: business days after a date was missed, 0 for the very next day. `returned_at_once`: whether a
    returned report is told on the spot, or waits for the digest.
    """

    digest_weekday: int = 0
    digest_hour: int = 7
    due_soon_days: int = 14
    escalate_after_days: int = 5
    term_days: int = 5
    returned_at_once: bool = True


def alert_gaps(days: AlertDays) -> tuple[str, ...]:
    """List in Spanish everything that makes no sense."""
    gaps = []
    if not 0 <= days.digest_weekday < len(WEEKDAYS):
        gaps.append("Escoja el día del resumen: de lunes a domingo.")
    if not 0 <= days.digest_hour <= 23:
        gaps.append("Escriba la hora del resumen de 0 a 23: 7 son las siete de la mañana.")
    asked = (
        (days.due_soon_days, 1, "«vence pronto»"),
        (days.escalate_after_days, 0, "el aviso a la jefatura"),
        (days.term_days, 1, "los plazos del ciclo"),
    )
    gaps += [
        f"Escriba los días para {what}: de {least} a {LONGEST}. Usted escribió {value}."
        for value, least, what in asked
        if not least <= value <= LONGEST
    ]
    return tuple(gaps)
