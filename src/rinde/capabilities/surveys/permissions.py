"""Who may read, run and fill in a survey. A button asks `can_…`, an operation `check_…`."""

from rinde.capabilities.surveys.models import Survey
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, as_question

READ = "surveys.read"
MANAGE = "surveys.manage"
ENTER = "surveys.enter"

_ONLY_MANAGERS = "Solo la coordinación del plan y comunicaciones preparan y publican encuestas. Pídaselo."


def _check_tenant(entity_id: int, by: Principal) -> None:
    if by.tenant_id != entity_id:
        raise NotAllowed("Esta encuesta es de otra entidad.")


def check_read(survey: Survey, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not read a survey and all its results, without data of people."""
    _check_tenant(survey.entity_id, by)
    by.check(READ, "Su rol no lee las encuestas en el escritorio. Lo publicado está en el sitio público.")


def check_manage(survey: Survey, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not prepare, open, close and publish."""
    _check_tenant(survey.entity_id, by)
    by.check(MANAGE, _ONLY_MANAGERS)


def check_make(entity_id: int, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not begin a survey in this entity."""
    _check_tenant(entity_id, by)
    by.check(MANAGE, _ONLY_MANAGERS)


def check_enter(survey: Survey, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not type in what came on paper."""
    _check_tenant(survey.entity_id, by)
    by.check(ENTER, "Su rol no entra hojas de papel. Pídale a la coordinación que lo haga o que le dé otro rol.")


can_read = as_question(check_read)
can_manage = as_question(check_manage)
can_enter = as_question(check_enter)
