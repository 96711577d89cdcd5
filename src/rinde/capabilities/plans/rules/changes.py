"""What changed between two versions of a plan, in words: the version's summary, the publish page, the feed of changes.

Pure: two frozen contents in, sentences out. Activities are matched by key, which never changes. What each change says
in full («La fecha de la actividad 3.2 pasó del…») is told from this structure by `change_requests.words`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    DeliverableContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
)
from rinde.capabilities.plans.rules.facts import (
    DATES,
    DATES_IN_WORDS,
    HOW_OFTEN,
    OF_ACTIVITY,
    OF_DELIVERABLE,
    ORDER_OF_PARTS,
    ORDER_OF_PRODUCTS,
    PLACE,
    PRODUCT,
    SINGLE_DATES,
    Values,
    activity_facts,
    header_facts,
    header_values,
    names_of,
    part_text,
    part_values,
    place_of,
    placement_values,
    placements_text,
    spelled,
)
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.products import Pair, are_reordered, matched, named_product

_ONLY_FIGURES = re.compile(r"[\d\s/.,;:·–-]*(?:\b[yae]\b[\d\s/.,;:·–-]*)*")
_SUMMARY_LENGTH = 500  # of `PlanVersion.summary`

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that reads differently; empty text where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """An activity that came, went or reads differently; `before` is None for a new one, `after` for one that went."""

    key: str
    label: str  # «actividad 3.1»
    name: str
    fields: tuple[FieldChange, ...] = ()  # none for an activity that was added or taken out
    before: PlacedActivity | None = None
    after: PlacedActivity | None = None

    @property
    def head(self) -> str:
        """What stands before the name: the label, unless it is made of the name for want of a code."""
        return "actividad" if self.label.startswith("actividad «") else self.label


@dataclass(frozen=True, slots=True)
class PartChange:
    """A component or subcomponent that came, went or reads differently."""

    before: NodeContent | None
    after: NodeContent | None
    above_before: NodeContent | None = None  # the component that a subcomponent was in
    above_after: NodeContent | None = None

    @property
    def heading(self) -> str:
        node = self.after or self.before
        return node.heading if node else ""


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Everything that differs. `is_first` where there was nothing before."""

    before: PlanContent | None = None
    after: PlanContent | None = None
    is_first: bool = False
    header: tuple[FieldChange, ...] = ()
    parts: tuple[FieldChange, ...] = ()  # what components and subcomponents say, each under its heading
    nodes: tuple[PartChange, ...] = ()  # the same components, whole
    added: tuple[ActivityChange, ...] = ()
    removed: tuple[ActivityChange, ...] = ()
    changed: tuple[ActivityChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.is_first or self.header or self.nodes or self.added or self.removed or self.changed)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of change, none where nothing changed."""
        if self.is_first:
            return (f"Primera versión publicada, con {_count(len(self.added), 'actividad', 'actividades')}.",)
        return tuple(filter(None, (
            _listed(self.added, "Entra", "Entran"),
            _listed(self.removed, "Sale", "Salen"),
            _listed(self.changed, "Cambia", "Cambian"),
            _named_list("Cambian componentes", (shortened(one.heading) or "sin nombre" for one in self.nodes)),
            _named_list("Cambian datos del plan", (one.label.lower() for one in self.header)),
        )))  # fmt: skip

    def summary(self) -> str:
        """All sentences in one text that fits a version's row."""
        return shortened(" ".join(self.sentences()) or "Sin cambios.", _SUMMARY_LENGTH)


def changes_between(before: PlanContent | None, after: PlanContent) -> PlanChanges:
    """Compare two contents of the same plan; None before means that this is its first version."""
    now = {one.activity.key: one for one in after.placed()}
    labels_now = activity_labels(now.values())
    if before is None:
        added = tuple(_named(one, labels_now, after=one) for one in now.values())
        return PlanChanges(None, after, is_first=True, added=added)
    then = {one.activity.key: one for one in before.placed()}
    labels_then = activity_labels(then.values())
    both = (
        (key, one, _activity_differences(then[key], one))
        for key, one in now.items()
        if key in then and then[key] != one
    )
    nodes = tuple(_part_changes(before, after))
    return PlanChanges(
        before,
        after,
        header=tuple(_header_differences(before, after)),
        parts=tuple(field for one in nodes for field in part_fields(one)),
        nodes=nodes,
        added=tuple(_named(one, labels_now, after=one) for key, one in now.items() if key not in then),
        removed=tuple(_named(one, labels_then, before=one) for key, one in then.items() if key not in now),
        changed=tuple(
            _named(one, labels_now, before=then[key], after=one, fields=fields) for key, one, fields in both if fields
        ),
    )


