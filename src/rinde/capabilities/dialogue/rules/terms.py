"""When each step of a space is due: how many days before or after it, from which source, with its arithmetic. Pure.

Only the written answer to the public's questions is a term of the law (Ley 1757/2015 art. 56). The rest is practice of
entities or a habit that nobody found in a norm: defaults that an entity changes, never shown as law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind, StepStatus
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.sources import source
from rinde.foundations.law.terms import TermUnit, long_day, plain_day

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class StepTerm:
    """`days` before the event where `is_before`, else after its last day. 0 days: the very day of the event."""

    days: int
    unit: TermUnit
    is_before: bool
    source_key: str  # of foundations.law; empty where the entity itself said so


@dataclass(frozen=True, slots=True)
class DueStep:
    """The last day of a step, and how it was counted, in words that a person can check on a calendar."""

    due_on: date
    in_words: str


_CALENDAR, _BUSINESS = TermUnit.CALENDAR_DAYS, TermUnit.BUSINESS_DAYS
DEFAULT_TERMS: Mapping[str, StepTerm] = {
    StepKind.INFORMATION: StepTerm(30, _CALENDAR, is_before=True, source_key="RDC_INFORME_ANTES"),
    StepKind.CALL: StepTerm(30, _CALENDAR, is_before=True, source_key="RDC_CONVOCATORIA"),
    StepKind.REGISTRATION: StepTerm(2, _CALENDAR, is_before=True, source_key="RDC_INSCRIPCION"),
    StepKind.CHECK_IN: StepTerm(0, _CALENDAR, is_before=False, source_key="RDC_DIA_DEL_ESPACIO"),
    StepKind.LIVE_QUESTIONS: StepTerm(0, _CALENDAR, is_before=False, source_key="RDC_DIA_DEL_ESPACIO"),
    StepKind.SURVEY: StepTerm(0, _CALENDAR, is_before=False, source_key="RDC_DIA_DEL_ESPACIO"),
    StepKind.MINUTES: StepTerm(10, _BUSINESS, is_before=False, source_key="RDC_ACTA"),
    StepKind.EVENT_REPORT: StepTerm(15, _BUSINESS, is_before=False, source_key="RDC_INFORME_DEL_ESPACIO"),
    StepKind.ANSWERS: StepTerm(15, _BUSINESS, is_before=False, source_key="LEY_1757_2015_ART_56"),
    StepKind.COMMITMENTS: StepTerm(15, _BUSINESS, is_before=False, source_key="RDC_INFORME_DEL_ESPACIO"),
    StepKind.RESULTS: StepTerm(30, _CALENDAR, is_before=False, source_key="RDC_SOCIALIZAR"),
}


def due_of(term: StepTerm, *, first_day: date, last_day: date, calendar: WorkCalendar) -> DueStep:
    """Count the last day of a step.

    Args:
        first_day: of the event; what comes before it is counted back from here.
        last_day: of the event; what comes after it is counted from here, and that day itself never counts.

    Raises:
        UnknownYear: where business days lead into a year whose holidays nobody has entered.
    """
    if term.days == 0:
        return DueStep(last_day, f"El mismo día del espacio: {long_day(last_day)}.")
    if term.is_before:
        return _before(term, first_day, calendar)
    counted = (
        calendar.add_business_days(last_day, term.days)
        if term.unit is TermUnit.BUSINESS_DAYS
        else calendar.calendar_days(last_day, term.days)
    )
    return DueStep(counted.due_on, f"Desde el {plain_day(last_day)}, que no cuenta. {counted.in_words}")


def _before(term: StepTerm, first_day: date, calendar: WorkCalendar) -> DueStep:
    if term.unit is TermUnit.BUSINESS_DAYS:
        day = first_day
        for _ in range(term.days):
            day = calendar.working_day_before(day)
        unit = "días hábiles" if term.days > 1 else "día hábil"
    else:
        day = first_day - timedelta(days=term.days)
        unit = "días calendario" if term.days > 1 else "día calendario"
    return DueStep(day, f"{term.days} {unit} antes del {plain_day(first_day)} = {long_day(day)}.")


def is_late(*, due_on: date | None, status: str, done_on: date | None, today: date) -> bool:
    """Tell whether a step was done after its last day, or is still to do after it. Late stays late."""
    if due_on is None or status == StepStatus.SKIPPED:
        return False
    if status == StepStatus.DONE:
        return done_on is not None and done_on > due_on
    return today > due_on


def term_gaps(term: StepTerm) -> tuple[str, ...]:
    """List in Spanish what is wrong with a term that an entity sets."""
    if not 0 <= term.days <= MOST_DAYS:
        return (f"El plazo va de 0 a {MOST_DAYS} días. Usted escribió {term.days}.",)
    if term.unit is TermUnit.MONTHS:
        return ("Los plazos de un espacio se cuentan en días hábiles o en días calendario.",)
    return ()


def legal_gaps(space_kind: str, step: str, term: StepTerm) -> tuple[str, ...]:
    """Say in Spanish where a term would be longer than the law's: of a hearing's written answers, 15 business days.

    Source: Ley 1757/2015 art. 56.
    """
    legal = DEFAULT_TERMS[StepKind.ANSWERS]
    if space_kind != SpaceKind.PUBLIC_HEARING or step != StepKind.ANSWERS:
        return ()
    if term.is_before or term.days > legal.days:
        gap = (
            f"la ley pide responder una audiencia dentro de {legal.days} días hábiles después "
            f"({source(legal.source_key).citation}). Ponga un plazo igual o más corto."
        )
        return (gap,)
    return ()
