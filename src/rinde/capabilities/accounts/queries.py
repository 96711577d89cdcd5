"""Reads about people and what they may do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import F

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.models import Invitation, Membership, User
from rinde.capabilities.accounts.rules import (
    OPERATOR_PERMISSIONS,
    OPERATOR_ROLE,
    InvitationState,
    invitation_state,
    permissions_of,
    token_hash,
)
from rinde.capabilities.entities.models import Entity
from rinde.services.access import ANONYMOUS, Grant, Principal, Scope
from rinde.services.tenancy import active_tenant, every_tenant

BY_TOKEN = "the token names one invitation; whoever follows the link has no entity yet"  # noqa: S105 - a reason


def _scope(membership: Membership, actors: frozenset[int]) -> Scope:
    """Where a membership holds; over some actors only where it says so."""
    if membership.scope_kind == ScopeKind.ENTITY:
        return Scope()
    if membership.scope_kind == ScopeKind.ACTORS:
        return Scope(membership.scope_kind, actors)
    return Scope(membership.scope_kind, frozenset(membership.scope_ids))


def principal_of(user: Any, entity: Entity | None, *, second_factor: bool) -> Principal:
    """Who asks in which entity, with their grants. One query; none for somebody without an account.

    Args:
        user: a `User` or Django's anonymous user. An account that was switched off counts as nobody.
        entity: None on the platform's own pages; there only a platform operator holds a grant.
        second_factor: whether this session passed a second factor.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ANONYMOUS
    return Principal(
        user_id=user.pk,
        tenant_id=entity.pk if entity else None,
        name=user.full_name,
        grants=_grants_in(user, entity) if entity else _grants_on_platform(user),
        second_factor=second_factor,
    )


def _grants_in(user: User, entity: Entity) -> tuple[Grant, ...]:
    with active_tenant(entity):
        # This runs for every page of the desk, and so asks but once.
        return _grants_of(list(_with_actors(Membership.objects.filter(user_id=user.pk, ended_at__isnull=True))))


def _with_actors(memberships: Any) -> Any:
    """Each membership once for each actor of its scope, or once."""
    return memberships.order_by("pk").annotate(actor_id=F("actors__pk"))


def _grants_of(rows: list[Any]) -> tuple[Grant, ...]:
    memberships = {one.pk: one for one in rows}
    actors: dict[int, set[int]] = defaultdict(set)
    for one in rows:
        if one.actor_id:
            actors[one.pk].add(one.actor_id)
    return tuple(
        Grant(one.role, permissions_of(one.role), _scope(one, frozenset(actors[one.pk])))
        for one in memberships.values()
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in an entity, with what they may do there, for what is sent to many."""

    user_id: int
    name: str
    email: str
    principal: Principal


def colleagues(entity: Entity) -> tuple[Colleague, ...]:
    """Everybody who holds a role in the active entity and whose account is in use, by number. One query."""
    current = Membership.objects.filter(entity=entity, ended_at__isnull=True, user__is_active=True)
    rows: dict[int, list[Any]] = defaultdict(list)
    for one in _with_actors(current.select_related("user")):
        rows[one.user_id].append(one)
    return tuple(_colleague(rows[user_id], entity) for user_id in sorted(rows))


def _colleague(rows: list[Any], entity: Entity) -> Colleague:
    user = rows[0].user
    who = Principal(user_id=user.pk, tenant_id=entity.pk, name=user.full_name, grants=_grants_of(rows))
    return Colleague(user.pk, user.full_name, user.email, who)


def _grants_on_platform(user: User) -> tuple[Grant, ...]:
    return (Grant(OPERATOR_ROLE, OPERATOR_PERMISSIONS),) if user.is_platform_operator else ()


def console(entity: Entity | None = None) -> Principal:
    """Whoever has a shell on the server: they hold the database already, so the commands of set-up let them in."""
    permissions = OPERATOR_PERMISSIONS | permissions_of(RoleCode.ENTITY_ADMIN) if entity else OPERATOR_PERMISSIONS
    return Principal(tenant_id=entity.pk if entity else None, grants=(Grant("CONSOLE", permissions),))


def entities_of(user_id: int) -> list[Entity]:
    """The entities in which a person holds a role today. One query."""
    current = Entity.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True)
    return list(current.distinct())


def members() -> list[Membership]:
    """Everybody who holds a role in the active entity, by name. Two queries."""
    current = Membership.objects.filter(ended_at__isnull=True)
    return list(current.select_related("user").prefetch_related("actors").order_by("user__full_name", "role"))


def administrators() -> set[int]:
    """The ids of the people who administer the active entity and whose account is in use."""
    current = Membership.objects.filter(
        role=RoleCode.ENTITY_ADMIN, ended_at__isnull=True, scope_kind=ScopeKind.ENTITY, user__is_active=True
    )
    return set(current.values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """An invitation that nobody has accepted yet."""

    invitation: Invitation
    state: InvitationState  # pending or expired


def open_invitations(now: datetime) -> list[PendingInvitation]:
    """The invitations of the active entity that still wait, or ran out waiting; newest first. Two queries."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).prefetch_related("actors")
    return [PendingInvitation(invitation, state_of(invitation, now)) for invitation in waiting]


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """What has become of an invitation."""
    return invitation_state(
        accepted=invitation.accepted_at is not None,
        withdrawn=invitation.withdrawn_at is not None,
        expires_at=invitation.expires_at,
        now=now,
    )


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link belongs to, whatever its entity; None for a link that never was."""
    with every_tenant(reason=BY_TOKEN):
        found: Invitation | None = (
            Invitation.objects.select_related("entity").filter(token_hash=token_hash(token)).first()
        )
    return found


def has_account(email: str) -> bool:
    """Tell whether somebody signs in with this mail."""
    return User.objects.filter(email__iexact=email).exists()


def nobody_yet() -> bool:
    """Tell whether the installation still has no person at all."""
    return not User.objects.exists()


def has_second_factor(user_id: int) -> bool:
    """Tell whether somebody signs in with a code of their phone besides the password."""
    found: bool = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()
    return found
