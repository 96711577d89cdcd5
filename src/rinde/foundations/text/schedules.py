"""Schedules as plans write them: one date, lists, ranges, named periods, recurrence, «permanente».

The conventions, which the drafts of plans follow:

- a date alone, or a list of dates, gives ``deadlines``;
- a month, a named period or a span gives ``start`` and ``end``; a list of months or periods gives the last day of
  each as ``deadlines``;
- recurrence words («semestralmente») give ``recurrence`` and no dates of their own;
- a date that does not exist stays in the text, gives null on its side and comes back in ``impossible`` with a proposal.

Years that the text leaves out come from the date after it, then the one before it, then from the ``year`` argument.
"""

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from rinde.foundations.text.dates import Mention, find_dates, last_day, proposed_date
from rinde.foundations.text.folding import fold_keeping_length, tidy

Recurrence = Literal[
    "DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "FOUR_MONTHLY", "SEMIANNUAL", "ANNUAL"
]


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """A date that does not exist, as written, with the date that was probably meant."""

    text: str
    suggestion: date


@dataclass(frozen=True, slots=True)
class ReadSchedule:
    """When, as read from a text. ``years``: the years that the text itself names."""

    text: str = ""
    start: date | None = None
    end: date | None = None
    deadlines: tuple[date, ...] = ()
    recurrence: Recurrence | None = None
    permanent: bool = False
    impossible: tuple[ImpossibleDate, ...] = ()
    years: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether the text said nothing about when."""
        said = (self.start, self.end, self.deadlines, self.recurrence, self.permanent, self.impossible)
        return not any(said)


_RECURRENCE_WORDS: dict[Recurrence, str] = {
    "BIMONTHLY": r"cada (?:dos|2) meses|bimestral\w*|bimensual\w*|cada bimestre",
    "QUARTERLY": r"cada (?:tres|3) meses|trimestral\w*|cada trimestre|cuatro veces (?:al|en el) ano",
    "FOUR_MONTHLY": r"cada (?:cuatro|4) meses|cuatrimestral\w*|cada cuatrimestre|tres veces (?:al|en el) ano",
    "SEMIANNUAL": r"cada (?:seis|6) meses|semestral\w*|cada semestre|dos veces (?:al|en el) ano",
    "BIWEEKLY": r"quincenal\w*|cada (?:15|quince) dias|cada quincena",
    "WEEKLY": r"semanal\w*|cada semana|cada (?:8|ocho) dias|vez (?:a la|por) semana",
    "MONTHLY": r"mensual\w*|cada mes|cada uno de los meses|vez (?:al|por) mes|todos los meses|mes a mes",
    "DAILY": r"diari[oa]\w*|todos los dias|cada dia",
    "ANNUAL": r"anual\w*|cada ano|vez (?:al|en el|por) ano",
}
_RECURRENCE = {name: re.compile(rf"\b(?:{words})\b") for name, words in _RECURRENCE_WORDS.items()}
_PERMANENT = re.compile(
    r"\bpermanente\w*|\bcontinu[oa]s?\b|\bcontinuamente\b|\bconstante(?:mente)?\b|\btod[oa] (?:el ano|la vigencia)\b"
    r"|\b(?:durante|en) (?:la|el|toda la|todo el) (?:vigencia|ano)\b|"
    r"\ba lo largo del ano\b|\bsegun (?:se requiera|necesidad|demanda)\b"
    r"|\ba demanda\b|\bpor demanda\b|\bcuando se requiera\b|\bvigencia (?:completa|fiscal)\b"
)
_RANGE_LINK = re.compile(
    r"^[\s,;:.()]*(?:y\s+)?(?:a|al|hasta|hasta el|hasta el mes de|al mes de|a el|fin|final|"
    r"fecha fin|fecha final|termina)[\s:]*(?:el\s+|mes de\s+|dia\s+)*$"
)
_DASH_LINK = re.compile(r"^\s*[-–—]+\s*$")
_SINCE = re.compile(
    r"(?:\bdesde\b|\ba partir del?\b|\bentre\b|\bdel?\b|\binicio\b|\binicia\b)[\s:]*(?:el\s+|la\s+|mes de\s+|dia\s+)*$"
)
_ONLY_SINCE = re.compile(r"(?:\bdesde\b|\ba partir del?\b|\binicio\b|\binicia\b)[\s:]*(?:el\s+|mes de\s+|dia\s+)*$")
_AND_LINK = re.compile(r"^\s*y\s+(?:el\s+)?$")
_UNTIL = re.compile(r"(?:\bhasta\b|\ba mas tardar\b|\bantes del?\b|\bmaximo\b)[\s:]*(?:el\s+|mes de\s+|dia\s+)*$")


@lru_cache(maxsize=4096)
def read_schedule(text: str, year: int | None = None) -> ReadSchedule:
    """Read when something happens. ``year`` is the plan's, for dates that leave it out; without it they give none."""
    clean = tidy(text)
    if not clean:
        return ReadSchedule()
    folded = fold_keeping_length(clean)
    recurrence = next((name for name, pattern in _RECURRENCE.items() if pattern.search(folded)), None)
    permanent = bool(_PERMANENT.search(folded))
    found = find_dates(clean)
    named_years = frozenset(mention.year for mention in found if mention.year)
    mentions = _with_years(_without_bare_years(found, bool(recurrence) or permanent), year)
    read = _assemble(mentions, folded)
    bounded = read.start is not None and read.end is not None
    return replace(read, text=clean, recurrence=recurrence, permanent=permanent and not bounded, years=named_years)