def _named(
    placed: PlacedActivity,
    labels: Mapping[str, str],
    *,
    before: PlacedActivity | None = None,
    after: PlacedActivity | None = None,
    fields: tuple[FieldChange, ...] = (),
) -> ActivityChange:
    key = placed.activity.key
    return ActivityChange(key, labels[key], placed.activity.name, fields, before, after)


def _activity_differences(old: PlacedActivity, new: PlacedActivity) -> tuple[FieldChange, ...]:
    """What differs in an activity. A component that only got another name has not moved its activities."""
    pairs = matched(old.activity.deliverables, new.activity.deliverables)
    differing = {label for label, value in OF_ACTIVITY.items() if value(old.activity) != value(new.activity)}
    differing |= {label for label in OF_DELIVERABLE if _differs(label, pairs)}
    if has_moved(old, new):
        differing.add(PLACE)
    if any(one is None or other is None for one, other in pairs):
        differing.add(PRODUCT)
    words = activity_facts(old), activity_facts(new)
    found = [_field(label, words, (old, new)) for label in words[0] if label in differing]
    if are_reordered(old.activity.deliverables, new.activity.deliverables):
        found.append(FieldChange(ORDER_OF_PRODUCTS, *(_products(one.activity) for one in (old, new))))
    if DATES in differing:
        found = [one for one in found if not _repeats_the_dates(one)]
    return tuple(_said_as_single(one) if one.label == HOW_OFTEN else one for one in found)


def _differs(label: str, pairs: Sequence[Pair]) -> bool:
    """Whether the products that stay say something else, or those that came another thing than those that went."""
    value, nothing = OF_DELIVERABLE[label], OF_DELIVERABLE[label](DeliverableContent())
    staying = [(value(one), value(other)) for one, other in pairs if one and other]
    went = Counter(value(one) for one, other in pairs if one and other is None)
    came = Counter(value(other) for one, other in pairs if other and one is None)
    del went[nothing], came[nothing]
    return any(one != other for one, other in staying) or went != came


def _field(label: str, words: tuple[Facts, Facts], sides: tuple[PlacedActivity, PlacedActivity]) -> FieldChange:
    """The usual words of a column where they differ; else words that do."""
    before, after = (one[label] for one in words)
    return (
        FieldChange(label, before, after)
        if before != after
        else FieldChange(label, *(_spelled_out(label, one) for one in sides))
    )


def _spelled_out(label: str, placed: PlacedActivity) -> str:
    """A column with the number of each product before what it says."""
    activity = placed.activity
    if label == PLACE:
        return f"{placed.component.heading}, {place_of(placed).heading}"
    own = spelled(OF_ACTIVITY[label](activity)) if label in OF_ACTIVITY else ""
    if label not in OF_DELIVERABLE:
        return own
    value, nothing = OF_DELIVERABLE[label], OF_DELIVERABLE[label](DeliverableContent())
    each = [
        f"{number}. {spelled(value(one))}"
        for number, one in enumerate(activity.deliverables, start=1)
        if value(one) != nothing
    ]
    return " · ".join(filter(None, (own, *each)))


def _products(activity: ActivityContent) -> str:
    return ", ".join(f"«{shortened(named_product(one), 60)}»" for one in activity.deliverables)


def _repeats_the_dates(one: FieldChange) -> bool:
    """Whether what the plan writes is the same dates in figures: told once, a reader does not take it for a loss."""
    return one.label == DATES_IN_WORDS and all(map(_ONLY_FIGURES.fullmatch, (one.before, one.after)))


def _said_as_single(one: FieldChange) -> FieldChange:
    """Dates without a recurrence are a way of doing it too: «cada trimestre» became «fechas sueltas», not nothing."""
    return FieldChange(one.label, one.before or SINGLE_DATES, one.after or SINGLE_DATES)


def has_moved(old: PlacedActivity, new: PlacedActivity) -> bool:
    """Whether an activity stands in another component, and not in the same one under a new name."""
    before, after = place_of(old), place_of(new)
    if before.id is not None and after.id is not None:
        return before.id != after.id
    return before.name != after.name


