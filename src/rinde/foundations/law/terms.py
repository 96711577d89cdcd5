"""A term that was counted, and how it was counted, in words that a person can check on a calendar.

Sits beside `business_days`, which makes terms; it must not know whose term it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rinde.foundations.text.dates import MONTHS

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MOST_NAMED = 5  # named stretches in one sentence; the rest is counted, and the whole list stays in `skipped`
_DAY = timedelta(days=1)


class TermUnit(StrEnum):
    """In what a term is measured."""

    BUSINESS_DAYS = "BUSINESS_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    MONTHS = "MONTHS"


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, and why. `is_weekend`: every week has it; no need to name it."""

    on: date
    reason: str  # «sábado», «festivo: Jueves Santo», «Decreto 045 de 2026»
    is_weekend: bool = False

    @property
    def cause(self) -> str:
        """The reason as it stands in brackets: the name of a holiday without the word."""
        return self.reason.removeprefix("festivo: ")


@dataclass(frozen=True, slots=True)
class Term:
    """A term from the day of its event to its last day.

    `days` counts what the unit says: business days, days of the calendar, or months. `skipped` holds every day after
    `start`, up to `due_on`, that did not count; of a term in months, those that moved its end.
    """

    start: date  # the day of the event: day 1 is a later one
    day_one: date
    due_on: date
    days: int
    skipped: tuple[SkippedDay, ...] = ()
    unit: TermUnit = TermUnit.BUSINESS_DAYS

    @property
    def in_words(self) -> str:
        """«Día 1 = lunes 4 de mayo de 2026. No cuentan: … Día 10 = viernes 15 de mayo de 2026.»"""
        if self.unit is TermUnit.MONTHS:
            return self._months_in_words()
        first = f"Día 1 = {long_day(self.day_one)}"
        if self.days == 1:
            return f"{first}, que es también el último. {self._what_does_not_count()}".strip()
        return f"{first}. {self._what_does_not_count() or self._all_count()} Día {self.days} = {long_day(self.due_on)}."

    def _all_count(self) -> str:
        calendar = self.unit is TermUnit.CALENDAR_DAYS
        return "Cuentan todos los días del calendario." if calendar else "No hay que saltar ningún día."

    def _what_does_not_count(self) -> str:
        named = skipped_in_words(self.skipped, with_year=self.start.year != self.due_on.year)
        if not named:
            return ""
        return f"No cuenta{'' if named.startswith('el ') and len(self.skipped) == 1 else 'n'}: {named}."

    def _months_in_words(self) -> str:
        length = "1 mes" if self.days == 1 else f"{self.days} meses"
        nominal = self.skipped[0].on if self.skipped else self.due_on
        counted = f"{length} desde el {plain_day(self.start)} = {long_day(nominal)}."
        if not self.skipped:
            return counted
        return f"{counted} Ese día no es hábil ({self.skipped[0].cause}): vence el {long_day(self.due_on)}."


def plain_day(day: date, *, with_year: bool = True) -> str:
    """«15 de mayo de 2026»."""
    return f"{day.day} de {MONTHS[day.month - 1]}" + (f" de {day.year}" if with_year else "")


def long_day(day: date) -> str:
    """«viernes 15 de mayo de 2026»."""
    return f"{WEEKDAYS[day.weekday()]} {plain_day(day)}"


def skipped_in_words(skipped: Sequence[SkippedDay], *, with_year: bool) -> str:
    """«2 fines de semana y el 18 de mayo (Ascensión del Señor)»; empty where nothing was skipped."""
    weekends = _weekends(tuple(day.on for day in skipped if day.is_weekend))
    stretches = _stretches(skipped)
    named = [_stretch_in_words(stretch, with_year=with_year) for stretch in stretches[:MOST_NAMED]]
    left = sum(len(stretch) for stretch in stretches[MOST_NAMED:])
    rest = [] if not left else ["un día más"] if left == 1 else [f"{left} días más"]
    return _joined([*weekends, *named, *rest])


def _weekends(days: Sequence[date]) -> list[str]:
    """«4 fines de semana», and the Saturdays and Sundays that stand without the other one."""
    known = frozenset(days)
    saturdays = [day for day in days if day.weekday() == 5]
    whole = [day for day in saturdays if day + _DAY in known]
    lone_saturdays = len(saturdays) - len(whole)
    lone_sundays = len(days) - len(saturdays) - len(whole)
    counted = (
        (len(whole), "fin de semana", "fines de semana"),
        (lone_saturdays, "sábado", "sábados"),
        (lone_sundays, "domingo", "domingos"),
    )
    return [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]


def _stretches(skipped: Sequence[SkippedDay]) -> list[list[SkippedDay]]:
    """The named days; those of one reason with nothing but skipped days between them stand together."""
    known = frozenset(day.on for day in skipped)
    found: list[list[SkippedDay]] = []
    for day in (day for day in skipped if not day.is_weekend):
        if found and found[-1][-1].reason == day.reason and _all_between(found[-1][-1].on, day.on, known):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _all_between(first: date, last: date, known: frozenset[date]) -> bool:
    return all(first + _DAY * step in known for step in range(1, (last - first).days))


def _stretch_in_words(stretch: Sequence[SkippedDay], *, with_year: bool) -> str:
    first, last = stretch[0], stretch[-1]
    if first is last:
        return f"el {plain_day(first.on, with_year=with_year)} ({first.cause})"
    same_month = (first.on.year, first.on.month) == (last.on.year, last.on.month)
    begin = str(first.on.day) if same_month else plain_day(first.on, with_year=first.on.year != last.on.year)
    return f"del {begin} al {plain_day(last.on, with_year=with_year)} ({first.cause})"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} y {parts[-1]}" if parts else ""
