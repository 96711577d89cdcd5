"""The stretches of time that rounds of monitoring look at, and what they are called. Pure.

Monthly is practice of entities (domain.md §1.4: Cali programmes eleven a year), not law: each plan settles its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.capabilities.followup.choices import RoundRhythm
from rinde.foundations.law.terms import plain_day
from rinde.foundations.text.dates import MONTHS, last_day

MONTHS_OF: dict[str, int] = {
    RoundRhythm.MONTHLY: 1,
    RoundRhythm.BIMONTHLY: 2,
    RoundRhythm.QUARTERLY: 3,
    RoundRhythm.FOUR_MONTHLY: 4,
    RoundRhythm.HALF_YEARLY: 6,
}
_DAY = timedelta(days=1)
MOST_OFFERED = 12  # a list to choose from, not a calendar; older days can be written


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another, both included."""

    starts_on: date
    ends_on: date

    @property
    def name(self) -> str:
        """«Marzo de 2026», «Enero a marzo de 2026», «Del 5 al 20 de marzo de 2026»."""
        first, last = self.starts_on, self.ends_on
        same_month = (first.year, first.month) == (last.year, last.month)
        end = f"{MONTHS[last.month - 1]} de {last.year}"
        if first.day != 1 or last != last_day(last.year, last.month):
            begin = str(first.day) if same_month else plain_day(first, with_year=first.year != last.year)
            return f"Del {begin} al {plain_day(last)}"
        if same_month:
            return end.capitalize()
        year = "" if first.year == last.year else f" de {first.year}"
        return f"{MONTHS[first.month - 1].capitalize()}{year} a {end}"

    def is_over(self, today: date) -> bool:
        """A day is kept until its midnight: a stretch is over from the day after its last."""
        return today > self.ends_on


def round_called(name: str) -> str:
    """A round by its name, as a sentence says it: «ronda de marzo de 2026», «ronda del 5 al 20 de marzo de 2026»."""
    inside = f"{name[:1].lower()}{name[1:]}"
    return f"ronda {inside}" if inside.startswith("del ") else f"ronda de {inside}"


def stretches(rhythm: str, *, first: date, today: date) -> tuple[Stretch, ...]:
    """Every stretch from a day, where the first one is cut, to the whole one that today stands in."""
    return tuple(_stretches(MONTHS_OF[rhythm], first, today))


def _stretches(length: int, first: date, today: date) -> Iterator[Stretch]:
    year, month = first.year, (first.month - 1) // length * length + 1
    starts_on = first
    while starts_on <= today:
        ends_on = last_day(year, month + length - 1)
        yield Stretch(starts_on, ends_on)
        starts_on = ends_on + _DAY
        year, month = starts_on.year, starts_on.month


def offered(rhythm: str, *, plan_start: date, last_end: date | None, today: date) -> tuple[Stretch, ...]:
    """The newest stretches that a next round may look at, from the one after the last round on."""
    first = max(plan_start, last_end + _DAY) if last_end else plan_start
    return stretches(rhythm, first=first, today=today)[-MOST_OFFERED:]


def proposed(choices: Sequence[Stretch], today: date) -> Stretch | None:
    """The one to begin with: the newest that is over, for there all is said; else the first."""
    over = [one for one in choices if one.is_over(today)]
    return over[-1] if over else next(iter(choices), None)


def round_gaps(stretch: Stretch, *, plan_start: date, last_end: date | None, today: date) -> tuple[str, ...]:
    """List in Spanish everything that keeps a round over a stretch from being opened."""
    return tuple(_gaps(stretch, plan_start, last_end, today))


def _gaps(stretch: Stretch, plan_start: date, last_end: date | None, today: date) -> Iterator[str]:
    if stretch.ends_on < stretch.starts_on:
        yield "El último día de la ronda es anterior al primero. Corrija las fechas."
        return
    if stretch.starts_on < plan_start:
        yield f"El plan empieza el {plain_day(plan_start)}. La ronda no puede empezar antes."
    if last_end and stretch.starts_on <= last_end:
        yield f"La ronda anterior miró hasta el {plain_day(last_end)}. Esta empieza después de ese día."
    if stretch.starts_on > today:
        yield f"La ronda empieza el {plain_day(stretch.starts_on)}, que todavía no llega. Ábrala desde ese día."
    if (stretch.ends_on - stretch.starts_on).days > 366:
        yield "Una ronda mira como mucho un año. Acorte las fechas."
