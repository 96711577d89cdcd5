"""Every row of a plan by its part, in order: what the lists of places and of other activities offer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.queries.editing import node_choices
from rinde.capabilities.plans.rules.labels import shortened


@dataclass(frozen=True, slots=True)
class RowName:
    """An activity in a list."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A component or subcomponent with its activities."""

    node_id: int
    heading: str
    rows: tuple[RowName, ...]


def row_groups(plan: Plan) -> Sequence[RowGroup]:
    """Every part of a plan with the names of its rows. Two queries, whatever it holds."""
    rows: dict[int, list[RowName]] = defaultdict(list)
    named = Activity.objects.filter(plan=plan).order_by("position", "pk").values_list("pk", "node_id", "code", "name")
    for number, node_id, code, name in named:
        rows[node_id].append(RowName(number, shortened(f"{code} {name}".strip(), 100) or "actividad sin texto"))
    return tuple(
        RowGroup(node.id, f"{'— ' * node.depth}{shortened(node.heading, 90)}", tuple(rows.get(node.id, ())))
        for node in node_choices(plan)
    )
