"""Which petitions press, and how that is said. Pure; the days before an end are how an office works, not law."""

from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=4)  # of the calendar, before a term ends: over a weekend it is two business days


@dataclass(frozen=True, slots=True)
class Pressing:
    """A petition in a mail: its number, what it is about without anybody's name, and where it is answered."""

    number: str
    subject: str
    due_on: date
    address: str

    def is_overdue(self, today: date) -> bool:
        return self.due_on < today

    def mark(self, today: date) -> str:
        """What makes it another line than before: its day moved, or has passed."""
        return f"{self.number}:{self.due_on}:{self.is_overdue(today)}"


def pressing_until(today: date) -> date:
    """The last due day that presses."""
    return today + SOON


def told_of(overdue: int, soon: int) -> str:
    """«2 peticiones vencidas y 1 por vencer»."""
    parts = []
    if overdue:
        parts.append("1 petición vencida" if overdue == 1 else f"{overdue} peticiones vencidas")
    if soon:
        what = "" if overdue else " petición" if soon == 1 else " peticiones"
        parts.append(f"{soon}{what} por vencer")
    return " y ".join(parts)
