"""Counting people: the same person once, and in public no cell from which anybody could be known. Pure.

A cell of fewer than five people is not shown, nor is one from which it would follow: the same rule as of surveys.
Hidden cells look all alike. Source: Ley 1581/2012 arts. 4f, 5 and 10d; that it is five is the house's practice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rinde.capabilities.surveys.rules.suppression import hidden_parts

NOT_SAID = "Sin dato"


@dataclass(frozen=True, slots=True)
class PublicCell:
    """`people` is None where the cell is not shown."""

    label: str
    people: int | None


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """What may be published of one way of sorting people. `is_withheld`: none of it, they are too few."""

    cells: tuple[PublicCell, ...]
    is_withheld: bool = False

    @property
    def has_hidden(self) -> bool:
        return any(cell.people is None for cell in self.cells)


def public_counts(cells: Sequence[tuple[str, int]]) -> PublicCounts:
    """Hide what would tell of somebody, given that the total is published.

    Args:
        cells: label and people; cells of nobody are left out.
    """
    present = [(label, people) for label, people in cells if people > 0]
    hidden = hidden_parts([people for _, people in present])
    if not hidden:
        return PublicCounts(tuple(PublicCell(label, people) for label, people in present))
    if len(hidden) == len(present):
        return PublicCounts((), is_withheld=True)
    # In the order of their names: an order by size would say which hidden cell is larger.
    shown = tuple(
        PublicCell(label, None if place in hidden else people) for place, (label, people) in enumerate(present)
    )
    return PublicCounts(tuple(sorted(shown, key=lambda cell: cell.label)))


def first_of_each(keys_of_each: Sequence[Iterable[str]]) -> tuple[int, ...]:
    """The places at which a person stands for the first time: entries with a key in common are one person.

    Two are one also through a third one. An entry without any key is somebody of whom nothing else is known.
    """
    parent: dict[str, str] = {}
    told = [list(keys) for keys in keys_of_each]
    for keys in told:
        for key in keys:
            parent.setdefault(key, key)
        for key in keys[1:]:
            parent[_root(parent, key)] = _root(parent, keys[0])
    seen: set[str] = set()
    first = []
    for place, keys in enumerate(told):
        person = _root(parent, keys[0]) if keys else ""
        if not person or person not in seen:
            first.append(place)
        seen.add(person)
    return tuple(first)


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def unique_people(keys_of_each: Sequence[Iterable[str]]) -> int:
    """Count different people."""
    return len(first_of_each(keys_of_each))


def unique_by(entries: Iterable[tuple[str, Iterable[str]]]) -> tuple[tuple[str, int], ...]:
    """Different people by unit or territory, most first. Somebody of two of them counts in each, once.

    Args:
        entries: (label, keys) of each attendance; an empty label is `NOT_SAID`.
    """
    sorted_out: dict[str, list[Iterable[str]]] = {}
    for label, keys in entries:
        sorted_out.setdefault(label or NOT_SAID, []).append(keys)
    counted = ((label, unique_people(keys)) for label, keys in sorted_out.items())
    return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))
