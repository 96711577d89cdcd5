"""From what a plan says about when, to the dates on which something falls due.

Pure. `expand` turns deadlines, spans, months, recurrences and «permanente» into `PlannedDate`s within the plan's
period; `read_dates` does so from the lines that a person writes; `schedule_text` writes dates so that they read back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rinde.capabilities.plans.choices import Recurrence
from rinde.foundations.text.dates import last_day
from rinde.foundations.text.schedules import ReadSchedule, read_schedule

# Daily work is closed by month: nobody files 365 reports of the same thing.
_MONTHS_APART: dict[str, int] = {
    Recurrence.DAILY: 1,
    Recurrence.MONTHLY: 1,
    Recurrence.BIMONTHLY: 2,
    Recurrence.QUARTERLY: 3,
    Recurrence.FOUR_MONTHLY: 4,
    Recurrence.SEMIANNUAL: 6,
    Recurrence.ANNUAL: 12,
}
_LABEL = re.compile(r"^\s*(?P<name>[^:\d]{2,60}?)\s*:\s*(?P<rest>.*\d.*|.+)$")
_NOT_A_LABEL = re.compile(r"\b(desde|hasta|inicio|inicia|fin|final|entre|del?|al?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class PlannedDate:
    """A deadline; `starts_on` only for a span, `name` where the plan labels its dates («publicado»)."""

    due_on: date
    starts_on: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The plan's first and last day."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def years(self) -> range:
        return range(self.start.year, self.end.year + 1)

    @property
    def in_words(self) -> str:
        """«2026» for a whole year, «2025 a 2028» for several, the two days for anything else."""
        whole_years = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        if whole_years:
            return str(self.start.year) if len(self.years) == 1 else f"{self.start.year} a {self.end.year}"
        return f"{self.start:%d/%m/%Y} a {self.end:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class EnteredDates:
    """What a person's lines say, with every problem at once."""

    dates: tuple[PlannedDate, ...] = ()
    recurrence: str = ""
    permanent: bool = False
    problems: tuple[str, ...] = ()


def expand(
    *,
    period: Period,
    deadlines: Iterable[date] = (),
    start: date | None = None,
    end: date | None = None,
    months: Iterable[int] = (),
    recurrence: str = "",
    permanent: bool = False,
) -> tuple[PlannedDate, ...]:
    """Give every date on which something falls due, in order, each once.

    What is said exactly counts before what is said in general: deadlines, then a recurrence (within the span, if
    there is one), then marked months, then the span, then «permanente», which owes a proof at the end of every year.

    Args:
        months: numbers of months of the period's first year; each falls due on its last day.
        recurrence: a code of `Recurrence`; each stretch of it falls due on its last day within the window.
    """
    if exact := sorted(set(deadlines)):
        return tuple(map(PlannedDate, exact))
    if recurrence:
        window = Period(start or period.start, max(end or period.end, start or period.start))
        return tuple(PlannedDate(day) for day in _recurring(recurrence, window))
    if marked := sorted(set(months)):
        return tuple(PlannedDate(last_day(period.start.year, month)) for month in marked)
    if start or end:
        return (_span(start, end, period),)
    if permanent:
        return tuple(PlannedDate(min(date(year, 12, 31), period.end)) for year in period.years)
    return ()


def _span(start: date | None, end: date | None, period: Period) -> PlannedDate:
    """«A partir de abril» ends with the period; «a más tardar en junio» has no beginning."""
    if end is None and start is not None:
        end = period.end if start <= period.end else date(start.year, 12, 31)
    if end is None:
        raise ValueError("a span needs a side")
    return PlannedDate(end, start if start and start <= end else None)


def _recurring(recurrence: str, window: Period) -> Iterator[date]:
    if recurrence in {Recurrence.WEEKLY, Recurrence.BIWEEKLY}:
        ends = _week_ends(window) if recurrence == Recurrence.WEEKLY else _fortnight_ends(window)
    else:
        ends = _month_ends(window, _MONTHS_APART[recurrence])
    last = None
    for last in ends:
        yield last
    # A stretch that the window cuts short falls due with the window.
    if last is None or last < window.end:
        yield window.end


def _month_ends(window: Period, apart: int) -> Iterator[date]:
    """The last days of the calendar's quarters, half-years… that end within the window."""
    for year in window.years:
        for month in range(apart, 13, apart):
            if (day := last_day(year, month)) in window:
                yield day


