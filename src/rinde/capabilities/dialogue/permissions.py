"""Who may do what in the spaces of dialogue. A button asks `can_…`, an operation asks `check_…`: one answer.

Who manages is the plan's coordinator, or a unit for its own spaces. Who only helps does so at the spaces in whose team
they are. Internal control evaluates and does not organise what it evaluates (Ley 87/1993 art. 12, parágrafo).
"""

from collections.abc import Callable
from functools import wraps

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.choices import TeamTask
from rinde.capabilities.dialogue.models import DialogueSpace, TeamMember
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.permissions import OVER_ACTORS
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal

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


def _as_question(check: Callable[..., None]) -> Callable[..., bool]:
    @wraps(check)
    def can(of: DialogueSpace | Entity, *, by: Principal, **more: object) -> bool:
        try:
            check(of, by=by, **more)
        except NotAllowed:
            return False
        return True

    return can


can_read = _as_question(check_read)
can_organise = _as_question(check_organise)
can_manage = _as_question(check_manage)
can_moderate = _as_question(check_moderate)
can_check_in = _as_question(check_check_in)
can_evaluate = _as_question(check_evaluate)
can_set_up = _as_question(check_set_up)
