"""The cells of plans that a space may serve, and those that it serves, as people know them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.queries.cells import cells_of_plans, followed_plans
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.plans.models import Plan
from rinde.foundations.text.folding import fold

MOST_FOUND = 25


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell with the plan that promises it."""

    plan: Plan
    cell: Cell


@dataclass(frozen=True, slots=True)
class ServedCell:
    """A cell that a step serves. `found` is None where the published version no longer has it."""

    row: SpaceCell
    found: FoundCell | None


def served_cells(space: DialogueSpace) -> list[ServedCell]:
    """What the steps of a space fulfil. Two queries once the versions are known."""
    rows = list(SpaceCell.objects.filter(space=space).select_related("plan"))
    known = _by_key(row.plan for row in rows)
    return [ServedCell(row, known.get((row.plan_id, _key_of(row)))) for row in rows]


def _by_key(plans: Iterable[Plan]) -> dict[tuple[int, CellKey], FoundCell]:
    by_id = {plan.pk: plan for plan in plans}
    found = cells_of_plans(by_id.values())
    return {
        (number, cell.key): FoundCell(by_id[number], cell) for number, cells in found.items() for cell in cells.cells
    }


def _key_of(row: SpaceCell) -> CellKey:
    return CellKey(row.deliverable_id, row.milestone_id, row.actor_id)


def search_cells(entity: Entity, words: str) -> Sequence[FoundCell]:
    """The cells of the plans that are carried out which have every word somewhere, by date; the first ones only.

    Two queries once the versions are known.
    """
    asked = fold(words).split()
    plans = {plan.pk: plan for plan in followed_plans(entity)}
    found = [
        FoundCell(plans[number], cell)
        for number, cells in cells_of_plans(plans.values()).items()
        for cell in cells.cells
        if asked and all(word in _text_of(cell) for word in asked)
    ]
    return sorted(found, key=lambda one: (one.cell.due_on, one.cell.label))[:MOST_FOUND]


def _text_of(cell: Cell) -> str:
    return fold(" ".join((cell.label, cell.what, cell.milestone_name, cell.actor_name, cell.actor_acronym)))
