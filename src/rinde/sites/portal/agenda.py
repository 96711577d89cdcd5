"""Which dates a visitor of the calendar asked for, across an entity's plans."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from rinde.foundations.design.spanish import MONTHS
from rinde.foundations.text.folding import fold_keeping_length
from rinde.sites.portal.editions import Due, Edition, prepared
from rinde.sites.portal.filters import month_in_words
from rinde.sites.portal.presenters import Choice

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class AgendaChoices:
    plans: Sequence[Choice]
    units: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """A month, and maybe a plan («2026/ptep») and a unit."""

    month: str
    plan: str
    unit: str
    choices: AgendaChoices
    problems: tuple[str, ...] = ()

    @property
    def month_in_words(self) -> str:
        return month_in_words(self.month)

    @property
    def feed_query(self) -> str:
        """The question without its month: a subscription has them all."""
        told = {name: value for name, value in (("plan", self.plan), ("dependencia", self.unit)) if value}
        return f"?{urlencode(told)}" if told else ""

    def query_of(self, month: str) -> str:
        return f"?mes={month}{self.feed_query.replace('?', '&')}"


def _plan_key(edition: Edition) -> str:
    return f"{edition.content.year}/{edition.content.slug}"


def read_agenda_filter(asked: Mapping[str, str], editions: Sequence[Edition], today: date) -> AgendaFilter:
    """Understand the question of an address. Never fails: what is unknown is said and left out."""
    problems: list[str] = []
    units = {key: name for one in editions for key, name in prepared(one).units.items()}
    plan, unit, month = asked.get("plan", ""), asked.get("dependencia", ""), asked.get("mes", "")
    if plan and plan not in {_plan_key(one) for one in editions}:
        problems.append("No conocemos ese plan: mostramos todos.")
        plan = ""
    if unit and unit not in units:
        problems.append("No conocemos esa dependencia: mostramos todas.")
        unit = ""
    if month and not _MONTH.fullmatch(month):
        problems.append("No entendimos el mes: mostramos el actual.")
        month = ""
    choices = AgendaChoices(
        plans=[Choice(_plan_key(one), one.title, _plan_key(one) == plan) for one in editions],
        units=[
            Choice(key, name, key == unit)
            for key, name in sorted(units.items(), key=lambda one: fold_keeping_length(one[1]))
        ],
    )
    return AgendaFilter(month or f"{today:%Y-%m}", plan, unit, choices, tuple(problems))


def asked_dues(editions: Sequence[Edition], question: AgendaFilter) -> list[Due]:
    """The dates of the plan and unit that were asked for, of every month, in order."""
    dues = [
        due
        for one in editions
        if not question.plan or _plan_key(one) == question.plan
        for due in prepared(one).dues
        if not question.unit or question.unit in due.row.units
    ]
    return sorted(dues, key=lambda due: due.on)


@dataclass(frozen=True, slots=True)
class AgendaMonth:
    """A month of the year shown, with how many dates it has."""

    name: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class AgendaYear:
    year: int
    months: Sequence[AgendaMonth]
    before: str  # query of the same month a year before; empty where no plan has dates then
    after: str


def agenda_months(dues: Sequence[Due], question: AgendaFilter) -> AgendaYear:
    """The twelve months of the year shown, and whether there is something before and after it."""
    year = int(question.month[:4])
    counted = Counter(f"{due.on:%Y-%m}" for due in dues)
    keys = [f"{year}-{number:02}" for number in range(1, 13)]
    months = [
        AgendaMonth(name.capitalize(), counted[key], question.query_of(key), key == question.month)
        for key, name in zip(keys, MONTHS, strict=True)
    ]
    return AgendaYear(
        year=year,
        months=months,
        before=question.query_of(f"{year - 1}-12") if any(due.on.year < year for due in dues) else "",
        after=question.query_of(f"{year + 1}-01") if any(due.on.year > year for due in dues) else "",
    )
