"""The person who asks, with what was granted to them in one tenant. Pure: no database, no request."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rinde.foundations.refusals import NotAllowed

WHOLE_TENANT = "tenant"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds: the whole tenant, or only some things of one kind («plan», «node», «actors»)."""

    kind: str = WHOLE_TENANT
    ids: frozenset[int] = frozenset()

    def covers(self, within: dict[str, frozenset[int]]) -> bool:
        """True for the whole tenant, or where what is asked about lies inside these ids."""
        return self.kind == WHOLE_TENANT or bool(self.ids & within.get(self.kind, frozenset()))


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held by one person in one tenant."""

    role: str
    permissions: frozenset[str]
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `name` is shown to colleagues and never written to the log or the audit trail."""

    user_id: int | None = None
    tenant_id: int | None = None
    name: str = field(default="", repr=False)
    grants: tuple[Grant, ...] = ()
    second_factor: bool = False

    def may(self, permission: str, **within: Iterable[int]) -> bool:
        """True where some grant gives the permission for the thing asked about.

        Example: `principal.may("plans.edit", plan=[plan.pk])`. Without `within`, only a grant over the whole
        tenant counts.
        """
        places = {kind: frozenset(ids) for kind, ids in within.items()}
        return any(permission in grant.permissions and grant.scope.covers(places) for grant in self.grants)

    def may_somewhere(self, permission: str) -> bool:
        """True where the permission is held over anything at all: enough to show a menu entry."""
        return any(permission in grant.permissions for grant in self.grants)

    def check(self, permission: str, message: str, **within: Iterable[int]) -> None:
        """Raises NotAllowed with the Spanish message where `may` says no."""
        if not self.may(permission, **within):
            raise NotAllowed(message)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)


ANONYMOUS = Principal()
