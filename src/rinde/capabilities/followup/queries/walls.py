"""What the units of an entity owe over all its plans, for their sheets on the wall: one reading for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.followup.queries.cells import cell_states_of_plans, cells_of_plans
from rinde.capabilities.followup.rules.standing import CellState
from rinde.capabilities.followup.rules.walls import Wall, WallRow, wall_of
from rinde.capabilities.plans.models import Plan


@dataclass(frozen=True, slots=True)
class UnitWall:
    """A unit and its sheet. `actor_id` is 0 for what the plans leave to somebody whom nobody has matched."""

    actor_id: int
    wall: Wall
    plans: tuple[Plan, ...]  # in which it owes something


def unit_walls(plans: Iterable[Plan], *, today: date, actor_id: int | None = None) -> tuple[UnitWall, ...]:
    """The sheet of each unit that answers for something in some plans, by name; or of one of them. Three queries.

    Args:
        actor_id: only this unit; 0: what is nobody's.
    """
    by_id = {plan.pk: plan for plan in plans}
    found = cells_of_plans(by_id.values())
    cells = [
        WallRow(plan_id, " ".join(by_id[plan_id].title.split()), cell)
        for plan_id, one in found.items()
        for cell in one.cells
        if actor_id is None or (cell.key.actor_id or 0) == actor_id
    ]
    states = cell_states_of_plans(by_id.values(), [row.cell for row in cells])
    units: dict[int, list[tuple[WallRow, CellState]]] = {}
    for row, state in zip(cells, states, strict=True):
        units.setdefault(row.cell.key.actor_id or 0, []).append((row, state))
    walls = (
        UnitWall(
            number,
            wall_of(rows[-1][0].cell.actor_name if number else NOBODY, rows, today=today),
            tuple(by_id[plan_id] for plan_id in dict.fromkeys(row.plan_id for row, _ in rows)),
        )
        for number, rows in units.items()
    )
    return tuple(sorted(walls, key=lambda one: (one.actor_id == 0, one.wall.name.casefold())))


NOBODY = "Sin responsable conocido"
