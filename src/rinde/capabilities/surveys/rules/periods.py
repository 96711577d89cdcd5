"""From when until when a survey receives answers, and what a sheet of paper must say of its own day. Pure.

`closes_at` is the first moment that does not count any more; None: until somebody closes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.foundations.law.terms import plain_day

LONGEST_PLACE = 160


def receives(status: str, *, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> bool:
    """Tell whether an answer is taken in: from its opening to its end, whether or not a job has closed it yet."""
    begun = opens_at is not None and opens_at <= now
    return status == SurveyStatus.OPEN and begun and (closes_at is None or now < closes_at)


def waits_to_begin(status: str, *, opens_at: datetime | None, now: datetime) -> bool:
    return status == SurveyStatus.OPEN and opens_at is not None and now < opens_at


def is_past(status: str, *, closes_at: datetime | None, now: datetime) -> bool:
    """Tell whether an open survey has run its time and only waits to be marked as closed."""
    return status == SurveyStatus.OPEN and closes_at is not None and closes_at <= now


def period_gaps(opens_at: datetime, closes_at: datetime | None, now: datetime) -> tuple[str, ...]:
    """List in Spanish what is wrong with the time of a survey that is about to be opened, or gets another end."""
    if closes_at is None:
        return ()
    if closes_at <= now:
        return ("La fecha de cierre ya pasó. Escriba una de hoy en adelante.",)
    if closes_at <= opens_at:
        return ("La encuesta se cerraría antes de abrirse. Corrija una de las dos fechas.",)
    return ()


@dataclass(frozen=True, slots=True)
class Paper:
    """Where and when a sheet of paper was filled in; both are told beside its answers."""

    place: str
    given_on: date | None


def paper_gaps(paper: Paper, *, opens_on: date | None, closes_on: date | None, today: date) -> tuple[str, ...]:
    """List in Spanish what keeps a sheet of paper from being entered. Both days are in the period.

    Args:
        closes_on: the last day; None while nobody knows it.
    """
    return tuple(_paper_gaps(paper, opens_on, closes_on, today))


def _paper_gaps(paper: Paper, opens_on: date | None, closes_on: date | None, today: date) -> Iterator[str]:
    if not paper.place.strip():
        yield "Escriba el lugar donde se llenó la hoja: la mesa, la vereda o la oficina."
    if len(paper.place) > LONGEST_PLACE:
        yield f"El lugar es muy largo: caben {LONGEST_PLACE} caracteres."
    if paper.given_on is None:
        yield "Escriba el día en que se llenó la hoja."
    elif paper.given_on > today:
        yield "El día en que se llenó la hoja todavía no ha llegado. Corrija la fecha."
    elif (opens_on and paper.given_on < opens_on) or (closes_on and paper.given_on > closes_on):
        until = f" al {plain_day(closes_on)}" if closes_on else " en adelante"
        since = f"del {plain_day(opens_on)}" if opens_on else "desde que se abrió"
        yield f"La hoja se llenó el {plain_day(paper.given_on)}, fuera del plazo: {since}{until}. Corrija la fecha."
