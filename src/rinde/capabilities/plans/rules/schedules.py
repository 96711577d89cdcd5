"""From what a plan says about when, to the dates on which something falls due.

Pure. `expand` turns deadlines, spans, months, recurrences and «permanente» into `PlannedDate`s within the plan's
period; `read_dates` does so from the lines that a person writes; `schedule_text` writes dates so that they read back.
A quantity that is due by a date stands behind it in brackets: «publicado: 31/12/2026 (3)».
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.measures import figure
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
_LABEL = re.compile(r"^\s*(?P<name>[^:\d]*[^\W\d_][^:]*?)\s*(?:(?<!\d):|:(?=\s))\s*(?P<rest>.*\d.*|.+)$")
_LONGEST_LABEL = 120
# «Fecha de inicio: 01/02/2026» names no milestone; «Informe final: 30/11/2026» does.
_NOT_A_LABEL = re.compile(
    r"(?:\b(?:fechas?|plazo|desde|hasta|inicio|inicial|inicia|fin|final|finaliza|termina|entre|del?|al?|el|la)\b\s*)+",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"\(\s*(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?)\s*%?\s*\)\s*$")
_NEGATIVE = re.compile(r"\(\s*(?:[-−–]|menos\b)\s*(?P<number>\d[\d.,]*)\s*%?\s*\)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")  # «primer semestre (2026)»; a quantity of 2026 is written «(2.026)»
_THOUSANDS = re.compile(r"\.(?=\d{3}(?:\D|$))")


class Dated(Protocol):
    """What carries a milestone's facts: its row, and its part of a published version."""

    @property
    def due_on(self) -> date: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def name(self) -> str: ...
    @property
    def expected_quantity(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A deadline; `starts_on` only for a span, `name` where the plan labels its dates («publicado»)."""

    due_on: date
    starts_on: date | None = None
    name: str = ""
    quantity: Decimal | None = None  # how much is due by then, where the plan says it

    def __lt__(self, other: "PlannedDate") -> bool:
        return _order(self) < _order(other)


def planned(one: Dated) -> PlannedDate:
    """Give the date of a milestone with everything that it says."""
    return PlannedDate(one.due_on, one.starts_on, one.name, one.expected_quantity)


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
    """Read what a person wrote, one date or period a line: «etiqueta: fecha (cantidad)», the first and last at will."""
    dates: set[PlannedDate] = set()
    recurrence, permanent = "", False
    problems: list[str] = []
    for line in filter(None, map(str.strip, re.split(r"[\n;]", text))):
        words, quantity = _without_quantity(line)
        name, read = _read_line(words, period)
        problems.extend(_problems_of(line, read))
        problems.extend(negative_quantities(line))
        dates.update(replace(one, name=name, quantity=quantity) for one in expand_read(read, period))
        recurrence = recurrence or read.recurrence or ""
        permanent = permanent or read.permanent
    return EnteredDates(tuple(sorted(dates)), recurrence, permanent, tuple(problems))


def negative_quantities(text: str) -> Iterator[str]:
    """Say of each line with a quantity below zero, «30/04/2026 (-3)», that there is no such thing."""
    for line in filter(None, map(str.strip, re.split(r"[\n;]", text))):
        label = _LABEL.match(line)
        found = _NEGATIVE.search(label["rest"] if label else line)
        if found and not _YEAR.fullmatch(found["number"]):
            way_out = f"Escríbala sin el signo menos: ({found['number'].rstrip('.,')})."
            yield f"La cantidad de «{line}» no puede ser negativa. {way_out}"


def _order(one: PlannedDate) -> tuple[date, date, str, Decimal]:
    return one.due_on, one.starts_on or date.min, one.name, Decimal(-1) if one.quantity is None else one.quantity


def _without_quantity(line: str) -> tuple[str, Decimal | None]:
    """Take «(3)» off the end of a line: how much is due by its dates."""
    found = _QUANTITY.search(line)
    if not found or _YEAR.fullmatch(found["number"]):
        return line, None
    return line[: found.start()].rstrip(), Decimal(_THOUSANDS.sub("", found["number"]).replace(",", "."))


def _read_line(line: str, period: Period) -> tuple[str, ReadSchedule]:
    found = _LABEL.match(line)
    is_label = found and len(found["name"]) <= _LONGEST_LABEL and not _NOT_A_LABEL.fullmatch(found["name"])
    if found and is_label and read_schedule(found["name"]).is_empty:
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
    return "\n".join(_written(one) for one in sorted(dates))


def _written(one: PlannedDate) -> str:
    label = f"{one.name}: " if one.name else ""
    span = f"{one.starts_on:%d/%m/%Y} a " if one.starts_on else ""
    quantity = f" ({figure(one.quantity)})" if one.quantity is not None else ""
    return f"{label}{span}{one.due_on:%d/%m/%Y}{quantity}"


def schedule_text(
    dates: Sequence[PlannedDate], *, as_written: str, period: Period, recurrence: str = "", permanent: bool = False
) -> str:
    """Give the plan's own words where they still say these dates; else the recurrence's name; else the dates.

    Somebody who edits the dates, or reads a download back, must never meet words that say something else.
    """
    wanted = EnteredDates(tuple(sorted(dates)), recurrence, permanent)
    candidates = (as_written.strip(), *_general_words(dates, recurrence, permanent=permanent))
    return next((words for words in candidates if words and read_dates(words, period) == wanted), write_dates(dates))


def _general_words(dates: Sequence[PlannedDate], recurrence: str, *, permanent: bool) -> Iterator[str]:
    words = str(Recurrence(recurrence).label) if recurrence else "Permanente" if permanent else ""
    quantities = {one.quantity for one in dates}
    yield words
    if words and len(quantities) == 1 and (quantity := quantities.pop()) is not None:
        yield f"{words} ({figure(quantity)})"


def printed_schedule(
    dates: Sequence[PlannedDate], *, as_written: str, period: Period, recurrence: str = "", permanent: bool = False
) -> str:
    """Give the words of one cell that a reader of documents turns into these dates again.

    The plan's own words where, read as a whole, they say so; else the name of the recurrence; else the dates.
    """
    wanted = sorted(replace(one, name="", quantity=None) for one in dates)
    candidates = [as_written.strip(), Recurrence(recurrence).label if recurrence else "Permanente" if permanent else ""]
    for words in filter(None, candidates):
        read = read_schedule(words, period.start.year)
        if list(expand_read(read, period)) == wanted and (read.recurrence or "") == recurrence:
            return words
    return write_dates(wanted)
