"""Who may manage the people of an entity. A button asks `can_…`, an operation asks `check_…`: one answer."""

from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal

MANAGE = "accounts.manage"


def check_manage_people(entity: Entity, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not invite people to this entity or change what they may do."""
    if by.tenant_id != entity.pk:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la que quiere cambiar.")
    by.check(MANAGE, "Solo la administración de la entidad invita personas y cambia sus roles. Pídaselo a ella.")


def can_manage_people(entity: Entity, *, by: Principal) -> bool:
    """Tell whether `check_manage_people` would let them."""
    try:
        check_manage_people(entity, by=by)
    except NotAllowed:
        return False
    return True
