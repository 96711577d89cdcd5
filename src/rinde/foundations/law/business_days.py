"""Business-day arithmetic: which days count for an entity, and where a term ends.

Pure: holidays, the entity's own days and its Saturdays come as arguments; so does every date. It must not know what a
term is for. The day of the event never counts, and a term ends at midnight of its last day (Ley 4/1913 arts. 59–62).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rinde.foundations.law.terms import SkippedDay, Term, TermUnit

BOGOTA = ZoneInfo("America/Bogota")
# Keys of sources.yaml, for whoever shows where the arithmetic comes from.
SOURCE_OF_DAYS = "LEY_4_1913_ART_62"
SOURCE_OF_MIDNIGHT = "LEY_4_1913_ART_59"
SOURCE_OF_HOLIDAYS = "LEY_51_1983_ART_1"
SOURCE_OF_SATURDAYS = "JORNADA_DE_LUNES_A_VIERNES"

__all__ = ["BOGOTA", "SkippedDay", "Term", "TermUnit", "UnknownYear", "WorkCalendar", "first_moment", "last_moment"]

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


class UnknownYear(LookupError):
    """A day was asked about of whose year the calendar holds no holidays: guessing would move a legal term."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days on which one entity works.

    Args:
        holidays: of the country, by name.
        non_working: days off by an act of the entity's own, by that act.
        saturday_is_working: the entity's policy; Sunday never counts.
        years: first and last year that the holidays cover; None: whatever is not a holiday is a plain day.
    """

    holidays: Mapping[date, str]
    non_working: Mapping[date, str]
    saturday_is_working: bool = False
    years: tuple[int, int] | None = None

    def why_not(self, day: date) -> str:
        """Say why a day does not count: «sábado», «festivo: Jueves Santo», «Decreto 045 de 2026»; empty if it does.

        Raises:
            UnknownYear: for a day outside the years that the calendar covers.
        """
        if self.years is not None and not self.years[0] <= day.year <= self.years[1]:
            raise UnknownYear(f"the calendar covers {self.years[0]} to {self.years[1]}, not {day}")
        if self._is_weekend(day):
            return "domingo" if day.weekday() == _SUNDAY else "sábado"
        if day in self.holidays:
            return f"festivo: {self.holidays[day]}"
        return self.non_working.get(day, "")

    def is_working(self, day: date) -> bool:
        """Whether a day counts as a business day. Raises UnknownYear as `why_not` does."""
        return not self.why_not(day)

    def _is_weekend(self, day: date) -> bool:
        weekday = day.weekday()
        return weekday == _SUNDAY or (weekday == _SATURDAY and not self.saturday_is_working)

    def _skipped(self, day: date, reason: str) -> SkippedDay:
        return SkippedDay(day, reason, self._is_weekend(day))

    def add_business_days(self, start: date, days: int) -> Term:
        """Count a term in business days, the day after `start` being the first that may count.

        Source: Ley 4/1913 art. 62, which leaves holidays out of every term in days unless the text says otherwise.

        Raises:
            ValueError: for a term of no days.
            UnknownYear: where the term leaves the years of the calendar.
        """
        if days < 1:
            raise ValueError(f"a term has at least one day, not {days}")
        skipped: list[SkippedDay] = []
        day, counted, day_one = start, 0, start
        while counted < days:
            day += _DAY
            reason = self.why_not(day)
            if reason:
                skipped.append(self._skipped(day, reason))
                continue
            counted += 1
            day_one = day if counted == 1 else day_one
        return Term(start, day_one, day, days, tuple(skipped))

    def calendar_days(self, start: date, days: int) -> Term:
        """Count a term in days of the calendar: every day counts and the end does not move.

        Raises:
            ValueError: for a term of no days.
        """
        if days < 1:
            raise ValueError(f"a term has at least one day, not {days}")
        return Term(start, start + _DAY, start + _DAY * days, days, unit=TermUnit.CALENDAR_DAYS)

    def add_months(self, start: date, months: int) -> Term:
        """Count a term in months: the same day of a later month, or that month's last day where it has no such day.

        An end that is no working day moves to the next one (Ley 4/1913 art. 62). That 31 January plus a month ends
        with February is convention.

        Raises:
            ValueError: for a term of no months.
            UnknownYear: where the term leaves the years of the calendar.
        """
        if months < 1:
            raise ValueError(f"a term has at least one month, not {months}")
        years, month = divmod(start.month - 1 + months, 12)
        year, month = start.year + years, month + 1
        day = date(year, month, min(start.day, monthrange(year, month)[1]))
        skipped: list[SkippedDay] = []
        while reason := self.why_not(day):
            skipped.append(self._skipped(day, reason))
            day += _DAY
        return Term(start, start + _DAY, day, months, tuple(skipped), TermUnit.MONTHS)

    def working_day_before(self, day: date) -> date:
        """The last working day before a day, which itself is never the answer."""
        day -= _DAY
        while not self.is_working(day):
            day -= _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""
        return sum(self.is_working(start + _DAY * step) for step in range(1, (end - start).days + 1))


def first_moment(day: date) -> datetime:
    """The first moment of a day in Colombia."""
    return datetime.combine(day, time.min, tzinfo=BOGOTA)


def last_moment(day: date) -> datetime:
    """The last moment of a day in Colombia: what arrives at 23:59 of a term's last day arrives in time.

    Source: Ley 4/1913 art. 59.
    """
    return datetime.combine(day, time.max, tzinfo=BOGOTA)
