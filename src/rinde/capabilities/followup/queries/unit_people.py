"""Who stands for the units of a plan: the liaisons and heads whose grant covers an actor. In bulk, never one by one.

People and their grants are read as alerts read them (`accounts.queries.colleagues`), and what a grant covers is told by
the same rule (`rules.reach`): a reminder and an alert never differ about whose a cell is.
"""

from collections.abc import Iterable

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.queries import Colleague, colleagues
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.rules.monitoring.reminding import UnitPerson
from rinde.capabilities.followup.rules.reach import REPORT, Offices, reach_of
from rinde.capabilities.plans.models import Plan

# Whoever evaluates reports for their own office alone, whatever else they were given.
_TOLD = frozenset({RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.INTERNAL_CONTROL})


def people_of_units(plan: Plan, offices: Offices) -> tuple[UnitPerson, ...]:
    """Everybody who reports for units of a plan, each once, by name; those without an account in use are left out.

    A grant over the entity or over this plan covers every unit; one over another plan, or over a part of one, none: it
    does not let them report here either (`permissions.check_report`). One query.

    Args:
        offices: who evaluates the plan.
    """
    found = [(one, _covered(one, plan, offices)) for one in colleagues(plan.entity)]
    people = [
        UnitPerson(one.user_id, one.name or one.email, one.email, actors)
        for one, actors in found
        if actors is None or actors
    ]
    return tuple(sorted(people, key=lambda one: (one.name, one.user_id)))


def _covered(one: Colleague, plan: Plan, offices: Offices) -> frozenset[int] | None:
    """The actors that somebody's grants for units cover in a plan; None for all of them."""
    reach = reach_of([grant for grant in one.principal.grants if grant.role in _TOLD], REPORT)
    if reach.only_own_office:
        own = offices.evaluated_by_id
        return frozenset({own} if own is not None and reach.may_report(plan.pk, own, offices) else ())
    return None if reach.reports_all or plan.pk in reach.reports_plans else reach.actors


def offices_of(actor_ids: Iterable[int]) -> dict[int, str]:
    """The address of each actor's office, where it has one. One query."""
    rows = Actor.objects.filter(pk__in=list(actor_ids)).exclude(email="")
    return dict(rows.values_list("pk", "email"))