def _header_differences(before: PlanContent, after: PlanContent) -> Iterator[FieldChange]:
    words, values = (header_facts(before), header_facts(after)), (header_values(before), header_values(after))
    for label in words[0]:
        one, other = (each[label] for each in values)
        if one != other:
            before_words, after_words = (each[label] for each in words)
            yield _told(label, before_words, after_words, one, other)
    parts = [_parts(one) for one in (before, after)]
    order = [[key for key in one if key in parts[0] and key in parts[1]] for one in parts]
    if order[0] != order[1]:
        yield FieldChange(ORDER_OF_PARTS, *(_headings(one) for one in parts))


def _told(label: str, before: str, after: str, *values: Values) -> FieldChange:
    """A column in its usual words where they differ; else in words that do."""
    return FieldChange(label, before, after) if before != after else FieldChange(label, *map(spelled, values))


def _headings(parts: Mapping[str, "_Part"]) -> str:
    return " · ".join(one.node.heading for one in parts.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """A component, or a subcomponent with the one that it is in."""

    node: NodeContent
    above: NodeContent | None = None


def _part_changes(before: PlanContent, after: PlanContent) -> Iterable[PartChange]:
    """Components and subcomponents that differ, in the order of the newer plan, then those that went."""
    then, now = _parts(before), _parts(after)
    for key in dict.fromkeys((*now, *then)):
        old, new = then.get(key), now.get(key)
        change = PartChange(
            old.node if old else None,
            new.node if new else None,
            old.above if old else None,
            new.above if new else None,
        )
        if change.before is None or change.after is None or any(True for _ in part_fields(change)):
            yield change


def _parts(content: PlanContent) -> dict[str, _Part]:
    """Every component and subcomponent by an identity that survives renaming."""
    parts = (part for top in content.nodes for part in (_Part(top), *(_Part(one, top) for one in top.children)))
    return {_identity(one.node): one for one in parts}


def _identity(node: NodeContent) -> str:
    return str(node.id or node.name)


def part_fields(change: PartChange) -> Iterator[FieldChange]:
    """What differs in a component: what it says of itself, where it is, and the order of what stands in it."""
    old, new, heading = change.before, change.after, change.heading
    if old is None or new is None:
        yield FieldChange(heading, part_text(old) if old else "", part_text(new) if new else "")
        shown = [placements_text(one) if one else "" for one in (old, new)]
        if shown[0] != shown[1]:
            yield FieldChange(placed_label(heading), *shown)
        return
    yield from _if_differs(heading, part_text, part_values, old, new)
    yield from _if_differs(placed_label(heading), placements_text, placement_values, old, new)
    if _moved_below(change.above_before, change.above_after):
        yield FieldChange(where_label(heading), *(_above(one) for one in (change.above_before, change.above_after)))
    before, after = _staying(old.activities, new.activities), _staying(new.activities, old.activities)
    if [one.key for one in before] != [one.key for one in after]:
        yield FieldChange(order_label(heading), names_of(before), names_of(after))


def placed_label(heading: str) -> str:
    """The column of the activities of other plans that a component shows."""
    return f"{heading}: actividades de otros planes"


def where_label(heading: str) -> str:
    """The column of the component that a subcomponent is in."""
    return f"{heading}: lugar"


def order_label(heading: str) -> str:
    """The column of the order of a component's activities."""
    return f"{heading}: orden de las actividades"


def _if_differs(
    label: str,
    words: Callable[[NodeContent], str],
    values: Callable[[NodeContent], Values],
    old: NodeContent,
    new: NodeContent,
) -> Iterator[FieldChange]:
    if values(old) != values(new):
        yield _told(label, words(old), words(new), values(old), values(new))


def _moved_below(old: NodeContent | None, new: NodeContent | None) -> bool:
    return (_identity(old) if old else "") != (_identity(new) if new else "")


def _above(one: NodeContent | None) -> str:
    return one.heading if one else ""


def _staying(ones: Sequence[ActivityContent], others: Sequence[ActivityContent]) -> list[ActivityContent]:
    keys = {one.key for one in others}
    return [one for one in ones if one.key in keys]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(changes: tuple[ActivityChange, ...], one: str, many: str) -> str:
    if not changes:
        return ""
    named = ", ".join(change.label.removeprefix("actividad ") for change in changes[:6])
    rest = f" y {len(changes) - 6} más" if len(changes) > 6 else ""
    verb = one if len(changes) == 1 else many
    return f"{verb} {_count(len(changes), 'actividad', 'actividades')}: {named}{rest}."


def _named_list(head: str, names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"{head}: {listed}." if listed else ""
