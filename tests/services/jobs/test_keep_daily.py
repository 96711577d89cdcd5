"""Nightly work is planned once, at an hour of Colombia's clock."""

from datetime import UTC, datetime, time

import pytest
from django_q.models import Schedule

from rinde.services.audit.protection import unprotect
from rinde.services.jobs.operations import keep_daily

pytestmark = pytest.mark.django_db
AT_TWO = time(2, 15)
NAME = "rinde.services.audit.protection.unprotect"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 21, 6, 0, tzinfo=UTC), datetime(2026, 11, 21, 7, 15, tzinfo=UTC)),
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, 15, tzinfo=UTC)),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, 15, tzinfo=UTC)),  # the 21st in Bogotá
    ],
)
def test_first_run_is_the_next_time_that_the_hour_comes(now, first):
    keep_daily(unprotect, at=AT_TWO, now=now)

    schedule = Schedule.objects.get(name=NAME)
    assert (schedule.func, schedule.schedule_type, schedule.next_run) == (NAME, Schedule.DAILY, first)


def test_second_planning_moves_nothing():
    keep_daily(unprotect, at=AT_TWO, now=datetime(2026, 11, 21, 15, 0, tzinfo=UTC))
    before = Schedule.objects.values().get()

    keep_daily(unprotect, at=time(5, 0), now=datetime(2026, 11, 25, 15, 0, tzinfo=UTC))

    assert Schedule.objects.values().get() == before
