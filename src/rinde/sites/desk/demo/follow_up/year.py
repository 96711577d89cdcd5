"""The year in order: every event of the follow-up at its own moment, told up to where the story has come."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path

from rinde.capabilities.plans.models import Plan
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.aftermath import aftermath
from rinde.sites.desk.demo.follow_up.citizens import remarks
from rinde.sites.desk.demo.follow_up.cut_offs import cut_off_events
from rinde.sites.desk.demo.follow_up.ledger import read_ledger
from rinde.sites.desk.demo.follow_up.rounds import agree_on_who_does_what, round_events
from rinde.sites.desk.demo.follow_up.telling import Event, Telling, moment

AGREED = date(2026, 2, 9)


class FollowedYear:
    """The events that are still to be told, earliest first. What lies ahead of the demo's clock is never told."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        plans = {
            "ptep": Plan.objects.get(slug="ptep", period_start__year=2026),
            "rdc": Plan.objects.exclude(slug="ptep").get(instrument="RDC", period_start__year=2026),
        }
        self._now = desk.now
        self.strategy = plans["rdc"]
        events = list(_events(folder, desk, plans["ptep"], plans["rdc"]))
        self._ahead: list[Event] = sorted(events, key=itemgetter(0))

    def also(self, events: Iterable[Event]) -> None:
        """Tell these too, each at its moment among the others."""
        self._ahead = sorted([*self._ahead, *events], key=itemgetter(0))

    def until(self, when: datetime) -> None:
        """Tell everything that happened by a moment of the story."""
        end = min(when, self._now)
        while self._ahead and self._ahead[0][0] <= end:
            _, act = self._ahead.pop(0)
            act()


def _events(folder: Path, desk: Desk, programme: Plan, strategy: Plan) -> Iterator[Event]:
    for plan in (programme, strategy):
        yield moment(AGREED), partial(agree_on_who_does_what, plan, desk)
        entries = tuple(read_ledger(folder / f"avance-{'ptep' if plan is programme else 'rdc'}-2026.csv"))
        yield from Telling(plan, desk, entries).events()
    yield from round_events(programme, desk)
    yield from cut_off_events(programme, desk)
    yield from aftermath(programme, desk)
    yield from remarks(programme, desk)
