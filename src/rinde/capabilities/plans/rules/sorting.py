"""From the flat rows of a document to the tree of a plan. Pure.

Nothing of the printed words is lost: a heading stays as it is and only lends its code. A document that prints no
components is one component, named as the plan.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rinde.capabilities.plans.rules.addresses import Place, activity_keys
from rinde.capabilities.plans.rules.labels import code_in_heading
from rinde.capabilities.plans.rules.rows import DeliverableValues, PlanRow
from rinde.foundations.text.folding import fold


@dataclass(slots=True)
class SortedActivity:
    """The rows that are one activity, and the address that it gets."""

    code: str
    name: str
    rows: list[PlanRow] = field(default_factory=list)
    key: str = ""

    @property
    def description(self) -> str:
        """What all its rows say in common; nothing where each row is a task of its own."""
        return self.rows[0].description if self._described_once else ""

    @property
    def _described_once(self) -> bool:
        return len({row.description for row in self.rows}) == 1

    def deliverables(self) -> Iterator[DeliverableValues]:
        """Give the deliverables in the order of the rows, each with its own task where the rows differ."""
        for row in self.rows:
            own = "" if self._described_once else row.description
            yield replace(row.deliverable, description=own)


@dataclass(slots=True)
class SortedNode:
    """A component or subcomponent with what stands in it, in the document's order."""

    heading: str
    activities: dict[tuple[str, str], SortedActivity] = field(default_factory=dict)
    children: dict[str, "SortedNode"] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return code_in_heading(self.heading)


def sort_rows(rows: Sequence[PlanRow], *, title: str) -> tuple[SortedNode, ...]:
    """Sort rows into components, subcomponents and activities, each in the order in which it first appears.

    Args:
        title: of the plan, for the rows without a component.
    """
    components: dict[str, SortedNode] = {}
    for row in rows:
        place = components.setdefault(fold(row.component), SortedNode(row.component or title))
        if row.subcomponent:
            place = place.children.setdefault(fold(row.subcomponent), SortedNode(row.subcomponent))
        identity = (row.code, fold(row.activity))
        place.activities.setdefault(identity, SortedActivity(row.code, row.activity)).rows.append(row)
    _give_keys(tuple(components.values()))
    return tuple(components.values())


def _give_keys(components: Sequence[SortedNode]) -> None:
    placed = list(_places(components))
    keys = activity_keys([place for place, _ in placed])
    for (_, activity), key in zip(placed, keys, strict=True):
        activity.key = key


def _places(components: Sequence[SortedNode]) -> Iterator[tuple[Place, SortedActivity]]:
    for component, label in zip(components, sibling_labels([one.code for one in components]), strict=True):
        for position, activity in enumerate(component.activities.values(), start=1):
            yield Place(activity.code, label, position=position), activity
        children = tuple(component.children.values())
        for child, inner in zip(children, sibling_labels([one.code for one in children]), strict=True):
            for position, activity in enumerate(child.activities.values(), start=1):
                yield Place(activity.code, label, inner, position), activity


def sibling_labels(codes: Sequence[str]) -> tuple[str, ...]:
    """Give each sibling the label that tells it from the others: its code, or its position where codes do not."""
    counts = Counter(codes)
    return tuple(code if code and counts[code] == 1 else str(position) for position, code in enumerate(codes, start=1))
