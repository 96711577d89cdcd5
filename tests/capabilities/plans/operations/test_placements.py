from typing import Any

import pytest

from factories import NOW, make_activity, make_node, make_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Placement, Plan, PlanNode
from rinde.capabilities.plans.operations import add_placement, delete_placement
from rinde.capabilities.plans.queries import guests_of, hosts_for, shown_in, working_content
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


@pytest.fixture
def activity(entity: Entity) -> Activity:
    return make_activity(make_node(make_plan(entity, title="Programa de Transparencia")), key="3-1", code="3.1")


@pytest.fixture
def host(entity: Entity) -> PlanNode:
    return make_node(make_plan(entity, instrument="RDC", title="Estrategia"), name="Diálogo", code="2")


def test_activity_is_shown_in_another_plan_and_edited_in_its_own(
    activity: Activity, host: PlanNode, by: Principal
) -> None:
    placement = add_placement(activity_id=activity.pk, node_id=host.pk, by=by, now=NOW)

    activity.name = "Con otras palabras"
    activity.save()

    (shown,) = working_content(host.plan, on=NOW.date()).nodes[0].placements
    assert (shown.plan_title, shown.key, shown.name) == ("Programa de Transparencia", "3-1", "Con otras palabras")
    assert [(one.plan_title, one.where, one.may_change) for one in shown_in(activity)] == [
        ("Estrategia", "2. Diálogo", True)
    ]
    assert [(one.placement_id, one.activity_id) for one in guests_of(host.plan)] == [(placement.pk, activity.pk)]
    assert AuditEntry.objects.get(action="plans.placement_add").facts["home"] == activity.plan_id


def test_placing_again_changes_nothing(activity: Activity, host: PlanNode, by: Principal) -> None:
    first = add_placement(activity_id=activity.pk, node_id=host.pk, by=by, now=NOW)

    assert add_placement(activity_id=activity.pk, node_id=host.pk, by=by, now=NOW) == first
    assert AuditEntry.objects.filter(action="plans.placement_add").count() == 1


def test_activity_is_shown_once_in_each_plan(activity: Activity, host: PlanNode, by: Principal) -> None:
    add_placement(activity_id=activity.pk, node_id=host.pk, by=by, now=NOW)
    beside = make_node(host.plan, name="Información", position=1)

    with pytest.raises(NotReady) as refused:
        add_placement(activity_id=activity.pk, node_id=beside.pk, by=by, now=NOW)

    assert refused.value.gaps == ("Ese plan ya muestra la actividad en otro componente. Quítela de allí primero.",)


def test_its_own_plan_does_not_show_it_twice(activity: Activity, by: Principal) -> None:
    beside = make_node(activity.plan, position=1)

    with pytest.raises(NotReady):
        add_placement(activity_id=activity.pk, node_id=beside.pk, by=by, now=NOW)

    assert not Placement.objects.exists()


def test_plan_that_stands_still_shows_nothing_new(activity: Activity, entity: Entity, by: Principal) -> None:
    closed = make_node(make_plan(entity, status="CONSOLIDATED"))

    with pytest.raises(TransitionNotAllowed):
        add_placement(activity_id=activity.pk, node_id=closed.pk, by=by, now=NOW)

    assert not Placement.objects.exists()


def test_placement_goes_and_the_activity_stays(activity: Activity, host: PlanNode, by: Principal) -> None:
    placement = add_placement(activity_id=activity.pk, node_id=host.pk, by=by, now=NOW)

    delete_placement(placement_id=placement.pk, by=by, now=NOW)

    assert (shown_in(activity), Activity.objects.count()) == ((), 1)
    assert AuditEntry.objects.filter(action="plans.placement_delete").count() == 1


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN"])
def test_only_the_coordinator_places(activity: Activity, host: PlanNode, role: str) -> None:
    with pytest.raises(NotAllowed):
        add_placement(activity_id=activity.pk, node_id=host.pk, by=principal(host.entity, role), now=NOW)


def test_neither_side_may_be_of_another_entity(
    activity: Activity, host: PlanNode, by: Principal, other_entity: Entity
) -> None:
    with active_tenant(other_entity):
        theirs = make_activity(make_node(make_plan(other_entity)))

    with pytest.raises(PlanNode.DoesNotExist):
        add_placement(activity_id=activity.pk, node_id=theirs.node_id, by=by, now=NOW)
    with pytest.raises(Activity.DoesNotExist):
        add_placement(activity_id=theirs.pk, node_id=host.pk, by=by, now=NOW)
    assert hosts_for(activity)[0].plan_id == host.plan_id
    assert len(hosts_for(activity)) == 1


def test_plans_to_choose_from_are_open_others_and_do_not_show_it_yet(
    activity: Activity, host: PlanNode, entity: Entity, by: Principal
) -> None:
    inner = make_node(host.plan, parent=host, kind="SUBCOMPONENT", code="2.1", name="Encuentros")
    make_node(make_plan(entity, status="CONSOLIDATED"))

    (one,) = hosts_for(activity)
    assert (one.title, list(one.nodes)) == ("Estrategia", [(host.pk, "2. Diálogo"), (inner.pk, "— 2.1. Encuentros")])

    add_placement(activity_id=activity.pk, node_id=inner.pk, by=by, now=NOW)
    assert hosts_for(activity) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_both_sides_cost_one_query_each(
    entity: Entity, activity: Activity, by: Principal, count: int, django_assert_num_queries: Any
) -> None:
    plans: list[Plan] = []
    for _ in range(count):
        node = make_node(make_plan(entity))
        add_placement(activity_id=activity.pk, node_id=node.pk, by=by, now=NOW)
        plans.append(node.plan)

    with django_assert_num_queries(3):
        assert len(shown_in(activity)) == count
        assert len(guests_of(plans[0])) == 1
        hosts_for(activity)
