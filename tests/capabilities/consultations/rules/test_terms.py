"""How the days of a consultation are counted, until when a comment counts, and how a period may grow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.consultations.choices import ConsultationStatus, DayCount
from rinde.capabilities.consultations.rules.terms import (
    MOST_DAYS,
    USUAL_DAYS,
    NoticeValues,
    days_left_in_words,
    extension_gaps,
    is_commentable,
    is_past,
    notice_gaps,
    term_of,
)
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.national_holidays import national_holidays

YEARS = (2024, 2030)
HOLIDAYS = {day: name for year in range(2024, 2031) for day, name in national_holidays(year).items()}
CALENDAR = WorkCalendar(HOLIDAYS, {date(2026, 12, 4): "Decreto 045 de 2026"}, years=YEARS)
OPENED = date(2026, 11, 20)  # a Friday


def test_fifteen_calendar_days_begin_the_day_after_the_opening():
    term = term_of(OPENED, days=USUAL_DAYS, count_in=DayCount.CALENDAR, calendar=CALENDAR)
    assert (term.day_one, term.due_on) == (date(2026, 11, 21), date(2026, 12, 5))
    assert term.in_words == (
        "Día 1 = sábado 21 de noviembre de 2026. Cuentan todos los días del calendario. "
        "Día 15 = sábado 5 de diciembre de 2026."
    )


def test_business_days_leave_out_weekends_holidays_and_the_entitys_own_days():
    term = term_of(OPENED, days=12, count_in=DayCount.BUSINESS, calendar=CALENDAR)
    # From Monday 23: 5 + 4 (Friday 4 is off) + Monday 7, Wednesday 9 (Tuesday 8 is a holiday), Thursday 10.
    assert (term.day_one, term.due_on) == (date(2026, 11, 23), date(2026, 12, 10))
    assert "Decreto 045 de 2026" in term.in_words
    assert "Inmaculada Concepción" in term.in_words


@given(opened=st.dates(date(2025, 1, 1), date(2028, 12, 31)), days=st.integers(1, MOST_DAYS))
def test_business_days_end_on_the_day_that_makes_the_count(opened, days):
    term = term_of(opened, days=days, count_in=DayCount.BUSINESS, calendar=CALENDAR)
    counted = CALENDAR.working_days_between(opened, term.due_on)
    assert counted == days
    assert CALENDAR.is_working(term.due_on)
    assert term.due_on > opened


@given(opened=st.dates(date(2025, 1, 1), date(2028, 12, 31)), days=st.integers(1, MOST_DAYS))
def test_calendar_days_never_end_later_than_business_days(opened, days):
    plain = term_of(opened, days=days, count_in=DayCount.CALENDAR, calendar=CALENDAR)
    business = term_of(opened, days=days, count_in=DayCount.BUSINESS, calendar=CALENDAR)
    assert plain.due_on == opened + timedelta(days=days)
    assert plain.due_on <= business.due_on


@pytest.mark.parametrize(
    ("today", "status", "expected"),
    [
        (date(2026, 11, 19), ConsultationStatus.OPEN, False),
        (date(2026, 11, 20), ConsultationStatus.OPEN, True),
        (date(2026, 12, 5), ConsultationStatus.OPEN, True),
        (date(2026, 12, 6), ConsultationStatus.OPEN, False),
        (date(2026, 11, 25), ConsultationStatus.CLOSED, False),
        (date(2026, 11, 25), ConsultationStatus.WITHDRAWN, False),
        (date(2026, 11, 25), ConsultationStatus.ANSWERED, False),
    ],
)
def test_comment_counts_until_the_last_day_whole(today, status, expected):
    assert is_commentable(status, opens_on=OPENED, closes_on=date(2026, 12, 5), today=today) is expected


@pytest.mark.parametrize(("today", "past"), [(date(2026, 12, 5), False), (date(2026, 12, 6), True)])
def test_period_is_past_only_after_its_last_day(today, past):
    assert is_past(ConsultationStatus.OPEN, closes_on=date(2026, 12, 5), today=today) is past
    assert is_past(ConsultationStatus.CLOSED, closes_on=date(2026, 12, 5), today=today) is False


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 12, 1), "Faltan 4 días"),
        (date(2026, 12, 4), "Falta 1 día"),
        (date(2026, 12, 5), "Hoy es el último día"),
        (date(2026, 12, 6), "El plazo terminó"),
    ],
)
def test_days_left_are_said_in_words(today, words):
    assert days_left_in_words(date(2026, 12, 5), today) == words


@pytest.mark.parametrize("days", [0, -3, MOST_DAYS + 1, 10_000])
def test_notice_with_a_length_that_makes_no_sense_is_refused(days):
    assert notice_gaps(NoticeValues("Comente.", days=days)) == (f"El plazo va de 1 a 120 días. Usted escribió {days}.",)


def test_notice_says_every_gap_at_once():
    gaps = notice_gaps(NoticeValues(" ", how_on_paper="x" * 1_001, days=0, count_in="LUNAR"))
    assert len(gaps) == 4


def test_notice_of_ten_thousand_characters_is_refused_with_its_length():
    assert notice_gaps(NoticeValues("x" * 10_000)) == ("El aviso tiene 10000 caracteres; caben 4000.",)


@pytest.mark.parametrize(
    ("extended_to", "reason", "today", "found"),
    [
        (date(2026, 12, 10), "Pidieron más tiempo", date(2026, 12, 5), 0),
        (date(2026, 12, 5), "Pidieron más tiempo", date(2026, 12, 5), 1),  # the same day gives nobody anything
        (date(2026, 12, 1), "Pidieron más tiempo", date(2026, 11, 25), 1),
        (date(2026, 12, 10), "  ", date(2026, 12, 5), 1),
        (date(2026, 12, 10), "Pidieron más tiempo", date(2026, 12, 6), 1),
        (date(2026, 12, 1), "", date(2026, 12, 6), 3),
        (date(2026, 12, 10), "x" * 501, date(2026, 12, 5), 1),
    ],
)
def test_period_only_grows_with_a_reason_and_before_its_end(extended_to, reason, today, found):
    gaps = extension_gaps(closes_on=date(2026, 12, 5), extended_to=extended_to, reason=reason, today=today)
    assert len(gaps) == found
