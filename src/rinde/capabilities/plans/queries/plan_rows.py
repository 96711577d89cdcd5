"""The rows of a plan, read table by table: what its content, its forms and its sheet are made of.

Four queries for 1 and for 5,000 rows; one where no activity is wanted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from rinde.capabilities.plans.models import Activity, Assignment, Milestone, Plan
from rinde.capabilities.plans.queries.lists import PlanLists
from rinde.capabilities.plans.rules.content import ActorContent

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]

_OF_ACTIVITY = ("pk", "node_id", "key", "code", "name", "description", "carried_from", "edited_at")
# What a deliverable is made of, by the same names in the table and in the content.
OF_DELIVERABLE = (
    "target",
    "product",
    "target_quantity",
    "target_unit",
    "target_per_actor",
    "indicator",
    "indicator_formula",
    "indicator_unit",
    "indicator_baseline",
    "indicator_accumulation",
    "resources",
    "schedule_text",
    "recurrence",
    "permanent",
    "description",
)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with the names of whoever it means."""

    deliverable_id: int
    text: str
    role: str
    own_target: Decimal | None
    is_conditional: bool
    actor_id: int | None
    group_id: int | None
    actor: ActorContent | None
    group: str  # its name
    is_frozen: bool
    frozen: tuple[ActorContent, ...]  # in the order in which the list was frozen

    @property
    def name(self) -> str:
        """How the org chart calls the actor or the group; empty where only the text says who."""
        return self.actor.name if self.actor else self.group


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows of a plan."""

    lists: PlanLists
    activities: Sequence[Values] = ()  # each activity once for each of its deliverables, or once alone
    milestones: Mapping[int, Sequence[Milestone]] = field(default_factory=dict)  # by deliverable
    assignments: Mapping[int, Sequence[AssignmentRow]] = field(default_factory=dict)  # by deliverable


def plan_rows(plan: Plan, only: Collection[int] | None = None) -> PlanRows:
    """Read a plan.

    Args:
        only: the ids of the activities to read; none of them: the lists alone, in one query. The lists are whole.
    """
    lists = PlanLists(plan)
    if only is not None and not only:
        return PlanRows(lists)
    activities = Activity.objects.filter(plan=plan)
    if only is not None:
        activities = activities.filter(pk__in=only)
    return PlanRows(
        lists,
        tuple(_activity_rows(activities)),
        by_owner(
            Milestone.objects.filter(deliverable__activity__in=activities).order_by("due_on", "pk"), "deliverable_id"
        ),
        _assignments(activities),
    )


def by_owner(rows: Iterable[Row], owner: str) -> dict[int, list[Row]]:
    """Rows by the id in their foreign key, in the order in which they came."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def _activity_rows(activities: "models.QuerySet[Activity]") -> Iterable[Values]:
    """Each activity once for each of its deliverables, or once alone: the left join spares a query."""
    below = (f"deliverables__{name}" for name in ("pk", "expected_evidence", *OF_DELIVERABLE))
    ordered = activities.order_by("position", "pk", "deliverables__position", "deliverables__pk")
    rows: Iterable[Values] = ordered.values(*_OF_ACTIVITY, "edited_by__full_name", *below)
    return rows


def _assignments(activities: "models.QuerySet[Activity]") -> dict[int, list[AssignmentRow]]:
    """Who answers for each deliverable. A left join brings each assignment once for each member of its frozen list."""
    frozen: dict[int, list[ActorContent]] = defaultdict(list)
    rows: dict[int, Values] = {}
    for row in (
        Assignment.objects.filter(deliverable__activity__in=activities)
        .order_by("position", "pk", "members__pk")  # the last: the order in which the list was frozen
        .values(
            *("pk", "deliverable_id", "role", "text", "own_target", "is_conditional", "frozen_at", "group_id"),
            *("group__name", "actor_id", "actor__name", "actor__acronym"),
            *("members__actor_id", "members__actor__name", "members__actor__acronym"),
        )
    ):
        rows[row["pk"]] = row
        if row["members__actor_id"]:
            frozen[row["pk"]].append(_actor(row, "members__actor"))
    found: dict[int, list[AssignmentRow]] = defaultdict(list)
    for number, row in rows.items():
        found[row["deliverable_id"]].append(_assignment(row, tuple(frozen.get(number, ()))))
    return found


def _actor(row: Values, name: str) -> ActorContent:
    return ActorContent(row[f"{name}__name"], row[f"{name}__acronym"], row[f"{name}_id"])


def _assignment(row: Values, frozen: tuple[ActorContent, ...]) -> AssignmentRow:
    return AssignmentRow(
        deliverable_id=row["deliverable_id"],
        text=row["text"],
        role=row["role"],
        own_target=row["own_target"],
        is_conditional=row["is_conditional"],
        actor_id=row["actor_id"],
        group_id=row["group_id"],
        actor=_actor(row, "actor") if row["actor_id"] else None,
        group=row["group__name"] or "",
        is_frozen=row["frozen_at"] is not None,
        frozen=frozen,
    )
