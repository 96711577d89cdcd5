"""The org chart as a tree: its order, its depth, and what may not hang from what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """One place of the tree in reading order. `depth` is 0 at the top."""

    id: int
    depth: int


def in_tree_order(parents: Mapping[int, int | None]) -> tuple[Branch, ...]:
    """Put children after their parent, siblings in the order of `parents`.

    A node whose parent is not in `parents` (closed, filtered out) stands at the top; nodes that hang from each other
    in a circle stand at the top as well, so that nothing is ever lost from sight.
    """
    children: dict[int | None, list[int]] = defaultdict(list)
    for node, parent in parents.items():
        children[parent if parent in parents else None].append(node)
    placed: list[Branch] = []
    seen: set[int] = set()
    for start in (*children[None], *parents):
        _place(start, children, placed, seen)
    return tuple(placed)


def _place(start: int, children: Mapping[int | None, list[int]], placed: list[Branch], seen: set[int]) -> None:
    waiting = [Branch(start, 0)]
    while waiting:
        branch = waiting.pop()
        if branch.id in seen:
            continue
        seen.add(branch.id)
        placed.append(branch)
        waiting += [Branch(child, branch.depth + 1) for child in reversed(children.get(branch.id, ()))]


def with_ancestors(found: Iterable[int], parents: Mapping[int, int | None]) -> frozenset[int]:
    """Add to the nodes found everything that they hang from, so that a search result keeps its place."""
    kept: set[int] = set()
    for node in found:
        current: int | None = node
        while current is not None and current in parents and current not in kept:
            kept.add(current)
            current = parents[current]
    return frozenset(kept)


def makes_cycle(parents: Mapping[int, int | None], node: int, new_parent: int | None) -> bool:
    """Tell whether a node would hang from itself, at any distance, under its new parent."""
    seen: set[int] = set()
    current = new_parent
    while current is not None and current not in seen:
        if current == node:
            return True
        seen.add(current)
        current = parents.get(current)
    return False
