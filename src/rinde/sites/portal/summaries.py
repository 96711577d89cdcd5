"""A plan in a few numbers, as bars with their table. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.foundations.design.bars import Bar, bars
from rinde.sites.portal.editions import Due, Edition, prepared
from rinde.sites.portal.words import SOON

_QUARTERS = ("enero a marzo", "abril a junio", "julio a septiembre", "octubre a diciembre")


def by_component(edition: Edition) -> tuple[Bar, ...]:
    """How many activities each component has."""
    counted = Counter(row.component for row in prepared(edition).rows)
    plan = edition.url()
    return bars(
        [
            (node.heading, counted[number], f"{plan}?componente={number}#actividades")
            for number, node in enumerate(edition.content.nodes, start=1)
        ]
    )


def by_quarter(edition: Edition) -> tuple[Bar, ...]:
    """How many dates fall into each quarter of each year that the plan has dates in."""
    counted = Counter((due.on.year, (due.on.month - 1) // 3) for due in prepared(edition).dues)
    years = sorted({year for year, _ in counted})
    return bars(
        [
            (f"{_QUARTERS[quarter].capitalize()} de {year}", counted[year, quarter], "")
            for year in years
            for quarter in range(4)
        ]
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an entity promised, counted."""

    activities: int
    units: int
    due_soon: int


def numbers_of(editions: Iterable[Edition], today: date) -> Numbers:
    """Count activities, those who answer, and the dates of the next thirty days."""
    ready = [prepared(one) for one in editions]
    return Numbers(
        activities=sum(len(one.rows) for one in ready),
        units=len({unit for one in ready for unit in one.units}),
        due_soon=sum(1 for one in ready for _ in dues_between(one.dues, today, today + timedelta(days=SOON))),
    )


def dues_between(dues: Iterable[Due], first: date, last: date) -> list[Due]:
    """The dates from the first day to the last, both included."""
    return [due for due in dues if first <= due.on <= last]
