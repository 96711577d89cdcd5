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
    name = f"{task.__module__}.{task.__qualname__}"
    if Schedule.objects.filter(name=name).exists():
        return
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), at))
    first = today if today > now else today + timedelta(days=1)
    Schedule.objects.create(name=name, func=name, schedule_type=Schedule.DAILY, next_run=first)
