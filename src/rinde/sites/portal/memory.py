"""What this process has made ready of the follow-up of plans, for as long as nothing happened in their entity.

Whatever changes a page leaves an entry in the entity's trail, in its own transaction. So the number of the last entry
tells, with one question to the database, whether what was made ready still holds: in every process, to the moment.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from rinde.services.audit.queries import last_number
from rinde.sites.portal.editions import Edition

Made = TypeVar("Made")


class Memory(Generic[Made]):
    """The newest of each thing, up to so many things; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Made]] = OrderedDict()
        self._turn = Lock()

    def ready(
        self,
        edition: Edition,
        make: Callable[[], Made],
        *,
        entity_id: int,
        today: date,
        about: str = "",
        since: Hashable | None = None,
    ) -> Made:
        """What was made of a plan in force, or of a thing in it; made anew where anything happened since.

        One query, and those of `make` where it is made.

        Args:
            since: what it was made from, where that is less than all that happens in the entity; no query then.
        """
        if not settings.KEEPS_PAGES_READY:
            return make()
        thing = (entity_id, edition.published.plan_id, about)
        moment = (edition.version_id, edition.sha256, last_number(entity_id) if since is None else since, today)
        with self._turn:
            known = self._kept.get(thing)
            if known is not None and known[0] == moment:
                self._kept.move_to_end(thing)
                return known[1]
        made = make()
        with self._turn:
            self._kept[thing] = (moment, made)
            self._kept.move_to_end(thing)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._turn:
            self._kept.clear()
