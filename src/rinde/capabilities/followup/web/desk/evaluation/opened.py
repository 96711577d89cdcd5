"""The plan and the cut-off that an address names, and what every page of theirs prints."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.followup.permissions import (
    can_evaluate,
    can_read_evaluation,
    check_evaluate,
    check_read_evaluation,
)
from rinde.capabilities.followup.queries.evaluation import Evaluation, cut_off_of_plan, evaluation_of
from rinde.capabilities.followup.rules.cut_off_states import EVALUABLE, check_evaluable
from rinde.capabilities.followup.web.desk.monitoring.opened import page_of
from rinde.capabilities.followup.web.presenters.evaluation.cut_offs import state_of
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404


def evaluated_plan(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may see internal control's work; 404 where the entity has none of it."""
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity"), pk=plan_id)
    check_read_evaluation(plan, by=request.principal)
    return plan


def plan_to_evaluate(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever evaluates it."""
    plan = evaluated_plan(request, plan_id)
    check_evaluate(plan, by=request.principal)
    return plan


def cut_off_to_see(request: DeskRequest, plan_id: int, number: int) -> CutOff:
    """The cut-off of the address, for whoever may see internal control's work."""
    return found_or_404(cut_off_of_plan(evaluated_plan(request, plan_id), number))


def cut_off_to_evaluate(request: DeskRequest, plan_id: int, number: int) -> CutOff:
    """The cut-off of the address, for whoever evaluates it."""
    return found_or_404(cut_off_of_plan(plan_to_evaluate(request, plan_id), number))


def frozen_to_see(request: DeskRequest, plan_id: int, number: int) -> Evaluation:
    """The frozen cut-off of the address with its activities; refused while nothing is frozen yet."""
    cut_off = cut_off_to_see(request, plan_id, number)
    if not cut_off.sha256:
        check_evaluable(cut_off.status)
    return evaluation_of(cut_off)


def plan_page(request: DeskRequest, plan: Plan) -> dict[str, Any]:
    """What every page of a plan's cut-offs prints."""
    return page_of(request, plan) | {
        "can_evaluate": can_evaluate(plan, by=request.principal),
        "can_read_evaluation": can_read_evaluation(plan, by=request.principal),
    }


def cut_off_page(request: DeskRequest, cut_off: CutOff) -> dict[str, Any]:
    """What every page of a cut-off prints."""
    page = plan_page(request, cut_off.plan)
    return page | {
        "cut_off": cut_off,
        "state": state_of(cut_off, timezone.localdate()),
        "may_decide": page["can_evaluate"] and cut_off.status in EVALUABLE,
    }


def back_to(request: DeskRequest, cut_off: CutOff, said: str, *, after: str = "") -> HttpResponse:
    """The page of the cut-off, which says what was done."""
    messages.success(request, said)
    plan = cut_off.plan
    kwargs = {"entity_slug": plan.entity.slug, "plan_id": plan.pk, "number": cut_off.number}
    return redirect(f"{reverse('desk:cut_off_detail', kwargs=kwargs)}{after}")


def back_to_list(request: DeskRequest, plan: Plan, said: str) -> HttpResponse:
    """The calendar of the plan's cut-offs, which says what was done."""
    messages.success(request, said)
    return redirect("desk:cut_off_list", entity_slug=plan.entity.slug, plan_id=plan.pk)
