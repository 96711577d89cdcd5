"""What says who somebody is goes when its term is over, or before, when they ask for it."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.surveys.choices import SurveyStatus
from rinde.capabilities.surveys.models import SurveyAnswer
from rinde.capabilities.surveys.operations.locking import locked
from rinde.capabilities.surveys.permissions import check_manage
from rinde.capabilities.surveys.rules.privacy import may_be_kept
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant


def forget_people(*, now: datetime) -> int:
    """Erase the personal answers whose term is over, of every entity; gives how many. Asking again erases none."""
    forgotten = 0
    for entity in Entity.objects.order_by("pk"):
        with active_tenant(entity):
            kept = SurveyAnswer.objects.filter(survey__status=SurveyStatus.CLOSED, consented_at__isnull=False)
            for survey_id in sorted(set(kept.order_by().values_list("survey", flat=True))):
                forgotten += _forget_if_over(survey_id, now=now)
    return forgotten


@transaction.atomic
def _forget_if_over(survey_id: int, *, now: datetime) -> int:
    survey = locked(survey_id)
    if may_be_kept(survey.closed_at, kept_days=survey.kept_days, now=now):
        return 0
    forgotten: int = SurveyAnswer.objects.filter(survey=survey, consented_at__isnull=False).update(
        personal={}, consented_at=None
    )
    survey.personal_erased_at = now
    survey.save(update_fields=["personal_erased_at"])
    facts = {"answers": forgotten}
    record(entity_id=survey.entity_id, action="surveys.forget", target=survey, by=ANONYMOUS, now=now, facts=facts)
    return forgotten


@transaction.atomic
def forget_one(*, survey_id: int, contact: int, by: Principal, now: datetime) -> bool:
    """Erase what one person left of themselves, as they may ask at any time; gives whether there was anything.

    Args:
        contact: the row of who asked, as the list of contacts names it.

    Raises:
        NotAllowed: for whoever may not run surveys.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    kept = SurveyAnswer.objects.filter(survey=survey, pk=contact, consented_at__isnull=False)
    erased = bool(kept.update(personal={}, consented_at=None))
    if erased:
        record(entity_id=survey.entity_id, action="surveys.forget_one", target=survey, by=by, now=now)
    return erased
