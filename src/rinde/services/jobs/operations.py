"""What the workers do again and again. Written once; saying it again changes nothing."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule


def keep_daily(task: Callable[[], Any], *, at: time, now: datetime) -> None:
    """Have the workers run a function of a `tasks.py` every day at an hour of Colombia's clock.

    One that is already planned keeps the day on which it runs next, so that a restart never skips or repeats a night.
    """
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), at))
    first = today if today > now else today + timedelta(days=1)
    _keep(task, Schedule.DAILY, first)


def keep_hourly(task: Callable[[], Any], *, now: datetime) -> None:
    """Have the workers run a function of a `tasks.py` at every full hour, the first time at the next one.

    Hours on which no worker was there are not made up for: the next run finds what they left.
    """
    _keep(task, Schedule.HOURLY, now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))


def _keep(task: Callable[[], Any], rhythm: str, first: datetime) -> None:
    name = f"{task.__module__}.{task.__qualname__}"
    if not Schedule.objects.filter(name=name).exists():
        Schedule.objects.create(name=name, func=name, schedule_type=rhythm, next_run=first)
