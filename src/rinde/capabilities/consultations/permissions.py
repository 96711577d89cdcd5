"""Who may run a consultation and who may look after its comments. A button asks `can_…`, an operation `check_…`."""

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import can_read_draft, check_tenant
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, as_question

MANAGE = "consultations.manage"
MODERATE = "consultations.moderate"


def check_manage(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not open, extend, answer or withdraw a consultation of this plan."""
    check_tenant(plan, by)
    by.check(MANAGE, "Solo la coordinación del plan abre y responde su consulta. Pídaselo.", plan=[plan.pk])


def check_moderate(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not review comments or enter those that came on paper."""
    check_tenant(plan, by)
    by.check(
        MODERATE,
        "Su rol no revisa comentarios. Lo hacen la coordinación del plan, comunicaciones y atención a la ciudadanía.",
        plan=[plan.pk],
    )


def check_read_consultation(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither looks after the comments nor may read the draft that they are about."""
    check_tenant(plan, by)
    if not can_moderate(plan, by=by) and not can_read_draft(plan, by=by):
        raise NotAllowed("Usted no tiene acceso a este plan en el escritorio. La consulta está en el sitio público.")


can_manage = as_question(check_manage)
can_moderate = as_question(check_moderate)
