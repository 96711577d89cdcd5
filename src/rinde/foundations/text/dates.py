"""Dates as Colombian plans write them, found inside a text: what each one says and where it stands.

``find_dates`` returns mentions in order; ``schedules`` makes sense of several of them together. The year of a date
without one is the caller's business: nothing here knows today.

Numeric dates are read day first (the Colombian order), month first only where that is the sole reading that exists.
Two figures of a year mean 20YY up to 79 and 19YY from 80.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rinde.foundations.text.folding import fold_keeping_length

_MONTH_NAMES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
MONTHS = tuple(_MONTH_NAMES.split())
_NUMBER_OF = {name: number for number, name in enumerate(MONTHS, 1)} | {"setiembre": 9}
_BY_PREFIX = {name[:3]: name for name in MONTHS} | {"set": "septiembre"}
_SHORT = frozenset(_BY_PREFIX) | {"sept", "agto", "agos", "sbre", "novbre", "dicbre", "octbre"}

Kind = Literal["day", "month", "period", "year"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One date, month, named period or year of a text. ``months``: the months of a period, first and last.

    ``wrong_year`` keeps the figures of a year that cannot be one («1/11/232»).
    """

    kind: Kind
    start: int
    end: int
    text: str
    year: int | None = None
    month: int = 0
    day: int = 0
    last_month: int = 0
    wrong_year: str = ""
    joins_next: bool = False  # «22 al 28 de abril»: this mention and the next one are the two ends of a range


@lru_cache(maxsize=1024)
def month_number(word: str) -> int | None:
    """Read the name of a month, whole, shortened or misspelt («sept», «Febero»); None for any other word."""
    folded = fold_keeping_length(word).strip(" .")
    if folded in _NUMBER_OF:
        return _NUMBER_OF[folded]
    name = _BY_PREFIX.get(folded[:3])
    if name is None:
        return None
    if folded in _SHORT or (len(folded) >= 4 and name.startswith(folded)):
        return _NUMBER_OF[name]
    if folded.startswith(name):
        return None  # «mayor», «marzos»: a word of its own
    alike = len(folded) >= 5 and SequenceMatcher(None, folded, name, autojunk=False).ratio() >= 0.83
    return _NUMBER_OF[name] if alike else None


def full_year(figures: str) -> int | None:
    """Read the figures of a year; None where no year of a plan is written so."""
    if len(figures) == 2:
        return 2000 + int(figures) if int(figures) < 80 else 1900 + int(figures)
    if len(figures) == 4 and 1950 <= int(figures) <= 2100:
        return int(figures)
    return None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def proposed_date(year: int, month: int, day: int) -> date:
    """The date that was probably meant by one that does not exist: the last day of its month."""
    month = min(max(month, 1), 12)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))


_FIGURE = re.compile(r"\d")
_MONTH_HINT = re.compile(r"(?:ene|feb|mar|abr|may|jun|jul|ago|agt|sep|set|oct|nov|dic)")
_MONTH = r"(?P<{0}>(?:ene|feb|mar|abr|may|jun|jul|ago|agt|sep|set|oct|nov|dic)[a-z]*)\.?"
_OF = r"\s*(?:de\s+el\s+mes\s+de|del\s+mes\s+de|de|del|-|–|/|\.|\s)\s*"
_OF_YEAR = r"(?:\s*(?:de\s+el|del\s+ano|de\s+la\s+vigencia|vigencia|ano|del|de|-|–|/|\.|,|')?\s*)"
_DAY = r"\(?(?P<{0}>\d{{1,2}}|\bprimero)\)?\s*(?:°|º|ero\b|ro\b|er\b|o\b|\.º)?"
_END = r"(?![\d])"

