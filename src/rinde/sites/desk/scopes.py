"""Roles over one plan: what can be chosen in an entity."""

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.web.scopes import Choices, offer_scope
from rinde.capabilities.plans.models import Plan


def _plans() -> Choices:
    return [(plan.pk, f"{plan.title} ({plan.year})") for plan in Plan.objects.only("title", "period_start")]


def offer_plans() -> None:
    """Let roles be given over single plans."""
    offer_scope(ScopeKind.PLAN, _plans)