def _fortnight_ends(window: Period) -> Iterator[date]:
    for year in window.years:
        for month in range(1, 13):
            yield from (day for day in (date(year, month, 15), last_day(year, month)) if day in window)


def _week_ends(window: Period) -> Iterator[date]:
    day = window.start + timedelta(days=(6 - window.start.weekday()))
    while day <= window.end:
        yield day
        day += timedelta(days=7)


def expand_read(read: ReadSchedule, period: Period) -> tuple[PlannedDate, ...]:
    """Expand what was read from a text."""
    return expand(
        period=period,
        deadlines=read.deadlines,
        start=read.start,
        end=read.end,
        recurrence=read.recurrence or "",
        permanent=read.permanent,
    )


def read_dates(text: str, period: Period) -> EnteredDates:
    """Read what a person wrote, one date or period a line, «etiqueta: fecha» where dates have names."""
    dates: set[PlannedDate] = set()
    recurrence, permanent = "", False
    problems: list[str] = []
    for line in filter(None, map(str.strip, re.split(r"[\n;]", text))):
        name, read = _read_line(line, period)
        problems.extend(_problems_of(line, read))
        dates.update(PlannedDate(one.due_on, one.starts_on, name) for one in expand_read(read, period))
        recurrence = recurrence or read.recurrence or ""
        permanent = permanent or read.permanent
    return EnteredDates(tuple(sorted(dates, key=_order)), recurrence, permanent, tuple(problems))


def _order(one: PlannedDate) -> tuple[date, date, str]:
    return one.due_on, one.starts_on or date.min, one.name


def _read_line(line: str, period: Period) -> tuple[str, ReadSchedule]:
    found = _LABEL.match(line)
    if found and not _NOT_A_LABEL.search(found["name"]) and read_schedule(found["name"]).is_empty:
        rest = read_schedule(found["rest"], period.start.year)
        if not rest.is_empty:
            return found["name"].strip(), rest
    return "", read_schedule(line, period.start.year)


def _problems_of(line: str, read: ReadSchedule) -> Iterator[str]:
    for wrong in read.impossible:
        yield f"La fecha «{wrong.text}» no existe. ¿Quiso decir {wrong.suggestion:%d/%m/%Y}?"
    if read.is_empty:
        yield f"No se entiende la fecha «{line}». Escriba, por ejemplo, 30/06/2026 o febrero a junio de 2026."


def write_dates(dates: Sequence[PlannedDate]) -> str:
    """Write dates one a line, exactly, so that `read_dates` gives them back."""
    return "\n".join(_written(one) for one in sorted(dates, key=_order))


def _written(one: PlannedDate) -> str:
    label = f"{one.name}: " if one.name else ""
    if one.starts_on:
        return f"{label}{one.starts_on:%d/%m/%Y} a {one.due_on:%d/%m/%Y}"
    return f"{label}{one.due_on:%d/%m/%Y}"


def schedule_text(
    dates: Sequence[PlannedDate], *, as_written: str, period: Period, recurrence: str = "", permanent: bool = False
) -> str:
    """Give the plan's own words where they still say these dates, else the dates themselves.

    Somebody who edits the dates, or reads a download back, must never meet words that say something else.
    """
    said = read_dates(as_written, period)
    same = said.dates == tuple(sorted(dates, key=_order)) and said.recurrence == recurrence
    if as_written.strip() and same and said.permanent == permanent and not said.problems:
        return as_written.strip()
    return write_dates(dates)


def printed_schedule(
    dates: Sequence[PlannedDate], *, as_written: str, period: Period, recurrence: str = "", permanent: bool = False
) -> str:
    """Give the words of one cell that a reader of documents turns into these dates again.

    The plan's own words where, read as a whole, they say so; else the name of the recurrence; else the dates.
    """
    wanted = [replace(one, name="") for one in sorted(dates, key=_order)]
    candidates = [as_written.strip(), Recurrence(recurrence).label if recurrence else "Permanente" if permanent else ""]
    for words in filter(None, candidates):
        read = read_schedule(words, period.start.year)
        if list(expand_read(read, period)) == wanted and (read.recurrence or "") == recurrence:
            return words
    return write_dates(wanted)
