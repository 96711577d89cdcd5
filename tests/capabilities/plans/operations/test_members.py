from datetime import timedelta

import pytest

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_node,
    make_plan,
    principal,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Assignment, AssignmentMember, Plan
from rinde.capabilities.plans.operations import set_members
from rinde.capabilities.plans.queries import working_content
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def open_set(plan: Plan, **fields: object) -> Assignment:
    deliverable = make_deliverable(make_activity(make_node(plan)))
    return make_assignment(deliverable, **{"text": "Los que suscriban el pacto", "is_conditional": True} | fields)


def test_set_is_written_down_and_the_plan_counts_it(plan: Plan, by: Principal) -> None:
    assignment = open_set(plan)
    actors = [make_actor(plan.entity) for _ in range(3)]

    set_members(assignment_id=assignment.pk, actor_ids=[one.pk for one in actors], by=by, now=LATER)

    assignment.refresh_from_db()
    (placed,) = working_content(plan, on=LATER.date()).placed()
    (content,) = placed.activity.deliverables[0].assignments
    assert (assignment.frozen_at, assignment.is_conditional) == (LATER, True)
    assert [one.id for one in content.actors] == [one.pk for one in actors]
    entry = AuditEntry.objects.get(action="plans.members_set")
    assert entry.facts["actors"] == sorted(one.pk for one in actors)


def test_who_stays_keeps_the_day_of_their_entry(plan: Plan, by: Principal) -> None:
    assignment = open_set(plan)
    stays, goes, comes = (make_actor(plan.entity) for _ in range(3))
    set_members(assignment_id=assignment.pk, actor_ids=[stays.pk, goes.pk], by=by, now=NOW)

    set_members(assignment_id=assignment.pk, actor_ids=[stays.pk, comes.pk], by=by, now=LATER)

    assert list(AssignmentMember.objects.order_by("pk").values_list("actor_id", "added_at")) == [
        (stays.pk, NOW),
        (comes.pk, LATER),
    ]


def test_nobody_leaves_it_open_again(plan: Plan, by: Principal) -> None:
    assignment = open_set(plan)
    set_members(assignment_id=assignment.pk, actor_ids=[make_actor(plan.entity).pk], by=by, now=NOW)

    set_members(assignment_id=assignment.pk, actor_ids=[], by=by, now=LATER)

    assignment.refresh_from_db()
    assert (assignment.frozen_at, assignment.members.count()) == (None, 0)


def test_assignment_that_says_who_it_is_has_no_list(plan: Plan, by: Principal) -> None:
    assignment = open_set(plan, is_conditional=False)

    with pytest.raises(NotReady):
        set_members(assignment_id=assignment.pk, actor_ids=[make_actor(plan.entity).pk], by=by, now=NOW)

    assert not AssignmentMember.objects.exists()


def test_actor_of_another_entity_is_refused(plan: Plan, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)
    assignment = open_set(plan)

    with pytest.raises(NotReady) as refused:
        set_members(assignment_id=assignment.pk, actor_ids=[stranger.pk], by=by, now=NOW)

    assert "organigrama" in refused.value.gaps[0]


def test_assignment_of_another_entity_is_not_there(by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        assignment = open_set(make_plan(other_entity))

    with pytest.raises(Assignment.DoesNotExist):
        set_members(assignment_id=assignment.pk, actor_ids=[], by=by, now=NOW)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN"])
def test_only_the_coordinator_says_who_they_are(plan: Plan, role: str) -> None:
    with pytest.raises(NotAllowed):
        set_members(assignment_id=open_set(plan).pk, actor_ids=[], by=principal(plan.entity, role), now=NOW)


def test_plan_that_stands_still_keeps_its_sets(entity: Entity, by: Principal) -> None:
    assignment = open_set(make_plan(entity, status="CONSOLIDATED"))

    with pytest.raises(TransitionNotAllowed):
        set_members(assignment_id=assignment.pk, actor_ids=[make_actor(entity).pk], by=by, now=NOW)

    assert not AssignmentMember.objects.exists()
