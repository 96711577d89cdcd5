"""From the names that a person types in one cell to who answers, and back. Pure.

«Secretaría de Planeación; Todas las dependencias (apoyo)»: names apart by semicolons or lines, whoever helps marked so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rinde.capabilities.entities.rules.names import folded_name
from rinde.capabilities.plans.choices import AssignmentRole
from rinde.capabilities.plans.rules.content import AssignmentContent
from rinde.capabilities.plans.rules.rows import Assignee

SUPPORT_MARK = "(apoyo)"
_SEPARATOR = re.compile(r"[;\n]")
_SUPPORT = re.compile(r"\s*\(\s*apoyo\s*\)\s*$", re.IGNORECASE)
_GROUP_SIZE = re.compile(r"\s*\(\s*\d+\s*\)\s*$")  # «Todas las dependencias (28)», as pages show it

Who = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be made responsible: an actor or a group, by its name and by what else it is called."""

    name: str
    others: tuple[str, ...] = ()  # acronym and aliases
    actor_id: int | None = None
    group_id: int | None = None

    @property
    def who(self) -> Who:
        return self.actor_id, self.group_id


def read_responsibles(
    text: str, *, standing: Sequence[tuple[str, Assignee]], people: Iterable[Person]
) -> tuple[Assignee, ...]:
    """Read who answers from the words of a cell, in their order, each once.

    Args:
        standing: who answers now, by the name that the cell shows: a name that stays keeps everything that is theirs.
        people: everybody who can be chosen. A name that two of them share is left as text, for a person to choose.
    """
    kept = {folded_name(name): assignee for name, assignee in standing}
    known = _directory(people)
    found: dict[object, Assignee] = {}
    for name, role in _names(text):
        assignee = _assignee(name, kept, known)
        who = (assignee.actor_id, assignee.group_id)
        found.setdefault(who if any(who) else folded_name(assignee.text), replace(assignee, role=role))
    return tuple(found.values())


def _names(text: str) -> Iterator[tuple[str, str]]:
    for piece in _SEPARATOR.split(text):
        name = _SUPPORT.sub("", piece).strip()
        if name:
            yield name, AssignmentRole.SUPPORT.value if _SUPPORT.search(piece) else AssignmentRole.LEAD.value


def _assignee(name: str, kept: dict[str, Assignee], known: dict[str, set[Who]]) -> Assignee:
    for spelling in (name, _GROUP_SIZE.sub("", name)):
        folded = folded_name(spelling)
        if folded in kept:
            return kept[folded]
        if len(known.get(folded, ())) == 1:
            ((actor_id, group_id),) = known[folded]
            return Assignee(spelling, actor_id, group_id)
    return Assignee(name)


def _directory(people: Iterable[Person]) -> dict[str, set[Who]]:
    """Who is meant by each folded name. A full name counts before somebody else's acronym or alias."""
    by_name: dict[str, set[Who]] = defaultdict(set)
    by_other: dict[str, set[Who]] = defaultdict(set)
    for one in people:
        by_name[folded_name(one.name)].add(one.who)
        for other in filter(None, one.others):
            by_other[folded_name(other)].add(one.who)
    return {**by_other, **by_name}


def write_responsibles(names: Sequence[str], roles: Sequence[str]) -> str:
    """Write who answers as `read_responsibles` reads it."""
    return "; ".join(
        f"{name} {SUPPORT_MARK}" if role == AssignmentRole.SUPPORT else name
        for name, role in zip(names, roles, strict=True)
    )


def shown_name(one: AssignmentContent) -> str:
    """The name that a page shows for an assignment: the actor's own, the group's, or the plan's words."""
    return one.actors[0].name if len(one.actors) == 1 and not one.group else one.group or one.text
