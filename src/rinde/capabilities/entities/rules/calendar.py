"""Which days may stand in a calendar, and the years for which the country's holidays are kept. Pure."""

from dataclasses import dataclass
from datetime import date

from rinde.foundations.law import FIRST_YEAR, LAST_YEAR, WorkCalendar

YEARS_BACK = 3
YEARS_AHEAD = 3
LAST_WRITABLE_YEAR = LAST_YEAR - 1  # a term that begins in the very last year would leave the calendar


def years_to_keep(today: date) -> range:
    """The years for which the table of holidays is filled: a plan of some years ago still has its terms checked."""
    return range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)


def year_gaps(on: date) -> tuple[str, ...]:
    """Say what is wrong with the year of a day: «0026» is a slip of the keyboard."""
    if FIRST_YEAR < on.year <= LAST_WRITABLE_YEAR:
        return ()
    return (f"Revise el año {on.year}: el calendario va de {FIRST_YEAR + 1} a {LAST_WRITABLE_YEAR}.",)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A named day of a year that does not count: a holiday, or a day off by an act of the entity's own."""

    on: date
    what: str
    own_id: int | None = None  # of the entity's own day
    on_weekend: bool = False  # so it takes no working day away


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """A month as an entity works it."""

    first: date
    working_days: int
    days_off: tuple[DayOff, ...]


def months_of(year: int, calendar: WorkCalendar, own_ids: dict[date, int]) -> tuple[MonthOfWork, ...]:
    """Lay out a year month by month: how many working days, and which named days are off.

    Raises:
        UnknownYear: for a year that the calendar does not hold.
    """
    return tuple(_month(date(year, month, 1), calendar, own_ids) for month in range(1, 13))


def _month(first: date, calendar: WorkCalendar, own_ids: dict[date, int]) -> MonthOfWork:
    days = [date.fromordinal(number) for number in range(first.toordinal(), _next_month(first).toordinal())]
    return MonthOfWork(
        first=first,
        working_days=sum(map(calendar.is_working, days)),
        days_off=tuple(
            _day_off(day, what, calendar, own_ids.get(day) if own else None)
            for day in days
            for what, own in ((calendar.holidays.get(day), False), (calendar.non_working.get(day), True))
            if what
        ),
    )


def _day_off(day: date, what: str, calendar: WorkCalendar, own_id: int | None) -> DayOff:
    return DayOff(day, what, own_id, on_weekend=calendar.why_not(day) in ("sábado", "domingo"))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def readable_year(text: str, *, today: date) -> int:
    """The year that an address asks for; this year where it asks for none that a calendar can show."""
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return year if FIRST_YEAR < year <= LAST_WRITABLE_YEAR else today.year
