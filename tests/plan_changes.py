"""A published plan of two activities, and everybody who has to do with a change of it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from factories import an_act, make_published_plan, principal
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Activity, Assignment, ChangeRequest, Plan
from rinde.capabilities.plans.operations import Publication
from rinde.capabilities.plans.operations.change_requests import (
    approve_changes,
    give_opinion,
    publish_changes,
    request_change,
)
from rinde.capabilities.plans.queries import activity_to_edit, activity_values
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.services.access import Grant, Principal, Scope

REASON = "El contratista entregó tarde los insumos."
JULY = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)  # 30 June, when everything falls due, has passed
MAY = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
AUGUST = date(2026, 8, 31)


@dataclass
class World:
    """The plan, its people, and the steps of a request in one call each."""

    plan: Plan
    coordinator: Principal
    secretary: Principal

    @property
    def activities(self) -> list[Activity]:
        return list(Activity.objects.filter(plan=self.plan).order_by("position"))

    def values(self, activity: Activity | None = None) -> ActivityValues:
        found = activity_to_edit(self.plan, (activity or self.activities[0]).pk)
        assert found is not None
        return activity_values(found)

    def with_date(self, day: date = AUGUST, activity: Activity | None = None) -> Proposal:
        """The activity with its only deadline on another day."""
        activity = activity or self.activities[0]
        values = self.values(activity)
        dates = (PlannedDate(day),)
        changed = replace(values, deliverables=(replace(values.deliverables[0], milestones=dates),))
        return Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, changed)

    def with_target(self, target: str) -> Proposal:
        """The first activity with another goal."""
        activity, values = self.activities[0], self.values()
        changed = replace(values.deliverables[0], target=target)
        return Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, replace(values, deliverables=(changed,)))

    def ask(self, proposal: Proposal | None = None, *, now: datetime = MAY, **fields: object) -> ChangeRequest:
        values = {"reason": REASON, "by": self.coordinator} | fields
        return request_change(plan_id=self.plan.pk, proposal=proposal or self.with_date(), now=now, **values)

    def approve(self, *requests: ChangeRequest, now: datetime = JULY) -> None:
        for one in requests:
            give_opinion(request_id=one.pk, favourable=True, text="", by=self.coordinator, now=now)
        values = an_act(number="Acta 05 de 2026", dated_on=date(2026, 6, 30), is_older=True)
        ids = [one.pk for one in requests]
        approve_changes(plan_id=self.plan.pk, request_ids=ids, values=values, by=self.secretary, now=now)

    def publish(self, *requests: ChangeRequest, now: datetime = JULY) -> Publication:
        ids = [one.pk for one in requests]
        return publish_changes(plan_id=self.plan.pk, request_ids=ids, by=self.coordinator, now=now)

    def carry_through(self, proposal: Proposal, *, asked: datetime = MAY, now: datetime = JULY) -> ChangeRequest:
        """Ask, opine, approve and publish."""
        request = self.ask(proposal, now=asked)
        self.approve(request, now=now)
        self.publish(request, now=now)
        request.refresh_from_db()
        return request

    def liaison(self, activity: Activity) -> Principal:
        """The liaison of the unit that answers for an activity."""
        actor = Assignment.objects.get(deliverable__activity=activity).actor_id
        return liaison_of(self.plan.entity, actor)


def liaison_of(entity: Entity, *actors: int) -> Principal:
    by = principal(entity, "UNIT_LIAISON")
    return replace(
        by, grants=(Grant("UNIT_LIAISON", permissions_of("UNIT_LIAISON"), Scope("actors", frozenset(actors))),)
    )


def published_world(entity: Entity, activities: int = 2) -> World:
    """A published plan with its coordinator and the secretary who registers acts."""
    plan = make_published_plan(entity, activities=activities)
    secretary = principal(entity, "ENTITY_ADMIN", second_factor=True)
    return World(plan, principal(entity, "PLAN_COORDINATOR"), secretary)
