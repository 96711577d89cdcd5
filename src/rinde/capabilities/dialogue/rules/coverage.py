"""«¿Quién falta?»: which groups of value have a space in a year, quarter by quarter, and which have none. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.rules.states import OVER

QUARTERS = ("Enero a marzo", "Abril a junio", "Julio a septiembre", "Octubre a diciembre")


@dataclass(frozen=True, slots=True)
class CoveringSpace:
    """A space of the year with the groups that it calls, by their numbers."""

    id: int
    title: str
    slug: str
    status: str
    starts_on: date
    group_ids: frozenset[int]

    @property
    def is_held(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True, slots=True)
class CoveredGroup:
    """A group with its spaces, quarter by quarter."""

    id: int
    name: str
    quarters: tuple[tuple[CoveringSpace, ...], ...]

    @property
    def named_quarters(self) -> tuple[tuple[str, tuple[CoveringSpace, ...]], ...]:
        """Each quarter by its name with its spaces."""
        return tuple(zip(QUARTERS, self.quarters, strict=True))

    @property
    def spaces(self) -> int:
        return sum(len(one) for one in self.quarters)

    @property
    def held(self) -> int:
        return sum(space.is_held for one in self.quarters for space in one)

    @property
    def is_missing(self) -> bool:
        return self.spaces == 0


def quarter_of(day: date) -> int:
    """0 for January to March, 3 for October to December."""
    return (day.month - 1) // 3


def coverage_of(groups: Sequence[tuple[int, str]], spaces: Iterable[CoveringSpace]) -> tuple[CoveredGroup, ...]:
    """Put the spaces of a year under the groups that they call; those without any first, then by name.

    Args:
        groups: (number, name) of each group that counts.
        spaces: of one year; a cancelled one reaches nobody and is left out.
    """
    standing = sorted((one for one in spaces if one.status != SpaceStatus.CANCELLED), key=lambda one: one.starts_on)
    covered = [
        CoveredGroup(
            number,
            name,
            tuple(
                tuple(one for one in standing if number in one.group_ids and quarter_of(one.starts_on) == quarter)
                for quarter in range(len(QUARTERS))
            ),
        )
        for number, name in groups
    ]
    return tuple(sorted(covered, key=lambda one: (not one.is_missing, one.name)))


def missing_in_words(covered: Sequence[CoveredGroup], year: int) -> str:
    """«2 de 5 grupos no tienen un espacio en 2026: Juventud y Víctimas.»; empty where nobody is missing."""
    names = [one.name for one in covered if one.is_missing]
    if not names:
        return ""
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} y {names[-1]}"
    have = "no tiene" if len(names) == 1 else "no tienen"
    groups = "grupo" if len(covered) == 1 else "grupos"
    return f"{len(names)} de {len(covered)} {groups} {have} un espacio en {year}: {told}."
