"""The end of the period, by the nightly job or by hand, and the end of what was kept of people."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations.erasing import erase_personal_data
from rinde.capabilities.consultations.operations.locking import locked
from rinde.capabilities.consultations.permissions import check_manage
from rinde.capabilities.consultations.rules.comments import CONFIRM_WITHIN, KEEP_ADDRESSES_FOR
from rinde.capabilities.consultations.rules.states import check_may_become
from rinde.capabilities.consultations.rules.terms import is_past
from rinde.capabilities.entities.queries import each_entity
from rinde.capabilities.plans.operations.moving import keep_comments_until
from rinde.foundations.law.terms import long_day
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record


@transaction.atomic
def close_consultation(*, consultation_id: int, by: Principal, now: datetime) -> Consultation:
    """Mark a consultation whose last day is over as closed; the nightly job does it where nobody is in a hurry.

    Raises:
        NotAllowed: for whoever may not run it.
        TransitionNotAllowed: before the end of its last day, or where it is closed already.
    """
    consultation = locked(consultation_id)
    check_manage(consultation.plan, by=by)
    check_may_become(consultation.status, ConsultationStatus.CLOSED)
    if not is_past(consultation.status, closes_on=consultation.closes_on, today=timezone.localdate(now)):
        raise TransitionNotAllowed(
            f"El plazo anunciado va hasta el {long_day(consultation.closes_on)} y no se cierra antes. "
            "Si el texto estaba mal, retire la consulta y diga por qué."
        )
    _close(consultation, by=by, now=now)
    return consultation


def _close(consultation: Consultation, *, by: Principal, now: datetime) -> None:
    consultation.status = ConsultationStatus.CLOSED
    consultation.closed_at, consultation.closed_by_id = now, by.user_id
    consultation.save(update_fields=["status", "closed_at", "closed_by"])
    keep_comments_until(consultation.plan_id, None)
    entity_id = consultation.entity_id
    record(entity_id=entity_id, action="consultations.close", target=consultation, by=by, now=now)


def close_past(*, now: datetime) -> int:
    """Close every consultation of every entity whose last day is over; gives how many. Asking again closes none."""
    closed = 0
    for _ in each_entity():
        past = Consultation.objects.filter(status=ConsultationStatus.OPEN, closes_on__lt=timezone.localdate(now))
        for consultation_id in past.values_list("pk", flat=True):
            closed += _close_if_still_open(consultation_id, now=now)
    return closed


@transaction.atomic
def _close_if_still_open(consultation_id: int, *, now: datetime) -> int:
    """Close one, unless it was extended or closed between the look and the lock."""
    consultation = locked(consultation_id)
    if not is_past(consultation.status, closes_on=consultation.closes_on, today=timezone.localdate(now)):
        return 0
    _close(consultation, by=ANONYMOUS, now=now)
    return 1


def forget_addresses(*, now: datetime) -> int:
    """Erase the addresses that nobody confirmed in time, and all of a consultation that was never answered.

    Gives how many comments lost theirs. Asking again erases none.
    """
    forgotten = 0
    for _ in each_entity():
        forgotten += _forget_unconfirmed(now)
        forgotten += sum(_forget_old(one, now=now) for one in _never_answered(now))
    return forgotten


def _forget_unconfirmed(now: datetime) -> int:
    late = Comment.objects.filter(email_confirmed_at__isnull=True, received_at__lt=now - CONFIRM_WITHIN)
    erased: int = late.exclude(email="").update(email="", confirm_token_hash="")
    return erased


def _never_answered(now: datetime) -> list[Consultation]:
    keeps_some = Exists(Comment.objects.filter(consultation=OuterRef("pk")).exclude(email=""))
    last_day = timezone.localdate(now) - KEEP_ADDRESSES_FOR
    return list(Consultation.objects.filter(keeps_some, closes_on__lt=last_day).without_content())


@transaction.atomic
def _forget_old(consultation: Consultation, *, now: datetime) -> int:
    forgotten = Comment.objects.filter(consultation=consultation).exclude(email="").count()
    erase_personal_data(consultation, now=now)
    entity_id = consultation.entity_id
    facts = {"comments": forgotten}
    record(entity_id=entity_id, action="consultations.forget", target=consultation, by=ANONYMOUS, now=now, facts=facts)
    return int(forgotten)