def read_bounds(start: str, end: str, year: int | None = None) -> ReadSchedule:
    """Read the two columns «Inicio» and «Fin»: the first day of what the one says, the last day of the other."""
    first, last = read_schedule(start, year), read_schedule(end, year)
    return ReadSchedule(
        text=" ".join(filter(None, (first.text, last.text))),
        start=first.start or next(iter(first.deadlines), None) or (first.end if not first.impossible else None),
        end=last.end or next(reversed(last.deadlines), None) or (last.start if not last.impossible else None),
        recurrence=first.recurrence or last.recurrence,
        permanent=(first.permanent or last.permanent) and not (first.deadlines or last.deadlines),
        impossible=first.impossible + last.impossible,
        years=first.years | last.years,
    )


def _without_bare_years(mentions: tuple[Mention, ...], said_otherwise: bool) -> list[Mention]:
    """A year beside other dates, or beside «semestralmente» or «permanente», only says which year."""
    others = [mention for mention in mentions if mention.kind != "year"]
    if not others and not said_otherwise:
        return list(mentions)
    years = [mention for mention in mentions if mention.kind == "year"]
    if len({mention.year for mention in years}) == 1 and years:
        return [m if m.year or m.wrong_year else replace(m, year=years[0].year) for m in others]
    return others


def _with_years(mentions: list[Mention], default: int | None) -> list[Mention]:
    """Give each date without a year the one of the dates after it, else before it, else the default."""
    filled: list[Mention] = []
    following: int | None = None
    for mention in reversed(mentions):
        following = mention.year or following
        known = mention.year or (following if not mention.wrong_year else None)
        filled.append(replace(mention, year=known))
    filled.reverse()
    previous: int | None = None
    for position, mention in enumerate(filled):
        previous = mention.year or previous
        if not mention.year and not mention.wrong_year:
            filled[position] = replace(mention, year=previous or default)
        elif mention.wrong_year:
            # Only a proposal comes of it: the plan's year is the likeliest.
            filled[position] = replace(mention, year=default or previous)
    return filled


def _day_of(mention: Mention) -> date | None:
    if mention.year is None or mention.wrong_year:
        return None
    try:
        return date(mention.year, mention.month, mention.day)
    except ValueError:
        return None


def _first(mention: Mention) -> date | None:
    if mention.kind == "day":
        return _day_of(mention)
    return date(mention.year, mention.month, 1) if mention.year else None


def _last(mention: Mention) -> date | None:
    if mention.kind == "day":
        return _day_of(mention)
    return last_day(mention.year, mention.last_month) if mention.year else None


def _impossible(mentions: list[Mention]) -> tuple[ImpossibleDate, ...]:
    return tuple(
        ImpossibleDate(mention.text, proposed_date(mention.year, mention.month, mention.day))
        for mention in mentions
        if mention.kind == "day" and mention.year is not None and _day_of(mention) is None
    )


def _assemble(mentions: list[Mention], folded: str) -> ReadSchedule:
    if not mentions:
        return ReadSchedule()
    impossible = _impossible(mentions)
    before = folded[: mentions[0].start]
    if len(mentions) == 1:
        return replace(_single(mentions[0], before), impossible=impossible)
    links = [folded[a.end : b.start] if a.end <= b.start else "" for a, b in itertools.pairwise(mentions)]
    ranges = [
        _is_range(a, link, before if i == 0 else links[i - 1], len(mentions))
        for i, (a, link) in enumerate(zip(mentions, links, strict=False))
    ]
    if len(mentions) == 2 and ranges[0]:
        start, end = _first(mentions[0]), _last(mentions[1])
        if start and end and start > end and start.year == end.year:
            start = start.replace(year=start.year - 1, day=min(start.day, 28) if start.month == 2 else start.day)
        return ReadSchedule(start=start, end=end, impossible=impossible)
    return replace(_list_of(mentions, ranges), impossible=impossible)


def _single(mention: Mention, before: str) -> ReadSchedule:
    first, last = _first(mention), _last(mention)
    if _ONLY_SINCE.search(before):
        return ReadSchedule(start=first)
    if mention.kind == "day" or _UNTIL.search(before):
        return ReadSchedule(deadlines=(last,) if last else ())
    return ReadSchedule(start=first, end=last)


def _is_range(first: Mention, link: str, before: str, count: int) -> bool:
    if first.joins_next or _RANGE_LINK.match(link):
        return True
    if _DASH_LINK.match(link):
        return count == 2
    return bool(_AND_LINK.match(link) and re.search(r"\bentre\b", before))


def _list_of(mentions: list[Mention], ranges: list[bool]) -> ReadSchedule:
    """Several dates or periods: the end of each is a deadline; a span among them counts by its end."""
    kept = [mention for position, mention in enumerate(mentions) if position == len(ranges) or not ranges[position]]
    ends = [day for mention in kept if (day := _last(mention))]
    if len(kept) == 1 and any(ranges):
        return ReadSchedule(start=_first(mentions[0]), end=ends[0] if ends else None)
    return ReadSchedule(deadlines=tuple(sorted(set(ends))))
