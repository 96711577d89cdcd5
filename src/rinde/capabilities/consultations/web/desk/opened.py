"""The plan and the consultation that an address of the desk names, and what every page of theirs prints."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.permissions import (
    can_manage,
    can_moderate,
    check_manage,
    check_moderate,
    check_read_consultation,
)
from rinde.capabilities.consultations.queries import consultations_of_plan, counts_of, newest_consultation
from rinde.capabilities.consultations.web import presenters
from rinde.capabilities.consultations.web.public import Addresses
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import can_read_draft
from rinde.capabilities.plans.web.requests import DeskRequest


def plan_of(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may read its consultation; 404 where the entity has none of that number."""
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity"), pk=plan_id)
    check_read_consultation(plan, by=request.principal)
    return plan


def plan_to_manage(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may run its consultation."""
    plan = plan_of(request, plan_id)
    check_manage(plan, by=request.principal)
    return plan


def rounds_of_plan(plan: Plan) -> Sequence[Consultation]:
    """Every consultation of the plan, the one that the desk works on first."""
    found = consultations_of_plan(plan)
    for one in found:
        one.plan = plan
    return found


def to_manage(request: DeskRequest, plan_id: int) -> Consultation:
    """The newest consultation of the plan, for whoever may run it; 404 where it never had one."""
    return _newest(request, plan_id, check_manage)


def to_moderate(request: DeskRequest, plan_id: int) -> Consultation:
    """The newest consultation of the plan, for whoever may look after its comments; 404 where it never had one."""
    return _newest(request, plan_id, check_moderate)


def _newest(request: DeskRequest, plan_id: int, check: Callable[..., None]) -> Consultation:
    found = newest_consultation(plan_id)
    if found is None:
        check(plan_of(request, plan_id), by=request.principal)
        raise Http404("Este plan no ha tenido una consulta.")
    check_read_consultation(found.plan, by=request.principal)
    check(found.plan, by=request.principal)
    return found


def page_of(request: DeskRequest, consultation: Consultation) -> dict[str, Any]:
    """What every page of a consultation on the desk prints. One query, for the counts."""
    plan, today = consultation.plan, timezone.localdate()
    return {
        "plan": plan,
        "consultation": consultation,
        "counts": counts_of(consultation),
        "state": presenters.state_of(consultation, today),
        "receives": presenters.receives(consultation, today),
        "at": Addresses(consultation),
        **may(request, plan),
    }


def may(request: DeskRequest, plan: Plan) -> dict[str, bool]:
    """What buttons and links ask about whoever is there."""
    return {
        "can_manage": can_manage(plan, by=request.principal),
        "can_moderate": can_moderate(plan, by=request.principal),
        "can_read_plan": can_read_draft(plan, by=request.principal),
    }


def back_to(request: DeskRequest, plan: Plan, said: str, *, name: str = "consultation") -> HttpResponse:
    """A page of the consultation, which says what was done."""
    messages.success(request, said)
    return redirect(f"desk:{name}", entity_slug=plan.entity.slug, plan_id=plan.pk)
