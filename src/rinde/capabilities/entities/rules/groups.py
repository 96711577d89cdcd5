"""Who belongs to a group on a day: «todas las dependencias», «los organismos misionales»."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.choices import ActorKind, GroupRule
from rinde.capabilities.entities.rules.validity import is_valid_on


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What a rule asks about an actor."""

    id: int
    kind: str
    parent_id: int | None = None
    is_missional: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group: its rule, and for a named list whom it names."""

    rule: str
    named: frozenset[int] = frozenset()


def members_of(group: GroupFacts, actors: Iterable[ActorFacts], on: date) -> tuple[int, ...]:
    """Give the ids of the actors that belong to the group on a day, in the order of `actors`.

    A rule counts organisational units only: a committee or a process is no «dependencia». A named list keeps
    whoever was chosen, of any kind, while they are valid.
    """
    valid = [actor for actor in actors if is_valid_on(actor.valid_from, actor.valid_to, on)]
    if group.rule == GroupRule.NAMED:
        return tuple(actor.id for actor in valid if actor.id in group.named)
    units = [actor for actor in valid if actor.kind == ActorKind.UNIT]
    if group.rule == GroupRule.MISSIONAL_UNITS:
        return tuple(unit.id for unit in units if unit.is_missional)
    if group.rule == GroupRule.TOP_LEVEL_UNITS:
        return _top_level(units)
    if group.rule == GroupRule.ALL_UNITS:
        return tuple(unit.id for unit in units)
    return ()  # a rule of an older version: nobody, rather than everybody


def _top_level(units: list[ActorFacts]) -> tuple[int, ...]:
    """The first level that answers for work: what hangs from the only root, or the roots where there are several.

    An org chart usually has one root, the office of the mayor or director; «de primer nivel» means the ones below it.
    """
    ids = {unit.id for unit in units}
    roots = [unit.id for unit in units if unit.parent_id not in ids]
    if len(roots) != 1:
        return tuple(roots)
    below = tuple(unit.id for unit in units if unit.parent_id == roots[0])
    return below or tuple(roots)
