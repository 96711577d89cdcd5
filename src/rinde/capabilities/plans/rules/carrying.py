"""From last year's plan to the next one: what its dates become, and the words that say where a row comes from. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.rows import DeliverableValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, expand, schedule_text
from rinde.foundations.text.dates import last_day

_LONGEST = 160
_ACRONYMS = frozenset({Instrument.PTEP, Instrument.PAAC})


def carried_day(day: date, years: int) -> date:
    """Give the same day some years on. The last of a month stays the last: 28/02/2027 becomes 29/02/2028."""
    end = last_day(day.year + years, day.month)
    if day == last_day(day.year, day.month):
        return end
    return day.replace(year=day.year + years, day=min(day.day, end.day))


def carried_date(one: PlannedDate, years: int) -> PlannedDate:
    """Give a deadline or span some years on, with its name and quantity. No span ends before it begins."""
    due = carried_day(one.due_on, years)
    start = carried_day(one.starts_on, years) if one.starts_on else None
    return replace(one, due_on=due, starts_on=min(start, due) if start else None)


def carried_deliverable(values: DeliverableValues, *, old: Period, new: Period) -> DeliverableValues:
    """Give a deliverable as the new period has it: a new row with its dates moved on, in words that still say them.

    Dates that came from a recurrence or from «permanente» are expanded anew; every other date moves by whole years.
    """
    dates = _expanded_anew(values, old, new) or _moved(values.milestones, new.start.year - old.start.year)
    words = schedule_text(
        dates, as_written=values.schedule_text, period=new, recurrence=values.recurrence, permanent=values.permanent
    )
    return replace(values, id=None, milestones=dates, schedule_text=words)


def _moved(dates: Sequence[PlannedDate], years: int) -> tuple[PlannedDate, ...]:
    return tuple(sorted(carried_date(one, years) for one in dates))


def _expanded_anew(values: DeliverableValues, old: Period, new: Period) -> tuple[PlannedDate, ...]:
    """Nothing where the old dates are not just what the recurrence gives: somebody chose them."""
    if not (values.recurrence or values.permanent):
        return ()
    marks = {(one.name, one.quantity) for one in values.milestones}
    before = expand(period=old, recurrence=values.recurrence, permanent=values.permanent)
    if len(marks) != 1 or [one.due_on for one in before] != [one.due_on for one in sorted(values.milestones)]:
        return ()
    if any(one.starts_on for one in values.milestones):
        return ()
    name, quantity = marks.pop()
    anew = expand(period=new, recurrence=values.recurrence, permanent=values.permanent)
    return tuple(replace(one, name=name, quantity=quantity) for one in anew)


def source_words(instrument: str, title: str, period: Period) -> str:
    """Name the plan that a row comes from: «PTEP 2025», «Estrategia de rendición de cuentas 2025»."""
    if instrument == Instrument.OTHER:
        return shortened(title, 100)
    label = instrument if instrument in _ACRONYMS else Instrument(instrument).label
    return f"{label} {period.in_words}"


def carried_from(source: str, *, code: str, name: str) -> str:
    """Say where an activity comes from: «PTEP 2025, actividad 3.1.2»."""
    which = f"actividad {code}" if code else f"actividad «{shortened(name, 50)}»"
    return shortened(f"{source}, {which}", _LONGEST)


def carrying_gaps(header: PlanHeader, old: Period) -> tuple[str, ...]:
    """Find what keeps a plan from going on from another."""
    if header.period_start > old.start:
        return ()
    return (f"La vigencia nueva debe empezar después de la del plan de origen, que es {old.in_words}.",)
