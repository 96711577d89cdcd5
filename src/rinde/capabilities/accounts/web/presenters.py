"""People as the list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.rules import ROLES
from rinde.capabilities.accounts.web.scopes import scope_choices


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A role of a person. `scope` lists where it holds, in words."""

    membership: Membership
    name: str
    post: str
    email: str
    role: str
    scope: tuple[str, ...]
    is_active: bool


def member_rows(memberships: Iterable[Membership]) -> list[MemberRow]:
    """One row a role. One query for each kind of thing over which a role may be given."""
    names = {kind: dict(choices) for kind, choices in scope_choices().items()}
    return [
        MemberRow(
            membership=membership,
            name=membership.user.full_name,
            post=membership.user.post,
            email=membership.user.email,
            role=ROLES[membership.role].name,
            scope=scope_in_words(membership, names),
            is_active=membership.user.is_active,
        )
        for membership in memberships
    ]


def scope_in_words(membership: Membership, names: dict[str, dict[int, str]]) -> tuple[str, ...]:
    """«Toda la entidad», or the names of what the role is limited to."""
    if membership.scope_kind == ScopeKind.ENTITY:
        return (str(ScopeKind.ENTITY.label),)
    if membership.scope_kind == ScopeKind.ACTORS:
        return tuple(actor.name for actor in membership.actors.all())
    known = names.get(membership.scope_kind, {})
    return tuple(known.get(number, str(ScopeKind(membership.scope_kind).label)) for number in membership.scope_ids)
