"""The small lists of a plan (its tree, objectives, signatories, placements…) in ONE query.

Ten tables with a few rows each would be ten round trips for every page of the desk; as one union they are one. The
columns mean something else in each list: the functions that ask for a list below name them, nobody else reads them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from rinde.capabilities.plans.models import (
    Activity,
    Annex,
    Announcement,
    Objective,
    Placement,
    Plan,
    PlanNode,
    Signatory,
    UniverseItem,
)

_TEXTS = ("text_1", "text_2", "text_3", "text_4", "text_5")
_COLUMNS = ("list_name", "list_place", "list_row", "list_owner", "number_1", "number_2", "list_day", *_TEXTS)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: what it belongs to, its texts in the order of the list, and what else it carries."""

    id: int
    owner: int | None
    numbers: tuple[int | None, int | None]
    day: date | None
    texts: tuple[str, ...]


class PlanLists:
    """Every small list of a plan, or only some of them, each in its own order."""

    def __init__(self, plan: Plan, *, only: Collection[str] = ()) -> None:
        self._rows: dict[str, list[ListRow]] = defaultdict(list)
        first, *others = (query for name, query in _queries(plan).items() if not only or name in only)
        for name, _place, row, owner, one, two, day, *texts in sorted(first.union(*others, all=True), key=_order):
            self._rows[name].append(ListRow(row, owner, (one, two), day, tuple(texts)))

    def of(self, name: str) -> Sequence[ListRow]:
        """One list, whole."""
        return self._rows.get(name, ())

    def by_owner(self, name: str) -> dict[int, list[ListRow]]:
        """One list, by what its rows belong to."""
        found: dict[int, list[ListRow]] = defaultdict(list)
        for row in self.of(name):
            found[row.owner or 0].append(row)
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """The first text of every row of a list."""
        return tuple(row.texts[0] for row in self.of(name))

    def texts_by_owner(self, name: str) -> dict[int, tuple[str, ...]]:
        """The first texts of a list, by what they belong to."""
        return {owner: tuple(row.texts[0] for row in rows) for owner, rows in self.by_owner(name).items()}


def _order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """By place and then as it came in; units share places, and then their name decides, as in the org chart."""
    name, place, number = row[:3]
    return name, place, row[7] if name == "unit" else "", number


def _queries(plan: Plan) -> dict[str, "QuerySet[Any, Any]"]:
    units, links = Plan.participating_units.through, Activity.objectives.through
    nodes = PlanNode.objects.filter(plan=plan)
    placed_here = Placement.objects.filter(node__plan=plan)
    placed_elsewhere = Placement.objects.filter(activity__plan=plan)
    universe = UniverseItem.objects.filter(deliverable__activity__plan=plan)
    return {
        "node": _listed("node", nodes, "kind", "code", "name", "narrative", "guiding_question", owner="parent_id"),
        "objective": _listed("objective", Objective.objects.filter(plan=plan), "text"),
        "unit": _listed("unit", units.objects.filter(plan=plan), "actor__name", place="actor__position"),
        "signatory": _listed("signatory", Signatory.objects.filter(plan=plan), "role", "post", "name", day="signed_on"),
        "annex": _listed("annex", Annex.objects.filter(plan=plan), "title", "address"),
        "announcement": _listed(
            "announcement",
            Announcement.objects.filter(plan=plan),
            *("text", "group", "became__key", "carried_from"),
            numbers=("became_id",),
        ),
        "placement": _listed(
            "placement",
            placed_here,
            *(f"activity__{name}" for name in ("plan__title", "plan__slug", "key", "name", "code")),
            owner="node_id",
            day="activity__plan__period_start",
            numbers=("activity_id", "activity__plan_id"),
        ),
        "placed_in": _listed(
            "placed_in",
            placed_elsewhere,
            "node__plan__title",
            owner="activity_id",
            day="node__plan__period_start",
            numbers=("node__plan_id",),
        ),
        "served": _listed(
            "served",
            links.objects.filter(activity__plan=plan),
            "objective__text",
            place="objective__position",
            owner="activity_id",
            numbers=("objective_id",),
        ),
        "universe": _listed("universe", universe, "name", owner="deliverable_id"),
    }


def _listed(
    name: str,
    rows: "QuerySet[Any, Any]",
    *texts: str,
    place: str = "position",
    owner: str = "",
    day: str = "",
    numbers: tuple[str, ...] = (),
) -> "QuerySet[Any, Any]":
    """A list with the columns that all lists share. What a list does not have is cast, so that the union has types."""
    wanted = [Cast(F(text), TextField()) for text in texts]
    counted = [F(number) for number in numbers]
    columns = (
        Value(name, output_field=TextField()),
        F(place),
        F("pk"),
        F(owner) if owner else Cast(Value(None), IntegerField()),
        *(*counted, *(Cast(Value(None), IntegerField()) for _ in range(2 - len(counted)))),
        F(day) if day else Cast(Value(None), DateField()),
        *(*wanted, *(Value("", output_field=TextField()) for _ in range(len(_TEXTS) - len(wanted)))),
    )
    named: dict[str, Any] = dict(zip(_COLUMNS, columns, strict=True))
    listed: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*_COLUMNS)
    return listed
