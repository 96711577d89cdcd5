"""A form's mark holds at one place and for a day; a flood is slowed, and nobody's address is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from rinde.services.visitors import mark_to_give, new_mark, read_mark, seconds_to_wait, visit_gap, wait_in_words
from rinde.services.visitors.floods import LIMITS

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MOST, SPAN = LIMITS[0]


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def asked(address: str = "192.0.2.1"):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def test_mark_comes_back_at_its_own_place():
    mark = new_mark(NOW)
    assert read_mark(mark.signed("consultation:1"), "consultation:1") == mark
    assert read_mark(mark.signed("consultation:1"), "remark:1") is None
    assert read_mark("inventada", "consultation:1") is None


@pytest.mark.parametrize(
    ("age", "program", "is_taken"),
    [
        (timedelta(seconds=1), False, True),
        (timedelta(seconds=1), True, False),
        (timedelta(seconds=2), True, True),
        (timedelta(hours=24), False, True),
        (timedelta(hours=24, seconds=1), False, False),
    ],
)
def test_haste_and_age_of_a_form(age, program, is_taken):
    gap = visit_gap(new_mark(NOW), NOW + age, looks_sent_by_a_program=program)
    assert (gap == "") is is_taken


def test_old_form_keeps_its_id_and_begins_its_clock_anew():
    mark, later = new_mark(NOW), NOW + timedelta(days=2)
    given = mark_to_give(mark, later)
    assert (given.form_id, given.opened_at) == (mark.form_id, later)
    assert mark_to_give(mark, NOW) == mark
    assert mark_to_give(None, NOW).form_id != mark.form_id


def test_flood_of_one_kind_is_slowed_and_nothing_else_is():
    waits = [seconds_to_wait(asked(), what="remark", now=NOW) for _ in range(MOST + 1)]
    assert waits == [0] * MOST + [SPAN.total_seconds()]
    assert seconds_to_wait(asked(), what="comment", now=NOW) == 0
    assert seconds_to_wait(asked("192.0.2.2"), what="remark", now=NOW) == 0
    assert seconds_to_wait(asked(), what="remark", now=NOW + SPAN) == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "un minuto"), (60, "un minuto"), (61, "2 minutos"), (5_401, "2 horas")]
)
def test_wait_is_told_in_whole_minutes_or_hours(seconds, words):
    assert wait_in_words(seconds) == words
