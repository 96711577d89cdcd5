"""Who may do what with a plan. A button asks `can_…`, an operation asks `check_…`: one answer."""

from collections.abc import Iterable

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.foundations.refusals import NotAllowed, SecondFactorMissing
from rinde.services.access import Principal, as_question

READ = "plans.read_draft"
EDIT = "plans.edit"
PUBLISH = "plans.publish"
REGISTER_ACT = "plans.register_act"
REQUEST_CHANGE = "plans.request_change"
OVER_ACTORS = "actors"  # the kind of a grant over some units


def check_tenant(plan: Plan, by: Principal) -> None:
    """Raises NotAllowed for whoever is working in another entity."""
    # The guard already hides other entities' rows; a principal of another one here means a mistake of ours.
    if by.tenant_id != plan.entity_id:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la de este plan.")


def check_create_plan(*, by: Principal) -> None:
    """Raises NotAllowed for whoever may not make plans for the whole entity."""
    by.check(EDIT, "Solo la coordinación del plan crea planes. Pídale a la administración de su entidad ese rol.")


def _reads_for_its_units(by: Principal) -> bool:
    """Who answers for some units reads every draft: nobody can say which of them will name those units tomorrow."""
    return any(READ in grant.permissions and grant.scope.kind == OVER_ACTORS for grant in by.grants)


def can_read_draft_of(plan_id: int, *, by: Principal) -> bool:
    """Tell whether somebody may read a draft of their entity of which only the number is at hand, as in a list."""
    return _reads_for_its_units(by) or by.may(READ, plan=[plan_id])


def check_read_draft(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not read this plan before it is published."""
    check_tenant(plan, by)
    if not can_read_draft_of(plan.pk, by=by):
        raise NotAllowed("Usted no tiene acceso a este borrador. Puede leer el plan publicado.")


def check_edit_plan(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not edit this plan, whatever its state."""
    check_tenant(plan, by)
    by.check(EDIT, "Solo la coordinación del plan lo edita. Cuéntele a esa persona qué cambiaría.", plan=[plan.pk])


def check_publish_plan(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not publish this plan."""
    check_tenant(plan, by)
    by.check(PUBLISH, "Solo la coordinación del plan lo publica. Avísele que ya está listo.", plan=[plan.pk])


def check_register_act(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not write down what was decided about this plan; without code, who they are.

    What an act says counts as decided for everybody who reads the plan, so a password alone is not enough.
    """
    check_tenant(plan, by)
    message = "Solo la coordinación del plan o la administración de la entidad registran el acto. Pídales que lo hagan."
    by.check(REGISTER_ACT, message, plan=[plan.pk])
    if not by.second_factor:
        raise SecondFactorMissing("Para registrar un acto debe entrar con su segundo factor.")


def check_request_change(plan: Plan, *, by: Principal, answering: Iterable[int] = ()) -> None:
    """Raises NotAllowed for whoever may not ask for a change of this.

    Args:
        answering: the units that answer for what would change; empty for what the plan says as a whole.
    """
    check_tenant(plan, by)
    message = (
        "Usted puede pedir cambios de las actividades de su dependencia. Este se lo puede pedir a la coordinación "
        "del plan."
        if by.may_somewhere(REQUEST_CHANGE)
        else "Pedir cambios le corresponde a los enlaces de las dependencias y a la coordinación del plan."
    )
    by.check(REQUEST_CHANGE, message, plan=[plan.pk], **{OVER_ACTORS: answering})


def check_give_opinion(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not coordinate this plan."""
    check_tenant(plan, by)
    by.check(EDIT, "El concepto lo da la coordinación del plan.", plan=[plan.pk])


can_read_draft = as_question(check_read_draft)
can_give_opinion = as_question(check_give_opinion)
can_publish_plan = as_question(check_publish_plan)
may_edit_plan = as_question(check_edit_plan)  # in some state


def can_edit_plan(plan: Plan, *, by: Principal) -> bool:
    """Tell whether this person may edit the plan's rows as it stands now."""
    return plan.status in EDITABLE and may_edit_plan(plan, by=by)


def can_register_act(plan: Plan, *, by: Principal) -> bool:
    """Tell whether registering an act is this person's business; with or without the code, which the page asks for."""
    return by.tenant_id == plan.entity_id and by.may(REGISTER_ACT, plan=[plan.pk])


def can_create_plan(*, by: Principal) -> bool:
    """Tell whether `check_create_plan` would let them."""
    return by.may(EDIT)


def can_request_change(plan: Plan, *, by: Principal, answering: Iterable[int] = ()) -> bool:
    """Tell whether `check_request_change` would let them."""
    return by.tenant_id == plan.entity_id and by.may(REQUEST_CHANGE, plan=[plan.pk], **{OVER_ACTORS: answering})
