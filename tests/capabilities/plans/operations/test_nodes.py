from datetime import timedelta

import pytest

from factories import NOW, make_activity, make_node, make_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import PlanNode
from rinde.capabilities.plans.operations import add_node, delete_node, edit_node
from rinde.capabilities.plans.rules.rows import NodeValues
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Grant, Principal, Scope
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(minutes=5)


def test_component_and_subcomponent_come_after_their_siblings(entity: Entity) -> None:
    plan, by = make_plan(entity), principal(entity, "PLAN_COORDINATOR")
    first = add_node(plan_id=plan.pk, values=NodeValues("Riesgos", "1"), by=by, now=NOW)
    second = add_node(plan_id=plan.pk, values=NodeValues("Rendición", "3"), by=by, now=NOW)
    inner = add_node(plan_id=plan.pk, values=NodeValues("Diálogo", "3.1", second.pk), by=by, now=NOW)

    assert [(one.kind, one.position) for one in (first, second, inner)] == [
        ("COMPONENT", 0),
        ("COMPONENT", 1),
        ("SUBCOMPONENT", 0),
    ]


def test_component_needs_a_name(entity: Entity) -> None:
    plan = make_plan(entity)

    with pytest.raises(NotReady):
        add_node(plan_id=plan.pk, values=NodeValues("  "), by=principal(entity, "PLAN_COORDINATOR"), now=NOW)


def test_parent_of_another_plan_is_refused(entity: Entity) -> None:
    plan, elsewhere = make_plan(entity), make_node(make_plan(entity))

    with pytest.raises(NotReady):
        add_node(
            plan_id=plan.pk,
            values=NodeValues("Diálogo", parent_id=elsewhere.pk),
            by=principal(entity, "PLAN_COORDINATOR"),
            now=NOW,
        )


def test_edit_keeps_the_place(entity: Entity) -> None:
    node = make_node(make_plan(entity), position=4)

    edit_node(
        node_id=node.pk,
        values=NodeValues("Otro nombre", "7", narrative="Por qué"),
        seen=None,
        by=principal(entity, "PLAN_COORDINATOR"),
        now=LATER,
    )

    node.refresh_from_db()
    assert (node.name, node.code, node.narrative, node.position) == ("Otro nombre", "7", "Por qué", 4)


def test_component_saved_in_between_is_not_written_over(entity: Entity) -> None:
    node = make_node(make_plan(entity), edited_at=LATER)

    with pytest.raises(StaleWrite):
        edit_node(
            node_id=node.pk, values=NodeValues("X"), seen=NOW, by=principal(entity, "PLAN_COORDINATOR"), now=LATER
        )


def test_component_with_activities_is_not_deleted(entity: Entity) -> None:
    node = make_node(make_plan(entity))
    make_activity(node)

    with pytest.raises(TransitionNotAllowed, match="Tiene actividades"):
        delete_node(node_id=node.pk, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    assert PlanNode.objects.filter(pk=node.pk).exists()


def test_component_with_subcomponents_is_not_deleted(entity: Entity) -> None:
    plan = make_plan(entity)
    node = make_node(plan)
    make_node(plan, parent=node, kind="SUBCOMPONENT")

    with pytest.raises(TransitionNotAllowed, match="Tiene subcomponentes"):
        delete_node(node_id=node.pk, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)


def test_empty_component_goes_and_the_trail_says_so(entity: Entity) -> None:
    node = make_node(make_plan(entity), code="6")

    delete_node(node_id=node.pk, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    assert not PlanNode.objects.filter(pk=node.pk).exists()
    entry = AuditEntry.objects.get(action="plans.node_delete")
    assert (entry.target, entry.facts["code"]) == (f"plans.PlanNode:{node.pk}", "6")


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON"])
def test_only_the_coordinator_edits(entity: Entity, role: str) -> None:
    plan = make_plan(entity)

    with pytest.raises(NotAllowed):
        add_node(plan_id=plan.pk, values=NodeValues("X"), by=principal(entity, role), now=NOW)


def test_coordinator_of_one_plan_edits_that_plan_only(entity: Entity) -> None:
    own, other = make_plan(entity), make_plan(entity)
    grant = Grant("PLAN_COORDINATOR", frozenset({"plans.edit"}), Scope("plan", frozenset({own.pk})))
    by = Principal(user_id=None, tenant_id=entity.pk, grants=(grant,))

    assert add_node(plan_id=own.pk, values=NodeValues("X"), by=by, now=NOW).plan_id == own.pk
    with pytest.raises(NotAllowed):
        add_node(plan_id=other.pk, values=NodeValues("X"), by=by, now=NOW)


def test_component_of_another_entity_is_not_there(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        node = make_node(make_plan(other_entity))

    with pytest.raises(PlanNode.DoesNotExist):
        delete_node(node_id=node.pk, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)
