"""Reads about people and what they may do."""

from typing import Any

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.services.access import ANONYMOUS, Grant, Principal, Scope
from rinde.services.tenancy import active_tenant


def _scope_of(membership: Membership) -> Scope:
    if membership.scope_kind == ScopeKind.ENTITY:
        return Scope()
    if membership.scope_kind == ScopeKind.ACTORS:
        return Scope(membership.scope_kind, frozenset(actor.pk for actor in membership.actors.all()))
    return Scope(membership.scope_kind, frozenset(membership.scope_ids))


def principal_of(user: Any, entity: Entity | None, *, second_factor: bool) -> Principal:
    """Who asks in which entity, with their grants. Two queries; none for somebody without an account.

    Args:
        user: a `User` or Django's anonymous user.
        entity: None on the platform's own pages; then there are no grants.
        second_factor: whether this session passed a second factor.
    """
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return ANONYMOUS
    grants: tuple[Grant, ...] = ()
    if entity is not None:
        with active_tenant(entity):
            memberships = Membership.objects.filter(user_id=user.pk, ended_at__isnull=True).prefetch_related("actors")
            grants = tuple(
                Grant(membership.role, permissions_of(membership.role), _scope_of(membership))
                for membership in memberships
            )
    return Principal(
        user_id=user.pk,
        tenant_id=entity.pk if entity else None,
        name=user.full_name,
        grants=grants,
        second_factor=second_factor,
    )
