from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from rinde.services.visitors import bursts
from rinde.services.visitors.bursts import address_wait, burst_wait, forget_bursts

NOW = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
LIMITS = ((2, timedelta(seconds=10)), (3, timedelta(minutes=10)))


@pytest.fixture(autouse=True)
def nobody_came_before() -> Iterator[None]:
    forget_bursts()
    yield
    forget_bursts()


def test_third_in_ten_seconds_waits_until_they_are_over() -> None:
    waits = [burst_wait("a", limits=LIMITS, now=NOW + timedelta(seconds=one)) for one in (0, 4, 4, 10)]
    assert waits == [0, 0, 6, 0]


def test_longer_limit_holds_after_the_short_one_is_over() -> None:
    for second in (0, 20, 40):
        assert burst_wait("a", limits=LIMITS, now=NOW + timedelta(seconds=second)) == 0
    assert burst_wait("a", limits=LIMITS, now=NOW + timedelta(seconds=60)) == 540
    assert burst_wait("a", limits=LIMITS, now=NOW + timedelta(seconds=600)) == 0


def test_who_was_refused_is_not_counted_again() -> None:
    waits = [burst_wait("a", limits=LIMITS[:1], now=NOW) for _ in range(5)]
    assert waits == [0, 0, 10, 10, 10]
    assert burst_wait("a", limits=LIMITS[:1], now=NOW + timedelta(seconds=10)) == 0


def test_each_address_and_each_kind_of_form_is_counted_apart_and_none_is_kept_in_clear() -> None:
    first, second = (RequestFactory().post("/", REMOTE_ADDR=f"203.0.113.{one}") for one in (7, 8))
    for request, what in ((first, "a"), (first, "b"), (second, "a")):
        waits = [address_wait(request, what=what, limits=LIMITS[:1], now=NOW) for _ in range(3)]
        assert waits == [0, 0, 10]
    assert "203.0.113" not in str(bursts._windows)


def test_memory_of_it_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "MOST_KEYS", 10)
    for one in range(50):
        burst_wait(str(one), limits=LIMITS[:1], now=NOW + timedelta(seconds=one))
    assert len(bursts._windows) <= 11
