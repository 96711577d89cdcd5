"""The guard between entities: a query on a tenant's table without an active tenant raises.

Every tenant table has `objects = TenantManager()` and a foreign key named `entity` (or, in a service, which knows no
entities, a plain `entity_id`). `active_tenant(entity)` opens the door for one of them; nothing opens it for all but
`every_tenant(reason=…)`, which is greppable and tested.
"""

from rinde.services.tenancy.guard import TenantManager, TenantServiceManager, active_tenant, every_tenant

__all__ = ["TenantManager", "TenantServiceManager", "active_tenant", "every_tenant"]
