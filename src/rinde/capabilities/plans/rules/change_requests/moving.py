"""One date of a deliverable on another day: what else the plan says about when, as far as it still holds. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.change_requests.phrases import day as in_words
from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, printed_schedule, schedule_text
from rinde.foundations.text.schedules import read_schedule

# How many months one stretch of a recurrence takes. What is done every day or week is closed by month.
_MONTHS: dict[str, int] = {
    Recurrence.DAILY: 1,
    Recurrence.MONTHLY: 1,
    Recurrence.BIMONTHLY: 2,
    Recurrence.QUARTERLY: 3,
    Recurrence.FOUR_MONTHLY: 4,
    Recurrence.SEMIANNUAL: 6,
    Recurrence.ANNUAL: 12,
}
_HALF_OF_A_MONTH = 15


def with_moved_date(one: DeliverableValues, place: int, day: date, period: Period) -> DeliverableValues:
    """Give the deliverable with one date on another day, and everything else that it says as it was.

    «Cada trimestre» stays while the date stays in its quarter, «permanente» while it stays in its year; the plan's own
    words stay while they say no other day.
    """
    old = one.milestones[place]
    starts_on = old.starts_on if old.starts_on and old.starts_on <= day else None
    dates = [replace(each, due_on=day, starts_on=starts_on) if each is old else each for each in one.milestones]
    moved = replace(
        one,
        milestones=tuple(dates),
        recurrence=one.recurrence if _same_stretch(old.due_on, day, one.recurrence) else "",
        permanent=one.permanent and old.due_on.year == day.year,
    )
    return moved if _still_says(moved, period) else replace(moved, schedule_text="")


def _same_stretch(old: date, new: date, recurrence: str) -> bool:
    if recurrence == Recurrence.WEEKLY:
        return old.isocalendar()[:2] == new.isocalendar()[:2]
    if recurrence == Recurrence.BIWEEKLY:
        half = [(one.year, one.month, one.day > _HALF_OF_A_MONTH) for one in (old, new)]
        return half[0] == half[1]
    months = _MONTHS.get(recurrence, 1)
    return (old.year, (old.month - 1) // months) == (new.year, (new.month - 1) // months)


def _still_says(one: DeliverableValues, period: Period) -> bool:
    """Whether the plan's own words say these dates, or no date at all («según el cronograma»)."""
    words = one.schedule_text.strip()
    if not words or read_schedule(words, period.start.year).is_empty:
        return True
    return words in {
        write(one.milestones, as_written=words, period=period, recurrence=one.recurrence, permanent=one.permanent)
        for write in (schedule_text, printed_schedule)
    }


def odd_days(days: Collection[date], period: Period, *, on: date) -> tuple[str, ...]:
    """Say of each new date what somebody should confirm: outside the plan's period, or past when it is asked for.

    Args:
        days: dates that the plan did not have.
        on: the day of asking.
    """
    return tuple(text for one in sorted(set(days)) for text in _odd(one, period, on))


def _odd(one: date, period: Period, on: date) -> Iterator[str]:
    if one not in period:
        yield f"La fecha nueva, {in_words(one)}, queda fuera de la vigencia del plan ({period.in_words})"
    if one < on:
        yield f"La fecha nueva, {in_words(one)}, es anterior al día en que se pidió ({in_words(on)})"


def days_of(deliverables: Sequence[DeliverableValues]) -> frozenset[date]:
    """Give every deadline of some deliverables."""
    dates: list[PlannedDate] = [each for one in deliverables for each in one.milestones]
    return frozenset(one.due_on for one in dates)