_ISO = re.compile(
    r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)\s?(?P<s>[-/.])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<d>\d{1,2})(?!\d)"
    r"(?:[t ]+\d\d:\d\d(?::\d\d)?)?"
)
_NUMERIC = re.compile(r"(?<![\d.,])(?P<d>\d{1,2})\s?(?P<s>[/.\-–])\s?(?P<m>\d{1,2})\s?[/.\-–]\s?(?P<y>\d{2,6})(?!\d)")
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d){_DAY.format('d')}{_OF}{_MONTH.format('m')}(?:{_OF_YEAR}(?P<y>\d{{4,6}}|"
    rf"\d{{2,3}}(?!\d|\s*[/\-]?\s*(?:de\s+)?[a-z]|\s*[/-]\s*\d)){_END})?"
)
_DAYS_MONTH = re.compile(
    rf"(?<!\d)(?P<days>\d{{1,2}}(?:\s*(?:,|;|y|e|al|a|-|–|hasta el|"
    rf"hasta)\s*(?:el\s+)?\d{{1,2}})+){_OF}{_MONTH.format('m')}"
    rf"(?:{_OF_YEAR}(?P<y>\d{{4}}){_END})?"
)
_MONTH_DAY_YEAR = re.compile(
    rf"\b{_MONTH.format('m')}(?:\s*|-(?=3[01]\b|\d{{1,2}}-\d{{4}}))(?P<d>\d{{1,2}})(?!\d|"
    rf"\s*[/.\-]\s*\d{{1,2}}\b|\s*(?:de\s+)?(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|"
    rf"dic))"
    rf"(?:\s*(?:,|/|-|de|del|\s)\s*(?P<y>\d{{4}}){_END})?"
)
_MONTH_YEAR = re.compile(
    rf"\b{_MONTH.format('m')}(?:{_OF_YEAR}(?P<y>\d{{4}}){_END}|\s*(?:de|del|-|–|/|\.|"
    rf"')\s*(?P<y2>\d{{2}})(?!\d|\s*[/\-–.]?\s*(?:de\s+)?[a-z]{{3}}))?"
)
_DAY_MONTH = re.compile(r"(?<![\d/.,\-])(?P<d>\d{1,2})\s?[/\-]\s?(?P<m>\d{1,2})(?![\d/.,]|-\d|\s*%)")
_ORDINAL = {
    **dict.fromkeys(("primer", "primero", "primera", "1er", "1ero", "1ro", "1ra", "1", "i"), 1),
    **dict.fromkeys(("segundo", "segunda", "segund", "2do", "2da", "2", "ii"), 2),
    **dict.fromkeys(("tercer", "tercero", "tercera", "3er", "3ro", "3ero", "3ra", "3", "iii"), 3),
    **dict.fromkeys(("cuarto", "cuarta", "4to", "4ta", "4", "iv"), 4),
    **dict.fromkeys(("quinto", "5to", "5", "v"), 5),
    **dict.fromkeys(("sexto", "6to", "6", "vi"), 6),
}
_PERIOD_MONTHS = {"bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6}
_NTH = "|".join(sorted(_ORDINAL, key=len, reverse=True))
_PERIOD_NAME = "bimestre|trimestre|cuatrimestre|semestre"
_AND_NTH = rf"(?:\s*[°º]?\s*(?:,|y|e|al?|-|–)\s*(?:el\s+|al\s+)?(?:{_NTH})\b)*"
_PERIOD = re.compile(
    rf"\b(?P<n>(?:{_NTH})\b{_AND_NTH})\s*[°º]?\s*(?P<p>{_PERIOD_NAME})s?"
    rf"|\b(?P<p2>{_PERIOD_NAME})s?\s*(?:no\.?\s*|n[°º]\s*|#\s*)?(?P<n2>(?:{_NTH})\b{_AND_NTH})"
)
_YEAR_AFTER = re.compile(rf"{_OF_YEAR}(?P<y>(?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/.,\-])(?P<y>20\d\d)(?![\d/.,]\d|\d)")


def find_dates(text: str) -> tuple[Mention, ...]:
    """Find every date, month, named period and year of a text, in reading order, none overlapping another."""
    folded = fold_keeping_length(text)
    figures = bool(_FIGURE.search(folded))
    names = bool(_MONTH_HINT.search(folded))
    if not figures and not names and "mestre" not in folded:
        return ()
    taken = bytearray(len(folded))
    found: list[Mention] = []
    for finder, needs_figures, needs_names in _FINDERS:
        if (needs_figures and not figures) or (needs_names and not names):
            continue
        for mentions in finder(folded):
            first, last = mentions[0].start, mentions[-1].end
            if not any(taken[first:last]):
                taken[first:last] = b"\1" * (last - first)
                found.extend(mentions)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _iso(folded: str) -> list[list[Mention]]:
    return [
        [_day(m, int(m["d"]), int(m["m"]), m["y"])]
        for m in _ISO.finditer(folded)
        if 1 <= int(m["m"]) <= 12 and 1 <= int(m["d"]) <= 31
    ]


def _numeric(folded: str) -> list[list[Mention]]:
    found = []
    for match in _NUMERIC.finditer(folded):
        day, month = int(match["d"]), int(match["m"])
        if month > 12 and day <= 12 and month <= 31:
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 39:
            found.append([_day(match, day, month, match["y"])])
    return found


def _day_month_year(folded: str) -> list[list[Mention]]:
    return [
        [_day(match, day, month, match["y"])]
        for match in _DAY_MONTH_YEAR.finditer(folded)
        if (month := month_number(match["m"])) and 1 <= (day := _day_number(match["d"])) <= 39
    ]


def _day_number(figures: str) -> int:
    return int(figures) if figures.isdigit() else 1


def _days_month(folded: str) -> list[list[Mention]]:
    found = []
    for match in _DAYS_MONTH.finditer(folded):
        month = month_number(match["m"])
        days = list(re.finditer(r"\d+", match["days"]))
        if not month or not all(1 <= int(day[0]) <= 39 for day in days):
            continue
        is_range = len(days) == 2 and re.search(r"\d\s*(?:al?|-|–|hasta(?: el)?)\s*(?:el\s+)?\d", match["days"])
        year = full_year(match["y"]) if match["y"] else None
        mentions = []
        for position, day in enumerate(days):
            start = match.start("days") + day.start()
            is_last = position == len(days) - 1
            end = match.end() if is_last else match.start("days") + day.end()
            mentions.append(
                Mention(
                    "day",
                    start,
                    end,
                    folded[start:end],
                    year,
                    month,
                    int(day[0]),
                    joins_next=bool(is_range) and not is_last,
                )
            )
        found.append(mentions)
    return found


def _month_day_year(folded: str) -> list[list[Mention]]:
    return [
        [_day(match, int(match["d"]), month, match["y"])]
        for match in _MONTH_DAY_YEAR.finditer(folded)
        if (month := month_number(match["m"])) and 1 <= int(match["d"]) <= 31
    ]


def _month_year(folded: str) -> list[list[Mention]]:
    found = []
    for match in _MONTH_YEAR.finditer(folded):
        if month := month_number(match["m"]):
            figures = match["y"] or match["y2"]
            year = full_year(figures) if figures else None
            found.append([Mention("month", match.start(), match.end(), match[0], year, month, last_month=month)])
    return found


def _periods(folded: str) -> list[list[Mention]]:
    found = []
    for match in _PERIOD.finditer(folded):
        length = _PERIOD_MONTHS[match["p"] or match["p2"]]
        numbers = [_ORDINAL[n] for n in re.findall(r"[a-z0-9]+", match["n"] or match["n2"]) if n in _ORDINAL]
        if not numbers or max(numbers) * length > 12:
            continue
        after = _YEAR_AFTER.match(folded, match.end())
        year, end = (int(after["y"]), after.end()) if after else (None, match.end())
        spans = re.search(r"\s(?:al?)\s|[-–]", match["n"] or match["n2"])
        found.append(
            [
                Mention(
                    "period",
                    match.start(),
                    end,
                    folded[match.start() : end],
                    year,
                    (number - 1) * length + 1,
                    last_month=number * length,
                    joins_next=bool(spans) and position < len(numbers) - 1,
                )
                for position, number in enumerate(numbers)
            ]
        )
    return found


def _day_month(folded: str) -> list[list[Mention]]:
    return [
        [_day(match, int(match["d"]), int(match["m"]), None)]
        for match in _DAY_MONTH.finditer(folded)
        if 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 39
    ]


def _years(folded: str) -> list[list[Mention]]:
    return [[Mention("year", m.start(), m.end(), m[0], int(m["y"]), 1, last_month=12)] for m in _YEAR.finditer(folded)]


# Each finder with what a text must hold for it: figures, the name of a month. Most cells hold neither.
_FINDERS = (
    (_iso, True, False),
    (_numeric, True, False),
    (_days_month, True, True),
    (_day_month_year, False, True),
    (_periods, False, False),
    (_month_day_year, True, True),
    (_month_year, False, True),
    (_day_month, True, False),
    (_years, True, False),
)


def _day(match: re.Match[str], day: int, month: int, figures: str | None) -> Mention:
    year = full_year(figures) if figures else None
    return Mention(
        "day",
        match.start(),
        match.end(),
        match[0].strip(),
        year,
        month,
        day,
        wrong_year=figures if figures and year is None else "",
    )
