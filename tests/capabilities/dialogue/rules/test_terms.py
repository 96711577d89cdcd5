from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.dialogue.choices import StepKind, StepStatus
from rinde.capabilities.dialogue.rules.terms import DEFAULT_TERMS, StepTerm, due_of, is_late, term_gaps
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.national_holidays import national_holidays
from rinde.foundations.law.sources import Certainty, source
from rinde.foundations.law.terms import TermUnit

HOLIDAYS = {on: name for year in range(2021, 2029) for on, name in national_holidays(year).items()}
CALENDAR = WorkCalendar(holidays=HOLIDAYS, non_working={}, years=(2021, 2028))


def due(step: str, first: date, last: date | None = None) -> date:
    return due_of(DEFAULT_TERMS[step], first_day=first, last_day=last or first, calendar=CALENDAR).due_on


def test_answers_of_a_hearing_follow_the_official_vectors() -> None:
    assert due(StepKind.ANSWERS, date(2022, 11, 30)) == date(2022, 12, 22)
    assert due(StepKind.MINUTES, date(2022, 11, 30)) == date(2022, 12, 15)


def test_what_comes_before_is_counted_back_from_the_first_day_and_after_from_the_last() -> None:
    first, last = date(2026, 5, 12), date(2026, 5, 14)
    assert due(StepKind.CALL, first, last) == date(2026, 4, 12)
    assert due(StepKind.CHECK_IN, first, last) == last
    assert due(StepKind.RESULTS, first, last) == last + timedelta(days=30)


def test_business_days_before_skip_what_does_not_count() -> None:
    term = StepTerm(2, TermUnit.BUSINESS_DAYS, is_before=True, source_key="")
    counted = due_of(term, first_day=date(2026, 5, 19), last_day=date(2026, 5, 19), calendar=CALENDAR)
    assert counted.due_on == date(2026, 5, 14)  # the 18th is a holiday
    assert counted.in_words == "2 días hábiles antes del 19 de mayo de 2026 = jueves 14 de mayo de 2026."


def test_arithmetic_is_told_in_words() -> None:
    day = date(2026, 5, 12)
    told = {
        step: due_of(DEFAULT_TERMS[step], first_day=day, last_day=day, calendar=CALENDAR).in_words for step in StepKind
    }
    assert told[StepKind.CALL] == "30 días calendario antes del 12 de mayo de 2026 = domingo 12 de abril de 2026."
    assert told[StepKind.CHECK_IN] == "El mismo día del espacio: martes 12 de mayo de 2026."
    assert told[StepKind.ANSWERS].startswith("Desde el 12 de mayo de 2026, que no cuenta. Día 1 = miércoles 13 de mayo")


def test_only_the_written_answers_are_shown_as_law() -> None:
    law = {step for step, term in DEFAULT_TERMS.items() if source(term.source_key).certainty is Certainty.LAW}
    assert law == {StepKind.ANSWERS}


@pytest.mark.parametrize(
    ("status", "done_on", "today", "late"),
    [
        (StepStatus.PENDING, None, date(2026, 5, 12), False),
        (StepStatus.PENDING, None, date(2026, 5, 13), True),
        (StepStatus.DONE, date(2026, 5, 12), date(2026, 6, 1), False),
        (StepStatus.DONE, date(2026, 5, 13), date(2026, 6, 1), True),
        (StepStatus.SKIPPED, None, date(2026, 6, 1), False),
    ],
)
def test_late_stays_late(status: str, done_on: date | None, today: date, late: bool) -> None:
    assert is_late(due_on=date(2026, 5, 12), status=status, done_on=done_on, today=today) is late


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (365, True), (366, False)])
def test_term_of_an_entity_has_a_length(days: int, fits: bool) -> None:
    assert (term_gaps(StepTerm(days, TermUnit.CALENDAR_DAYS, is_before=False, source_key="")) == ()) is fits
    assert term_gaps(StepTerm(1, TermUnit.MONTHS, is_before=False, source_key=""))


@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_business_term_before_has_that_many_working_days_in_between(first: date, days: int) -> None:
    term = StepTerm(days, TermUnit.BUSINESS_DAYS, is_before=True, source_key="")
    day = due_of(term, first_day=first, last_day=first, calendar=CALENDAR).due_on
    between = CALENDAR.working_days_between(day - timedelta(days=1), first - timedelta(days=1))
    assert CALENDAR.is_working(day)
    assert between == days
