"""A thin, stricter layer over django-scopes with our words.

django-scopes answers a query without a scope with a queryset that refuses most methods, but not all: `exists()` and
`contains()` still reach the database. Here the manager itself refuses, so that no method can be forgotten.
"""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import ScopedManager, scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from django_scopes.manager import DisabledQuerySet


class NoActiveTenant(ScopeError):  # type: ignore[misc]
    """A query on a tenant's table was made outside `active_tenant`."""


def active_tenant(entity: models.Model) -> AbstractContextManager[Any]:
    """Inside the block, queries of tenant tables see the rows of `entity` and no others.

    Raises:
        NoActiveTenant: for an entity that was never saved; django-scopes would take its None for "everybody".
    """
    if entity is None or entity.pk is None:
        raise NoActiveTenant("an unsaved entity cannot be the active tenant")
    opened: AbstractContextManager[Any] = scope(entity=entity, entity_id=entity.pk)
    return opened


def every_tenant(*, reason: str) -> AbstractContextManager[Any]:
    """Inside the block, queries see every tenant. For the platform's own work only; say why.

    Raises:
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("every_tenant needs a reason")
    opened: AbstractContextManager[Any] = scopes_disabled()
    return opened


class GuardedManager(models.Manager[Any]):
    """A manager that refuses to answer without an active tenant, and has whatever its queryset has."""

    if TYPE_CHECKING:  # its methods give the model's own queryset, which cannot be named here
        all: Any
        filter: Any
        exclude: Any
        select_related: Any
        prefetch_related: Any
        order_by: Any

        def __getattr__(self, name: str) -> Any: ...


def _guarded(queryset: type[models.QuerySet[Any]], **dimensions: str) -> GuardedManager:
    scoped = type(ScopedManager(_manager_class=GuardedManager.from_queryset(queryset), **dimensions))

    def get_queryset(self: Any) -> Any:
        rows = scoped.get_queryset(self)
        if isinstance(rows, DisabledQuerySet):
            raise NoActiveTenant(f"{self.model.__name__} was asked for without an active tenant")
        return rows

    # Named as the class above, which is how Django's type checking finds out what a model's manager is.
    names = {"__module__": __name__, "__qualname__": GuardedManager.__qualname__, "get_queryset": get_queryset}
    refusing = type(GuardedManager.__name__, (scoped,), names)
    manager: GuardedManager = refusing()
    return manager


def TenantManager(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> GuardedManager:  # noqa: N802
    """The manager of a capability's tenant table, read as a class: `objects = TenantManager(PlanQuerySet)`."""
    return _guarded(queryset, entity="entity")


def TenantServiceManager(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> GuardedManager:  # noqa: N802
    """The same for a service's table, which holds the number of the tenant and not a foreign key."""
    return _guarded(queryset, entity_id="entity_id")
