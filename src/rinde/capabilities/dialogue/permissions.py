"""Who may do what in the spaces of dialogue. A button asks `can_…`, an operation asks `check_…`: one answer.

Who manages is the plan's coordinator, or a unit for its own spaces. Who only helps does so at the spaces in whose team
they are. Internal control evaluates and does not organise what it evaluates (Ley 87/1993 art. 12, parágrafo).
"""

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.choices import ReportKind, TeamTask
from rinde.capabilities.dialogue.models import (
    Commitment,
    DialogueReport,
    DialogueSpace,
    ImprovementPlan,
    SpaceSeries,
    TeamMember,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.permissions import OVER_ACTORS
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, as_question

READ = "dialogue.read"
MANAGE = "dialogue.manage"
MODERATE = "dialogue.moderate"
EVALUATE = "dialogue.evaluate"


def _check_tenant(entity_id: int, by: Principal) -> None:
    if by.tenant_id != entity_id:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la de este espacio.")


def check_read(space: DialogueSpace, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not read the inside of this space; nothing of it names anybody."""
    _check_tenant(space.entity_id, by)
    if not by.may_somewhere(READ):
        raise NotAllowed("Usted no tiene acceso a los espacios de diálogo. Puede leer sus páginas públicas.")


def check_organise(entity: Entity, *, by: Principal, actor_id: int | None) -> None:
    """Raises NotAllowed for whoever may not prepare a space of this actor.

    Args:
        actor_id: None for a space of the whole entity, which a unit's liaison does not make.
    """
    _check_tenant(entity.pk, by)
    if RoleCode.INTERNAL_CONTROL in by.roles:
        raise NotAllowed("Control interno evalúa los espacios de diálogo: no los organiza.")
    by.check(
        MANAGE,
        "Los espacios de su dependencia los prepara usted; los demás, la coordinación del plan o la dependencia "
        "a cargo." if by.may_somewhere(MANAGE) else
        "Los espacios los preparan la coordinación del plan y las dependencias. Pídale a la administración ese rol.",
        **{OVER_ACTORS: [actor_id] if actor_id else []},
    )  # fmt: skip


def check_manage(space: DialogueSpace, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not run this space. Needs the space with its entity."""
    if RoleCode.INTERNAL_CONTROL not in by.roles and space.plan_id and by.may(MANAGE, plan=[space.plan_id]):
        return _check_tenant(space.entity_id, by)
    return check_organise(space.entity, by=by, actor_id=space.actor_id)


def check_moderate(space: DialogueSpace, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither runs this space nor moderates at it: at another space is not enough."""
    _check_help(
        space, TeamTask.MODERATE, "Usted no modera este espacio. Pida a quien lo lleva que lo sume al equipo.", by
    )


def check_check_in(space: DialogueSpace, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither runs this space nor registers who comes to it."""
    message = "Usted no registra la asistencia de este espacio. Pida a quien lo lleva que lo sume al equipo."
    _check_help(space, TeamTask.CHECK_IN, message, by)


def _check_help(space: DialogueSpace, task: TeamTask, message: str, by: Principal) -> None:
    if can_manage(space, by=by):
        return
    _check_tenant(space.entity_id, by)
    is_member = TeamMember.objects.filter(space=space, user_id=by.user_id, task=task).exists()
    if not is_member or not by.may_somewhere(MODERATE):
        raise NotAllowed(message)


def check_evaluate(space: DialogueSpace, *, by: Principal) -> None:
    """Raises NotAllowed for everybody but internal control, and for its person who runs this space as well."""
    _check_tenant(space.entity_id, by)
    by.check(EVALUATE, "La evaluación del espacio la hace control interno, y nadie más escribe en ella.")
    if by.may(MANAGE, plan=[space.plan_id] if space.plan_id else []):
        raise NotAllowed("Quien lleva los espacios de diálogo no los evalúa: sería juzgar su propio trabajo.")


def check_set_up(entity: Entity, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not run the dialogue of the whole entity: its groups, topics and terms."""
    check_organise(entity, by=by, actor_id=None)


def check_write_report(report: DialogueReport, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not write this report. Needs its entity, space and series."""
    if report.kind == ReportKind.EVALUATION and report.space is not None:
        check_evaluate(report.space, by=by)
    elif report.space is not None:
        check_manage(report.space, by=by)
    elif report.series is not None:
        check_organise(report.entity, by=by, actor_id=report.series.actor_id)
    else:
        check_set_up(report.entity, by=by)


# Commitments ----------------------------------------------------------------------------------------------------------


def check_keep(commitment: Commitment | ImprovementPlan, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not run the space or the series of a commitment or an improvement plan.

    Needs both with their entity.
    """
    made_in = commitment.made_in
    if isinstance(made_in, DialogueSpace):
        return check_manage(made_in, by=by)
    return check_keep_series(made_in, by=by)


def check_keep_series(series: SpaceSeries, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not run a series. Needs it with its entity."""
    if RoleCode.INTERNAL_CONTROL not in by.roles and series.plan_id and by.may(MANAGE, plan=[series.plan_id]):
        return _check_tenant(series.entity_id, by)
    return check_organise(series.entity, by=by, actor_id=series.actor_id)


def check_report(commitment: Commitment, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither answers for the unit of a commitment nor runs the dialogue of the entity.

    Needs the commitment with its entity, space and series.
    """
    _check_tenant(commitment.entity_id, by)
    if RoleCode.INTERNAL_CONTROL in by.roles:
        raise NotAllowed("Control interno evalúa los compromisos: no reporta su avance.")
    by.check(
        MANAGE,
        "El avance lo reporta la dependencia a cargo del compromiso, o la coordinación del plan.",
        **{OVER_ACTORS: [commitment.actor_id] if commitment.actor_id else []} | _plan_of(commitment),
    )


def check_open_proof(commitment: Commitment, *, by: Principal) -> None:
    """Raises NotAllowed for whoever neither reports a commitment nor evaluates it: the public gets a copy."""
    _check_tenant(commitment.entity_id, by)
    if not by.may_somewhere(EVALUATE):
        check_report(commitment, by=by)


def check_decide(commitment: Commitment, *, by: Principal) -> None:
    """Raises NotAllowed for whoever does not coordinate: a unit neither accepts its own report nor closes its promise.

    Needs the commitment with its space and series.
    """
    _check_tenant(commitment.entity_id, by)
    if RoleCode.INTERNAL_CONTROL in by.roles:
        raise NotAllowed("Control interno evalúa los compromisos: no decide sobre sus reportes.")
    by.check(MANAGE, "Esto lo decide la coordinación del plan. Pídaselo.", **_plan_of(commitment))


def _plan_of(commitment: Commitment) -> dict[str, list[int]]:
    plan_id = commitment.made_in.plan_id
    return {"plan": [plan_id] if plan_id else []}


def check_moderate_words(entity: Entity, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not look after what citizens say of commitments.

    A grant over one unit is not enough: nobody hides what is said against their own work.
    """
    _check_tenant(entity.pk, by)
    by.check(
        MODERATE, "Los comentarios los revisan la coordinación del plan, comunicaciones y atención a la ciudadanía."
    )


def check_evaluate_improvement(improvement: ImprovementPlan, *, by: Principal) -> None:
    """Raises NotAllowed for everybody but internal control, and for its person who runs the dialogue as well.

    Needs the plan with its space and series.
    """
    _check_tenant(improvement.entity_id, by)
    by.check(EVALUATE, "El plan de mejoramiento lo evalúa control interno, y nadie más escribe en esa evaluación.")
    plan_id = improvement.made_in.plan_id
    if by.may(MANAGE, plan=[plan_id] if plan_id else []):
        raise NotAllowed("Quien lleva los espacios de diálogo no los evalúa: sería juzgar su propio trabajo.")


can_read = as_question(check_read)
can_organise = as_question(check_organise)
can_manage = as_question(check_manage)
can_moderate = as_question(check_moderate)
can_check_in = as_question(check_check_in)
can_evaluate = as_question(check_evaluate)
can_set_up = as_question(check_set_up)
can_write_report = as_question(check_write_report)
can_keep = as_question(check_keep)
can_report = as_question(check_report)
can_decide = as_question(check_decide)
can_moderate_words = as_question(check_moderate_words)
can_evaluate_improvement = as_question(check_evaluate_improvement)
can_keep_series = as_question(check_keep_series)
