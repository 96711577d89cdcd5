"""The dates that the law, a guide or the template of its regime sets for a plan, each with how it is counted.

Pure: the calendar of the entity, the template and the period come as arguments. What is not law is never called law:
each date carries the basis that the template gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.plans.rules.templates import (
    Basis,
    CountIn,
    CutOffRegime,
    Template,
    UnknownTemplate,
    all_templates,
    template,
)
from rinde.foundations.law import Certainty, Term, WorkCalendar, long_day, plain_day, source

# Ley 1474/2011 art. 74: by 31 January, the plan of action with the report on the year that ended.
_ACTION_PLAN = source("LEY_1474_2011_ART_74").key
_ACTION_PLAN_DAY = (1, 31)
FIXED_DATES = source("FECHA_FIJA_QUE_NO_SE_CORRE").key
PUBLICATION = "publication"
ACTION_PLAN = "action_plan"
FOLLOW_UP_REPORT = "follow_up_report"


@dataclass(frozen=True, slots=True)
class DueDate:
    """One date. `term` is None for a fixed date. `proposed_on`: the working day before a date that is none itself.

    A fixed date and a term in calendar days are not terms in business days: they do not move, so the working day before
    is only proposed.
    """

    key: str  # «publication:2026», «follow_up_report:2026-06-30»
    title: str
    due_on: date
    basis: Basis
    term: Term | None = None
    proposed_on: date | None = None
    why_proposed: str = ""  # «domingo»

    @property
    def in_words(self) -> str:
        """How the date comes about: the arithmetic of a term, or that the date is fixed, and what is proposed."""
        counted = self.term.in_words if self.term else f"Fecha fija: {plain_day(self.due_on)}. No se cuenta en días."
        if self.proposed_on is None:
            return counted
        return (
            f"{counted} El {plain_day(self.due_on)} no es hábil ({self.why_proposed}) y esta fecha no se corre: "
            f"Rinde propone cumplir el {long_day(self.proposed_on)}, el día hábil anterior."
        )


def report_key(cut_off: date) -> str:
    """Name the legal date of the follow-up report of a cut-off: «follow_up_report:2026-06-30»."""
    return f"{FOLLOW_UP_REPORT}:{cut_off}"


def days_late(due_on: date, done_on: date | None) -> int:
    """Count the calendar days between a date and the later day on which it was met; 0 in time or not yet met.

    A term ends at midnight of its last day (Ley 4/1913 art. 62), so the whole day counts as in time.
    """
    return max(0, (done_on - due_on).days) if done_on else 0


def template_of(key: str, instrument: str, on: date) -> Template | None:
    """The template that holds for a plan: its own, else the one of its instrument on a day; None where none exists."""
    if key:
        try:
            return template(key)
        except UnknownTemplate:
            return None
    same = [one for one in all_templates().values() if one.instrument == instrument]
    return next((one for one in same if one.valid_on(on)), same[0] if same else None)


def regime_of(chosen: Template, key: str) -> CutOffRegime:
    """The cut-off regime of a key; the template's default for an empty key or one that it no longer has."""
    return next((one for one in chosen.cut_offs if one.key == key), chosen.default_cut_offs)


def legal_dates(
    chosen: Template | None, *, start: date, end: date, calendar: WorkCalendar, regime: str = ""
) -> tuple[DueDate, ...]:
    """Find every legal date of a plan, earliest first.

    Args:
        chosen: the plan's template; without one only what the law says of every year is found.
        start: first day of the plan's period; `end`: its last. A plan of four years has its dates in each of them.
        calendar: of the entity; years that it does not hold give no dates.
        regime: key of the cut-off regime that the plan chose; empty: the template's default.
    """
    found = [*_action_plans(start, end, calendar)]
    if chosen is not None:
        found += [
            *_publications(chosen, start, end, calendar),
            *follow_up_reports(chosen, start=start, end=end, calendar=calendar, regime=regime),
        ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.key)))


def follow_up_reports(
    chosen: Template, *, start: date, end: date, calendar: WorkCalendar, regime: str = ""
) -> tuple[DueDate, ...]:
    """Find by when the follow-up report of each cut-off of a period is due; the day after the cut-off is day 1.

    The review of a plan holds its own dates against these.
    """
    rule = regime_of(chosen, regime)
    return tuple(
        _report(rule, cut_off, calendar)
        for year in _years(start, end, calendar)
        for cut_off in rule.in_year(year)
        if start <= cut_off <= end
    )


def _report(rule: CutOffRegime, cut_off: date, calendar: WorkCalendar) -> DueDate:
    in_business_days = rule.report_count is CountIn.BUSINESS_DAYS
    count = calendar.add_business_days if in_business_days else calendar.calendar_days
    term = count(cut_off, rule.report_days)
    title = f"Informe de seguimiento con corte al {plain_day(cut_off)}"
    return _due(report_key(cut_off), title, term.due_on, rule.basis, calendar, term)


def _publications(chosen: Template, start: date, end: date, calendar: WorkCalendar) -> Iterator[DueDate]:
    for year in _years(start, end, calendar):
        on, basis = chosen.publication.in_year(year)
        if start <= on <= end:
            yield _due(f"{PUBLICATION}:{year}", f"Publicación del plan de {year}", on, basis, calendar)


def _action_plans(start: date, end: date, calendar: WorkCalendar) -> Iterator[DueDate]:
    basis = Basis(_ACTION_PLAN, Certainty.LAW)
    for year in _years(start, end, calendar):
        on = date(year, *_ACTION_PLAN_DAY)
        if start <= on <= end:
            title = f"Plan de acción de {year}, con el informe de gestión de {year - 1}"
            yield _due(f"{ACTION_PLAN}:{year}", title, on, basis, calendar)


def _due(key: str, title: str, on: date, basis: Basis, calendar: WorkCalendar, term: Term | None = None) -> DueDate:
    why = calendar.why_not(on)
    return DueDate(key, title, on, basis, term, calendar.working_day_before(on) if why else None, why)


def _years(start: date, end: date, calendar: WorkCalendar) -> Iterator[int]:
    """The years of a period for which the calendar can count: a term may end in the year after, or go back to the one
    before."""
    for year in range(start.year, end.year + 1):
        if calendar.years is None or calendar.years[0] < year < calendar.years[1]:
            yield year
