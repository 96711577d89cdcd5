"""Making keys of one use and taking them back. A key is seen once, by who made it; what is kept is its hash."""

import hashlib
import secrets
import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from rinde.capabilities.surveys.choices import Audience, SurveyStatus
from rinde.capabilities.surveys.models import SurveyToken
from rinde.capabilities.surveys.operations.locking import locked
from rinde.capabilities.surveys.permissions import check_manage
from rinde.capabilities.surveys.rules.tokens import count_gaps, new_token, tidied
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

_ANSWERED = "rinde.surveys.answered"


@transaction.atomic
def issue_tokens(*, survey_id: int, count: int, by: Principal, now: datetime, form_token: str = "") -> list[str]:
    """Make keys that let in one answer each, and give them: nobody can read them again.

    Args:
        form_token: of the form that asks; the same one again makes none.

    Raises:
        NotAllowed: for whoever may not run surveys.
        NotReady: for none or too many.
        TransitionNotAllowed: where no key is asked for, after the closing, or where this form made its keys already.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    if survey.audience != Audience.TOKEN:
        raise TransitionNotAllowed("Esta encuesta la responde cualquier persona, sin clave.")
    if survey.status == SurveyStatus.CLOSED:
        raise TransitionNotAllowed("La encuesta está cerrada: una clave nueva no serviría.")
    refuse_gaps("No se crearon claves.", *count_gaps(count))
    mark, rows = form_token or uuid.uuid4().hex, SurveyToken.objects.filter(survey=survey)
    if rows.filter(form_token=mark).exists():
        raise TransitionNotAllowed(
            "Esas claves ya se crearon y no se vuelven a mostrar. "
            "Si no alcanzó a imprimirlas, anule ese grupo y cree otro."
        )
    batch = (rows.aggregate(last=Max("batch"))["last"] or 0) + 1
    made = _different(count)
    SurveyToken.objects.bulk_create(
        SurveyToken(
            entity_id=survey.entity_id,
            survey=survey,
            sha256=hash_of(one),
            batch=batch,
            form_token=mark,
            issued_at=now,
            issued_by_id=by.user_id,
        )
        for one in made
    )
    facts = {"batch": batch, "tokens": count}
    record(entity_id=survey.entity_id, action="surveys.issue_tokens", target=survey, by=by, now=now, facts=facts)
    return made


def _different(count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made[new_token(secrets.choice)] = None
    return list(made)


@transaction.atomic
def void_tokens(*, survey_id: int, batch: int, by: Principal, now: datetime) -> int:
    """Take back the keys of a batch that nobody used; gives how many. Asking again takes back none.

    Raises:
        NotAllowed: for whoever may not run surveys.
    """
    survey = locked(survey_id)
    check_manage(survey, by=by)
    unused = SurveyToken.objects.filter(survey=survey, batch=batch, is_used=False, voided_at__isnull=True)
    voided: int = unused.update(voided_at=now)
    if voided:
        facts = {"batch": batch, "tokens": voided}
        record(entity_id=survey.entity_id, action="surveys.void_tokens", target=survey, by=by, now=now, facts=facts)
    return voided


def hash_of(token: str) -> str:
    """SHA-256 of a key as it is read; some 59 random bits, and a wrong guess costs a request."""
    return hashlib.sha256(tidied(token).encode()).hexdigest()


def answered_mark(token: str) -> str:
    """Another hash of the same key, keyed, for its answer: the tables alone do not tell which key it came with."""
    return salted_hmac(_ANSWERED, tidied(token), algorithm="sha256").hexdigest()
