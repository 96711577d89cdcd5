"""The next plan from the last one: its components, the activities that somebody chose, and what it only announced."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.models import Activity, Announcement, Objective, Plan, PlanNode
from rinde.capabilities.plans.operations.bulk import BATCH, add_deliverables
from rinde.capabilities.plans.operations.headers import NOT_SAVED, begin_plan, beside_facts
from rinde.capabilities.plans.permissions import check_read_draft
from rinde.capabilities.plans.queries import WHOLE_ACTIVITY, activity_values
from rinde.capabilities.plans.rules.carrying import carried_deliverable, carried_from, carrying_gaps, source_words
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@dataclass(frozen=True, slots=True)
class CarriedPlan:
    """The new draft, and the names of those who answered last year and are no longer in the org chart."""

    plan: Plan
    gone: tuple[str, ...]


@transaction.atomic
def carry_plan(
    *,
    entity: Entity,
    from_plan_id: int,
    header: PlanHeader,
    activity_keys: Collection[str],
    announcement_ids: Collection[int],
    by: Principal,
    now: datetime,
    beside: Collection[int] = (),
) -> CarriedPlan:
    """Begin a draft with another plan's components, and the activities and announcements chosen, each marked.

    Dates move on to the new period. Nothing in the copy is frozen: groups mean again who belongs to them. Who is no
    longer in the org chart stays by name only. The plan of origin does not change.

    Args:
        beside: as in `create_plan`.

    Raises:
        NotAllowed: for whoever may not create plans, or read the one of origin.
        NotReady: with everything that the header lacks, a period that is not later, or a row that is not there.
        AlreadyStands: as in `create_plan`.
    """
    source: Plan = Plan.objects.select_related("entity").get(pk=from_plan_id)
    check_read_draft(source, by=by)
    old = Period(source.period_start, source.period_end)
    activities = _chosen_activities(source, activity_keys)
    announcements = list(Announcement.objects.filter(plan=source, pk__in=announcement_ids, became__isnull=True))
    are_missing = len(activities) < len(set(activity_keys)) or len(announcements) < len(set(announcement_ids))
    missing = ("Algo de lo escogido ya no está en el plan de origen. Revise la lista.",) if are_missing else ()
    refuse_gaps(NOT_SAVED, *carrying_gaps(header, old), *missing)
    plan = begin_plan(entity, header, by=by, now=now, beside=beside)
    _mark_origin(plan, source)
    copy = _Copy(plan, source_words(source.instrument, source.title, old), old, timezone.localdate(now), now, by)
    copy.add_activities(activities, copy.add_nodes(source))
    copy.add_announcements(announcements)
    facts: dict[str, Any] = {"from": source.pk, "activities": len(activities), "announcements": len(announcements)}
    facts |= beside_facts(beside)
    record(entity_id=entity.pk, action="plans.carry", target=plan, by=by, now=now, facts=facts)
    return CarriedPlan(plan, tuple(dict.fromkeys(copy.gone)))


def _chosen_activities(source: Plan, keys: Collection[str]) -> list[Activity]:
    rows = Activity.objects.filter(plan=source, key__in=keys).order_by("position", "pk")
    return list(rows.prefetch_related(*WHOLE_ACTIVITY, "deliverables__assignments__actor"))


def _mark_origin(plan: Plan, source: Plan) -> None:
    plan.carried_from = source
    if plan.instrument == source.instrument:
        plan.template_key, plan.template_version = source.template_key, source.template_version
    plan.save(update_fields=["carried_from", "template_key", "template_version"])


class _Copy:
    """The rows of a new plan as they are copied from another."""

    def __init__(self, plan: Plan, origin: str, old: Period, today: date, now: datetime, by: Principal) -> None:
        self.plan, self.origin, self.old, self.now, self.by = plan, origin, old, now, by
        self.new = Period(plan.period_start, plan.period_end)
        self.here = frozenset(actors_on(today).values_list("pk", flat=True))
        self.gone: list[str] = []

    def add_nodes(self, source: Plan) -> Mapping[int, PlanNode]:
        """Copy the components and subcomponents; give them by the id of the one they come from. Three queries."""
        rows = list(PlanNode.objects.filter(plan=source).order_by("position", "pk"))
        tops = {row.pk: self._node(row, None) for row in rows if row.parent_id is None}
        PlanNode.objects.bulk_create(tops.values(), batch_size=BATCH)
        inner = {row.pk: self._node(row, tops[row.parent_id]) for row in rows if row.parent_id is not None}
        PlanNode.objects.bulk_create(inner.values(), batch_size=BATCH)
        return tops | inner

    def _node(self, row: PlanNode, parent: PlanNode | None) -> PlanNode:
        names = ("kind", "code", "name", "narrative", "guiding_question", "position")
        copied = {name: getattr(row, name) for name in names}
        return PlanNode(entity_id=self.plan.entity_id, plan=self.plan, parent=parent, edited_at=self.now, **copied)

    def add_activities(self, activities: Sequence[Activity], nodes: Mapping[int, PlanNode]) -> None:
        """Copy activities with everything below them, in a fixed number of queries."""
        new = Activity.objects.bulk_create([self._activity(one, nodes) for one in activities], batch_size=BATCH)
        add_deliverables([(copy, self._deliverables(one)) for copy, one in zip(new, activities, strict=True)])
        self._link_objectives(zip(new, activities, strict=True))

    def _activity(self, one: Activity, nodes: Mapping[int, PlanNode]) -> Activity:
        return Activity(
            entity_id=self.plan.entity_id,
            plan=self.plan,
            node=nodes[one.node_id],
            key=one.key,
            code=one.code,
            name=one.name,
            description=one.description,
            position=one.position,
            carried_from=carried_from(self.origin, code=one.code, name=one.name),
            edited_at=self.now,
            edited_by_id=self.by.user_id,
        )

    def _deliverables(self, one: Activity) -> Sequence[DeliverableValues]:
        names = {
            assignment.actor_id: assignment.actor.name
            for deliverable in one.deliverables.all()
            for assignment in deliverable.assignments.all()
            if assignment.actor
        }
        return tuple(
            replace(
                carried_deliverable(values, old=self.old, new=self.new),
                assignees=tuple(self._assignee(each, names) for each in values.assignees),
            )
            for values in activity_values(one).deliverables
        )

    def _assignee(self, one: Assignee, names: Mapping[int, str]) -> Assignee:
        if one.actor_id is None or one.actor_id in self.here:
            return one
        self.gone.append(names[one.actor_id])
        return replace(one, actor_id=None, text=one.text or names[one.actor_id])

    def _link_objectives(self, pairs: "zip[tuple[Activity, Activity]]") -> None:
        """An objective whose words stay is served by the same activities."""
        kept = dict(Objective.objects.filter(plan=self.plan).values_list("text", "pk"))
        link = Activity.objectives.through
        link.objects.bulk_create(
            [
                link(activity_id=copy.pk, objective_id=kept[objective.text])
                for copy, one in pairs
                for objective in one.objectives.all()
                if objective.text in kept
            ],
            batch_size=BATCH,
        )

    def add_announcements(self, announcements: Sequence[Announcement]) -> None:
        """Copy announcements that nobody has scheduled."""
        Announcement.objects.bulk_create(
            [
                Announcement(
                    entity_id=self.plan.entity_id,
                    plan=self.plan,
                    group=one.group,
                    text=one.text,
                    carried_from=self.origin[:160],
                    position=position,
                    edited_at=self.now,
                )
                for position, one in enumerate(announcements)
            ],
            batch_size=BATCH,
        )
