"""The plan as the rules look at it: rows in order with the words of each folded once, for one review. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Any, TypeVar

from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent, NodeContent, PlanContent
from rinde.capabilities.plans.rules.labels import activity_labels, node_label, shortened
from rinde.capabilities.plans.rules.review.context import ReviewContext
from rinde.capabilities.plans.rules.review.findings import Field, Place
from rinde.foundations.text.folding import fold_keeping_length
from rinde.foundations.text.quantities import Quantity, read_quantity

T = TypeVar("T")
# A target says how much in its first sentence; what follows for pages is read by nobody and costs time.
_STATES_ITS_QUANTITY_WITHIN = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity with where it stands and how a sentence names it."""

    content: ActivityContent
    component: NodeContent
    subcomponent: NodeContent | None
    label: str  # «actividad 3.2»

    def at(self, field: Field) -> Place:
        """The cell of the activity itself."""
        return Place(field, self.label, self.content.key, self.content.id)


@dataclass(frozen=True, slots=True)
class Row:
    """One deliverable of an activity: what a plan prints as a row."""

    entry: Entry
    content: DeliverableContent
    position: int  # within the activity, from 0
    label: str  # «actividad 3.2 (producto 2)»

    def at(self, field: Field) -> Place:
        """A cell of the row."""
        activity = self.entry.content
        return Place(field, self.label, activity.key, activity.id, self.content.id, deliverable=self.position)


@dataclass(frozen=True, slots=True)
class Part:
    """A component or subcomponent."""

    content: NodeContent
    path: tuple[int, ...]

    @property
    def label(self) -> str:
        return node_label(self.content)

    def at(self, field: Field) -> Place:
        return Place(field, self.label, node_id=self.content.id, node_path=self.path)


class Subject:
    """A plan under review. Kept for one review only, with everything that more than one rule asks for."""

    def __init__(self, content: PlanContent, context: ReviewContext) -> None:
        self.content = content
        self.context = context
        self._folded: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._quantities: dict[str, Quantity | None] = {}
        self._kept: dict[tuple[str, int], Any] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every activity in the plan's order."""
        placed = tuple(self.content.placed())
        labels = activity_labels(placed)
        same = Counter(labels.values())
        entries = []
        for one in placed:
            label = labels[one.activity.key]
            if same[label] > 1 and one.activity.code and one.activity.name:
                label = f"{label} («{shortened(one.activity.name, 40)}»)"
            entries.append(Entry(one.activity, one.component, one.subcomponent, label))
        return tuple(entries)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every deliverable in the plan's order."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        for entry in self.entries:
            several = len(entry.content.deliverables) > 1
            for position, one in enumerate(entry.content.deliverables):
                yield Row(entry, one, position, f"{entry.label} (producto {position + 1})" if several else entry.label)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every component, each followed by its subcomponents."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        for position, component in enumerate(self.content.nodes):
            yield Part(component, (position,))
            for below, child in enumerate(component.children):
                yield Part(child, (position, below))

    def folded(self, text: str) -> str:
        """The text in lower case without accents, letter for letter, worked out once a review."""
        if text not in self._folded:
            self._folded[text] = fold_keeping_length(text)
        return self._folded[text]

    def plain(self, text: str) -> str:
        """The text as it is compared: folded, with single blanks and without the dot at its end."""
        if text not in self._plain:
            self._plain[text] = " ".join(self.folded(text).split()).strip(" .")
        return self._plain[text]

    def promise(self, row: Row) -> str:
        """What a row promises, folded: its target and its product, each once."""
        one = row.content
        target = self.folded(one.target)
        return target if one.product in {"", one.target} else f"{target} {self.folded(one.product)}"

    def once(self, what: str, row: Row | None, find: Callable[[], T]) -> T:
        """Work something out of a row, or of the plan, for the first rule that asks, and keep it for the others."""
        key = (what, id(row))
        if key not in self._kept:
            self._kept[key] = find()
        found: T = self._kept[key]
        return found

    def quantity(self, text: str) -> Quantity | None:
        """The first quantity that a text states, worked out once a review."""
        if text not in self._quantities:
            read = read_quantity(text[:_STATES_ITS_QUANTITY_WITHIN])
            # A figure of hundreds of digits is no quantity; its arithmetic would fail.
            self._quantities[text] = read if read and isfinite(read.value) else None
        return self._quantities[text]

    def header(self) -> Place:
        """The header of the plan."""
        return Place(Field.HEADER, "datos del plan")
