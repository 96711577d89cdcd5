"""Hourly work is planned once, at full hours."""

from datetime import UTC, datetime

import pytest
from django_q.models import Schedule

from rinde.services.audit.protection import unprotect
from rinde.services.jobs.operations import keep_hourly

pytestmark = pytest.mark.django_db
NAME = "rinde.services.audit.protection.unprotect"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 21, 6, 0, 1, tzinfo=UTC), datetime(2026, 11, 21, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 6, 59, 59, 999, tzinfo=UTC), datetime(2026, 11, 21, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 7, 0, tzinfo=UTC), datetime(2026, 11, 21, 8, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
    ],
)
def test_first_run_is_the_next_full_hour(now, first):
    keep_hourly(unprotect, now=now)

    schedule = Schedule.objects.get(name=NAME)
    assert (schedule.func, schedule.schedule_type, schedule.next_run) == (NAME, Schedule.HOURLY, first)


def test_second_planning_moves_nothing():
    keep_hourly(unprotect, now=datetime(2026, 11, 21, 15, 0, tzinfo=UTC))
    before = Schedule.objects.values().get()

    keep_hourly(unprotect, now=datetime(2026, 11, 25, 15, 0, tzinfo=UTC))

    assert Schedule.objects.values().get() == before
