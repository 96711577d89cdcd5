"""Who may change the entity and its org chart. A button asks `can_…`, an operation asks `check_…`: one answer."""

from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal

EDIT = "entities.edit"
CREATE = "platform.manage"


def check_edit_entity(entity: Entity, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not change this entity's data and org chart."""
    if by.tenant_id != entity.pk:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la que quiere cambiar.")
    by.check(EDIT, "Solo la administración de la entidad o la coordinación del plan cambia el organigrama.")


def can_edit_entity(entity: Entity, *, by: Principal) -> bool:
    """Tell whether `check_edit_entity` would let them."""
    try:
        check_edit_entity(entity, by=by)
    except NotAllowed:
        return False
    return True


def check_create_entity(*, by: Principal) -> None:
    """Raises NotAllowed for whoever does not operate the platform."""
    by.check(CREATE, "Solo quien opera la plataforma crea entidades. Pídalo al correo de soporte de su instalación.")


def can_create_entity(*, by: Principal) -> bool:
    """Tell whether `check_create_entity` would let them."""
    try:
        check_create_entity(by=by)
    except NotAllowed:
        return False
    return True


def check_edit_holidays(*, by: Principal) -> None:
    """Raises NotAllowed for whoever does not operate the platform: the country's holidays count for every entity."""
    by.check(CREATE, "Solo quien opera la plataforma cambia los festivos del país. Los días propios sí son suyos.")
