"""What stands in the entity when a file arrives, indexed by the ways in which a row can mean it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.choices import ActorKind
from rinde.capabilities.entities.rules.names import folded_acronym, folded_name
from rinde.capabilities.entities.rules.org_chart.reading import ChartRow
from rinde.capabilities.entities.rules.validity import overlap

Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class ActorValues:
    """Everything that a file may say about an actor."""

    name: str
    code: str = ""
    acronym: str = ""
    kind: str = ActorKind.UNIT
    parent: int | None = None  # the id of an actor; negative: the line of the file that will create it
    is_missional: bool = False
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def period(self) -> Period:
        return self.valid_from, self.valid_to


class Standing:
    """The actors that exist, by id, by code and by folded name."""

    def __init__(self, actors: Mapping[int, ActorValues]) -> None:
        self.actors = actors
        self.by_code: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for key, actor in actors.items():
            if actor.code:
                self.by_code[folded_acronym(actor.code)].append(key)
            self.by_name[folded_name(actor.name)].append(key)

    def meant_by(self, row: ChartRow) -> int | None:
        """The actor that a row speaks of: by its code, or by its name in the same period; None for a new one."""
        by_code = self._best(self.by_code.get(folded_acronym(row.code), ()) if row.code else (), row)
        return by_code if by_code is not None else self._best(self.by_name.get(folded_name(row.name), ()), row)

    def _best(self, candidates: Iterable[int], row: ChartRow) -> int | None:
        sharing = [key for key in candidates if overlap(self.actors[key].period, (row.valid_from, row.valid_to))]
        return max(sharing, key=lambda key: self._closeness(key, row), default=None)

    def _closeness(self, key: int, row: ChartRow) -> tuple[bool, bool, date]:
        """Same beginning first, then still open, then the latest: a file without dates speaks of today."""
        actor = self.actors[key]
        same_start = row.valid_from is not None and actor.valid_from == row.valid_from
        return same_start, actor.valid_to is None, actor.valid_to or actor.valid_from or date.min
