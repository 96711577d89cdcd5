"""Parts of a plan as rows of one table: a strip, a figure for each look, both percentages. No queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from rinde.capabilities.followup.rules.figures import Totals
from rinde.capabilities.followup.rules.monitoring.board import PRESSING_ORDER, Mark, Part
from rinde.capabilities.followup.rules.monitoring.content import RoundPart
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.followup.web.presenters.monitoring.words import (
    LOOK_WORDS,
    LookWords,
    official_in_words,
    percent_in_words,
)
from rinde.foundations.design.bars import strip_markup

# Always told, a nought too: what is late and what is done is what people look for.
_ALWAYS = (Standing.LATE, Standing.DONE)
ListAddress = Callable[[str, str], str]  # (key of the part, look) -> where its list is; empty: it has none here


@dataclass(frozen=True, slots=True)
class CountCell:
    """One figure of a row; `url` leads to exactly what it counts."""

    title: str
    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class CountRow:
    name: str
    strip: SafeString
    cells: tuple[CountCell, ...]
    total: CountCell
    official: str
    quantitative: str
    self_monitored: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of parts. `with_official`: activities can be counted for each row."""

    caption: str
    first: str
    columns: tuple[LookWords, ...]
    rows: tuple[CountRow, ...]
    whole: CountRow | None
    with_official: bool


def _no_list(_key: str, _look: str) -> str:
    return ""


def count_table(
    parts: Sequence[Part],
    *,
    caption: str,
    first: str,
    whole: tuple[Mapping[str, int], int, Totals] | None = None,
    address: ListAddress = _no_list,
    with_official: bool = True,
) -> CountTable:
    """The table of a board.

    Args:
        whole: counts, cells and totals of all of it, for the last row; None where the rows stand alone.
        address: where the list behind a figure is.
    """
    rows = [(one.key, one.name, one.tally.counts, one.tally.cells, one.totals) for one in parts]
    return _table(rows, whole, caption=caption, first=first, address=address, with_official=with_official)


def frozen_table(
    parts: Sequence[RoundPart], *, caption: str, first: str, whole: Any = None, with_official: bool = True
) -> CountTable:
    """The same table of what a round froze; its lists are on the page itself."""
    rows = [(one.key, one.name, one.figures.counts, one.figures.cells, one.figures.totals) for one in parts]
    last = (whole.counts, whole.cells, whole.totals) if whole else None
    return _table(rows, last, caption=caption, first=first, address=_no_list, with_official=with_official)


def _table(
    rows: Iterable[tuple[str, str, Mapping[str, int], int, Totals]],
    whole: tuple[Mapping[str, int], int, Totals] | None,
    *,
    caption: str,
    first: str,
    address: ListAddress,
    with_official: bool,
) -> CountTable:
    every = list(rows)
    shown = [
        standing
        for standing in PRESSING_ORDER
        if standing in _ALWAYS or any(counts[standing] for _, _, counts, _, _ in every)
    ]
    return CountTable(
        caption=caption,
        first=first,
        columns=tuple(LOOK_WORDS[one] for one in shown),
        rows=tuple(_row(*one, shown, address) for one in every),
        whole=_row("", "Todo el plan", *whole, shown, address) if whole else None,
        with_official=with_official,
    )


def _row(
    key: str,
    name: str,
    counts: Mapping[str, int],
    cells: int,
    totals: Totals,
    shown: Sequence[Standing],
    address: ListAddress,
) -> CountRow:
    return CountRow(
        name=name,
        strip=strip_markup([(LOOK_WORDS[one].kind, counts[one]) for one in PRESSING_ORDER]),
        cells=tuple(
            CountCell(LOOK_WORDS[one].title, counts[one], address(key, one) if counts[one] else "") for one in shown
        ),
        total=CountCell("En total", cells, address(key, "") if cells else ""),
        official=official_in_words(totals),
        quantitative=percent_in_words(totals.quantitative),
        self_monitored=counts[Mark.SELF_MONITORED],
    )
