"""The list of what a person must do, over every plan of the entity and nothing of another; its cost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from followup_samples import cells_in, first_cell, liaison_of, make_evidence, make_report
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import AlertPolicy, FollowUpPolicy
from rinde.capabilities.followup.permissions import MONITOR, REPORT
from rinde.capabilities.followup.queries.reporting import (
    Agenda,
    agenda,
    agenda_of_cells,
    cell_of_report,
    cells_of_deliverable,
    newest_report,
    other_reports,
    plan_of_deliverable,
    report_with_plan,
    reports_to_review,
    steps_of,
)
from rinde.capabilities.followup.rules.agenda import Turn
from rinde.capabilities.followup.rules.reach import reach_of
from rinde.capabilities.plans.models import Deliverable, Plan
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

TODAY = date(2026, 6, 20)


def list_of(entity: Entity, by: Principal, *, everything: bool = False, today: date = TODAY) -> Agenda:
    return agenda(
        entity,
        reach=reach_of(by.grants, REPORT),
        today=today,
        everything=everything,
        monitors=(lambda plan_id: by.may(MONITOR, plan=[plan_id])) if by.may_somewhere(MONITOR) else None,
    )


def deliverables(found: Agenda) -> list[int]:
    return [one.state.cell.key.deliverable_id for one in found.items]


def test_liaison_sees_their_units_over_every_plan_and_nobody_elses(entity: Entity, other_entity: Entity) -> None:
    first, second = make_published_plan(entity, activities=2), make_published_plan(entity)
    mine = first_cell(first).key.actor_id
    deliverable = Deliverable.objects.get(activity__plan=make_full_plan(entity))
    deliverable.assignments.all().delete()
    make_assignment(deliverable, actor=Actor.objects.get(pk=mine))
    approve_and_publish(deliverable.activity.plan)
    with active_tenant(other_entity):
        make_published_plan(other_entity)
    found = list_of(entity, liaison_of(first, mine))
    assert set(deliverables(found)) == {first_cell(first).key.deliverable_id, deliverable.pk}
    assert second.pk in found.plans


@pytest.mark.parametrize("status", ["CLOSED", "APPROVED", "DRAFT"])
def test_plan_that_is_not_carried_out_asks_for_nothing(entity: Entity, status: str) -> None:
    plan = make_published_plan(entity)
    by = liaison_of(plan)
    Plan.objects.filter(pk=plan.pk).update(status=status)
    assert list_of(entity, by).items == ()


def test_coordinator_sees_what_nobody_answers_for_and_with_the_filter_all(entity: Entity) -> None:
    plan = make_published_plan(entity)
    unmatched = make_deliverable(make_activity(make_node(make_plan(entity))))
    make_milestone(unmatched)
    make_assignment(unmatched, text="Los organismos")
    approve_and_publish(unmatched.activity.plan)
    by = principal(entity, "PLAN_COORDINATOR")
    assert deliverables(list_of(entity, by)) == [unmatched.pk]
    assert len(list_of(entity, by, everything=True).items) == 2
    FollowUpPolicy.objects.create(
        entity=entity, plan=plan, monitored_by_id=first_cell(plan).key.actor_id, edited_at=plan.edited_at
    )
    assert len(list_of(entity, by).items) == 2


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "ENTITY_ADMIN", "COMMUNICATIONS"])
def test_who_does_not_report_has_an_empty_list(entity: Entity, role: str) -> None:
    make_published_plan(entity)
    assert list_of(entity, principal(entity, role), everything=True).items == ()


def test_order_and_turns_come_from_what_was_said(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=4)
    done, returned, partial, silent = cells_in(plan)
    make_evidence(plan, make_report(plan, done, status="ACCEPTED"))
    make_report(plan, returned, status="RETURNED")
    make_report(plan, partial, outcome="PARTIAL")
    found = list_of(entity, liaison_of(plan))
    assert [(one.state.cell.key, one.turn) for one in found.items] == [
        (returned.key, Turn.FIRST),
        (silent.key, Turn.SOON),
        (partial.key, Turn.WAITING),
        (done.key, Turn.FINISHED),
    ]


def test_how_soon_is_soon_is_what_the_entity_says(entity: Entity) -> None:
    plan = make_published_plan(entity)
    by, far = liaison_of(plan), date(2026, 6, 1)
    assert list_of(entity, by, today=far).items[0].turn == Turn.THIS_YEAR
    AlertPolicy.objects.create(entity=entity, due_soon_days=30, edited_at=plan.edited_at)
    assert list_of(entity, by, today=far).items[0].turn == Turn.SOON


def test_reports_that_wait_for_review_are_counted_for_whoever_monitors(entity: Entity) -> None:
    plan, other = make_published_plan(entity, activities=2), make_published_plan(entity)
    for cell in cells_in(plan):
        make_report(plan, cell)
    make_report(other, status="ACCEPTED")
    assert list_of(entity, principal(entity, "PLAN_COORDINATOR")).waiting_for_review == 2
    assert list_of(entity, liaison_of(plan)).waiting_for_review == 0
    assert [one.plan_id for one in reports_to_review(entity)] == [plan.pk, plan.pk]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", ["UNIT_LIAISON", "PLAN_COORDINATOR"])
def test_list_costs_the_same_for_one_and_for_three(
    entity: Entity, rows: int, role: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans = [make_published_plan(entity, rows) for _ in range(rows)]
    for plan in plans:
        for cell in cells_in(plan):
            make_evidence(plan, make_report(plan, cell))
        FollowUpPolicy.objects.create(entity=entity, plan=plan, edited_at=plan.edited_at)
    by = principal(entity, role)
    list_of(entity, by)  # reads the versions
    with django_assert_num_queries(3):
        found = list_of(entity, by, everything=True)
    assert len(found.items) == rows * rows


def a_group(entity: Entity, size: int = 3) -> Plan:
    """One deliverable that several units owe, each their own."""
    plan = make_plan(entity)
    deliverable = make_deliverable(
        make_activity(make_node(plan)), target_quantity=Decimal(2), target_unit="COUNT", target_per_actor=True
    )
    make_milestone(deliverable)
    make_milestone(deliverable, due_on=date(2026, 11, 30))
    for _ in range(size):
        make_assignment(deliverable, actor=make_actor(entity))
    approve_and_publish(plan)
    return plan


@pytest.mark.parametrize("size", [1, 3])
def test_group_is_read_whole_at_one_price(
    entity: Entity, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = a_group(entity, size)
    key = first_cell(plan).key
    make_report(plan)
    found = plan_of_deliverable(key.deliverable_id)
    assert found is not None
    cells = cells_of_deliverable(found, key.deliverable_id, key.milestone_id)
    with django_assert_num_queries(2):
        items = agenda_of_cells(found, cells, today=TODAY)
    assert (len(items), sum(one.state.said is not None for one in items)) == (size, 1)
    assert len(cells_of_deliverable(found, key.deliverable_id)) == size * 2


def test_deliverable_of_another_entity_has_no_plan_here(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        key = first_cell(make_published_plan(other_entity)).key
    assert plan_of_deliverable(key.deliverable_id) is None


def test_report_is_read_with_its_trail_its_promise_and_its_neighbours(entity: Entity) -> None:
    plan = make_published_plan(entity)
    cell = first_cell(plan)
    first = make_report(plan, status="ACCEPTED", outcome="PARTIAL")
    second = make_report(plan, number=2)
    found: Any = report_with_plan(second.pk)
    assert (cell_of_report(found), [one.pk for one in other_reports(found)]) == (cell, [first.pk])
    assert [one.to_status for one in steps_of(first)] == ["SENT", "ACCEPTED"]
    newest = newest_report(cell.key)
    assert newest is not None
    assert newest.pk == second.pk


def test_report_whose_date_left_the_plan_is_still_read(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    report.milestone = None
    report.save()
    found: Any = report_with_plan(report.pk)
    assert (cell_of_report(found), other_reports(found)) == (None, ())
    assert found.about["what"] == "Informe publicado"


def test_report_of_another_entity_is_not_there(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_report(make_published_plan(other_entity))
    assert report_with_plan(theirs.pk) is None
    assert reports_to_review(entity) == ()


def test_list_far_from_every_date_is_still_whole(entity: Entity) -> None:
    plan = make_published_plan(entity)
    found = list_of(entity, liaison_of(plan), today=date(2025, 1, 1))
    assert [one.turn for one in found.items] == [Turn.LATER_YEARS]
