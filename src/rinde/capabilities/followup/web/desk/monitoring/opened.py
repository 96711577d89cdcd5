"""The plan and the round that an address names, and what every page of theirs prints."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.permissions import (
    can_moderate,
    can_monitor,
    can_set_policy,
    check_monitor,
    check_read,
)
from rinde.capabilities.followup.queries.monitoring import round_of
from rinde.capabilities.followup.reports.monitoring import HOW_COMPUTED
from rinde.capabilities.followup.rules.figures import Totals
from rinde.capabilities.followup.rules.monitoring.stretches import round_called
from rinde.capabilities.followup.web.presenters.monitoring.rounds import round_state
from rinde.capabilities.followup.web.presenters.monitoring.words import official_in_words, percent_in_words
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404


def followed_plan(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever may read its follow-up; 404 where the entity has none of that number."""
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity"), pk=plan_id)
    check_read(plan, by=request.principal)
    return plan


def monitored_plan(request: DeskRequest, plan_id: int) -> Plan:
    """The plan of the address, for whoever monitors it."""
    plan = followed_plan(request, plan_id)
    check_monitor(plan, by=request.principal)
    return plan


def opened_round(plan: Plan, number: int) -> MonitoringRound:
    """The round of the address; 404 where the plan has none of that number."""
    found = found_or_404(round_of(plan, number))
    found.plan = plan
    return found


def sent(request: DeskRequest) -> QueryDict | None:
    """What a form sent; None for a page that is only opened. A form may well send nothing at all."""
    return request.POST if request.method == "POST" else None


def page_of(request: DeskRequest, plan: Plan) -> dict[str, Any]:
    """What every page of a plan's follow-up prints."""
    return {
        "plan": plan,
        "can_monitor": can_monitor(plan, by=request.principal),
        "can_set_policy": can_set_policy(plan, by=request.principal),
        "can_moderate_remarks": can_moderate(plan, by=request.principal),
    }


def page_of_round(request: DeskRequest, found: MonitoringRound, today: date) -> dict[str, Any]:
    """What every page of a round prints."""
    return page_of(request, found.plan) | {
        "round": found,
        "called": round_called(found.name),
        "state": round_state(found, today),
    }


def both_numbers(totals: Totals) -> dict[str, Any]:
    """The official number, the quantitative one, and how each is computed."""
    return {
        "official": official_in_words(totals),
        "quantitative": percent_in_words(totals.quantitative),
        "how_computed": HOW_COMPUTED,
    }


def back_to(request: DeskRequest, plan: Plan, said: str, *, name: str, **more: int) -> HttpResponse:
    """A page of the plan's follow-up, which says what was done."""
    messages.success(request, said)
    return redirect(reverse(f"desk:{name}", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk, **more}))
