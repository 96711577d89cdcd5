"""A request of the desk as the middlewares leave it, the plan that its address names, and the way back to it."""

from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import check_edit_plan, check_read_draft
from rinde.capabilities.plans.rules.states import check_editable
from rinde.services.access import Principal

Thing = TypeVar("Thing")


class DeskRequest(HttpRequest):
    """For types only: what `EntityMiddleware` and `PrincipalMiddleware` add."""

    entity: Entity
    principal: Principal


def plan_to_read(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may read its draft; 404 where the entity has none of that number."""
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity", "current_version", "edited_by"), pk=plan_id)
    check_read_draft(plan, by=request.principal)
    return plan


def plan_to_edit(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may edit it and while its rows are edited."""
    plan = plan_to_read(request, plan_id)
    check_edit_plan(plan, by=request.principal)
    check_editable(plan.status)
    return plan


def found_or_404(thing: Thing | None) -> Thing:
    """The thing, or the page that says that there is none."""
    if thing is None:
        raise Http404
    return thing


def back_to_plan(request: DeskRequest, plan: Plan, said: str) -> HttpResponse:
    """The plan's page, which says what was done."""
    messages.success(request, said)
    return redirect("desk:plan_detail", entity_slug=plan.entity.slug, plan_id=plan.pk)
