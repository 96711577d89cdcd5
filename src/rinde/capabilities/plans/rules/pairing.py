"""Which stored row goes on as which wanted one, so that what hangs from a row stays when its facts change. Pure.

A milestone remembers each time that it was moved after it had fallen due; a new date must not make it forget. An
assignment carries its frozen list; another role must not empty it.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from rinde.capabilities.plans.rules.schedules import PlannedDate

Stored = TypeVar("Stored")
Wanted = TypeVar("Wanted")


def pair_rows(
    stored: Sequence[Stored],
    wanted: Sequence[Wanted],
    *keys: tuple[Callable[[Stored], Hashable], Callable[[Wanted], Hashable]],
) -> dict[int, int]:
    """Give for the positions of wanted things the positions of stored ones with the same key.

    Args:
        keys: pairs of functions, the strictest first; what one pair leaves over, the next may still match.
    """
    found: dict[int, int] = {}
    for stored_key, wanted_key in keys:
        taken = set(found.values())
        left: dict[Hashable, list[int]] = {}
        for place, one in enumerate(stored):
            if place not in taken:
                left.setdefault(stored_key(one), []).append(place)
        for place, new in enumerate(wanted):
            if place not in found and (alike := left.get(wanted_key(new))):
                found[place] = alike.pop(0)
    return found


def pair_dates(stored: Sequence[PlannedDate], wanted: Sequence[PlannedDate]) -> dict[int, int]:
    """Give for the positions of wanted dates the positions of the stored ones that they go on from.

    First what did not change, then the same name, then the same day, then what is left by its place in time. Two
    dates with different names are two things, and never one that moved.
    """
    found = pair_rows(stored, wanted, (_fact, _fact), (_name, _name), (_day, _day))
    _pair_by_place(stored, wanted, found)
    return found


def _fact(one: PlannedDate) -> Hashable:
    return one.due_on, one.starts_on, one.name


def _name(one: PlannedDate) -> Hashable:
    return one.name or object()  # what has no name is like nothing else


def _day(one: PlannedDate) -> Hashable:
    return one.due_on


def _pair_by_place(stored: Sequence[PlannedDate], wanted: Sequence[PlannedDate], found: dict[int, int]) -> None:
    """As many as before: in order. More or fewer: each to the nearest day."""
    olds, news = _left(stored, frozenset(found.values())), _left(wanted, frozenset(found))
    in_order = zip(olds, news, strict=True) if len(olds) == len(news) else _nearest(stored, wanted, olds, news)
    for old, new in in_order:
        clash = stored[old].name and wanted[new].name
        if not clash and new not in found and old not in found.values():
            found[new] = old


def _nearest(
    stored: Sequence[PlannedDate], wanted: Sequence[PlannedDate], olds: Sequence[int], news: Sequence[int]
) -> Sequence[tuple[int, int]]:
    pairs = [(old, new) for old in olds for new in news]
    return sorted(pairs, key=lambda pair: abs((stored[pair[0]].due_on - wanted[pair[1]].due_on).days))


def _left(ones: Sequence[PlannedDate], taken: frozenset[int]) -> list[int]:
    return sorted((place for place in range(len(ones)) if place not in taken), key=lambda place: ones[place])
