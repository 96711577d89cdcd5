"""Who may do what in the follow-up of a plan: three voices, and nobody writes in another's.

The unit reports and answers, planning monitors, internal control evaluates (Ley 87/1993 art. 12, parágrafo: it does not
co-manage). A button asks `can_…`, an operation asks `check_…`: one answer.
"""

from collections.abc import Iterable

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Evidence, EvidenceUse, FollowUpPolicy
from rinde.capabilities.followup.rules import reach
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import OVER_ACTORS, check_tenant
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, as_question

READ = "followup.read"
REPORT = reach.REPORT
MONITOR = "followup.monitor"
EVALUATE = "followup.evaluate"
READ_RESERVED = "followup.read_reserved"
MODERATE = "followup.moderate"
SET_POLICY = "followup.set_policy"


def check_read(plan: Plan, *, by: Principal, actors: Iterable[int] = ()) -> None:
    """Raises NotAllowed for whoever may not read the inside of this plan's follow-up.

    Args:
        actors: whose cells would be read; a grant over some units reads those of all: what is late is no secret inside.
    """
    check_tenant(plan, by)
    over_units = any(READ in one.permissions and one.scope.kind == OVER_ACTORS for one in by.grants)
    if not over_units and not by.may(READ, plan=[plan.pk], **{OVER_ACTORS: actors}):
        raise NotAllowed("Usted no tiene acceso al seguimiento de este plan. Puede leer su página pública.")


def check_report(plan: Plan, *, by: Principal, actor_id: int | None) -> None:
    """Raises NotAllowed for whoever may not report the cells of this actor.

    Whoever evaluates reports the cells of internal control's own office and of nobody else, whatever else they hold.

    Args:
        actor_id: None for a cell whose responsible nobody has matched: the plan's coordinator reports it.
    """
    check_tenant(plan, by)
    if RoleCode.INTERNAL_CONTROL in by.roles and not _is_own_office(plan, actor_id):
        raise NotAllowed(
            "Control interno evalúa lo que otros reportan: no lo reporta. Solo reporta lo de su propia oficina."
        )
    message = (
        "Usted reporta las actividades de su dependencia. Esta es de otra: la reporta su enlace o la coordinación del "
        "plan."
        if by.may_somewhere(REPORT)
        else "Reportar le corresponde al enlace de la dependencia y a la coordinación del plan."
    )
    by.check(REPORT, message, plan=[plan.pk], **{OVER_ACTORS: [actor_id] if actor_id else []})


def check_report_some(plan: Plan, *, by: Principal, actor_ids: Iterable[int | None]) -> None:
    """Raises NotAllowed for whoever may report for none of some actors: an answer that any of them may give."""
    refused: NotAllowed | None = None
    for actor_id in actor_ids:
        try:
            return check_report(plan, by=by, actor_id=actor_id)
        except NotAllowed as refusal:
            refused = refusal
    raise refused or NotAllowed("Nadie responde por esto.")


def _is_own_office(plan: Plan, actor_id: int | None) -> bool:
    if actor_id is None:
        return False
    found: bool = FollowUpPolicy.objects.filter(plan=plan, evaluated_by_id=actor_id).exists()
    return found


def check_monitor(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not monitor this plan; whoever evaluates never monitors what they judge."""
    check_tenant(plan, by)
    if RoleCode.INTERNAL_CONTROL in by.roles:
        raise NotAllowed("Control interno evalúa; el monitoreo lo lleva la coordinación del plan.")
    by.check(MONITOR, "El monitoreo lo lleva la coordinación del plan.", plan=[plan.pk])


def check_care_for(evidence: Evidence, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither reports a cell that this proves nor monitors its plan.

    Needs the evidence with its plan.
    """
    uses = EvidenceUse.objects.filter(evidence=evidence).values_list("report__actor_id", flat=True).distinct()
    if not any(can_report(evidence.plan, by=by, actor_id=actor_id) for actor_id in uses):
        check_monitor(evidence.plan, by=by)


def check_evaluate(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for everybody but internal control, and for internal control's person who coordinates too.

    Who coordinates a plan would judge their own work: the role is looked at, not only the permission.
    """
    check_tenant(plan, by)
    by.check(EVALUATE, "La evaluación la hace control interno, y nadie más escribe en ella.", plan=[plan.pk])
    if by.may(MONITOR, plan=[plan.pk]):
        raise NotAllowed("Quien coordina un plan no lo evalúa: sería juzgar su propio trabajo.")


def check_read_evaluation(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not see internal control's work before its report is out.

    Whoever coordinates the plan besides may look; `check_evaluate` says that they may not write.
    """
    check_tenant(plan, by)
    by.check(EVALUATE, "Esto es el trabajo de control interno. Lo que concluya lo verá en su informe.", plan=[plan.pk])


def check_read_preliminary(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither evaluates nor answers for any unit: the public reads the final report."""
    check_tenant(plan, by)
    if not by.may(EVALUATE, plan=[plan.pk]) and not by.may_somewhere(REPORT):
        raise NotAllowed(
            "El preliminar lo leen control interno y las dependencias que lo responden. El definitivo es público."
        )


def check_read_reserved(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not open the reserved proofs and the originals of this plan."""
    check_tenant(plan, by)
    by.check(READ_RESERVED, "Esta prueba es reservada: la leen control interno y la coordinación.", plan=[plan.pk])


def check_moderate(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not moderate or answer what citizens say of this plan's activities."""
    check_tenant(plan, by)
    by.check(MODERATE, "Moderar lo que dice la ciudadanía le corresponde a la coordinación del plan, a comunicaciones "
             "y al servicio a la ciudadanía.", plan=[plan.pk])  # fmt: skip


def check_set_policy(plan: Plan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not say who monitors and who evaluates a plan."""
    check_tenant(plan, by)
    by.check(SET_POLICY, "Esto lo deciden la coordinación del plan o la administración de la entidad.", plan=[plan.pk])


def check_set_alerts(entity: Entity, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not say when this entity's people are told, nor read what was sent to whom."""
    if by.tenant_id != entity.pk:
        raise NotAllowed("Usted no trabaja en esta entidad.")
    by.check(
        SET_POLICY,
        "Esto vale para toda la entidad: lo ven y lo deciden su administración y quien coordina todos sus planes.",
    )


can_read = as_question(check_read)
can_report = as_question(check_report)
can_report_some = as_question(check_report_some)
can_monitor = as_question(check_monitor)
can_evaluate = as_question(check_evaluate)
can_read_evaluation = as_question(check_read_evaluation)
can_read_preliminary = as_question(check_read_preliminary)
can_read_reserved = as_question(check_read_reserved)
can_moderate = as_question(check_moderate)
can_set_policy = as_question(check_set_policy)
can_care_for = as_question(check_care_for)
can_set_alerts = as_question(check_set_alerts)
