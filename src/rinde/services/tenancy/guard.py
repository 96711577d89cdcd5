"""A thin, stricter layer over django-scopes with our words.

django-scopes answers a query without a scope with a queryset that refuses most methods, but not all: `exists()` and
`contains()` still reach the database. Here the manager itself refuses, so that no method can be forgotten.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from django_scopes.manager import DisabledQuerySet


class NoActiveTenant(ScopeError):
    """A query on a tenant's table was made outside `active_tenant`."""


def active_tenant(entity: models.Model) -> AbstractContextManager[Any]:
    """Inside the block, queries of tenant tables see the rows of `entity` and no others.

    Raises:
        NoActiveTenant: for an entity that was never saved; django-scopes would take its None for "everybody".
    """
    if entity is None or entity.pk is None:
        raise NoActiveTenant("an unsaved entity cannot be the active tenant")
    return scope(entity=entity, entity_id=entity.pk)


def every_tenant(*, reason: str) -> AbstractContextManager[Any]:
    """Inside the block, queries see every tenant. For the platform's own work only; say why.

    Raises:
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("every_tenant needs a reason")
    return scopes_disabled()


def _guarded(queryset: type[models.QuerySet[Any]], **dimensions: str) -> Any:
    scoped = type(ScopedManager(_manager_class=models.Manager.from_queryset(queryset), **dimensions))

    class GuardedManager(scoped):  # type: ignore[misc, valid-type]
        def get_queryset(self) -> models.QuerySet[Any]:
            rows = super().get_queryset()
            if isinstance(rows, DisabledQuerySet):
                raise NoActiveTenant(f"{self.model.__name__} was asked for without an active tenant")
            return rows

    return GuardedManager()


def TenantManager(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> Any:  # noqa: N802 - reads as a class
    """The manager of a capability's tenant table: `objects = TenantManager(PlanQuerySet)`."""
    return _guarded(queryset, entity="entity")


def TenantServiceManager(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> Any:  # noqa: N802
    """The same for a service's table, which holds the number of the tenant and not a foreign key."""
    return _guarded(queryset, entity_id="entity_id")
