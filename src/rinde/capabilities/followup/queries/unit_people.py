"""Who stands for the units of a plan: the liaisons and heads whose grant covers an actor. In bulk, never one by one."""

from collections.abc import Iterable

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.rules.monitoring.reminding import UnitPerson
from rinde.capabilities.plans.models import Plan

OF_UNITS = (RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD)


def people_of_units(plan: Plan) -> tuple[UnitPerson, ...]:
    """Everybody who reports for units of a plan, each once, by name; those without an account in use are left out.

    A grant over the entity or over this plan covers every unit; one over another plan, or over a part of one, none: it
    does not let them report here either (`permissions.check_report`). Two queries.
    """
    rows = (
        Membership.objects.filter(role__in=OF_UNITS, ended_at__isnull=True, user__is_active=True)
        .select_related("user")
        .prefetch_related("actors")
        .order_by("user__full_name", "pk")
    )
    found: dict[int, UnitPerson] = {}
    for one in rows:
        actors = _covered(one, plan)
        if actors == frozenset():
            continue
        before = found.get(one.user_id)
        if before is not None:
            actors = None if actors is None or before.actors is None else before.actors | actors
        found[one.user_id] = UnitPerson(one.user_id, one.user.full_name or one.user.email, one.user.email, actors)
    return tuple(found.values())


def _covered(membership: Membership, plan: Plan) -> frozenset[int] | None:
    """The actors that a grant covers in a plan; None for all of them."""
    if membership.scope_kind == ScopeKind.ENTITY:
        return None
    if membership.scope_kind == ScopeKind.PLAN and plan.pk in membership.scope_ids:
        return None
    if membership.scope_kind == ScopeKind.ACTORS:
        return frozenset(actor.pk for actor in membership.actors.all())
    return frozenset()


def offices_of(actor_ids: Iterable[int]) -> dict[int, str]:
    """The address of each actor's office, where it has one. One query."""
    rows = Actor.objects.filter(pk__in=list(actor_ids)).exclude(email="")
    return dict(rows.values_list("pk", "email"))
