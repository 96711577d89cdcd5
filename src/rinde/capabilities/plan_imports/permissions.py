"""Who may review documents. `check_…` raises NotAllowed, `can_…` asks the same question for a button."""

from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal

OTHER_ENTITY = "Usted está trabajando en otra entidad. Entre primero a la del documento."
MAY_NOT_REVIEW = "Su rol no permite subir ni revisar documentos. Pídalo a quien administra la entidad en Rinde."
MAY_NOT_CREATE = "Su rol no permite crear planes. Quien coordina el plan puede crear el borrador con esta revisión."


def check_can_review(entity: Entity, *, by: Principal) -> None:
    """Refuse who may not upload and review documents of the entity. Raises NotAllowed."""
    if by.tenant_id != entity.pk:
        raise NotAllowed(OTHER_ENTITY)
    by.check("plan_imports.upload", MAY_NOT_REVIEW)


def check_can_create_plan(entity: Entity, *, by: Principal) -> None:
    """Refuse who may not turn a review into a draft plan. Raises NotAllowed."""
    check_can_review(entity, by=by)
    by.check("plans.edit", MAY_NOT_CREATE)


def can_create_plan(entity: Entity, *, by: Principal) -> bool:
    """Tell whether `check_can_create_plan` would let them."""
    try:
        check_can_create_plan(entity, by=by)
    except NotAllowed:
        return False
    return True


def can_edit_units(*, by: Principal) -> bool:
    """Tell whether the shortcut «crear dependencia» is offered."""
    return by.may("entities.edit")
