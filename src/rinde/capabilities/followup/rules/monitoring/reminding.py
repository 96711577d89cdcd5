"""Who is reminded of what: one letter a person, one an office that has nobody. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rinde.capabilities.followup.rules.monitoring.board import BoardCell, actor_key, actor_name, pressing_first
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.foundations.law.terms import plain_day

ASKS_FOR_SOMETHING: frozenset[Standing] = frozenset({Standing.LATE, Standing.RETURNED, Standing.UNPROVED})
MOST_IN_A_MAIL = 40
WHAT_TO_DO: dict[Standing, str] = {
    Standing.LATE: "Repórtela, o diga por qué no se ha hecho.",
    Standing.RETURNED: "Lea el motivo, corríjala y envíela de nuevo.",
    Standing.UNPROVED: "Agregue una foto, un archivo o un enlace que lo muestre.",
}


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """Somebody who answers for units: over some of them, or over all of a plan (`actors` None)."""

    user_id: int
    name: str
    address: str
    actors: frozenset[int] | None = None

    def answers_for(self, actor_id: int | None) -> bool:
        """Whether a cell of this actor is theirs. Nobody of a unit answers for whom nobody has matched."""
        return actor_id is not None and (self.actors is None or actor_id in self.actors)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mailbox is told. `recipient` says whose it is without naming anybody: «user:12», «actor:3»."""

    recipient: str
    name: str
    address: str
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class UnitToRemind:
    """A unit that something is asked of, and who would be told: people, else its office, else nobody."""

    key: str
    name: str
    cells: tuple[BoardCell, ...]
    people: tuple[UnitPerson, ...] = ()
    office: str = ""  # its address, where no person is

    @property
    def is_unreachable(self) -> bool:
        return not self.people and not self.office


def waiting(cells: Iterable[BoardCell]) -> list[BoardCell]:
    """The cells whose unit has something to do now: they are late, sent back or unproved, whatever the round's days."""
    return [one for one in cells if one.standing in ASKS_FOR_SOMETHING]


def units_to_remind(
    cells: Iterable[BoardCell], *, people: Sequence[UnitPerson], offices: Mapping[int, str]
) -> tuple[UnitToRemind, ...]:
    """Every unit that something is asked of, by name, with whoever would be told.

    Args:
        offices: the address of an actor's office, where it has one.
    """
    found: dict[str, list[BoardCell]] = defaultdict(list)
    for one in pressing_first(waiting(cells)):
        found[actor_key(one.cell)].append(one)
    units = (_unit(key, own, people, offices) for key, own in found.items())
    return tuple(sorted(units, key=lambda one: (one.name, one.key)))


def _unit(
    key: str, cells: Sequence[BoardCell], people: Sequence[UnitPerson], offices: Mapping[int, str]
) -> UnitToRemind:
    cell = cells[0].cell
    actor_id = cell.key.actor_id
    told = tuple(one for one in people if one.answers_for(actor_id))
    office = "" if told or actor_id is None else offices.get(actor_id, "")
    return UnitToRemind(key, actor_name(cell), tuple(cells), told, office)


def letters(units: Iterable[UnitToRemind]) -> tuple[Letter, ...]:
    """One letter a person with all their units together, and one for each office that nobody stands for."""
    of_person: dict[int, list[BoardCell]] = defaultdict(list)
    persons: dict[int, UnitPerson] = {}
    offices = []
    for unit in units:
        for one in unit.people:
            persons[one.user_id] = one
            of_person[one.user_id].extend(unit.cells)
        if unit.office:
            offices.append(Letter(f"actor:{unit.key}", unit.name, unit.office, unit.cells))
    people = (
        Letter(f"user:{number}", one.name, one.address, tuple(pressing_first(of_person[number])))
        for number, one in persons.items()
    )
    return (*people, *offices)


def letter_lines(cells: Sequence[BoardCell]) -> tuple[str, ...]:
    """What a letter lists: each activity once, below it what is asked of it; of very many the first ones."""
    return tuple(_lines(cells))


def _lines(cells: Sequence[BoardCell]) -> Iterator[str]:
    shown: dict[str, list[BoardCell]] = defaultdict(list)
    for one in cells[:MOST_IN_A_MAIL]:
        shown[one.cell.activity_key].append(one)
    for own in shown.values():
        yield own[0].cell.label
        for one in own:
            word = STANDING_WORDS[one.standing][1]
            yield f"  - {word}: {one.cell.what}, para el {plain_day(one.cell.due_on)} ({actor_name(one.cell)})."
            yield f"    {WHAT_TO_DO[one.standing]}"
    if len(cells) > MOST_IN_A_MAIL:
        yield f"Y {len(cells) - MOST_IN_A_MAIL} más, que están en Rinde."
