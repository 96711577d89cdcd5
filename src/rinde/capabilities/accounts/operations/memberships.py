"""Writes to what people may do. An entity never stays without somebody who administers it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.accounts.permissions import check_manage_people
from rinde.capabilities.accounts.queries import administrators
from rinde.capabilities.accounts.rules import leaves_without_administrator, scope_gaps
from rinde.capabilities.entities.models import Actor, Entity
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record

LAST_ADMINISTRATOR = "Es la última persona que administra la entidad. Dé antes ese rol a otra persona."


@transaction.atomic
def grant_role(
    *, entity: Entity, user: User, role: str, by: Principal, now: datetime, actor_ids: Iterable[int] = ()
) -> Membership:
    """Give a person a role at once: over some actors where they are named, over the whole entity where not.

    A role that the person already holds is widened by these actors, never narrowed.

    Raises:
        NotAllowed: for whoever may not manage people here.
        NotReady: for an unknown role, or administration over a part.
    """
    check_manage_people(entity, by=by)
    membership = join(entity=entity, user=user, role=role, actors=list(Actor.objects.filter(pk__in=actor_ids)))
    facts = {"role": role, "user": user.pk}
    record(entity_id=entity.pk, action="accounts.grant", target=membership, by=by, now=now, facts=facts)
    return membership


def join(*, entity: Entity, user: User, role: str, actors: list[Actor]) -> Membership:
    """Write the membership of `grant_role` and of an accepted invitation."""
    kind = ScopeKind.ACTORS if actors else ScopeKind.ENTITY
    if gaps := scope_gaps(role, kind, chosen=len(actors)):
        raise NotReady("No se dio el rol.", gaps)
    membership: Membership
    membership, is_new = Membership.objects.get_or_create(
        entity=entity, user=user, role=role, ended_at=None, defaults={"scope_kind": kind}
    )
    if kind == ScopeKind.ENTITY and not is_new:
        _set_scope(membership, kind, [], [])
    elif membership.scope_kind == ScopeKind.ACTORS:
        membership.actors.add(*actors)
    return membership


@transaction.atomic
def change_membership(
    *,
    membership_id: int,
    role: str,
    scope_kind: str,
    by: Principal,
    now: datetime,
    scope_ids: Iterable[int] = (),
    actor_ids: Iterable[int] = (),
) -> Membership:
    """Give a person another role, or the same over another part of the entity.

    Args:
        scope_ids: plans or nodes of this entity, for those kinds of scope.
        actor_ids: actors of this entity, for that kind of scope.

    Raises:
        NotAllowed: for whoever may not manage people here.
        NotReady: with every gap.
        TransitionNotAllowed: for an ended membership, or the last administrator.
    """
    membership = _locked(membership_id, by)
    actors = list(Actor.objects.filter(pk__in=set(actor_ids))) if scope_kind == ScopeKind.ACTORS else []
    ids = [] if scope_kind in (ScopeKind.ENTITY, ScopeKind.ACTORS) else sorted(set(scope_ids))
    gaps = list(scope_gaps(role, scope_kind, chosen=len(actors) + len(ids)))
    twin = Membership.objects.filter(user_id=membership.user_id, role=role, ended_at__isnull=True)
    if twin.exclude(pk=membership.pk).exists():
        gaps.append("La persona ya tiene ese rol. Cambie el alcance de ese rol, o termine uno de los dos.")
    if gaps:
        raise NotReady("No se cambió el rol.", gaps)
    if role != RoleCode.ENTITY_ADMIN:
        _refuse_last_administrator(membership)
    membership.role = role
    _set_scope(membership, scope_kind, ids, actors)
    facts = {"role": role, "scope": str(scope_kind), "ids": ids or sorted(actor.pk for actor in actors)}
    record(entity_id=membership.entity_id, action="accounts.change", target=membership, by=by, now=now, facts=facts)
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, by: Principal, now: datetime) -> Membership:
    """Take a role away; it takes effect with the person's next request.

    Raises:
        NotAllowed: for whoever may not manage people here.
        TransitionNotAllowed: for an ended membership, or the last administrator.
    """
    membership = _locked(membership_id, by)
    _refuse_last_administrator(membership)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    facts = {"role": membership.role, "user": membership.user_id}
    record(entity_id=membership.entity_id, action="accounts.end", target=membership, by=by, now=now, facts=facts)
    return membership


def _locked(membership_id: int, by: Principal) -> Membership:
    membership: Membership = Membership.objects.select_related("user").get(pk=membership_id)
    # The entity's row is the lock: two administrators who each end the other's role must not both succeed.
    entity = Entity.objects.select_for_update().get(pk=membership.entity_id)
    check_manage_people(entity, by=by)
    membership.refresh_from_db(from_queryset=Membership.objects.select_related("user"))
    if membership.ended_at is not None:
        raise TransitionNotAllowed("Ese rol ya se terminó. Invite de nuevo a la persona si lo necesita.")
    return membership


def _refuse_last_administrator(membership: Membership) -> None:
    if membership.role == RoleCode.ENTITY_ADMIN and leaves_without_administrator(administrators(), membership.user_id):
        raise TransitionNotAllowed(LAST_ADMINISTRATOR)


def _set_scope(membership: Membership, kind: str, ids: list[int], actors: list[Actor]) -> None:
    membership.scope_kind, membership.scope_ids = kind, ids
    membership.save()
    membership.actors.set(actors)
