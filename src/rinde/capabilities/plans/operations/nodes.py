"""Components and subcomponents."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, next_position, plan_to_edit
from rinde.capabilities.plans.rules.rows import NodeValues
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal

NOT_SAVED = "No se guardó el componente."


@transaction.atomic
def add_node(*, plan_id: int, values: NodeValues, by: Principal, now: datetime) -> PlanNode:
    """Add a component, or a subcomponent where the values name a parent, after its last sibling.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        NotReady: without a name, or with a parent that is no component of this plan.
    """
    plan = plan_to_edit(plan_id, by=by)
    node = write_new_node(plan, values, now=now)
    leave_marks(plan, "plans.node_add", node, by=by, now=now, facts={"code": node.code})
    return node


@transaction.atomic
def edit_node(*, node_id: int, values: NodeValues, seen: datetime | None, by: Principal, now: datetime) -> PlanNode:
    """Write a component's or subcomponent's words. It stays where it is: `parent_id` is not read.

    Raises:
        NotAllowed, StaleWrite, NotReady: as for any edit.
    """
    node: PlanNode = PlanNode.objects.get(pk=node_id)
    plan = plan_to_edit(node.plan_id, by=by)
    node.refresh_from_db()
    check_fresh(node.edited_at, seen)
    rewrite_node(node, values, now=now)
    leave_marks(plan, "plans.node_edit", node, by=by, now=now, facts={"code": node.code})
    return node


@transaction.atomic
def delete_node(*, node_id: int, by: Principal, now: datetime) -> None:
    """Take a component or subcomponent out of the draft. What was published stays in its versions.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        TransitionNotAllowed: while it has subcomponents or activities.
    """
    node: PlanNode = PlanNode.objects.get(pk=node_id)
    plan = plan_to_edit(node.plan_id, by=by)
    if node.activities.exists() or node.placements.exists():
        raise TransitionNotAllowed("Tiene actividades. Elimínelas o páselas a otro componente antes de eliminarlo.")
    if node.children.exists():
        raise TransitionNotAllowed("Tiene subcomponentes. Elimínelos antes de eliminar el componente.")
    target, code = f"plans.PlanNode:{node.pk}", node.code
    node.delete()
    leave_marks(plan, "plans.node_delete", target, by=by, now=now, facts={"code": code})


def write_new_node(plan: Plan, values: NodeValues, *, now: datetime) -> PlanNode:
    """Write a component into a plan that the caller locked and may change. Leaves no mark in the trail.

    Raises:
        NotReady: without a name, or with a parent that is no component of this plan.
    """
    parent = _parent(plan, values.parent_id)
    node = PlanNode(
        entity_id=plan.entity_id,
        plan=plan,
        parent=parent,
        kind=NodeKind.SUBCOMPONENT if parent else NodeKind.COMPONENT,
        position=next_position(PlanNode.objects.filter(plan=plan, parent=parent)),
    )
    rewrite_node(node, values, now=now)
    return node


def _parent(plan: Plan, parent_id: int | None) -> PlanNode | None:
    if parent_id is None:
        return None
    parent: PlanNode | None = PlanNode.objects.filter(plan=plan, pk=parent_id, kind=NodeKind.COMPONENT).first()
    refuse_gaps(NOT_SAVED, *([] if parent else ["Escoja un componente de este plan."]))
    return parent


def rewrite_node(node: PlanNode, values: NodeValues, *, now: datetime) -> None:
    """Write the words of a component of a plan that the caller locked and may change. Leaves no mark in the trail.

    Raises:
        NotReady: without a name.
    """
    refuse_gaps(NOT_SAVED, *([] if values.name.strip() else ["Escriba el nombre."]))
    node.name, node.code = values.name.strip(), values.code.strip()
    node.narrative, node.guiding_question = values.narrative.strip(), values.guiding_question.strip()
    node.edited_at = now
    node.save()
