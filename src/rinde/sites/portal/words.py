"""Dates and states of an activity in the words of people. Pure: today is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.followup.rules.public import ACTIVITY_WORDS
from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.content import DeliverableContent, PlanContent
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.rules.telling import dates_in_words
from rinde.foundations.design.spanish import spanish_date

SOON = 30  # days
SCHEDULED, DONE = "programadas", "hechas"
# How an activity goes, as a filter calls it: its standing, and the two sides of the official number.
PROGRESS_WORDS: dict[str, str] = {standing.value: word for standing, (_, word, _) in ACTIVITY_WORDS.items()} | {
    SCHEDULED: "Ya tenían fecha hoy",
    DONE: "Cumplidas de las que ya tenían fecha",
}


@dataclass(frozen=True, slots=True)
class DayState:
    """What a date is today, by itself: nothing is called done or late, only whether it has come."""

    kind: str  # of the design's status words
    word: str


def day_state(due_on: date, today: date) -> DayState:
    """Say how far a date is: «Faltan 12 días», «Es hoy», «La fecha ya pasó»."""
    left = (due_on - today).days
    if left < 0:
        return DayState("off", "La fecha ya pasó")
    if left == 0:
        return DayState("due", "Es hoy")
    word = "Falta 1 día" if left == 1 else f"Faltan {left} días"
    return DayState("due" if left <= SOON else "info", word)


def period_of(content: PlanContent) -> str:
    """«2026», «2025 a 2028»."""
    return Period(content.period_start, content.period_end).in_words


def title_of(content: PlanContent) -> str:
    """The plan's title with its period, which many titles already carry."""
    period = period_of(content)
    return content.title if period in content.title else f"{content.title} {period}"


def schedule_in_words(deliverables: Iterable[DeliverableContent]) -> str:
    """Say when an activity falls due: its dates or span, its rhythm, or else the plan's own words."""
    ones = tuple(deliverables)
    milestones = [milestone for one in ones for milestone in one.milestones]
    rhythms = {one.recurrence for one in ones}  # what only one of them repeats is said on the page of the activity
    starts = [one.starts_on for one in milestones if one.starts_on]
    if starts and len({one.due_on for one in milestones}) == 1:
        dates = f"{spanish_date(min(starts))} a {spanish_date(milestones[0].due_on)}"
    else:
        dates = dates_in_words(one.due_on for one in milestones)
    if len(rhythms) == 1 and (only := rhythms.pop()):
        rhythm = str(Recurrence(only).label)
        return f"{rhythm}: {dates}" if dates else rhythm
    written = next((one.schedule_text for one in ones if one.schedule_text), "")
    permanent = "Todo el año" if any(one.permanent for one in ones) else ""
    return dates or written or permanent or "Sin fecha"
