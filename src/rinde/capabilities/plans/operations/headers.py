"""A plan's beginning, and what it says of itself."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.models import Objective, Plan, PlanNode, Signatory
from rinde.capabilities.plans.operations.editing import check_fresh, leave_marks, plan_to_edit
from rinde.capabilities.plans.permissions import check_create_plan
from rinde.capabilities.plans.queries import same_plans
from rinde.capabilities.plans.rules.headers import AlreadyStands, header_gaps, plan_slug
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.capabilities.plans.rules.templates import Template, TemplateNode, template
from rinde.foundations.refusals import NotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó el plan."


@transaction.atomic
def create_plan(
    *,
    entity: Entity,
    header: PlanHeader,
    by: Principal,
    now: datetime,
    template_key: str = "",
    beside: Collection[int] = (),
) -> Plan:
    """Begin a draft plan, empty or with the components of a template.

    Args:
        beside: the plans with this title, instrument and period of which somebody said that this is another one.

    Raises:
        NotAllowed: for whoever may not create plans in this entity.
        NotReady: with everything that the header lacks.
        AlreadyStands: where there is such a plan and nobody said so.
        UnknownTemplate: for a key that no template has.
    """
    chosen = template(template_key) if template_key else None
    plan = begin_plan(entity, header, by=by, now=now, chosen=chosen, beside=beside)
    record(
        entity_id=entity.pk,
        action="plans.create",
        target=plan,
        by=by,
        now=now,
        facts={"instrument": plan.instrument, "template": template_key} | beside_facts(beside),
    )
    return plan


def beside_facts(beside: Collection[int]) -> dict[str, list[int]]:
    """What the trail says of a plan that was begun beside others that are called the same."""
    return {"beside": sorted(beside)} if beside else {}


def begin_plan(
    entity: Entity,
    header: PlanHeader,
    *,
    by: Principal,
    now: datetime,
    chosen: Template | None = None,
    beside: Collection[int] = (),
) -> Plan:
    """Check, then save the plan and its header, without a mark in the trail: that is the caller's, who knows why.

    Raises:
        As `create_plan`.
    """
    check_create_plan(by=by)
    if by.tenant_id != entity.pk:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la del plan nuevo.")
    refuse_gaps(NOT_SAVED, *header_gaps(header))
    # Locked, so that two who begin the same plan in the same moment do not miss each other.
    Entity.objects.select_for_update().get(pk=entity.pk)
    if unsaid := [one for one in same_plans(header) if one.id not in beside]:
        raise AlreadyStands(NOT_SAVED, unsaid)
    plan = Plan(entity=entity, created_at=now, edited_at=now, edited_by_id=by.user_id, header_edited_at=now)
    plan.slug = plan_slug(header, _slugs_of_year(header.period_start.year))
    if chosen:
        plan.template_key, plan.template_version = chosen.key, chosen.version
    _write_header(plan, header)
    if chosen:
        _plant(plan, chosen.nodes, now)
    return plan


def _slugs_of_year(year: int) -> frozenset[str]:
    return frozenset(Plan.objects.filter(period_start__year=year).values_list("slug", flat=True))


def _write_header(plan: Plan, header: PlanHeader) -> None:
    plan.instrument, plan.title = header.instrument, header.title.strip()
    plan.period_start, plan.period_end = header.period_start, header.period_end
    plan.objective, plan.scope = header.objective.strip(), header.scope.strip()
    plan.format_code, plan.format_version = header.format_code.strip(), header.format_version.strip()
    plan.legal_bases = list(header.legal_bases)
    plan.save()
    _replace_objectives(plan, header.objectives)
    Signatory.objects.filter(plan=plan).delete()
    Signatory.objects.bulk_create(
        Signatory(
            entity_id=plan.entity_id,
            plan=plan,
            role=one.role,
            post=one.post,
            name=one.name,
            signed_on=one.signed_on,
            position=position,
        )
        for position, one in enumerate(header.signatories)
    )


def _replace_objectives(plan: Plan, texts: Sequence[str]) -> None:
    """Keep the objectives whose words stay, with the activities linked to them; drop and add the others."""
    kept = {one.text: one for one in Objective.objects.filter(plan=plan)}
    Objective.objects.filter(plan=plan).exclude(text__in=texts).delete()
    for position, text in enumerate(texts):
        objective = kept.get(text) or Objective(entity_id=plan.entity_id, plan=plan, text=text)
        objective.position = position
        objective.save()


def _plant(plan: Plan, nodes: Sequence[TemplateNode], now: datetime) -> None:
    """Grow the template's components and subcomponents, in order: two queries."""
    components = PlanNode.objects.bulk_create(
        _planted(plan, node, position, now) for position, node in enumerate(nodes)
    )
    PlanNode.objects.bulk_create(
        _planted(plan, child, position, now, parent=component)
        for component, node in zip(components, nodes, strict=True)
        for position, child in enumerate(node.children)
    )


def _planted(plan: Plan, node: TemplateNode, position: int, now: datetime, parent: PlanNode | None = None) -> PlanNode:
    return PlanNode(
        entity_id=plan.entity_id,
        plan=plan,
        parent=parent,
        kind=NodeKind.SUBCOMPONENT if parent else NodeKind.COMPONENT,
        code=node.code,
        name=node.name,
        guiding_question=node.guiding_question,
        position=position,
        edited_at=now,
    )


@transaction.atomic
def update_plan(*, plan_id: int, header: PlanHeader, seen: datetime | None, by: Principal, now: datetime) -> Plan:
    """Write what a plan says of itself. The address stays once something was published under it.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        StaleWrite: where somebody saved the header after the form was opened (`seen`).
        NotReady: with everything that the header lacks.
    """
    plan = plan_to_edit(plan_id, by=by)
    check_fresh(plan.header_edited_at, seen)
    rewrite_header(plan, header, now=now)
    leave_marks(plan, "plans.update", plan, by=by, now=now, facts={})
    return plan


def rewrite_header(plan: Plan, header: PlanHeader, *, now: datetime) -> None:
    """Write what a plan that the caller locked and may change says of itself. Leaves no mark in the trail.

    Raises:
        NotReady: with everything that the header lacks.
    """
    refuse_gaps(NOT_SAVED, *header_gaps(header))
    _keep_or_move_address(plan, header)
    plan.header_edited_at = now
    _write_header(plan, header)


def _keep_or_move_address(plan: Plan, header: PlanHeader) -> None:
    if plan.current_version_id:
        moved = header.period_start.year != plan.period_start.year
        gap = "El año inicial no se puede cambiar: está en la dirección pública del plan. Cree un plan nuevo."
        refuse_gaps(NOT_SAVED, *([gap] if moved else []))
        return
    wanted = header.slug or (plan.slug if header.instrument == plan.instrument else "")
    others = Plan.objects.exclude(pk=plan.pk).filter(period_start__year=header.period_start.year)
    plan.slug = plan_slug(replace(header, slug=wanted), frozenset(others.values_list("slug", flat=True)))
