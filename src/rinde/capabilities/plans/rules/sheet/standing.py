"""What stands in a plan when a sheet is written or read: its activities, and the names that a cell may use. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rinde.capabilities.entities.rules.names import folded_acronym, folded_name
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.schedules import Period

STEP = " › "  # between a component and its subcomponent


@dataclass(frozen=True, slots=True)
class Place:
    """A component or subcomponent."""

    id: int
    heading: str
    code: str = ""
    parent: str = ""  # heading of the component above it

    @property
    def path(self) -> str:
        """«3. Rendición de cuentas › 3.1 Diálogo»."""
        return f"{self.parent}{STEP}{self.heading}" if self.parent else self.heading


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or a group. One that is no longer in the org chart keeps its name where it already answers."""

    id: int
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class StandingActivity:
    """An activity of the plan. `key` is its stable code; who saved it last, by name, and when."""

    id: int
    key: str
    values: ActivityValues
    edited_at: datetime | None = None
    edited_by: str = ""


@dataclass(frozen=True)
class Standing:
    """A plan as its sheet knows it. `objectives` are ids in the order in which people number them."""

    plan_id: int
    period: Period
    places: tuple[Place, ...] = ()
    objectives: tuple[int, ...] = ()
    actors: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    activities: tuple[StandingActivity, ...] = ()
    edited_at: datetime | None = None

    @cached_property
    def by_key(self) -> dict[str, StandingActivity]:
        return {one.key: one for one in self.activities}

    @cached_property
    def paths(self) -> dict[int, str]:
        return {one.id: one.path for one in self.places}

    @cached_property
    def objective_numbers(self) -> dict[int, int]:
        return {objective: number for number, objective in enumerate(self.objectives, start=1)}

    @cached_property
    def actor_names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.actors}

    @cached_property
    def group_names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.groups}

    @cached_property
    def _places_by_name(self) -> dict[str, list[int]]:
        """Every way to name a place; the whole path first, so that it wins over shorter ways that several share."""
        return _indexed((name, one.id) for one in self.places for name in (one.path, one.heading, one.code))

    @cached_property
    def _actors_by_name(self) -> dict[str, list[int]]:
        return _indexed((name, one.id) for one in self.actors if one.is_current for name in (one.name, *one.aliases))

    @cached_property
    def _actors_by_acronym(self) -> dict[str, list[int]]:
        named = ((folded_acronym(one.acronym), one.id) for one in self.actors if one.is_current)
        return _indexed(named)

    @cached_property
    def _groups_by_name(self) -> dict[str, list[int]]:
        return _indexed((one.name, one.id) for one in self.groups)

    def places_called(self, name: str) -> tuple[int, ...]:
        """The components that a text may mean; more than one where the plan has several with that heading."""
        exact = tuple(one.id for one in self.places if one.path == name)
        return exact if len(exact) == 1 else tuple(self._places_by_name.get(folded_name(name), ()))

    def actor_called(self, name: str) -> int | None:
        """The actor of today's org chart with this name, alias or acronym; None where nobody or several have it."""
        exact = [one.id for one in self.actors if one.is_current and one.name == name]
        found = exact or self._actors_by_name.get(folded_name(name)) or self._by_acronym(name)
        return found[0] if found and len(found) == 1 else None

    def _by_acronym(self, name: str) -> list[int]:
        return self._actors_by_acronym.get(folded_acronym(name), []) if name.strip() else []

    def group_called(self, name: str) -> int | None:
        """The group with this name; None where there is none, or several."""
        exact = [one.id for one in self.groups if one.name == name]
        found = exact or self._groups_by_name.get(folded_name(name), [])
        return found[0] if len(found) == 1 else None

    def names(self) -> Iterator[str]:
        """Every name that a cell of responsibles may use, as it is written there."""
        yield from (one.name for one in self.actors if one.is_current)
        yield from (f"{one.name} (grupo)" for one in self.groups)


def _indexed(names: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, number in names:
        folded = folded_name(name)
        if folded and number not in found.setdefault(folded, []):
            found[folded].append(number)
    return found
